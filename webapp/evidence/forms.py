"""Choosing the documents of one measure."""

from collections.abc import Sequence

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from webapp.forms import Form


class ChooseForm(Form):
    files = SelectMultipleField("Документы меры", coerce=int)


def choose_form(choices: Sequence[tuple[int, str]], chosen: Sequence[int]) -> ChooseForm:
    """Return the form over the files of the package; `chosen` are ticked until something is sent."""
    form = ChooseForm(data={"files": list(chosen)})
    form.files.choices = [SelectChoice(number, name) for number, name in choices]
    return form
