"""The roadmap of one municipality of the estate: a measure with everything that may belong to it."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from webapp.access.actor import Actor
from webapp.database import now
from webapp.models import (
    CalendarFeed,
    Measure,
    MeasureCondition,
    MeasureEvent,
    MeasureParty,
    MeasureTerm,
    Municipality,
    PackageFile,
    Programme,
    Progress,
    ProgressEvidence,
    Roadmap,
    RoadmapEdition,
    RoadmapImport,
    RoadmapParty,
    RoadmapSection,
    School,
    Stage,
    YearClosing,
)
from workflows.roadmaps.draft import Entry, to_plain
from workflows.roadmaps.words import (
    ConditionKind,
    EvidenceKind,
    ImportState,
    PartyKind,
    ProgressState,
    RoadmapState,
    TermOrigin,
)
from workflows.vocabulary import Role

NUMBERS = {"srr": 1, "voz": 2}
"""Of imports: counted in each municipality, apart here, so that a number means one of them."""
DEADLINE = {
    "kind": "month", "start": "2026-03-01", "end": "2026-03-31", "periods": [{"start": "2026-03-01", "end": "2026-03-31"}],
    "recurrence": None, "status": "parsed",
}  # fmt: skip
PLAN = {
    "total": {"text": "1", "op": "=", "values": [1]}, "years": {"2026": {"text": "1", "op": "=", "values": [1]}},
    "aggregation": "each_year",
}  # fmt: skip


def put_roadmap(
    put: Callable[[Any], Any],
    words: Callable[[str], str],
    code: str,
    place: Municipality,
    school: School,
    programme: Programme,
    stage: Stage,
    coordinator: Actor,
    file: PackageFile,
) -> Measure:
    """Put an approved roadmap with one measure of the school; the same rows for both municipalities."""
    inside = {"municipality_id": place.id}
    roadmap = put(Roadmap(
        **inside, number=f"{code}-dk-1", programme_id=programme.id, title=words("Дорожная карта"), territory=words("Округ"),
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), state=RoadmapState.APPROVED, order_title=words("Приказ"),
        order_number=words("15-од"), order_date=date(2026, 1, 15), approved_at=now(), approved_by_name=words("Координатор"),
        columns=[], last_serial=1, created_by_name=words("Координатор"),
    ))  # fmt: skip
    within = {**inside, "roadmap_id": roadmap.id}
    put(RoadmapEdition(**within, number=1, content={"title": words("Карта")}, reason=words("Основание"),
                       order_title=words("Приказ"), made_by_name=words("Координатор")))  # fmt: skip
    section = put(
        RoadmapSection(**within, position=1, number="1", title=words("Раздел"), goals=words("Цели"))
    )
    party = put(RoadmapParty(**within, name=words("Школа"), meaning=words("Школа"), kind=PartyKind.SCHOOL,
                             school_id=school.id))  # fmt: skip
    measure: Measure = put(Measure(
        **within, ref=f"{roadmap.number}-1", section_id=section.id, position=1, number="1", title=words("Мероприятие"),
        result=words("Результат"), responsible_text=words("Школа"), plan=PLAN, deadline_text="март", deadline=DEADLINE,
        starts_on=date(2026, 3, 1), due_on=date(2026, 3, 31),
    ))  # fmt: skip
    of = {**inside, "measure_id": measure.id}
    put(MeasureParty(**of, party_id=party.id, position=1))
    put(MeasureTerm(**of, origin=TermOrigin.APPROVED, text="март", deadline=DEADLINE, since=date(2026, 1, 15),
                    reason=words("Основание"), set_by_name=words("Координатор")))  # fmt: skip
    put(
        MeasureCondition(
            **of, kind=ConditionKind.STAGE_SENT, stage_id=stage.id, set_by_name=words("Координатор")
        )
    )
    put(MeasureEvent(**of, school_id=school.id, action="execute", title=words("Исполнено"), text=words("Пояснение"),
                     actor_name=words("Директор")))  # fmt: skip
    fact = put(Progress(
        **within, measure_id=measure.id, school_id=school.id, state=ProgressState.CONFIRMED, done_on=date(2026, 3, 20),
        note=words("Пояснение"), actual=[1], executed_by_id=coordinator.user_id, executed_by_name=words("Директор"),
        executed_by_role=Role.HEAD, decided_by_id=coordinator.user_id, decided_by_name=words("Координатор"),
        decided_at=now(), decision_note=words("Принято"),
    ))  # fmt: skip
    put(ProgressEvidence(**inside, progress_id=fact.id, kind=EvidenceKind.FILE, title=words("Протокол"),
                         sha256=file.sha256))  # fmt: skip
    put(YearClosing(**within, year=2025, note=words("Год закрыт"), closed_by_name=words("Координатор")))
    row = Entry(
        False, 2, words("Мероприятие"), "1.", deadline="март", source=("1.", words("Мероприятие"), "март")
    )
    put(RoadmapImport(
        **inside, number=NUMBERS[code], roadmap_id=roadmap.id, name=f"{words('Карта')}.docx", sha256=file.sha256,
        state=ImportState.CHECK, lines=[[["1.", words("Мероприятие"), "март"], 2, False, False, False]],
        columns={"choice": ["number", "title", "deadline"], "names": ["№", "Мероприятие", "Срок"]},
        heading={"title": words("Карта"), "territory": words("Округ"), "start": "2026-01-01", "end": "2026-12-31"},
        rows=to_plain((row,)), parties=[words("Школа")], created_by_id=coordinator.user_id,
        created_by_name=words("Координатор"),
    ))  # fmt: skip
    put(CalendarFeed(user_id=coordinator.user_id, membership_id=coordinator.membership_id,
                     token_sha256=hashlib.sha256(code.encode()).hexdigest()))  # fmt: skip
    return measure
