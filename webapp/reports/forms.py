"""Forms of reports: what a person writes into section 5."""

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from webapp.forms import Form, RussianDateField, choices_of
from webapp.reports.queries import Asked
from workflows.roadmaps.indicator import Reading

LIMIT = 9_000
GENERAL = "Рекомендации:"
"""The line between the two texts, as it is printed."""


FORMS = (("report", "Отчёт к федеральному мониторингу"), ("note", "Информационная справка"))


class RoadmapOrderForm(Form):
    """As of which day, by which reading, in which form a roadmap is reported on."""

    on = RussianDateField(
        "Дата мониторинга", validators=[DataRequired("Укажите дату мониторинга: число и месяц.")]
    )
    reading = RadioField(
        "Как считать показатель",
        choices=choices_of(Reading),
        default=Reading.DUE.value,
        validators=[InputRequired("Выберите, как считать показатель.")],
    )
    kind = RadioField(
        "Вид документа",
        choices=[SelectChoice(value, label) for value, label in FORMS],
        default=FORMS[0][0],
        validators=[InputRequired("Выберите вид документа.")],
    )
    conclusions = TextAreaField(
        "Выводы", validators=[Length(max=LIMIT, message="Сократите выводы до 9000 знаков.")]
    )

    @property
    def asked(self) -> Asked:
        return Asked(self.on.day or self.on.today, Reading(self.reading.data), self.kind.data)


class OrderForm(Form):
    """Conclusions and general recommendations; one text in the report, in this order."""

    conclusions = TextAreaField(
        "Выводы", validators=[Length(max=LIMIT, message="Сократите выводы до 9000 знаков.")]
    )
    recommendations = TextAreaField(
        "Общие рекомендации", validators=[Length(max=LIMIT, message="Сократите рекомендации до 9000 знаков.")]
    )

    def fill(self, text: str) -> None:
        """Show the text of an earlier report, to be edited."""
        before, _, after = f"\n{text}".partition(f"\n{GENERAL}\n")
        self.conclusions.data, self.recommendations.data = before.strip(), after.strip()

    @property
    def text(self) -> str:
        """The conclusion as the report keeps it."""
        parts = [(self.conclusions.data or "").strip()]
        if general := (self.recommendations.data or "").strip():
            parts += [GENERAL, general]
        return "\n".join(part for part in parts if part)
