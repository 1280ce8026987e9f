"""Rows for tests, each made in a committed transaction of the product itself."""

import io
import itertools
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, transaction
from webapp.expertise.operations import ensure_editions
from webapp.filestore import claim, storage
from webapp.models import (
    Curatorship,
    Measure,
    MeasureParty,
    MeasureTerm,
    Membership,
    Municipality,
    Package,
    PackageDraft,
    PackageFile,
    Participation,
    Programme,
    Progress,
    Roadmap,
    RoadmapParty,
    RoadmapSection,
    School,
    SchoolRisk,
    Stage,
    StageDue,
    StoredFile,
    User,
)
from webapp.reading import operations as reading
from workflows.deadlines import Frame, Period, read_deadline, to_plain
from workflows.file_rules import FileKind
from workflows.kinds import route_of
from workflows.roadmaps.words import PartyKind, ProgressState, RoadmapState, TermOrigin
from workflows.search_keys import fold
from workflows.vocabulary import Role, Significance, State

ZONE = ZoneInfo("Asia/Krasnoyarsk")
_serial = itertools.count(1)


def today() -> date:
    return now().astimezone(ZONE).date()


def save(row: Any) -> Any:
    with system_scope("factory"), transaction():
        session.add(row)
        session.flush()  # inside an operation of the test the number is wanted before the commit
    return row


def municipality(
    code: str, name: str, *, zone: str = "Asia/Krasnoyarsk", region: str = "sibir", **values: Any
) -> Municipality:
    row: Municipality = save(
        Municipality(
            code=code,
            name=name,
            region=region,
            zone=zone,
            zone_label="Красноярск, UTC+7",
            department=f"Управление образования, {name}",
            place=f"г. {name.split(maxsplit=1)[0]}",
            **values,
        )
    )
    with system_scope("factory"):
        ensure_editions(row.id, date(2026, 1, 1))
    return row


def school(place: Municipality, *, slug: str, name: str, **values: Any) -> School:
    row: School = save(
        School(
            municipality_id=place.id,
            slug=slug,
            name=name,
            short_name=name.removeprefix("МБОУ "),
            search_key=fold(name),
            **values,
        )
    )
    return row


def person(
    name: str,
    role: str,
    *,
    municipality: Municipality | None = None,
    school: School | None = None,
    region: str | None = None,
    email: str = "",
    may_send: bool = False,
) -> Actor:
    """Return a person with one membership, as the actor they are when signed in."""
    address = email or f"user{next(_serial)}@example.org"
    user = save(User(email=address, name=name, post="специалист", search_key=fold(name)))
    place_id = school.municipality_id if school else municipality.id if municipality else None
    membership = save(
        Membership(
            user_id=user.id,
            role=Role(role),
            municipality_id=place_id,
            school_id=school.id if school else None,
            region=region,
            since=today() - timedelta(days=365),
            may_send=may_send,
        )
    )
    return Actor(
        user_id=user.id,
        name=name,
        email=user.email,
        role=Role(role),
        membership_id=membership.id,
        municipality_id=place_id,
        school_id=school.id if school else None,
        region=region,
        zone="Asia/Krasnoyarsk",
        may_send=may_send,
    )


def curatorship(
    actor: Actor, school: School, *, since: date | None = None, until: date | None = None, **values: Any
) -> Curatorship:
    row: Curatorship = save(
        Curatorship(
            municipality_id=school.municipality_id,
            user_id=actor.user_id,
            school_id=school.id,
            since=since or today() - timedelta(days=100),
            until=until,
            order_number="12-од",
            order_date=date(2026, 1, 15),
            **values,
        )
    )
    return row


def programme(place: Municipality, *, code: str, title: str) -> Programme:
    row: Programme = save(
        Programme(
            municipality_id=place.id,
            code=code,
            title=title,
            short_title="«500+»",
            year=2026,
            starts_on=date(2026, 1, 10),
            ends_on=date(2026, 12, 25),
        )
    )
    return row


def participation(programme: Programme, school: School) -> Participation:
    row: Participation = save(
        Participation(
            municipality_id=school.municipality_id,
            programme_id=programme.id,
            school_id=school.id,
            joined_on=date(2026, 1, 20),
        )
    )
    return row


def stage(
    programme: Programme,
    *,
    slug: str,
    title: str,
    kinds: tuple[str, ...],
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> Stage:
    opens, closes = opens_on or today() - timedelta(days=10), closes_on or today() + timedelta(days=10)
    row: Stage = save(
        Stage(
            municipality_id=programme.municipality_id,
            programme_id=programme.id,
            slug=slug,
            title=title,
            opens_on=opens,
            closes_on=closes,
            examine_until=closes + timedelta(days=10),
        )
    )
    for kind in kinds:
        save(StageDue(municipality_id=programme.municipality_id, stage_id=row.id, kind=kind))
    return row


def package(
    school: School,
    stage: Stage,
    *,
    kind: str = "development",
    state: State = State.DRAFT,
    number: str = "",
    due_at: datetime | None = None,
) -> Package:
    """Return a package put straight into a state: for lists only; the journeys walk the whole route."""
    row: Package = save(
        Package(
            number=number or f"t-2026-{next(_serial)}",
            municipality_id=school.municipality_id,
            school_id=school.id,
            programme_id=stage.programme_id,
            stage_id=stage.id,
            kind=kind,
            state=state,
            turn=route_of(kind).turn[state],
            due_at=due_at or now() + timedelta(days=3),
        )
    )
    save(PackageDraft(package_id=row.id, answers={}, excuses={}))
    return row


def kept_file(
    package: Package, slot: str, content: bytes, kind: FileKind, *, actor: Actor, **values: Any
) -> PackageFile:
    """A file whose bytes are in the storage, as an upload leaves it."""
    received = storage().receive(io.BytesIO(content), limit=2**26)
    storage().keep(received)
    n = next(_serial)
    with system_scope("factory"), transaction():
        claim(received.sha256, received.size, kind=kind.value, media_type=kind.media_type)
        reading.ask(received.sha256)
    row: PackageFile = save(
        PackageFile(
            package_id=package.id,
            number=n,
            slot=slot,
            name=values.pop("name", f"Документ {n}{kind.extensions[0]}"),
            sha256=received.sha256,
            size=received.size,
            kind=kind.value,
            uploaded_by_id=actor.user_id,
            uploaded_by_name=actor.name,
            **values,
        )
    )
    return row


def file(
    package: Package, slot: str, name: str = "Программа развития.pdf", *, actor: Actor, **values: Any
) -> PackageFile:
    n = next(_serial)
    sha = f"{n:064x}"
    save(StoredFile(sha256=sha, size=1000, kind="pdf", media_type="application/pdf"))
    row: PackageFile = save(
        PackageFile(
            package_id=package.id,
            number=n,
            slot=slot,
            name=name,
            sha256=sha,
            size=1000,
            kind="pdf",
            uploaded_by_id=actor.user_id,
            uploaded_by_name=actor.name,
            **values,
        )
    )
    return row


def risk(
    school: School, programme: Programme, code: str = "staff_shortage", *, activated: bool = True
) -> SchoolRisk:
    row: SchoolRisk = save(
        SchoolRisk(
            municipality_id=school.municipality_id,
            school_id=school.id,
            programme_id=programme.id,
            risk_code=code,
            significance=Significance.HIGH,
            activated_on=today() if activated else None,
        )
    )
    return row


def roadmap(place: Municipality, *, title: str = "Дорожная карта «500+»", **values: Any) -> Roadmap:
    """Return an approved roadmap of 2026; give `state`, `school_id`, `programme_id` … for another."""
    n = next(_serial)
    row: Roadmap = save(
        Roadmap(
            number=values.pop("number", f"{place.code}-dk-2026-{n}"),
            municipality_id=place.id,
            title=title,
            territory=place.name,
            starts_on=values.pop("starts_on", date(2026, 1, 1)),
            ends_on=values.pop("ends_on", date(2026, 12, 31)),
            state=values.pop("state", RoadmapState.APPROVED),
            columns=[],
            created_by_name="Образцова Мария Петровна",
            **values,
        )
    )
    return row


def section(roadmap: Roadmap, title: str, *, position: int = 1, **values: Any) -> RoadmapSection:
    row: RoadmapSection = save(
        RoadmapSection(
            municipality_id=roadmap.municipality_id,
            roadmap_id=roadmap.id,
            position=position,
            title=title,
            **values,
        )
    )
    return row


def party(roadmap: Roadmap, name: str, kind: PartyKind = PartyKind.DEPARTMENT, **values: Any) -> RoadmapParty:
    row: RoadmapParty = save(
        RoadmapParty(
            municipality_id=roadmap.municipality_id, roadmap_id=roadmap.id, name=name, kind=kind, **values
        )
    )
    return row


def measure(
    roadmap: Roadmap,
    deadline: str = "15.12.2026",
    *parties: RoadmapParty,
    title: str = "Семинар для школьных команд",
    since: date = date(2026, 1, 10),
    **values: Any,
) -> Measure:
    """Return a measure with its deadline read, in force from `since` where its roadmap is approved."""
    n = next(_serial)
    read = read_deadline(deadline, Frame(Period(roadmap.starts_on, roadmap.ends_on)))
    row: Measure = save(
        Measure(
            ref=f"{roadmap.number}-{n}",
            municipality_id=roadmap.municipality_id,
            roadmap_id=roadmap.id,
            position=values.pop("position", n),
            number=values.pop("number", f"{n}."),
            title=title,
            plan=values.pop("plan", {}),
            deadline_text=deadline,
            deadline=to_plain(read),
            term_status=read.status,
            starts_on=read.start,
            due_on=read.end,
            responsible_text=", ".join(one.name for one in parties),
            **values,
        )
    )
    for position, one in enumerate(parties):
        save(
            MeasureParty(
                municipality_id=row.municipality_id,
                measure_id=row.id,
                party_id=one.id,
                position=position,
            )
        )
    if roadmap.state is not RoadmapState.DRAFT:
        save(
            MeasureTerm(
                municipality_id=row.municipality_id,
                measure_id=row.id,
                origin=TermOrigin.APPROVED,
                text=deadline,
                deadline=to_plain(read),
                since=since,
                set_by_name="Образцова Мария Петровна",
            )
        )
    return row


def progress(
    measure: Measure,
    actor: Actor,
    state: ProgressState = ProgressState.EXECUTED,
    *,
    occurrence: str = "",
    decided_by: Actor | None = None,
    **values: Any,
) -> Progress:
    """Return a fact put straight into a state; `decided_by` is who confirmed or declined it."""
    row: Progress = save(
        Progress(
            municipality_id=measure.municipality_id,
            roadmap_id=measure.roadmap_id,
            measure_id=measure.id,
            occurrence=occurrence,
            state=state,
            done_on=values.pop("done_on", today()),
            actual=values.pop("actual", []),
            executed_by_id=actor.user_id,
            executed_by_name=actor.name,
            executed_by_role=actor.role,
            decided_by_id=decided_by.user_id if decided_by else None,
            decided_by_name=decided_by.name if decided_by else "",
            decided_at=values.pop("decided_at", now() if decided_by else None),
            **values,
        )
    )
    return row
