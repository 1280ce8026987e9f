"""The answers to lines of the checklist that only a person knows."""

from collections.abc import Mapping

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from webapp.forms import Form
from webapp.reports.operations import CONCLUSION_LIMIT
from workflows.stage_closing import BY_PERSON, Item

YES, NO = "yes", "no"


class ConclusionForm(Form):
    seen = HiddenField()
    text = TextAreaField(
        "Выводы отчёта",
        validators=[
            Optional(), Length(max=CONCLUSION_LIMIT, message=f"Сократите выводы до {CONCLUSION_LIMIT} знаков.")
        ],
    )  # fmt: skip

    @property
    def known(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isdigit() and len(text) < 10 else 0


class ChecksForm(Form):
    """One choice for each line; a line left alone stays as it was."""

    ordered = RadioField(Item.ORDERED.label, choices=[], validators=[Optional()])
    advice = RadioField(Item.ADVICE.label, choices=[], validators=[Optional()])
    private = RadioField(Item.PRIVATE.label, choices=[], validators=[Optional()])

    @property
    def said(self) -> Mapping[Item, bool]:
        told = {item: self[item.value].data for item in BY_PERSON}
        return {item: value == YES for item, value in told.items() if value in {YES, NO}}


def checks_form(known: Mapping[Item, bool]) -> ChecksForm:
    """Return the form with what was said before."""
    form = ChecksForm(data={item.value: YES if met else NO for item, met in known.items()})
    for item in BY_PERSON:
        form[item.value].choices = [SelectChoice(YES, "Да"), SelectChoice(NO, "Нет")]
    return form
