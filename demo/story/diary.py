"""The curator's diary: visits and calls with what was agreed; one school that nobody has visited this month (К16)."""

from dataclasses import dataclass
from datetime import timedelta

from demo.stage_hands import Chapter, Hands
from webapp.database import now
from webapp.diary import operations as diary
from webapp.diary import queries
from webapp.diary.operations import Agreed, EntryFacts
from workflows.diary import Advance, Contact, Doer
from workflows.vocabulary import Role


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A contact so many days ago, at an hour, with so many minutes of it."""

    days: int
    hour: int
    contact: Contact
    minutes: int
    examined: str
    problems: str = ""
    recommendations: str = ""
    agreed: str = ""
    doer: Doer = Doer.SCHOOL
    due_in: int = 7
    advance: Advance | None = None
    question: str = ""


_MEETINGS = (
    _Meeting(
        -34, 11, Contact.VISIT, 120,
        "Посетили два урока математики в 8 классе, посмотрели журнал консультаций и план внутришкольного контроля.",
        "Консультации проводятся не по графику, план контроля не связан с рисками школы.",
        "Связать план контроля с верифицированными рисками, утвердить график консультаций.",
        "Утвердить график консультаций приказом", Doer.SCHOOL, 10, Advance.SOME,
    ),
    _Meeting(
        -20, 15, Contact.VIDEO, 40,
        "Обсудили подтверждающие документы первого этапа: какие протоколы нужны и как убрать из них фамилии учеников.",
        recommendations="Заменить списки учеников сводной таблицей.",
        agreed="Показать образец сводной таблицы", doer=Doer.CURATOR, due_in=3, advance=Advance.SOME,
    ),
    _Meeting(
        -6, 10, Contact.PHONE, 15,
        "Уточнили сроки размещения программы на сайте школы.",
        agreed="Согласовать перенос срока с управлением", doer=Doer.COORDINATOR, due_in=9,
        question="Можно ли продлить срок размещения на неделю: сайт школы переезжает?",
    ),
    _Meeting(
        -1, 14, Contact.MEETING, 60,
        "Разобрали замечания экспертов к программе и составили список правок.",
        "Показатели программы не измеримы.",
        "Для каждого показателя указать исходное и целевое значение.",
        "Прислать исправленную таблицу показателей", Doer.SCHOOL, 5, Advance.MUCH,
    ),
)  # fmt: skip


def _entries(hands: Hands) -> None:
    """Every contact at the first of the curator's schools; the last but one is marked, the first is read by the school."""
    curator, coordinator = hands.places.actors["curator1@example.org"], hands.places.actor("coordinator")
    numbers = []
    with hands.at(curator, -40):
        school = queries.own_schools(curator, hands.today - timedelta(days=40))[0]
        slug, school_id = school.slug, school.id
    for one in _MEETINGS:
        with hands.at(curator, one.days, one.hour + 2):
            agreed = (
                Agreed(what=one.agreed, doer=one.doer, due_on=hands.today + timedelta(days=one.due_in)),
            )
            facts = EntryFacts(
                school_id=school_id, happened_at=now() - timedelta(hours=2), contact=one.contact, examined=one.examined,
                minutes=one.minutes, participants="директор, заместитель директора", problems=one.problems,
                recommendations=one.recommendations, advance=one.advance, question=one.question, agreements=agreed,
            )  # fmt: skip
            numbers.append(diary.write(facts, as_draft=False, actor=curator))
    with hands.at(coordinator, -30, 9):
        diary.mark(numbers[0], "Хорошая запись. Приложите график к следующей встрече.", actor=coordinator)
    head = hands.places.staff(slug, Role.HEAD)
    with hands.at(head, -29, 9):
        diary.heed(numbers[0], actor=head)


CHAPTERS: tuple[Chapter, ...] = (_entries,)
