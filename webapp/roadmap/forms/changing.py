"""Forms of what an order changes in one measure: its deadline, its being in the roadmap."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from webapp.forms import Form, RussianDateField
from webapp.roadmap.operations import Exclusion, Transfer

WORDS = "Словами, как в приказе: «до 15.03.2026», «март – апрель 2026 года»."


def _order() -> StringField:
    return StringField(
        "Основание",
        description="Приказ или письмо: номер и дата.",
        validators=[DataRequired("Укажите основание: приказ или письмо, номер и дату."), Length(max=300)],
    )


def _reason(description: str = "") -> TextAreaField:
    return TextAreaField(
        "Причина",
        description=description,
        validators=[DataRequired("Укажите причину."), Length(max=4000)],
    )


class TransferForm(Form):
    deadline = StringField(
        "Новый срок", description=WORDS, validators=[DataRequired("Укажите новый срок."), Length(max=500)]
    )
    since = RussianDateField(
        "Действует с",
        description="С этого дня показатель считается по новому сроку. Не раньше сегодняшнего дня.",
        validators=[DataRequired("Укажите дату: число и месяц.")],
    )
    order = _order()
    reason = _reason("Исполнители прочтут её в уведомлении.")

    def said(self) -> Transfer:
        """Return what a valid form says."""
        if self.since.day is None:
            raise ValueError("the form is not valid")
        return Transfer(
            deadline=self.deadline.data or "",
            since=self.since.day,
            order=self.order.data or "",
            reason=self.reason.data or "",
        )


class ReadingForm(Form):
    deadline = StringField(
        "Срок означает", description=WORDS, validators=[DataRequired("Укажите срок."), Length(max=500)]
    )
    reason = TextAreaField("Пояснение", validators=[Optional(), Length(max=4000)])


class ExclusionForm(Form):
    since = RussianDateField(
        "Исключить с",
        description="С этого дня мероприятие не считается в показателе. Не раньше сегодняшнего дня.",
        validators=[DataRequired("Укажите дату: число и месяц.")],
    )
    order = _order()
    reason = _reason()

    def said(self) -> Exclusion:
        """Return what a valid form says."""
        if self.since.day is None:
            raise ValueError("the form is not valid")
        return Exclusion(since=self.since.day, order=self.order.data or "", reason=self.reason.data or "")


class ReturnForm(Form):
    order = _order()
    reason = _reason()
