"""The section every page of packages belongs to."""

from flask import Response
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.guard import Section

section = Section("packages", __name__, url_prefix="/packages")
Reply = Response | WerkzeugResponse
