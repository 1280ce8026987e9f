"""The section every page of roadmaps belongs to."""

from flask import Response
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.guard import Section

section = Section("roadmap", __name__, url_prefix="/roadmap")
Reply = Response | WerkzeugResponse
