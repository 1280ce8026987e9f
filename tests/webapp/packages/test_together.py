"""Many packages moved by one act: all or none, and of each the same is written as of one alone."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import factories as make
from tests.counting import statements
from tests.webapp.packages import walk as on
from tests.webapp.reports.conftest import rows
from tests.webapp.reports.judging import Case, change_verdict, judged
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.errors import NotThere, Stale
from webapp.invariants import work
from webapp.models import JournalEntry, OutboxMessage, Package, PackageEvent
from webapp.packages import operations
from webapp.packages.operations import Answer
from workflows.route import Refused
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Event, State, Turn

DECISIONS = (VerdictKind.CONFORMS, VerdictKind.WITH_REMARKS, VerdictKind.FAILS)


@pytest.fixture(autouse=True)
def as_the_product(app: Flask) -> Iterator[None]:
    """Rows are looked at as the product; whoever acts in a test says so."""
    with system_scope("test"):
        yield


@pytest.fixture
def decided(town: World) -> list[Package]:
    """Three packages of three schools with three different verdicts."""
    stage = make.stage(town.programme, slug="together", title="Программы развития", kinds=("development",))
    schools = (town.school_1.school, town.school_2.school, town.school_3.school)
    return [
        judged(town, school, stage, Case(verdict)) for school, verdict in zip(schools, DECISIONS, strict=True)
    ]


def include(packages: list[Package], actor: Actor) -> None:
    with acting_as(actor):
        operations.take_step_together(seen(packages), "include", actor=actor)


def seen(packages: list[Package]) -> dict[str, int]:
    return {package.number: package.seen for package in packages}


def states() -> list[State]:
    return [package.state for package in sorted(rows(Package), key=lambda one: one.id)]


def test_of_each_the_same_is_written_as_of_one_alone(town: World, decided: list[Package]) -> None:
    with acting_as(town.coordinator):
        operations.take_step(
            decided[0].number, "include", Answer(), actor=town.coordinator, seen=decided[0].seen
        )
    include(decided[1:], town.coordinator)
    assert states() == [State.REPORTED] * 3
    alone, *others = rows(Package)
    for other in others:
        assert (other.turn, other.due_at, other.seen) == (alone.turn, alone.due_at, alone.seen)
        assert other.turn is Turn.NOBODY and other.waiting_since == other.updated_at
    told = rows(PackageEvent, PackageEvent.action == "include")
    assert len(told) == 3
    assert (
        len(
            {
                (one.title, one.text, one.audience, one.to_state, one.version_number, one.actor_name)
                for one in told
            }
        )
        == 1
    )
    assert {one.from_state for one in told} == {State.APPROVED, State.FAILS}
    entries = rows(JournalEntry, JournalEntry.action == "package.include")
    assert [entry.object_id for entry in entries] == [package.number for package in decided]
    assert {(entry.details["after"], entry.details["seen"]) for entry in entries} == {
        ("reported", decided[0].seen)
    }
    events = rows(OutboxMessage, OutboxMessage.event == Event.INCLUDED_IN_REPORT)
    assert [event.payload["package_id"] for event in events] == [package.id for package in decided]


def test_when_two_have_changed_both_are_named_and_none_moves(town: World, decided: list[Package]) -> None:
    known = seen(decided)
    for package in decided[:2]:
        with acting_as(town.coordinator):
            operations.take_step(
                package.number, "include", Answer(), actor=town.coordinator, seen=package.seen
            )
    with acting_as(town.coordinator), pytest.raises(Stale) as refusal:
        operations.take_step_together(known, "include", actor=town.coordinator)
    assert f"№ {decided[0].number}, {decided[1].number}. Проверьте" in str(refusal.value)
    assert states() == [State.REPORTED, State.REPORTED, State.FAILS]


def test_one_that_the_route_refuses_stops_all(town: World, decided: list[Package]) -> None:
    change_verdict(decided[1].number, VerdictKind.REWORK)
    fresh = sorted(rows(Package), key=lambda one: one.id)
    with pytest.raises(Refused, match="это действие невозможно"):
        include(fresh, town.coordinator)
    with pytest.raises(Refused, match="другой участник"):
        include(decided[:1], town.curator)
    assert State.REPORTED not in states() and not rows(PackageEvent, PackageEvent.action == "include")


def test_a_foreign_package_among_them_is_not_there(town: World, decided: list[Package]) -> None:
    with pytest.raises(NotThere):
        include(decided, town.foreign_coordinator)
    with acting_as(town.coordinator), pytest.raises(NotThere):
        operations.take_step_together({**seen(decided), "srr-2026-999": 1}, "include", actor=town.coordinator)
    assert State.REPORTED not in states()


def test_a_step_with_conditions_is_taken_package_by_package(town: World, decided: list[Package]) -> None:
    with acting_as(town.coordinator), pytest.raises(ValueError, match="package by package"):
        operations.take_step_together(seen(decided[:1]), "release", actor=town.coordinator)
    assert State.REPORTED not in states()


def test_of_two_at_once_one_moves_them_and_the_other_is_told(
    app: Flask, town: World, decided: list[Package]
) -> None:
    known = seen(decided)

    def together() -> object:
        operations.take_step_together(known, "include", actor=town.coordinator)
        return True

    results = on.at_once(app, [(town.coordinator, together)] * 2)
    assert sorted(result is True for result in results) == [False, True]
    assert len(rows(PackageEvent, PackageEvent.action == "include")) == 3
    assert not list(work.broken_journal())


def test_reading_does_not_grow_with_the_packages(town: World, decided: list[Package]) -> None:
    counts = []
    for packages in (decided[:1], decided[1:]):
        with statements() as found:
            include(packages, town.coordinator)
        counts.append(sum(1 for statement in found if statement.lstrip().upper().startswith("SELECT")))
    assert counts[0] == counts[1]
