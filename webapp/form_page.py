"""The page of a form, fresh or with what must be corrected."""

from typing import Any

from flask import Response
from flask_wtf import FlaskForm

from webapp.errors import Invalid
from webapp.forms import blame
from webapp.rendering import render


def form_page(
    template: str, form: FlaskForm, *, error: Invalid | None = None, status: int = 200, **context: Any
) -> Response:
    """Answer a form with its faults: those of a field stand at the field, the others in the summary alone."""
    return render(template, form=form, more=blame(form, error), status=status, **context)
