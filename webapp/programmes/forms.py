"""Forms of programmes, participants and stages."""

from collections.abc import Iterable, Sequence

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from webapp.forms import Form, RussianDateField, choices_of
from webapp.programmes.operations import Template
from webapp.programmes.queries import (
    DueFacts,
    ExaminerOption,
    ExpertisePlan,
    ProgrammeFacts,
    SchoolOption,
    StageFacts,
)
from workflows.kinds import KINDS

FIRST_YEAR, LAST_YEAR = 2020, 2100
PLANNED = (Optional(), NumberRange(0, 1000, "Укажите число от 0 до 1000."))


class ProgrammeForm(Form):
    title = StringField(
        "Название проекта", validators=[DataRequired("Укажите название проекта."), Length(max=300)]
    )
    short_title = StringField(
        "Краткое название",
        validators=[DataRequired("Укажите краткое название: оно стоит в списках."), Length(max=100)],
    )
    year = IntegerField(
        "Год",
        validators=[
            InputRequired("Укажите год проекта."),
            NumberRange(FIRST_YEAR, LAST_YEAR, f"Укажите год от {FIRST_YEAR} до {LAST_YEAR}."),
        ],
    )
    starts_on = RussianDateField("Начало", validators=[DataRequired("Укажите дату начала: число и месяц.")])
    ends_on = RussianDateField(
        "Окончание", validators=[DataRequired("Укажите дату окончания: число и месяц.")]
    )
    basis = StringField("Основание", validators=[Optional(), Length(max=300)])

    def facts(self, *, archived: bool = False) -> ProgrammeFacts:
        """Return what a valid form says."""
        if self.starts_on.day is None or self.ends_on.day is None or self.year.data is None:
            raise ValueError("the form is not valid")
        return ProgrammeFacts(
            self.title.data or "",
            self.short_title.data or "",
            self.year.data,
            self.starts_on.day,
            self.ends_on.day,
            self.basis.data or "",
            archived,
        )


class NewProgrammeForm(ProgrammeForm):
    template = RadioField(
        "Этапы",
        choices=choices_of(Template),
        default=Template.FIVE_HUNDRED.value,
        validators=[InputRequired("Выберите, с каких этапов начать.")],
    )
    code = StringField(
        "Код проекта",
        validators=[
            Optional(),
            Length(2, 64, "Код проекта: от 2 до 64 знаков."),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$", message="Код проекта: строчные латинские буквы, цифры и дефис."
            ),
        ],
    )


class EditProgrammeForm(ProgrammeForm):
    mark = HiddenField()
    archived = BooleanField("Проект завершён: убрать из списков выбора")


class ParticipantsForm(Form):
    schools = SelectMultipleField(
        "Школы", coerce=int, validators=[InputRequired("Отметьте хотя бы одну школу.")]
    )
    joined_on = RussianDateField("Дата вступления", validators=[DataRequired("Укажите дату: число и месяц.")])
    basis = StringField("Основание", validators=[Optional(), Length(max=250)])

    def offer(self, schools: Iterable[SchoolOption]) -> "ParticipantsForm":
        self.schools.choices = [
            SelectChoice(one.id, f"{one.name}, {one.locality}" if one.locality else one.name)
            for one in schools
        ]
        return self


JOINT = "joint"


class LeaveForm(Form):
    left_on = RussianDateField("Дата выхода", validators=[DataRequired("Укажите дату: число и месяц.")])
    basis = StringField("Основание", validators=[Optional(), Length(max=250)])


class StageForm(Form):
    mark = HiddenField()
    confirmed = HiddenField()
    title = StringField(
        "Название этапа", validators=[DataRequired("Укажите название этапа."), Length(max=300)]
    )
    opens_on = RussianDateField("Начало приёма", validators=[DataRequired("Укажите дату: число и месяц.")])
    closes_on = RussianDateField(
        "Окончание приёма", validators=[DataRequired("Укажите дату: число и месяц.")]
    )
    examine_until = RussianDateField(
        "Окончание экспертизы", validators=[DataRequired("Укажите дату: число и месяц.")]
    )
    order_requisites = StringField("Приказ об экспертизе", validators=[Optional(), Length(max=300)])
    planned_municipal = IntegerField("План: муниципальных программ", validators=PLANNED)
    planned_school = IntegerField("План: школьных программ", validators=PLANNED)
    municipal_done = IntegerField("Муниципальных программ с заключением", validators=PLANNED)
    municipal_basis = StringField(
        "Реквизиты заключений по муниципальным программам", validators=[Optional(), Length(max=300)]
    )
    note = TextAreaField("Пояснение для школ", validators=[Optional(), Length(max=2000)])
    kinds = SelectMultipleField(
        "Какие пакеты сдают школы",
        choices=[SelectChoice(k.code, k.title) for k in KINDS.values()],
        validators=[InputRequired("Отметьте хотя бы один вид пакета.")],
    )

    def offer(self, examiners: Sequence[ExaminerOption]) -> "StageForm":
        """Fill the choices of examiners: the coordinator, one person of the municipality, or two experts apart."""
        people = [
            SelectChoice(str(one.user_id), f"{one.name}, {one.role.label.lower()}") for one in examiners
        ]
        for kind in KINDS.values():
            self[f"examiner_{kind.code}"].choices = [
                SelectChoice("", "Муниципальный координатор"),
                SelectChoice(JOINT, "Два эксперта независимо, сводит координатор"),
                *people,
            ]
        return self

    def facts(self) -> StageFacts:
        """Return what a valid form says."""
        if self.opens_on.day is None or self.closes_on.day is None or self.examine_until.day is None:
            raise ValueError("the form is not valid")
        return StageFacts(
            self.title.data or "",
            self.opens_on.day,
            self.closes_on.day,
            self.examine_until.day,
            self.order_requisites.data or "",
            self.note.data or "",
            tuple(self._due(kind) for kind in sorted(set(self.kinds.data or ()))),
            ExpertisePlan(
                self.planned_municipal.data or 0,
                self.planned_school.data or 0,
                self.municipal_done.data or 0,
                self.municipal_basis.data or "",
            ),
        )

    def _due(self, kind: str) -> DueFacts:
        chosen = self[f"examiner_{kind}"].data
        if chosen == JOINT:
            return DueFacts(kind, None, joint=True)
        return DueFacts(kind, int(chosen) if chosen else None)


for _kind in KINDS.values():  # a new kind of package gets its examiner without a change here
    setattr(StageForm, f"examiner_{_kind.code}", SelectField(f"Кто проверяет: {_kind.short_title}"))


def programme_form(facts: ProgrammeFacts) -> EditProgrammeForm:
    return EditProgrammeForm(
        data={
            "title": facts.title,
            "short_title": facts.short_title,
            "year": facts.year,
            "starts_on": facts.starts_on,
            "ends_on": facts.ends_on,
            "basis": facts.basis,
            "archived": facts.archived,
            "mark": facts.mark,
        }
    )


def stage_form(facts: StageFacts, examiners: Sequence[ExaminerOption]) -> StageForm:
    values: dict[str, object] = {
        "mark": facts.mark,
        "title": facts.title,
        "opens_on": facts.opens_on,
        "closes_on": facts.closes_on,
        "examine_until": facts.examine_until,
        "order_requisites": facts.order_requisites,
        "note": facts.note,
        "planned_municipal": facts.plan.municipal or None,
        "planned_school": facts.plan.school or None,
        "municipal_done": facts.plan.municipal_done or None,
        "municipal_basis": facts.plan.municipal_basis,
        "kinds": [due.kind for due in facts.dues],
    }
    values |= {
        f"examiner_{due.kind}": JOINT if due.joint else str(due.examiner_id or "") for due in facts.dues
    }
    return StageForm(data=values).offer(examiners)
