"""Evidence of stage 1: in work, with pupils' names (case «б»), late (case «в»), returned (САЯ 12, 15)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from demo import schools
from demo.files import sets
from demo.files.evidence import minutes_pdf
from demo.files.pictures import photo_jpeg
from demo.files.sets import DemoFile
from demo.files.tallies import tallies
from demo.files.wording import short_date
from demo.schools import DemoSchool
from demo.stage_hands import Attachment, Chapter, Fault, Hands, Low, attachments
from demo.story.profiles import plans
from demo.texts.anti_risk import AntiRiskPlan, PlanMeasure
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.evidence import operations as evidence
from webapp.models import AntiRiskMeasure, AntiRiskProgramme, SchoolRisk
from webapp.packages import operations as packages
from webapp.packages.operations import Answer
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import Role

Files = tuple[DemoFile, ...]
Place = tuple[str, int]
"""A measure: the code of its risk and its number in the programme."""
Maker = Callable[[DemoSchool, AntiRiskPlan, PlanMeasure], Files]

_ONE, _ZERO = MarkValue.ONE, MarkValue.ZERO
_NAMES = "На листе регистрации видны фамилии обучающихся. Замените документ на сводку с количеством участников (152-ФЗ)."
_HALF = 75
"""Criteria marked in a sheet of fifteen measures."""
_UNSIGNED = Fault(
    "Протокол педагогического совета, мера 5",
    "Протокол педсовета не подписан и не содержит решения. Загрузите подписанную редакцию.",
    "последняя страница",
)
_ALONE: Low = (
    _ONE,
    "По мере приложен один протокол. Приложите материалы, которые рассматривал совет: о чём решение, видно из них.",
)
_INTENTION: Low = (
    _ONE,
    "Из соглашения видно, о чём договорились, но не видно, что сделано. Приложите справку.",
)


def _begin(hands: Hands, slug: str, *, start: int, instead: Mapping[Place, Maker] | None = None) -> str:
    """Begin an evidence package and put its documents into every measure; return its number.

    `instead` names the measures whose documents are not those a careful school would send.
    """
    school, makers = schools.school(slug), instead or {}
    number = hands.begin(slug, "evidence-1", "evidence1", days=start)
    files: list[Attachment] = []
    for row, plan, measure in _measures(hands, slug):
        make = makers.get((plan.risk_code, measure.number), sets.evidence_files)
        files += attachments(make(school, plan, measure), slot=f"measure-{row}")
    hands.attach(number, slug, files, days=start)
    hands.answer(number, slug, _answers(hands, slug), days=start)
    return number


def _answers(hands: Hands, slug: str) -> dict[str, str]:
    programmes = plans(slug, hands.today)
    last = max(one.due_on for plan in programmes for one in plan.measures if one.stage == 1)
    return {
        "period_start": programmes[0].starts_on.isoformat(),
        "period_end": last.isoformat(),
        "comment": "Все меры первого этапа исполнены в срок.",
    }


def _measures(hands: Hands, slug: str) -> Iterator[tuple[int, AntiRiskPlan, PlanMeasure]]:
    """The measures of stage 1: id of the row, the programme, the measure in it."""
    query = (
        select(AntiRiskMeasure.id, SchoolRisk.risk_code, AntiRiskMeasure.number)
        .join(AntiRiskProgramme, AntiRiskProgramme.id == AntiRiskMeasure.plan_id)
        .join(SchoolRisk, SchoolRisk.id == AntiRiskProgramme.risk_id)
        .where(AntiRiskMeasure.school_id == hands.places.schools[slug].id)
    )
    with system_scope("demonstration"):
        rows = {(code, number): row for row, code, number in session.execute(query)}
    for plan in plans(slug, hands.today):
        for measure in plan.measures:
            if measure.stage == 1:
                yield rows[plan.risk_code, measure.number], plan, measure


def _measure(hands: Hands, slug: str, place: Place) -> tuple[AntiRiskPlan, PlanMeasure]:
    plan = next(one for one in plans(slug, hands.today) if one.risk_code == place[0])
    return plan, plan.measures[place[1] - 1]


def _in_work(hands: Hands) -> None:
    """The coordinator is half-way through the sheet, and a little late."""
    slug, curator = "school-2-zarechny", hands.places.actor("curator1")
    examiner = hands.places.actor("coordinator")
    number = _begin(hands, slug, start=-30)
    hands.send(number, slug, days=-22)
    _talk_about_numbers(hands, number, slug)
    hands.check(number, curator, days=-18)
    words = "Документы относятся к мерам, подлинные, персональных данных обучающихся нет."
    hands.step(number, "confirm", curator, Answer(text=words), days=-18)
    hands.step(number, "begin", examiner, days=-6)
    _, council = _measure(hands, slug, ("competence", 3))
    part = hands.part_of(number, examiner, council.title)
    hands.examine(number, examiner, {f"{part}.В.4": _ALONE}, days=-5, until=_HALF)


def _talk_about_numbers(hands: Hands, number: str, slug: str) -> None:
    """The curator asks about a number that really stands in the reference, and notes a visit for colleagues."""
    curator = hands.places.actor("curator1")
    plan, diagnosis = _measure(hands, slug, ("learning_failure", 5))
    _, lessons = _measure(hands, slug, ("learning_failure", 3))
    results = tallies(schools.school(slug), plan, diagnosis)
    question = (
        f"В справке по мере «{diagnosis.title}» участвовали {results.present} из {results.pupils} обучающихся. "
        "Как проверены остальные?"
    )
    hands.say(number, curator, question, days=-20)
    answer = "Остальные болели и выполнили работу на следующей неделе: записи есть в электронном журнале."
    hands.say(number, hands.places.staff(slug, Role.SCHOOL), answer, days=-19)
    note = f"Занятия по маршрутам посещены {short_date(lessons.due_on)}, всё подтверждается."
    hands.say(number, curator, note, days=-19, internal=True)


def _with_names(hands: Hands) -> None:
    """Case (б): one measure is not confirmed, because a list of pupils' names is in the package."""
    slug, curator, examiner = "school-5", hands.places.actor("curator1"), hands.places.actor("coordinator")
    named, agreed = ("special_needs", 4), ("special_needs", 2)
    number = _begin(hands, slug, start=-28, instead={named: _with_registration_sheet})
    hands.send(number, slug, days=-25)
    hands.check(number, curator, days=-23)
    hands.step(number, "confirm", curator, Answer(text="Состав полон, меры исполнены."), days=-23)
    hands.step(number, "begin", examiner, days=-12)
    _, meeting = _measure(hands, slug, named)
    _, agreement = _measure(hands, slug, agreed)
    marks: dict[str, Low] = {
        f"{hands.part_of(number, examiner, meeting.title)}.В.3": (_ZERO, _NAMES),
        f"{hands.part_of(number, examiner, agreement.title)}.Б.1": _INTENTION,
    }
    hands.examine(number, examiner, marks, days=-11)
    text = (
        f"Мера «{meeting.title}» не подтверждена: в пакете есть персональные данные обучающихся. Остальные меры "
        "подтверждены."
    )
    hands.conclude(number, examiner, VerdictKind.REWORK, text, days=-4, release=True)


def _late(hands: Hands) -> None:
    """Case (в): the package is sent after the window, with the coordinator's reason; its measures are proved unevenly."""
    slug, coordinator = "lesnogorskaya", hands.places.actor("coordinator")
    number = _begin(
        hands,
        slug,
        start=-12,
        instead={
            ("equipment", 3): _of_last_year,
            ("equipment", 4): _picture,
            ("learning_failure", 3): _of_another_measure,
        },
    )
    first, last = (short_date(hands.today - timedelta(days=ago)) for ago in (10, 8))
    reason = f"Отключение электроэнергии в посёлке с {first} по {last}, письмо школы вх. № 318."
    with hands.at(coordinator, -7, 9):
        packages.allow_late(
            hands.places.stages["srr", "evidence-1"].slug, slug, "evidence1", reason, actor=coordinator
        )
    hands.send(number, slug, days=-6)
    curator = hands.places.actor("curator2")
    foreign = next(
        row
        for row, plan, one in _measures(hands, slug)
        if (plan.risk_code, one.number) == ("staff_shortage", 2)
    )
    with hands.at(curator, -5, 15):
        evidence.choose(number, f"measure-{foreign}", (), actor=curator)


def _returned(hands: Hands) -> None:
    """The minutes of one measure are unsigned and without a decision; the rest is in order."""
    slug, curator = "tikhoozyorskaya", hands.places.actor("curator3")
    number = _begin(hands, slug, start=-20, instead={("parents", 5): _unsigned_minutes})
    hands.send(number, slug, days=-12)
    hands.check(number, curator, days=-9, faults=(_UNSIGNED,))
    hands.give_back(number, curator, days=-9)


def _with_registration_sheet(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> Files:
    """The registration sheet in place of the summary; the other documents as they should be."""
    _, *others = sets.evidence_files(school, plan, measure)
    return (sets.attendance_file(school, plan, measure), *others)


def _of_last_year(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> Files:
    """The minutes of the year before: out of the time of the measure."""
    return sets.evidence_files(school, plan, replace(measure, due_on=measure.due_on - timedelta(days=364)))


def _picture(school: DemoSchool, _plan: AntiRiskPlan, measure: PlanMeasure) -> Files:
    """A photograph alone: nobody but a person can read what it proves."""
    return (DemoFile("", f"Фото, мера {measure.number}.jpg", photo_jpeg(school, measure)),)


def _of_another_measure(school: DemoSchool, plan: AntiRiskPlan, _measure: PlanMeasure) -> Files:
    """The documents of the measure before it, a second time."""
    return sets.evidence_files(school, plan, plan.measures[1])


def _unsigned_minutes(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> Files:
    named, *others = sets.evidence_files(school, plan, measure)
    return (DemoFile("", named.name, minutes_pdf(school, plan, measure, signed=False)), *others)


CHAPTERS: tuple[Chapter, ...] = (_in_work, _with_names, _late, _returned)
