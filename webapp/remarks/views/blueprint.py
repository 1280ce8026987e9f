"""The section the pages of a package's remarks belong to, and how an address says its conditions."""

from flask import Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.guard import Section
from webapp.forms import Form
from webapp.remarks.queries import Filters

section = Section("remarks", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse
LONGEST = 300


def read_filters() -> Filters:
    """Return the conditions of this address, of a form's address too."""
    names = ("q", "state", "kind", "author", "round", "file", "due", "stage", "package")
    return Filters(**{name: request.args.get(name, "").strip()[:LONGEST] for name in names})


def first_fault(form: Form) -> str:
    return next((errors[0] for errors in form.errors.values() if errors), "Проверьте введённые данные.")
