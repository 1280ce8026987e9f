"""The form of an entry: five fields for a phone, the rest for those who have time; filters of the list."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Request
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from webapp.diary.operations import Agreed, EntryFacts
from webapp.diary.queries import Extract, Filters, Option
from webapp.forms import Form, RussianDateField, choices_of
from webapp.reading.operations import Upload
from workflows.dates import day_in
from workflows.diary import Advance, Contact, Doer
from workflows.dictionaries.risks import RISKS

if TYPE_CHECKING:
    from webapp.models import DiaryEntry, School, Stage

LONG = Length(max=8000, message="Сократите до 8000 знаков.")
LINE = Length(max=300, message="Сократите до 300 знаков.")
TAILS = ("", "_2", "_3")
"""Of the names of the fields of each agreement."""
TIME = r"([01]?\d|2[0-3]):[0-5]\d"


class EntryForm(Form):
    seen = HiddenField()
    school = SelectField("Школа", validators=[DataRequired("Выберите школу.")])
    happened_on = RussianDateField("Дата", validators=[DataRequired("Укажите, когда была встреча.")])
    contact = SelectField("Форма", choices=choices_of(Contact), validators=[DataRequired("Выберите форму.")])
    examined = TextAreaField("Что рассмотрели", validators=[Optional(), LONG])
    what = StringField("Договорённость", validators=[Optional(), LINE])
    doer = SelectField("Кто выполняет", choices=choices_of(Doer), default=Doer.SCHOOL.value)
    due_on = RussianDateField("Срок договорённости", validators=[Optional()])
    what_2 = StringField("Вторая договорённость", validators=[Optional(), LINE])
    doer_2 = SelectField("Кто выполняет вторую", choices=choices_of(Doer), default=Doer.SCHOOL.value)
    due_on_2 = RussianDateField("Срок второй", validators=[Optional()])
    what_3 = StringField("Третья договорённость", validators=[Optional(), LINE])
    doer_3 = SelectField("Кто выполняет третью", choices=choices_of(Doer), default=Doer.SCHOOL.value)
    due_on_3 = RussianDateField("Срок третьей", validators=[Optional()])

    happened_time = StringField(
        "Время", validators=[Optional(), Regexp(rf"^{TIME}$", message="Укажите время, например: 14:30.")]
    )
    minutes = IntegerField(
        "Продолжительность, минут",
        validators=[Optional(), NumberRange(1, 1440, message="Укажите минуты: от 1 до 1440.")],
    )
    participants = StringField("Участники от школы", validators=[Optional(), LINE])
    stage = SelectField("Этап проекта", validators=[Optional()])
    risks = SelectMultipleField("Рисковые направления", validators=[Optional()])
    goal = TextAreaField("Цель", validators=[Optional(), LONG])
    problems = TextAreaField("Выявленные проблемы", validators=[Optional(), LONG])
    recommendations = TextAreaField("Рекомендации школе", validators=[Optional(), LONG])
    advance = SelectField(
        "Продвижение",
        choices=[SelectChoice("", "Не оцениваю"), *choices_of(Advance)],
        validators=[Optional()],
    )
    question = TextAreaField("Вопрос муниципальному координатору", validators=[Optional(), LONG])

    def offer(
        self, schools: "Sequence[School]", stages: "Sequence[Stage]", risks: frozenset[str]
    ) -> "EntryForm":
        """Let the person choose among their own schools, the stages and the risks of these."""
        self.school.choices = [
            *([] if len(schools) == 1 else [SelectChoice("", "Выберите школу")]),
            *(SelectChoice(str(one.id), one.short_name) for one in schools),
        ]
        self.stage.choices = [
            SelectChoice("", "Не относится к этапу"),
            *(SelectChoice(str(one.id), one.title) for one in stages),
        ]
        self.risks.choices = [SelectChoice(one.code, one.name) for one in RISKS if one.code in risks]
        return self

    def facts(self, zone: ZoneInfo) -> EntryFacts:
        """Return what a valid form says."""
        if self.happened_on.day is None:
            raise ValueError("the form is not valid")
        hour, minute = map(int, (self.happened_time.data or "12:00").split(":"))
        return EntryFacts(
            school_id=int(self.school.data),
            happened_at=datetime.combine(self.happened_on.day, time(hour, minute), zone),
            contact=Contact(self.contact.data),
            examined=self.examined.data or "",
            stage_id=int(self.stage.data) if self.stage.data else None,
            minutes=self.minutes.data,
            participants=self.participants.data or "",
            risks=tuple(self.risks.data or ()),
            goal=self.goal.data or "",
            problems=self.problems.data or "",
            recommendations=self.recommendations.data or "",
            advance=Advance(self.advance.data) if self.advance.data else None,
            question=self.question.data or "",
            agreements=tuple(self._agreed()),
        )

    def _agreed(self) -> Iterator[Agreed]:
        for tail in TAILS:
            what, doer, due_on = self[f"what{tail}"].data, self[f"doer{tail}"].data, self[f"due_on{tail}"].day
            if (what or "").strip():
                yield Agreed(what=what.strip(), doer=Doer(doer), due_on=due_on)

    @property
    def known(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isdigit() and len(text) < 10 else 0


class ExtractForm(Form):
    since = RussianDateField("С", validators=[DataRequired("Укажите первый день.")])
    until = RussianDateField("По", validators=[DataRequired("Укажите последний день.")])
    school = SelectField("Школа", validators=[Optional()])
    curator = SelectField("Куратор", validators=[Optional()])

    def offer(self, schools: "Iterable[Option]", curators: "Iterable[Option]") -> "ExtractForm":
        self.school.choices = [
            SelectChoice("", "Все школы"),
            *(SelectChoice(one.value, one.name) for one in schools),
        ]
        self.curator.choices = [
            SelectChoice("", "Все кураторы"),
            *(SelectChoice(one.value, one.name) for one in curators),
        ]
        return self

    @property
    def asked(self) -> Extract:
        """Return what a valid form asks for."""
        if self.since.day is None or self.until.day is None:
            raise ValueError("the form is not valid")
        return Extract(
            self.since.day, self.until.day, int(self.school.data or 0), int(self.curator.data or 0)
        )


class FilesForm(Form):
    files = MultipleFileField("Файлы")

    @property
    def uploads(self) -> tuple[Upload, ...]:
        return tuple(Upload(one.filename or "", one.stream) for one in self.files.data or () if one)


class AddForm(Form):
    text = TextAreaField("Дополнение", validators=[DataRequired("Напишите, что добавить к записи."), LONG])


class MarkForm(Form):
    remark = TextAreaField("Замечание куратору", validators=[Optional(), LONG])


def values_of(row: "DiaryEntry", zone: ZoneInfo) -> dict[str, Any]:
    """Return an entry as values of its form."""
    at = row.happened_at.astimezone(zone)
    agreed: dict[str, Any] = {}
    for tail, one in zip(TAILS, row.agreements, strict=False):
        agreed |= {f"what{tail}": one.what, f"doer{tail}": one.doer.value}
        agreed[f"due_on{tail}"] = one.due_on.isoformat() if one.due_on else ""
    return {
        "seen": str(row.version), "school": str(row.school_id), "happened_on": at.date().isoformat(),
        "happened_time": f"{at:%H:%M}", "contact": row.contact.value, "examined": row.examined,
        "minutes": row.minutes, **agreed,
        "participants": row.participants, "stage": str(row.stage_id or ""), "risks": row.risks, "goal": row.goal,
        "problems": row.problems, "recommendations": row.recommendations,
        "advance": row.advance.value if row.advance else "", "question": row.question,
    }  # fmt: skip


def read_filters(request: Request, today: date) -> Filters:
    """Return what the address narrows the list by; what cannot be read narrows nothing."""
    raw = request.args
    author, contact = raw.get("curator", ""), raw.get("contact", "")
    return Filters(
        school=raw.get("school", "")[:64],
        author=int(author) if author.isdigit() and len(author) < 10 else 0,
        contact=Contact(contact) if contact in {one.value for one in Contact} else None,
        since=day_in(raw.get("since", ""), today=today),
        until=day_in(raw.get("until", ""), today=today),
        drafts=raw.get("show") == "drafts",
        asked=raw.get("show") == "asked",
    )
