"""The rows of a measurement: its surroundings once, then each package with all that hangs on it."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from webapp.accounts.operations.hashing import hash_password
from webapp.commands.benchmark.cases import (
    CURATORS_EACH,
    CURATORS_FROM,
    EXAMINED,
    HEADS_FROM,
    ORDER,
    PLACES,
    SCHOOLS,
    SCHOOLS_EACH,
    VERDICTS,
    Case,
    Plan,
    code_of,
)
from webapp.database import Base, session
from webapp.models import (
    Curatorship,
    Expertise,
    FileCheck,
    Mark,
    Membership,
    Message,
    Municipality,
    NumberSequence,
    Package,
    PackageDraft,
    PackageEvent,
    PackageFile,
    Participation,
    Programme,
    Remark,
    School,
    Stage,
    StageDue,
    StoredFile,
    User,
    Verdict,
    Version,
    VersionFile,
)
from workflows.kind import Subject, expand
from workflows.kinds import KINDS, route_of
from workflows.search_keys import fold
from workflows.sheets import SHEETS
from workflows.verdicts import MarkValue, Zone
from workflows.vocabulary import (
    Audience,
    FileDecision,
    RemarkKind,
    RemarkOrigin,
    RemarkState,
    Role,
    State,
)

PASSWORD = "demo-demo-demo"  # noqa: S105  a demonstration alone accepts this command
STORED = 100
SHEET = SHEETS["development"]
PARAGRAPH = "Программа описывает цели, задачи, мероприятия и ожидаемые результаты работы школы на три года. "
LONG, SHORT = PARAGRAPH * 16, PARAGRAPH * 2


@dataclass(slots=True)
class Rows:
    """Rows to be written together, in the order of the tables."""

    by_table: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, model: type[Base], **values: Any) -> None:
        self.by_table.setdefault(model.__tablename__, []).append(values)

    def write(self) -> None:
        for table in Base.metadata.sorted_tables:
            if rows := self.by_table.get(table.name):
                session.execute(insert(table), rows)
        self.by_table.clear()


def surroundings(rows: Rows, plan: Plan) -> None:
    secret = hash_password(PASSWORD)
    for n in range(1, STORED + 1):
        rows.add(StoredFile, sha256=_sha(n), size=250_000, kind="pdf", media_type="application/pdf", pages=12)
    for place in range(1, PLACES + 1):
        _place(rows, plan, place)
        _person(rows, place, f"bench-coordinator-{place}", Role.COORDINATOR, secret, place=place)
    for n in range(1, PLACES * CURATORS_EACH + 1):
        place = (n - 1) // CURATORS_EACH + 1
        _person(rows, CURATORS_FROM + n, f"bench-curator-{n}", Role.CURATOR, secret, place=place)
    for n in range(1, SCHOOLS + 1):
        _school(rows, plan, n, secret)


def _place(rows: Rows, plan: Plan, place: int) -> None:
    year, day = plan.today.year, plan.today
    rows.add(
        Municipality,
        id=place,
        code=code_of(place),
        name=f"Измеряемый округ № {place}",
        region="bench",
        zone="Europe/Moscow",
        zone_label="Москва, UTC+3",
        department="Управление образования",
        place=f"г. {place}",
    )
    rows.add(
        Programme,
        id=place,
        municipality_id=place,
        code=f"500-{year}",
        title="Проект «500+»",
        short_title="«500+»",
        year=year,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
    )
    rows.add(NumberSequence, municipality_id=place, series=f"package-{year}", last=plan.packages)
    for n in range(plan.stages):
        stage = (place - 1) * plan.stages + n + 1
        rows.add(
            Stage,
            id=stage,
            municipality_id=place,
            programme_id=place,
            slug=f"stage-{n + 1}",
            title=f"Этап {n + 1}",
            opens_on=day - timedelta(days=30),
            closes_on=day + timedelta(days=20),
            examine_until=day + timedelta(days=40),
        )
        for kind in ORDER:
            rows.add(StageDue, municipality_id=place, stage_id=stage, kind=kind)


def _school(rows: Rows, plan: Plan, n: int, secret: str) -> None:
    place = (n - 1) // SCHOOLS_EACH + 1
    name = f"МБОУ СОШ № {n}"
    rows.add(
        School,
        id=n,
        municipality_id=place,
        slug=f"school-{n}",
        name=name,
        short_name=f"СОШ № {n}",
        search_key=fold(name),
    )
    rows.add(
        Participation,
        municipality_id=place,
        programme_id=place,
        school_id=n,
        joined_on=date(plan.today.year, 1, 1),
    )
    _person(rows, HEADS_FROM + n, f"bench-head-{n}", Role.HEAD, secret, place=place, school=n)
    first = CURATORS_FROM + 1
    own = CURATORS_FROM + (n - 1) // (SCHOOLS_EACH // CURATORS_EACH) + 1
    for curator in {own, first} if n <= plan.watched else {own}:
        rows.add(
            Curatorship,
            municipality_id=place,
            user_id=curator,
            school_id=n,
            since=plan.today - timedelta(days=300),
        )


def _person(
    rows: Rows, number: int, login: str, role: Role, secret: str, *, place: int, school: int | None = None
) -> None:
    rows.add(
        User,
        id=number,
        email=f"{login}@example.org",
        name=f"{role.label} № {number}",
        search_key=fold(f"{role.label} № {number}"),
        password_hash=secret,
    )
    rows.add(
        Membership, user_id=number, role=role, municipality_id=place, school_id=school, since=date(2020, 1, 1)
    )


def package(rows: Rows, case: Case) -> None:
    days = (case.i * 104_729) % 40 - 10
    due = datetime.combine(case.plan.today + timedelta(days=days), time(20, 59, 59), UTC)
    turn = route_of(case.kind).turn[case.state]
    rows.add(
        Package,
        id=case.id,
        number=case.number,
        municipality_id=case.place,
        school_id=case.school,
        programme_id=case.place,
        stage_id=case.stage,
        kind=case.kind,
        state=case.state,
        turn=turn,
        due_at=due,
        waiting_since=case.updated_at,
        sent_at=case.updated_at if case.sent else None,
        updated_at=case.updated_at,
        created_at=case.updated_at,
        current_version_id=case.id if case.sent else None,
        confirmed_by_id=case.curator if case.confirmed else None,
        confirmed_by_name="Куратор" if case.confirmed else "",
        confirmed_at=case.updated_at if case.confirmed else None,
        examiner_id=case.place if case.state in EXAMINED else None,
        verdict=VERDICTS.get(case.state) if case.state is not State.CONCLUDED else None,
    )
    rows.add(PackageDraft, package_id=case.id, answers={"comment": LONG}, excuses={})
    if case.sent:
        _sending(rows, case)
        _talk(rows, case)
    if case.state in EXAMINED:
        _expertise(rows, case)


def _sending(rows: Rows, case: Case) -> None:
    kind = KINDS[case.kind]
    slots = expand(kind, Subject())
    rows.add(
        Version,
        id=case.id,
        package_id=case.id,
        number=1,
        round=1,
        slots=[asdict(slot) for slot in slots],
        answers={"comment": LONG},
        sent_by_id=case.head,
        sent_by_name="Директор",
        sent_by_role=Role.HEAD,
        sent_at=case.updated_at,
        declared_no_personal_data=True,
    )
    codes = [slot.code for slot in slots] or ["other"]
    for n in range(1, (7 if case.busy else 2) + 1):
        file = case.i * 10 + n
        rows.add(
            PackageFile,
            id=file,
            package_id=case.id,
            number=n,
            slot=codes[min(n, len(codes)) - 1],
            name=f"Документ {n}.pdf",
            sha256=_sha(file % STORED + 1),
            size=250_000,
            kind="pdf",
            pages=12,
            uploaded_by_id=case.head,
            uploaded_by_name="Директор",
            uploaded_at=case.updated_at,
        )
        rows.add(VersionFile, package_id=case.id, version_id=case.id, file_id=file, position=n, change="new")
        if case.confirmed:
            rows.add(
                FileCheck,
                file_id=file,
                package_id=case.id,
                decision=FileDecision.CONFIRMED,
                checked_by_id=case.curator,
                checked_by_name="Куратор",
                checked_at=case.updated_at,
            )


def _talk(rows: Rows, case: Case) -> None:
    """Two remarks and two messages; the busy ones have five, ten and a history of fifty lines."""
    for n in range(1, (5 if case.busy else 2) + 1):
        rows.add(
            Remark,
            package_id=case.id,
            number=n,
            origin=RemarkOrigin.CURATOR,
            kind=RemarkKind.EDITORIAL,
            state=RemarkState.CONFIRMED,
            text=SHORT,
            due_on=case.plan.today,
            round=1,
            version_id=case.id,
            author_id=case.curator,
            author_name="Куратор",
            author_role=Role.CURATOR,
            published_at=case.updated_at,
            answer="Исправлено.",
        )
    for n in range(10 if case.busy else 2):
        author = case.curator if n % 2 else case.head
        rows.add(
            Message,
            package_id=case.id,
            audience=Audience.EVERYONE,
            text=SHORT,
            author_id=author,
            author_name="Участник",
            author_role=Role.CURATOR if n % 2 else Role.HEAD,
            sent_at=case.updated_at + timedelta(minutes=n),
        )
    for n in range(50 if case.busy else 2):
        rows.add(
            PackageEvent,
            package_id=case.id,
            at=case.updated_at + timedelta(minutes=n),
            action="submit",
            title="Пакет направлен куратору",
            to_state=State.CURATOR_REVIEW,
            version_number=1,
            actor_id=case.head,
            actor_name="Директор",
            actor_role=Role.HEAD,
        )


def _expertise(rows: Rows, case: Case) -> None:
    verdict = VERDICTS.get(case.state)
    rows.add(
        Expertise,
        id=case.id,
        package_id=case.id,
        version_id=case.id,
        round=1,
        examiner_id=case.place,
        examiner_name="Координатор",
        examiner_role=Role.COORDINATOR,
        editions=[],
        sheet=SHEET,
        started_at=case.updated_at,
        concluded_at=case.updated_at if verdict else None,
    )
    for criterion in SHEET.criteria:
        rows.add(
            Mark,
            package_id=case.id,
            expertise_id=case.id,
            criterion=criterion.code,
            value=MarkValue.TWO,
            saved_at=case.updated_at,
        )
    if verdict:
        points = Decimal(2 * len(list(SHEET.criteria)))
        rows.add(
            Verdict,
            package_id=case.id,
            version_id=case.id,
            expertise_id=case.id,
            round=1,
            kind=verdict,
            proposed=verdict,
            rationale=SHORT,
            points=points,
            maximum=points,
            percent=Decimal(100),
            zone=next(iter(Zone)),
            decided_by_id=case.place,
            decided_by_name="Координатор",
            decided_at=case.updated_at,
            released_at=None if case.state is State.CONCLUDED else case.updated_at,
        )


def _sha(n: int) -> str:
    return f"{n:064x}"
