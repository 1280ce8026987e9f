"""Who answers for a measure: the people behind the names in its column of the responsible."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import or_, select

from webapp.agenda.queries.duties import Duty
from webapp.database import session
from webapp.models import Curatorship, Membership
from workflows.roadmaps.duties import ROLES_OF
from workflows.roadmaps.words import PartyKind
from workflows.vocabulary import SCHOOL_ROLES, Role

Key = TypeVar("Key")
_OFFICES = frozenset().union(*ROLES_OF.values())


@dataclass(frozen=True, slots=True)
class People:
    """Those who hold an office of a municipality, work at a school, look after a school today."""

    offices: Mapping[tuple[int, Role], frozenset[int]]
    staff: Mapping[int, frozenset[int]]
    curators: Mapping[int, frozenset[int]]

    def of(self, duty: Duty) -> frozenset[int]:
        """Return who answers for one execution of a measure."""
        measure, school_id = duty.measure, duty.occurrence.school_id
        found: set[int] = set()
        for named in measure.parties:
            party = named.party
            if party.user_id is not None:
                found.add(party.user_id)
            elif party.kind is PartyKind.SCHOOL:
                found |= self.staff.get(party.school_id or 0, frozenset())
            elif party.kind is PartyKind.SCHOOLS:
                found |= self._schools(measure.municipality_id, school_id)
            elif party.kind is PartyKind.CURATORS and school_id is not None:
                found |= self.curators.get(school_id, frozenset())
            else:
                found |= self._office(measure.municipality_id, party.kind)
        if measure.roadmap.school_id is not None:
            found |= self.staff.get(measure.roadmap.school_id, frozenset())
        return frozenset(found)

    def _schools(self, municipality_id: int, school_id: int | None) -> frozenset[int]:
        """The staff of the school whose execution it is; of all schools where it is asked of them together."""
        if school_id is not None:
            return self.staff.get(school_id, frozenset())
        return frozenset().union(
            *(self.offices.get((municipality_id, role), frozenset()) for role in SCHOOL_ROLES)
        )

    def _office(self, municipality_id: int, kind: PartyKind) -> frozenset[int]:
        roles = ROLES_OF.get(kind, frozenset())
        return frozenset().union(*(self.offices.get((municipality_id, role), frozenset()) for role in roles))


def people_of(municipality_ids: Iterable[int], today: date) -> People:
    """Return those who may answer for something in these municipalities; two statements."""
    places = sorted(set(municipality_ids))
    offices: dict[tuple[int, Role], set[int]] = defaultdict(set)
    staff: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(Membership.user_id, Membership.role, Membership.municipality_id, Membership.school_id)
        .where(Membership.municipality_id.in_(places), Membership.role.in_(_OFFICES | SCHOOL_ROLES))
        .where(Membership.since <= today, or_(Membership.until.is_(None), Membership.until >= today))
    )
    for user_id, role, place, school_id in rows:
        if place is not None:
            offices[place, role].add(user_id)
        if school_id is not None:
            staff[school_id].add(user_id)
    return People(_frozen(offices), _frozen(staff), _curators(places, today))


def _curators(places: list[int], today: date) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(Curatorship.school_id, Curatorship.user_id)
        .where(Curatorship.municipality_id.in_(places), Curatorship.school_id.is_not(None))
        .where(Curatorship.since <= today, or_(Curatorship.until.is_(None), Curatorship.until >= today))
    )
    for school_id, user_id in rows:
        found[school_id].add(user_id)
    return _frozen(found)


def _frozen(found: Mapping[Key, set[int]]) -> Mapping[Key, frozenset[int]]:
    return {key: frozenset(ids) for key, ids in found.items()}
