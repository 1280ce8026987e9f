"""Forms of a roadmap entered by hand: the whole, a section, a measure, a responsible party."""

from collections.abc import Sequence
from typing import cast

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.forms import Form, RussianDateField, choices_of
from webapp.roadmap.operations import MeasureFacts, PartyFacts, RoadmapFacts, SectionFacts
from workflows.roadmaps.words import PartyKind

LONG = 4000
Choice = tuple[str, str]


class RoadmapForm(Form):
    title = TextAreaField(
        "Название", validators=[DataRequired("Укажите название дорожной карты."), Length(max=1000)]
    )
    starts_on = RussianDateField("Начало", validators=[DataRequired("Укажите дату начала: число и месяц.")])
    ends_on = RussianDateField(
        "Окончание", validators=[DataRequired("Укажите дату окончания: число и месяц.")]
    )
    programme = SelectField("Проект", validators=[Optional()])
    parent = SelectField("Муниципальная дорожная карта", validators=[Optional()])
    is_school_year = BooleanField("Карта на учебный год")
    counts_periods = BooleanField("Считать в показателе каждый срок мероприятия отдельно")

    def facts(self) -> RoadmapFacts:
        """Return what a valid form says."""
        if self.starts_on.day is None or self.ends_on.day is None:
            raise ValueError("the form is not valid")
        return RoadmapFacts(
            title=self.title.data or "",
            starts_on=self.starts_on.day,
            ends_on=self.ends_on.day,
            is_school_year=bool(self.is_school_year.data),
            counts_periods=bool(self.counts_periods.data),
            programme=self.programme.data or "",
            parent=self.parent.data or "",
        )


class SectionForm(Form):
    number = StringField("Номер", validators=[Optional(), Length(max=20)])
    title = TextAreaField(
        "Название раздела", validators=[DataRequired("Укажите название."), Length(max=1000)]
    )
    goals = TextAreaField("Цели раздела", validators=[Optional(), Length(max=LONG)])
    level = RadioField(
        "Место",
        choices=[SelectChoice("1", "Раздел"), SelectChoice("2", "Подраздел предыдущего")],
        default="1",
        validators=[InputRequired("Выберите, раздел это или подраздел.")],
    )

    def facts(self) -> SectionFacts:
        return SectionFacts(
            title=self.title.data or "",
            number=self.number.data or "",
            goals=self.goals.data or "",
            level=int(self.level.data or 1),
        )


class MeasureForm(Form):
    section = SelectField("Раздел", validators=[Optional()])
    number = StringField("Номер", validators=[Optional(), Length(max=20)])
    title = TextAreaField("Мероприятие", validators=[DataRequired("Назовите мероприятие."), Length(max=LONG)])
    deadline = StringField("Срок", validators=[DataRequired("Укажите срок."), Length(max=500)])
    responsible = TextAreaField("Исполнители", validators=[Optional(), Length(max=1000)])
    result = TextAreaField("Ожидаемый результат", validators=[Optional(), Length(max=LONG)])
    per_school = BooleanField("Каждая школа проекта исполняет отдельно")

    def facts(self) -> MeasureFacts:
        return MeasureFacts(
            title=self.title.data or "",
            deadline=self.deadline.data or "",
            number=self.number.data or "",
            responsible=self.responsible.data or "",
            result=self.result.data or "",
            section=int(self.section.data) if self.section.data else None,
            per_school=bool(self.per_school.data),
        )


class PartyForm(Form):
    meaning = StringField("Полное название", validators=[Optional(), Length(max=300)])
    kind = RadioField(
        "Кто это", choices=choices_of(PartyKind), validators=[InputRequired("Выберите, кто это.")]
    )
    school = SelectField("Школа", validators=[Optional()])
    person = SelectField("Сотрудник", validators=[Optional()])

    def facts(self) -> PartyFacts:
        return PartyFacts(
            meaning=self.meaning.data or "",
            kind=PartyKind(self.kind.data),
            school=int(self.school.data) if self.school.data else None,
            person=int(self.person.data) if self.person.data else None,
        )


def roadmap_form(
    programmes: Sequence[Choice], parents: Sequence[Choice], values: dict[str, object] | None = None
) -> RoadmapForm:
    form = RoadmapForm(data=values or {})
    offer(form.programme, "Не связана с проектом", programmes)
    offer(form.parent, "Не связана с муниципальной", parents)
    return form


def measure_form(sections: Sequence[Choice], values: dict[str, object] | None = None) -> MeasureForm:
    form = MeasureForm(data=values or {})
    offer(form.section, "Без раздела", sections)
    return form


def party_form(
    schools: Sequence[Choice], people: Sequence[Choice], values: dict[str, object] | None = None
) -> PartyForm:
    form = PartyForm(data=values or {})
    offer(form.school, "Не выбрана", schools)
    offer(form.person, "Не выбран", people)
    return form


def offer(field: object, none: str, choices: Sequence[Choice]) -> None:
    """Fill a field with choices after an empty one."""
    select = cast(SelectField, field)
    select.choices = [SelectChoice("", none), *(SelectChoice(value, label) for value, label in choices)]
