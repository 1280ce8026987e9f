"""The indicator of a roadmap as it is stored: reproducible, one figure for all who read the roadmap whole."""

from datetime import UTC, date, datetime

import pytest

from tests import factories as make
from tests.counting import statements
from tests.world import World
from webapp.access.actor import Actor, acting_as
from webapp.models import MeasureEvent, MeasureTerm, Roadmap
from webapp.roadmap import queries
from workflows.deadlines import Frame, read_deadline, to_plain
from workflows.roadmaps.indicator import Reading, Why
from workflows.roadmaps.words import PartyKind, ProgressState, TermOrigin

MAY, JUNE, DECEMBER = date(2026, 5, 20), date(2026, 6, 10), date(2026, 12, 31)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def figure(roadmap: Roadmap, on: date, actor: Actor, reading: Reading = Reading.DUE) -> tuple[int, int]:
    with acting_as(actor):
        found = queries.share_of(queries.get(roadmap.number), on, reading)
    return found.numerator, found.denominator


@pytest.fixture
def roadmap(town: World) -> Roadmap:
    return make.roadmap(town.municipality, programme_id=town.programme.id)


def test_a_confirmed_row_counts_from_its_confirmation_until_it_is_revoked(
    town: World, roadmap: Roadmap
) -> None:
    one = make.measure(roadmap, "15.05.2026")
    make.measure(roadmap, "15.12.2026")
    make.progress(
        one, town.curator, ProgressState.REVOKED, decided_by=town.coordinator, decided_at=noon(MAY),
        ended_at=noon(JUNE),
    )  # fmt: skip
    assert figure(roadmap, date(2026, 5, 19), town.coordinator) == (0, 1)
    assert figure(roadmap, MAY, town.coordinator) == (1, 1)
    assert figure(roadmap, JUNE, town.coordinator) == (0, 1)
    assert figure(roadmap, MAY, town.coordinator, Reading.ALL) == (1, 2)


def test_several_dates_are_done_when_each_is_and_may_be_counted_by_themselves(
    town: World, roadmap: Roadmap
) -> None:
    one = make.measure(roadmap, "14.02, 15.02, 20.02.2026")
    for day in ("2026-02-14", "2026-02-15"):
        make.progress(one, town.curator, ProgressState.CONFIRMED, occurrence=day, decided_by=town.coordinator)
    assert figure(roadmap, DECEMBER, town.coordinator) == (0, 1)
    with acting_as(town.coordinator):
        apart = queries.get(roadmap.number)
        apart.counts_periods = True
        make.save(apart)
    assert figure(roadmap, DECEMBER, town.coordinator) == (2, 3)
    make.progress(
        one, town.curator, ProgressState.CONFIRMED, occurrence="2026-02-20", decided_by=town.coordinator
    )
    assert figure(roadmap, DECEMBER, town.coordinator) == (3, 3)


def test_a_measure_of_each_school_is_done_when_every_school_has_done_it(
    town: World, roadmap: Roadmap
) -> None:
    schools = make.party(roadmap, "ОО", PartyKind.SCHOOLS)
    one = make.measure(roadmap, "15.05.2026", schools, per_school=True)
    for people in (town.school_1, town.school_2):
        make.progress(
            one, people.head, ProgressState.CONFIRMED, occurrence=f"s{people.school.id}",
            school_id=people.school.id, decided_by=town.coordinator,
        )  # fmt: skip
    for reader in (town.coordinator, town.curator, town.observer, town.chief):
        assert figure(roadmap, DECEMBER, reader) == (0, 1), f"{reader.role}: one school of three has not"
    make.progress(
        one, town.school_3.head, ProgressState.CONFIRMED, occurrence=f"s{town.school_3.school.id}",
        school_id=town.school_3.school.id, decided_by=town.coordinator,
    )  # fmt: skip
    for reader in (town.coordinator, town.curator, town.observer, town.chief):
        assert figure(roadmap, DECEMBER, reader) == (1, 1), reader.role
    assert figure(roadmap, DECEMBER, town.school_1.head) == (1, 1)


def test_a_school_counts_the_measures_it_takes_part_in(town: World, roadmap: Roadmap) -> None:
    make.measure(roadmap, "15.05.2026", make.party(roadmap, "Управление образования"))
    mine = make.party(roadmap, "СОШ", PartyKind.SCHOOL, school_id=town.school_1.school.id)
    make.measure(roadmap, "15.05.2026", mine)
    assert figure(roadmap, DECEMBER, town.school_1.head) == (0, 1)
    assert figure(roadmap, DECEMBER, town.school_2.head) == (0, 0)
    assert figure(roadmap, DECEMBER, town.observer) == (0, 2)


def test_what_was_excluded_and_brought_back_stays_out_of_the_days_between(
    town: World, roadmap: Roadmap
) -> None:
    one = make.measure(roadmap, "15.02.2026")
    for action, day in (("excluded", date(2026, 3, 1)), ("returned", date(2026, 4, 1))):
        make.save(
            MeasureEvent(
                municipality_id=one.municipality_id, measure_id=one.id, action=action, title=action,
                takes_effect_on=day, actor_name="Образцова Мария Петровна",
            )
        )  # fmt: skip
    counted = [figure(roadmap, date(2026, month, 15), town.coordinator)[1] for month in (2, 3, 4)]
    assert counted == [1, 0, 1]


def test_a_correction_of_an_older_deadline_does_not_stand_before_a_later_transfer(
    town: World, roadmap: Roadmap
) -> None:
    one = make.measure(roadmap, "весной", since=date(2026, 1, 10))
    for origin, text, since in (
        (TermOrigin.TRANSFERRED, "20.12.2026", date(2026, 6, 1)),
        (TermOrigin.CORRECTED, "15.05.2026", date(2026, 1, 10)),
    ):
        make.save(
            MeasureTerm(
                municipality_id=one.municipality_id, measure_id=one.id, origin=origin, text=text,
                deadline=to_plain(read_deadline(text, Frame.of_year(2026))), since=since,
                set_by_name="Образцова Мария Петровна",
            )
        )  # fmt: skip
    assert figure(roadmap, MAY, town.coordinator) == (0, 1)
    assert figure(roadmap, JUNE, town.coordinator) == (0, 0)
    with acting_as(town.coordinator):
        found = queries.share_of(queries.get(roadmap.number), JUNE)
    assert found.lines[0].why is Why.NOT_DUE


def test_the_number_of_statements_does_not_grow_with_the_roadmap(town: World, roadmap: Roadmap) -> None:
    def cost() -> int:
        with acting_as(town.coordinator):
            found = queries.get(roadmap.number)
            with statements() as seen:
                queries.rows(found)
        return len(seen)

    schools = make.party(roadmap, "ОО", PartyKind.SCHOOLS)
    make.measure(roadmap, "15.05.2026", schools, per_school=True)
    first = cost()
    for text in ("ежеквартально", "14.02, 15.02.2026"):
        one = make.measure(roadmap, text, schools, per_school=True)
        make.progress(one, town.curator, ProgressState.CONFIRMED, occurrence="x", decided_by=town.coordinator)
    assert cost() == first == 6
