"""Who is responsible: the names of a cell, and whom each of them means in this roadmap."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import Measure, MeasureParty, Roadmap, RoadmapParty
from webapp.roadmap import queries
from webapp.roadmap.operations.drafting import kept
from workflows.roadmaps.parties import dictionary, split
from workflows.roadmaps.words import PartyKind

NAME_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """Whom a name means; `school` and `person` are ids, for a party of one school or one person."""

    meaning: str = ""
    kind: PartyKind = PartyKind.OTHER
    school: int | None = None
    person: int | None = None


def name_parties(roadmap: Roadmap, row: Measure) -> None:
    """Part the cell of the responsible into the names of this roadmap's dictionary, in the open transaction."""
    known = {
        party.name: party
        for party in session.scalars(select(RoadmapParty).where(RoadmapParty.roadmap_id == roadmap.id))
    }
    names, _unsure = split(row.responsible_text, dictionary([*known, row.responsible_text]))
    session.execute(delete(MeasureParty).where(MeasureParty.measure_id == row.id))
    for position, name in enumerate(dict.fromkeys(one[:NAME_LENGTH] for one in names)):
        party = known.get(name) or _new_party(roadmap, name)
        session.add(
            MeasureParty(
                municipality_id=row.municipality_id,
                measure_id=row.id,
                party_id=party.id,
                position=position,
            )
        )
    session.flush()


def explain_party(number: str, party_id: int, facts: PartyFacts, *, actor: Actor) -> None:
    """Say whom a name means: from now on the measures with it are theirs to execute. Raises NotThere, Invalid."""
    with transaction():
        roadmap = kept(number, actor)
        row = session.scalar(
            select(RoadmapParty)
            .where(RoadmapParty.id == party_id, RoadmapParty.roadmap_id == roadmap.id)
            .with_for_update()
        )
        if row is None:
            raise NotThere
        _require_whom(facts)
        before = row.kind.value
        row.meaning, row.kind = facts.meaning.strip(), facts.kind
        row.school_id = queries.school_of(facts.school).id if facts.kind is PartyKind.SCHOOL else None
        today = today_in(actor.zone)
        row.user_id = queries.person_of(facts.person, today).id if facts.kind is PartyKind.PERSON else None
        journal.record(
            "roadmap.party_explained",
            kind="roadmap",
            object_id=number,
            name=row.name,
            before=before,
            after=row.kind.value,
        )


def guess(name: str) -> PartyKind:
    """Return whom a name most likely means; a person corrects it on the page of responsible parties."""
    folded = name.casefold().replace("ё", "е")
    for kind, signs in _SIGNS:
        if any(sign in folded for sign in signs):
            return kind
    return PartyKind.SCHOOLS if name in _SCHOOLS else PartyKind.OTHER


def _new_party(roadmap: Roadmap, name: str) -> RoadmapParty:
    row = RoadmapParty(
        municipality_id=roadmap.municipality_id, roadmap_id=roadmap.id, name=name, kind=guess(name)
    )
    session.add(row)
    session.flush()
    return row


def _require_whom(facts: PartyFacts) -> None:
    if facts.kind is PartyKind.SCHOOL and facts.school is None:
        raise Invalid("Выберите школу.", "school")
    if facts.kind is PartyKind.PERSON and facts.person is None:
        raise Invalid("Выберите сотрудника.", "person")


_SCHOOLS = frozenset({"ОО", "ОУ", "Школы"})
_SIGNS: tuple[tuple[PartyKind, tuple[str, ...]], ...] = (
    (PartyKind.CURATORS, ("куратор",)),
    (
        PartyKind.DEPARTMENT,
        ("муниципальный координатор", "управление образования", "отдел образования", "моуо", "департамент"),
    ),
    (
        PartyKind.SCHOOLS,
        (
            "общеобразовательные организации",
            "образовательные организации",
            "руководители оо",
            "директора школ",
        ),
    ),
)
