"""The figure over the real roadmap, from history, for everybody who may see it; the years of a real table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests import factories as make
from tests.counting import statements
from tests.world import World
from webapp.access.actor import Actor, acting_as
from webapp.errors import Invalid, NotThere
from webapp.indicators import operations, queries
from webapp.indicators.queries import Figures
from webapp.models import Roadmap, YearClosing
from webapp.programmes import operations as programmes
from webapp.roadmap import operations as measures
from webapp.roadmap import queries as roadmaps
from webapp.roadmap.operations import Execution
from webapp.roadmap.queries.closing import closed_years, require_open
from workflows.roadmaps.indicator import Reading
from workflows.roadmaps.words import ProgressState, RoadmapState

JUNE, SEPTEMBER, NEW_YEAR = date(2022, 6, 10), date(2022, 9, 10), date(2022, 12, 31)


def figures(actor: Actor, number: str, on: date) -> Figures:
    with acting_as(actor):
        return queries.figures(roadmaps.get(number), on)


@pytest.mark.parametrize(("on", "due"), [(JUNE, 19), (SEPTEMBER, 26), (NEW_YEAR, 49)])
def test_the_denominators_of_the_real_roadmap(town: World, sayansk: Roadmap, on: date, due: int) -> None:
    for actor in (town.coordinator, town.observer, town.curator):
        found = figures(actor, sayansk.number, on)
        assert found.shares[Reading.DUE].denominator == due
        assert found.shares[Reading.ALL].denominator == 50
        assert found.shares[Reading.DUE].numerator == 0


def test_every_row_is_named(town: World, sayansk: Roadmap) -> None:
    found = figures(town.coordinator, sayansk.number, JUNE)
    numbers = [found.of(line).number for line in found.shares[Reading.DUE].lines if line.planned]
    assert numbers[:4] == ["2", "3", "7", "8"] and len(numbers) == 19
    assert all(found.of(line).title for line in found.shares[Reading.ALL].lines)


def test_the_same_date_gives_the_same_figure_later(town: World) -> None:
    roadmap = make.roadmap(town.municipality)
    one = make.measure(roadmap, "15.03.2026")
    make.measure(roadmap, "20.03.2026")
    before = figures(town.coordinator, roadmap.number, date(2026, 4, 1))
    make.progress(one, town.curator, ProgressState.CONFIRMED, decided_by=town.coordinator)
    later = figures(town.coordinator, roadmap.number, date(2026, 4, 1))
    assert [share.numerator for share in later.shares.values()] == [0, 0]
    assert {r: s.denominator for r, s in before.shares.items()} == {
        r: s.denominator for r, s in later.shares.items()
    }
    today = figures(town.coordinator, roadmap.number, town.today)
    assert [(s.numerator, s.denominator) for s in today.shares.values()] == [(1, 2), (1, 2)]


def test_a_school_entered_or_taken_out_later_changes_no_figure_of_before(town: World) -> None:
    roadmap = make.roadmap(town.municipality, programme_id=town.programme.id)
    measure = make.measure(roadmap, "15.03.2026", per_school=True)
    then = datetime(2026, 4, 1, 12, tzinfo=UTC)
    for people in (town.school_1, town.school_2, town.school_3):
        make.progress(
            measure, people.head, ProgressState.CONFIRMED, occurrence=f"s{people.school.id}", school_id=people.school.id,
            decided_by=town.coordinator, decided_at=then, done_on=date(2026, 3, 10),
        )  # fmt: skip
    may, code = date(2026, 5, 1), town.programme.code
    new = make.school(town.municipality, slug="new", name="МБОУ «Новая СОШ»")

    def counted(on: date) -> int:
        return figures(town.coordinator, roadmap.number, on).shares[Reading.DUE].numerator

    assert counted(may) == 1
    with acting_as(town.coordinator):
        programmes.add_schools(code, [new.id], date(2026, 2, 1), "приказ № 5", actor=town.coordinator)
    assert (counted(may), counted(town.today)) == (1, 0)
    with acting_as(town.coordinator):
        programmes.leave(code, "new", date(2026, 2, 2), "приказ № 6", actor=town.coordinator)
    assert (counted(may), counted(town.today)) == (1, 1)
    with acting_as(town.coordinator):
        programmes.add_schools(code, [new.id], date(2026, 2, 20), "приказ № 7", actor=town.coordinator)
    assert (counted(may), counted(town.today)) == (1, 0)


def test_a_roadmap_is_named_by_its_number_or_its_id(town: World, sayansk: Roadmap) -> None:
    with acting_as(town.coordinator):
        assert queries.found(sayansk.number).id == queries.found(str(sayansk.id)).id == sayansk.id
        for unknown in ("srr-dk-0", "9999", "", "²"):
            with pytest.raises(NotThere):
                queries.found(unknown)


def test_rows_of_others_are_not_counted(town: World) -> None:
    foreign = make.roadmap(town.foreign)
    draft = make.roadmap(town.municipality, state=RoadmapState.DRAFT)
    make.measure(foreign)
    make.measure(draft)
    for actor, number in (
        (town.coordinator, foreign.number),
        (town.observer, foreign.number),
        (town.observer, draft.number),
        (town.school_1.head, draft.number),
    ):
        with pytest.raises(NotThere):
            figures(actor, number, JUNE)
    with acting_as(town.coordinator), pytest.raises(NotThere):
        queries.found(str(foreign.id))


def test_the_course_goes_by_months_until_today(town: World, sayansk: Roadmap) -> None:
    with acting_as(town.coordinator):
        found = queries.figures(roadmaps.get(sayansk.number), JUNE)
        points = queries.passed(found, date(2022, 3, 15))
        assert [point.on for point in points] == [date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 15)]
        assert queries.passed(found, town.today)[-1].on == NEW_YEAR
        assert queries.passed(found, date(2021, 5, 1)) == ()


@pytest.mark.parametrize("read", [lambda row: queries.figures(row, JUNE), queries.yearly])
def test_the_number_of_statements_does_not_grow(town: World, read: Callable[[Roadmap], object]) -> None:
    counts = []
    for n in (1, 3):
        roadmap = make.roadmap(town.municipality)
        for _ in range(n):
            measure = make.measure(roadmap, plan=PLAN)
            make.progress(measure, town.curator, ProgressState.CONFIRMED, decided_by=town.coordinator)
        with acting_as(town.coordinator):
            row = roadmaps.get(roadmap.number)
            with statements() as seen:
                read(row)
        counts.append(len(seen))
    assert counts[0] == counts[1]


PLAN = {
    "total": {"text": "10", "op": "=", "values": [10]},
    "years": {
        "2025": {"text": "4", "op": "=", "values": [4]},
        "2026": {"text": "6", "op": "=", "values": [6]},
    },
    "aggregation": "sum",
}


def planned(town: World) -> Roadmap:
    return make.roadmap(town.municipality, starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31))


def test_the_real_table_has_its_plan_in_every_notation(town: World, uglich: Roadmap) -> None:
    with acting_as(town.coordinator):
        found = queries.yearly(roadmaps.get(uglich.number))
    assert (found.years, len(found.rows)) == ((2020, 2021, 2022), 31)
    texts = {row.line.total.plan.text for row in found.rows}
    assert {"1; 10", "10", "не менее 1", "не менее 1 раза в год"} <= texts
    assert found.met(2020) == (0, 31)


def test_a_fact_counts_once_it_is_confirmed(town: World) -> None:
    roadmap = planned(town)
    measure = make.measure(roadmap, plan=PLAN)
    make.progress(measure, town.curator, occurrence="2025", actual=[4])
    with acting_as(town.coordinator):
        (row,) = queries.yearly(roadmaps.get(roadmap.number)).rows
    assert (row.line.years[2025].is_met, row.waiting) == (None, {2025})
    make.progress(
        measure,
        town.curator,
        ProgressState.CONFIRMED,
        occurrence="2026",
        actual=[5],
        decided_by=town.coordinator,
    )
    with acting_as(town.coordinator):
        found = queries.yearly(roadmaps.get(roadmap.number))
    (row,) = found.rows
    assert row.line.years[2026].parts[0].deviation == -1 and row.line.total.parts[0].fact == 5
    assert found.met(2026) == (0, 1)


def test_facts_of_several_schools_make_the_fact_of_the_year(town: World) -> None:
    roadmap = planned(town)
    measure = make.measure(roadmap, plan=PLAN, per_school=True)
    for school, actual in ((town.school_1.school, [1]), (town.school_2.school, [3])):
        make.progress(
            measure,
            town.curator,
            ProgressState.CONFIRMED,
            occurrence=f"s{school.id}|2025",
            school_id=school.id,
            actual=actual,
            decided_by=town.coordinator,
        )
    with acting_as(town.coordinator):
        (row,) = queries.yearly(roadmaps.get(roadmap.number)).rows
    assert row.line.years[2025].parts[0].fact == 4 and row.line.years[2025].is_met


def close(actor: Actor, roadmap: Roadmap, year: int) -> None:
    with acting_as(actor):
        operations.close_year(roadmap.number, year, "Итоги года утверждены", actor=actor)


def test_a_year_is_closed_once_and_its_facts_stay(town: World) -> None:
    roadmap = planned(town)
    make.measure(roadmap, plan=PLAN)
    close(town.coordinator, roadmap, 2025)
    with acting_as(town.coordinator):
        found = queries.yearly(roadmaps.get(roadmap.number))
        assert found.closed[2025].note == "Итоги года утверждены"
        assert found.closed[2025].by == town.coordinator.name
        with pytest.raises(Invalid, match="2025 год закрыт"):
            require_open(roadmap.id, "2025", town.today)
        with pytest.raises(Invalid, match="2025 год закрыт"):
            require_open(roadmap.id, "", date(2025, 5, 1))
        require_open(roadmap.id, "2026", town.today)
    with pytest.raises(Invalid, match="уже закрыт"):
        close(town.chief, roadmap, 2025)


@pytest.mark.parametrize(
    ("year", "words"), [(2026, "ещё не окончен"), (2024, "нет такого года"), (0, "нет такого года")]
)
def test_a_year_that_is_not_over_stays_open(town: World, year: int, words: str) -> None:
    roadmap = planned(town)
    make.measure(roadmap, plan=PLAN)
    with pytest.raises(Invalid, match=words):
        close(town.coordinator, roadmap, year)


def test_a_year_waits_for_what_nobody_has_decided(town: World) -> None:
    roadmap = planned(town)
    make.progress(make.measure(roadmap, plan=PLAN), town.curator, occurrence="2025", actual=[4])
    with pytest.raises(Invalid, match="ждут решения – 1"):
        close(town.coordinator, roadmap, 2025)


def test_a_year_of_another_municipality_is_not_there(town: World) -> None:
    foreign = make.roadmap(town.foreign, starts_on=date(2025, 1, 1))
    make.measure(foreign, plan=PLAN)
    make.save(
        YearClosing(municipality_id=town.foreign.id, roadmap_id=foreign.id, year=2025, closed_by_name="Кто")
    )
    with pytest.raises(NotThere):
        close(town.coordinator, foreign, 2025)
    with acting_as(town.coordinator):
        assert closed_years(foreign.id) == frozenset()


def test_a_closed_year_refuses_every_act_on_its_facts(town: World) -> None:
    roadmap = planned(town)
    measure = make.measure(roadmap, "15.11.2025", make.party(roadmap, "УО"), plan=PLAN)
    other = make.measure(roadmap, "15.11.2025", make.party(roadmap, "Отдел"), plan=PLAN)
    fact = make.progress(
        measure, town.coordinator, ProgressState.CONFIRMED, done_on=date(2025, 11, 10), decided_by=town.chief
    )
    close(town.coordinator, roadmap, 2025)
    said = Execution(done_on=date(2025, 11, 10), note="Проведено", actual="4")
    acts: tuple[Callable[[], object], ...] = (
        lambda: measures.execute(other.ref, said, actor=town.coordinator),
        lambda: measures.revoke(measure.ref, fact.id, "Ошибка", actor=town.chief),
        lambda: measures.confirm(measure.ref, fact.id, actor=town.chief),
    )
    for act in acts:
        with acting_as(town.coordinator), pytest.raises(Invalid, match="2025 год закрыт"):
            act()
    with acting_as(town.coordinator):
        assert measures.execute(other.ref, replace(said, done_on=date(2026, 2, 1)), actor=town.coordinator)
