"""Forms of the two facts: what was done and how it is proved, and why it is not taken."""

from collections.abc import Sequence
from datetime import date

from flask_wtf.file import MultipleFileField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from webapp.forms import Form, RussianDateField
from webapp.reading.operations import Upload
from webapp.roadmap.operations import Execution, Proofs

LONG = 4000


class ExecuteForm(Form):
    occurrence = SelectField("Что исполнено")
    done_on = RussianDateField("Дата исполнения", validators=[DataRequired("Укажите дату: число и месяц.")])
    actual = StringField("Фактическое значение", validators=[Optional(), Length(max=100)])
    note = TextAreaField("Пояснение", validators=[Optional(), Length(max=LONG)])
    files = MultipleFileField("Файлы")
    links = TextAreaField("Ссылки", validators=[Optional(), Length(max=LONG)])
    packages = SelectMultipleField("Пакеты документов", validators=[Optional()])
    reports = SelectMultipleField("Отчёты", validators=[Optional()])
    entries = SelectMultipleField("Записи дневника", validators=[Optional()])

    def execution(self) -> Execution:
        """Return what a valid form says."""
        if self.done_on.day is None:
            raise ValueError("the form is not valid")
        return Execution(
            occurrence=self.occurrence.data or "",
            done_on=self.done_on.day,
            note=self.note.data or "",
            actual=self.actual.data or "",
            proofs=Proofs(
                links=tuple((self.links.data or "").split()),
                packages=tuple(self.packages.data or ()),
                reports=tuple(self.reports.data or ()),
                entries=tuple(map(int, self.entries.data or ())),
            ),
        )

    def uploads(self) -> list[Upload]:
        return [Upload(item.filename, item.stream) for item in self.files.data or () if item.filename]


class ReasonForm(Form):
    reason = TextAreaField("Причина", validators=[DataRequired("Укажите причину."), Length(max=LONG)])


def execute_form(
    occurrences: Sequence[tuple[str, str]],
    packages: Sequence[tuple[str, str]],
    reports: Sequence[tuple[str, str]],
    entries: Sequence[tuple[str, str]],
    *,
    today: date,
    chosen: str = "",
) -> ExecuteForm:
    """Return the form over what may be marked and named; until something is sent, today and the chosen one stand."""
    form = ExecuteForm(data={"done_on": today.isoformat(), "occurrence": chosen})
    form.done_on.today = today
    for field, choices in (
        (form.occurrence, occurrences),
        (form.packages, packages),
        (form.reports, reports),
        (form.entries, entries),
    ):
        field.choices = [SelectChoice(value, label) for value, label in choices]
    return form
