"""The rows of a stage whose report is measured: every school has sent the evidence of three measures and is judged."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from webapp.commands.benchmark.rows import Rows
from webapp.database import now, session, transaction
from webapp.expertise.operations import ensure_editions
from webapp.models import (
    Expertise,
    FileCheck,
    Mark,
    Membership,
    Municipality,
    Package,
    PackageFile,
    Participation,
    Programme,
    Remark,
    School,
    SheetEdition,
    Stage,
    StageDue,
    StoredFile,
    User,
    Verdict,
    Version,
    VersionFile,
)
from workflows.judgement import compose_sheet, plan_parts
from workflows.kind import MeasureSubject, RiskSubject, Slot, Subject, expand
from workflows.kinds import KINDS, route_of
from workflows.sheet import Sheet, from_json
from workflows.verdicts import MarkValue, VerdictKind, Zone
from workflows.vocabulary import FileDecision, RemarkKind, RemarkOrigin, RemarkState, Role, State

KIND = KINDS["evidence1"]
MEASURES = ("Диагностика профессиональных затруднений педагогов", "Индивидуальные маршруты обучающихся 5–9 классов",
            "Договор о сетевом взаимодействии с гимназией")  # fmt: skip
RISK = "Дефицит педагогических кадров"
REMARKS = ("Протокол не подписан и не содержит решения по итогам.", "Добавьте сведения об охвате педагогов.")
VERDICTS = (
    (VerdictKind.CONFORMS, State.CONFORMS), (VerdictKind.WITH_REMARKS, State.CONFORMS_WITH_REMARKS),
    (VerdictKind.FAILS, State.FAILS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What all packages of the measurement share."""

    sheet: Sheet
    slots: tuple[Slot, ...]
    at: datetime


def fill(stages: Mapping[str, int]) -> None:
    """Write a municipality with a stage for each name, and so many schools with judged packages in it."""
    at = now()
    with transaction():
        rows = Rows()
        _place(rows, at.date())
        rows.write()
        ensure_editions(1, at.date() - timedelta(days=365))
        frame = _frame(at)
        number = 0
        for stage, (slug, schools) in enumerate(stages.items(), 1):
            _stage(rows, stage, slug, at.date())
            for _ in range(schools):
                number += 1
                _school(rows, stage, number, at.date())
                _package(rows, frame, stage, number)
        rows.write()


def _place(rows: Rows, today: date) -> None:
    rows.add(Municipality, id=1, code="b01", name="Измеряемый округ", region="bench", zone="Europe/Moscow",
             zone_label="Москва, UTC+3", department="Управление образования", department_short="УО",
             place="г. Среднереченск")  # fmt: skip
    rows.add(User, id=1, email="c@example.org", name="Образцова Мария Петровна", password_hash="")
    rows.add(Membership, id=1, user_id=1, role=Role.COORDINATOR, municipality_id=1, since=date(2020, 1, 1))


def _stage(rows: Rows, stage: int, slug: str, today: date) -> None:
    rows.add(Programme, id=stage, municipality_id=1, code=slug, title="Проект «500+»", short_title="«500+»",
             year=today.year, starts_on=date(today.year, 1, 1), ends_on=date(today.year, 12, 31))  # fmt: skip
    rows.add(Stage, id=stage, municipality_id=1, programme_id=stage, slug=slug, title="Подтверждающие документы",
             opens_on=today - timedelta(days=40), closes_on=today + timedelta(days=40),
             examine_until=today + timedelta(days=60))  # fmt: skip
    rows.add(StageDue, municipality_id=1, stage_id=stage, kind=KIND.code)


def _frame(at: datetime) -> Frame:
    measures = tuple(
        MeasureSubject(n, "staff", RISK, n, title, "", "Справка", None) for n, title in enumerate(MEASURES, 1)
    )
    slots = tuple(expand(KIND, Subject((RiskSubject("staff", RISK, True),), measures)))
    plans = plan_parts(KIND, [slot for slot in slots if slot.required])
    editions = session.scalars(select(SheetEdition).where(SheetEdition.municipality_id == 1))
    sheet = compose_sheet(KIND, plans, {one.sheet_code: from_json(one.content) for one in editions})
    return Frame(sheet, slots, at)


def _school(rows: Rows, stage: int, number: int, today: date) -> None:
    name = f"МБОУ «Средняя общеобразовательная школа № {number}» г. Среднереченска"
    rows.add(School, id=number, municipality_id=1, slug=f"s{number}", name=name, short_name=f"СОШ № {number}",
             search_key=f"сош {number}")  # fmt: skip
    rows.add(
        Participation,
        municipality_id=1,
        programme_id=stage,
        school_id=number,
        joined_on=date(today.year, 1, 1),
    )


def _package(rows: Rows, frame: Frame, stage: int, number: int) -> None:
    verdict, state = VERDICTS[number % len(VERDICTS)]
    rows.add(Package, id=number, number=f"b01-{number}", municipality_id=1, school_id=number, programme_id=stage,
             stage_id=stage, kind=KIND.code, state=state, turn=route_of(KIND.code).turn[state],
             waiting_since=frame.at, sent_at=frame.at,
             updated_at=frame.at, created_at=frame.at, current_version_id=number, confirmed_by_id=1,
             confirmed_by_name="Куратор", confirmed_at=frame.at, examiner_id=1, verdict=verdict)  # fmt: skip
    rows.add(Version, id=number, package_id=number, number=1, round=1, answers={}, sent_by_id=1,
             slots=[{**asdict(slot), "due_on": None} for slot in frame.slots], sent_by_name="Директор",
             sent_by_role=Role.HEAD, sent_at=frame.at, declared_no_personal_data=True)  # fmt: skip
    for place, slot in enumerate(frame.slots[: len(MEASURES) + 1], 1):
        _file(rows, frame, number, place, slot)
    for place, text in enumerate(REMARKS, 1):
        rows.add(Remark, package_id=number, number=place, origin=RemarkOrigin.EXPERTISE,
                 kind=RemarkKind.RECOMMENDATION if place == 1 else RemarkKind.EDITORIAL, state=RemarkState.OPEN,
                 text=text, criterion=frame.sheet.criteria[place].code, round=1, version_id=number, author_id=1,
                 author_name="Эксперт", author_role=Role.EXPERT, published_at=frame.at,
                 due_on=frame.at.date() + timedelta(days=30))  # fmt: skip
    _expertise(rows, frame, number, verdict)


def _file(rows: Rows, frame: Frame, number: int, place: int, slot: Slot) -> None:
    file = number * 10 + place
    sha256 = f"{file:064x}"
    rows.add(StoredFile, sha256=sha256, size=250_000, kind="pdf", media_type="application/pdf", pages=12)
    rows.add(PackageFile, id=file, package_id=number, number=place, slot=slot.code,
             name=f"Справка {number}-{place}.pdf", sha256=sha256, size=250_000, kind="pdf",
             pages=12, uploaded_by_id=1, uploaded_by_name="Директор",
             uploaded_at=frame.at)  # fmt: skip
    rows.add(VersionFile, package_id=number, version_id=number, file_id=file, position=place, change="new")
    rows.add(FileCheck, file_id=file, package_id=number, decision=FileDecision.CONFIRMED, checked_by_id=1,
             checked_by_name="Куратор", checked_at=frame.at)  # fmt: skip


def _expertise(rows: Rows, frame: Frame, number: int, verdict: VerdictKind) -> None:
    edition = {"sheet": KIND.sheet, "number": 1, "title": KIND.title, "approved_by": "", "from": "2026-01-01"}
    rows.add(Expertise, id=number, package_id=number, version_id=number, round=1, examiner_id=1,
             examiner_post="методист", examiner_name="Критериев Денис Олегович",
             examiner_role=Role.EXPERT, editions=[edition], sheet=frame.sheet,
             started_at=frame.at, concluded_at=frame.at)  # fmt: skip
    for place, criterion in enumerate(frame.sheet.criteria):
        value = MarkValue.ONE if (number + place) % 7 == 0 else MarkValue.TWO
        rows.add(Mark, package_id=number, expertise_id=number, criterion=criterion.code, value=value,
                 saved_at=frame.at)  # fmt: skip
    rows.add(Verdict, package_id=number, version_id=number, expertise_id=number, round=1, kind=verdict,
             proposed=verdict, rationale="Меры исполнены.",
             points=Decimal(18), maximum=Decimal(20), percent=Decimal(90), zone=Zone.GREEN,
             decided_by_id=1, decided_by_name="Эксперт", decided_at=frame.at, released_at=frame.at)  # fmt: skip
