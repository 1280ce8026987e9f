"""Forms of the expertise: one answer of the sheet, and the conclusion."""

from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.forms import Form, RussianDateField, choices_of
from webapp.opening import OpeningForm
from workflows.verdicts import MarkValue, VerdictKind


class MarkForm(Form):
    value = StringField("Отметка", validators=[Optional()])
    comment = TextAreaField("Замечание школе", validators=[Optional(), Length(max=4000)])
    reason = TextAreaField("Почему принята эта отметка", validators=[Optional(), Length(max=4000)])
    seen = IntegerField("Редакция", validators=[Optional()], default=0)

    @property
    def mark(self) -> MarkValue | None:
        return MarkValue(self.value.data) if self.value.data in set(MarkValue) else None


class TakeForm(Form):
    expertise = IntegerField("Лист эксперта", validators=[InputRequired()])
    seen = IntegerField("Редакция", validators=[Optional()], default=0)


class VerdictForm(OpeningForm):
    verdict = RadioField(
        "Вердикт", choices=choices_of(VerdictKind), validators=[InputRequired("Выберите вердикт.")]
    )
    text = TextAreaField(
        "Обоснование",
        validators=[DataRequired("Напишите обоснование: школа прочтёт его в заключении."), Length(max=4000)],
    )
    day = RussianDateField("Срок устранения замечаний", validators=[Optional()])
    release = BooleanField("Сразу направить заключение школе")
    seen = IntegerField("Редакция", validators=[InputRequired()])


class ReleaseForm(Form):
    seen = IntegerField("Редакция", validators=[InputRequired()])
