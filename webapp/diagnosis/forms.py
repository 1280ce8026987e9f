"""Forms of the risk profile and of the anti-risk programme: tables of rows saved together, without JavaScript."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from webapp.diagnosis.operations import IndicatorDraft, MeasureDraft, PlanDraft, RiskEntry, TaskDraft
from webapp.diagnosis.queries import PlanView, Profile
from webapp.forms import Form, RussianDateField, choices_of
from workflows.vocabulary import Significance

ROWS_LIMIT = 100
LONG = 2000
LARGEST = 2**31 - 1
TABLES = ("tasks", "indicators", "measures")


class Row(Form):
    """A row of a table; the form around it carries the token."""

    class Meta(Form.Meta):
        csrf = False

    def filled(self) -> bool:
        """Tell whether anything was typed in the row, or it stands for a saved one."""
        return any(field.data for field in self if field.short_name not in self.settings)

    settings: frozenset[str] = frozenset()


class SavedRow(Row):
    row_id = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)])
    remove = BooleanField("Убрать")

    def _lacks(self, text: str | None) -> bool:
        return not text and not self.remove.data and self.filled()


class RiskRow(Row):
    code = HiddenField(validators=[Length(max=64)])
    significance = SelectField(
        "Значимость",
        choices=[SelectChoice("", "риска нет"), *choices_of(Significance)],
        validators=[Optional()],
    )
    activated_on = RussianDateField("Активирован", validators=[Optional()])

    def entry(self) -> RiskEntry:
        chosen = self.significance.data
        return RiskEntry(
            self.code.data or "", Significance(chosen) if chosen else None, self.activated_on.day
        )


class ProfileForm(Form):
    mark = HiddenField()
    risks = FieldList(FormField(RiskRow), max_entries=ROWS_LIMIT)

    @property
    def entries(self) -> list[RiskEntry]:
        return [row.form.entry() for row in self.risks]


class VerifyForm(Form):
    significance = HiddenField()
    note = TextAreaField(
        "Основание",
        validators=[DataRequired("Укажите основание: какими данными подтверждён риск."), Length(max=LONG)],
    )


class TaskRow(SavedRow):
    text = TextAreaField("Задача", validators=[Length(max=LONG)])

    def validate_text(self, field: Any) -> None:
        if self._lacks(field.data):
            raise ValidationError("Сформулируйте задачу или отметьте «Убрать».")


class IndicatorRow(SavedRow):
    title = TextAreaField("Показатель", validators=[Length(max=LONG)])
    unit = StringField("Единица", validators=[Length(max=60)])
    base = StringField("Было", validators=[Length(max=100)])
    planned = StringField("План", validators=[Length(max=100)])
    actual = StringField("Факт", validators=[Length(max=100)])
    due_on = RussianDateField("К сроку", validators=[Optional()])

    def validate_title(self, field: Any) -> None:
        if self._lacks(field.data):
            raise ValidationError("Назовите показатель или отметьте «Убрать».")


class MeasureRow(SavedRow):
    settings = frozenset({"monitoring_stage"})

    title = TextAreaField("Мера", validators=[Length(max=LONG)])
    task_number = IntegerField(
        "Задача №", validators=[Optional(), NumberRange(1, 999, "Укажите номер задачи.")]
    )
    due_on = RussianDateField("Срок", validators=[Optional()])
    executor = StringField("Исполнитель", validators=[Length(max=300)])
    expected_document = StringField("Подтверждающий документ", validators=[Length(max=300)])
    monitoring_stage = SelectField(
        "Этап", choices=[SelectChoice("1", "1 этап"), SelectChoice("2", "2 этап")], default="1"
    )

    def validate_title(self, field: Any) -> None:
        if self._lacks(field.data):
            raise ValidationError("Назовите меру или отметьте «Убрать».")


class PlanForm(Form):
    seen = IntegerField(widget=HiddenInput(), default=0, validators=[NumberRange(0, LARGEST)])
    aim = TextAreaField("Цель", validators=[DataRequired("Сформулируйте цель программы."), Length(max=LONG)])
    collection = TextAreaField("Методы сбора и обработки информации", validators=[Length(max=LONG)])
    starts_on = RussianDateField(
        "Начало реализации", validators=[DataRequired("Укажите дату начала: число и месяц.")]
    )
    ends_on = RussianDateField(
        "Окончание реализации", validators=[DataRequired("Укажите дату окончания: число и месяц.")]
    )
    tasks = FieldList(FormField(TaskRow), "Задачи", max_entries=ROWS_LIMIT)
    indicators = FieldList(FormField(IndicatorRow), "Показатели", max_entries=ROWS_LIMIT)
    measures = FieldList(FormField(MeasureRow), "Меры", max_entries=ROWS_LIMIT)

    def add_row(self, table: str) -> None:
        """Add an empty row to a table, as long as there is room."""
        rows = self[table]
        if len(rows) < ROWS_LIMIT:
            rows.append_entry()

    def draft(self) -> PlanDraft:
        """Return the programme that a valid form describes; empty rows are left out."""
        if self.starts_on.day is None or self.ends_on.day is None:
            raise ValueError("the form is not valid")
        return PlanDraft(
            aim=self.aim.data or "",
            collection=self.collection.data or "",
            starts_on=self.starts_on.day,
            ends_on=self.ends_on.day,
            tasks=tuple(_task(row) for row in _filled(self.tasks)),
            indicators=tuple(_indicator(row) for row in _filled(self.indicators)),
            measures=tuple(_measure(row) for row in _filled(self.measures)),
        )


def profile_form(profile: Profile) -> ProfileForm:
    """Return the profile as a form: the risks it holds first, then the ones the dictionary offers."""
    rows = [
        {"code": risk.code, "significance": risk.significance or "", "activated_on": risk.activated_on}
        for risk in (*profile.risks, *profile.offered)
    ]
    return ProfileForm(data={"mark": profile.mark, "risks": rows})


def plan_form(plan: PlanView) -> PlanForm:
    """Return the saved programme as a form, with one empty row in each table that has none."""
    form = PlanForm(
        data={
            "seen": plan.seen,
            "aim": plan.aim,
            "collection": plan.collection,
            "starts_on": plan.starts_on,
            "ends_on": plan.ends_on,
            "tasks": [{"row_id": t.id, "text": t.text} for t in plan.tasks],
            "indicators": [
                {
                    "row_id": i.id,
                    "title": i.title,
                    "unit": i.unit,
                    "base": i.base,
                    "planned": i.planned,
                    "actual": i.actual,
                    "due_on": i.due_on,
                }
                for i in plan.indicators
            ],
            "measures": [
                {
                    "row_id": m.id,
                    "title": m.title,
                    "task_number": m.task_number,
                    "due_on": m.due_on,
                    "executor": m.executor,
                    "expected_document": m.expected_document,
                    "monitoring_stage": str(m.monitoring_stage),
                }
                for m in plan.measures
            ],
        }
    )
    for table in TABLES:
        if not len(form[table]):
            form.add_row(table)
    return form


def _filled(rows: Iterable[Any]) -> list[Any]:
    return [row.form for row in rows if row.form.filled()]


def _task(row: Any) -> TaskDraft:
    return TaskDraft(row_id=row.row_id.data or 0, text=row.text.data or "", remove=row.remove.data)


def _indicator(row: Any) -> IndicatorDraft:
    return IndicatorDraft(
        row_id=row.row_id.data or 0,
        title=row.title.data or "",
        unit=row.unit.data or "",
        base=row.base.data or "",
        planned=row.planned.data or "",
        actual=row.actual.data or "",
        due_on=row.due_on.day,
        remove=row.remove.data,
    )


def _measure(row: Any) -> MeasureDraft:
    return MeasureDraft(
        row_id=row.row_id.data or 0,
        title=row.title.data or "",
        task_number=row.task_number.data,
        due_on=row.due_on.day,
        executor=row.executor.data or "",
        expected_document=row.expected_document.data or "",
        monitoring_stage=int(row.monitoring_stage.data),
        remove=row.remove.data,
    )
