"""A package with all that its page needs: for whom it is there, what of it, and at one number of statements."""

from collections.abc import Callable

import pytest

from tests import factories as make
from tests.counting import statements
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import Actor, acting_as
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.errors import NotThere
from webapp.packages import operations
from webapp.remarks import operations as remarks
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import FileDecision, RemarkKind

LOW = {"Б.1": (MarkValue.ZERO, "Причины не названы.")}


def seen_by(actor: Actor, number: str) -> Dossier:
    with acting_as(actor):
        return queries.dossier(number, actor)


def write(walk: on.Walk, actor: Actor, text: str) -> None:
    draft = on.remark(walk.town.today, text, RemarkKind.EDITORIAL)
    with acting_as(actor):
        remarks.write(walk.number, draft, actor=actor)


def test_who_has_nothing_to_do_with_a_package_has_no_dossier_of_it(town: World) -> None:
    walk = on.sent(town)
    strangers = (
        town.school_2.head, town.other_curator, town.expert, town.foreign_coordinator, town.foreign_curator,
        town.foreign_school.head,
    )  # fmt: skip
    for actor in strangers:
        with acting_as(actor), pytest.raises(NotThere):
            queries.dossier(walk.number, actor)
    for actor in (town.school_1.coordinator, town.school_1.head, town.curator, town.coordinator):
        assert seen_by(actor, walk.number).package.number == walk.number


def test_a_draft_is_the_schools_alone(town: World) -> None:
    walk = on.begun(town)
    assert len(seen_by(town.school_1.head, walk.number).draft_files()) == 2
    for actor in (town.curator, town.coordinator, town.chief):
        with acting_as(actor), pytest.raises(NotThere):
            queries.dossier(walk.number, actor)


def test_the_school_does_not_see_what_was_not_yet_sent_to_it(town: World) -> None:
    walk = on.sent(town)
    write(walk, town.curator, "Нет подписи.")
    assert [one.text for one in seen_by(town.curator, walk.number).remarks] == ["Нет подписи."]
    assert seen_by(town.school_1.head, walk.number).remarks == ()
    walk.step(town.curator, "return")
    assert [one.text for one in seen_by(town.school_1.head, walk.number).remarks] == ["Нет подписи."]


def test_the_school_sees_no_marks_and_no_verdict_before_their_release(town: World) -> None:
    walk = on.admitted(town)
    walk.examine(VerdictKind.REWORK, LOW)
    inside, outside = seen_by(town.coordinator, walk.number), seen_by(town.school_1.head, walk.number)
    assert inside.expertise is not None and inside.expertise.verdict is not None and inside.sheet is not None
    assert outside.expertise is None and outside.sheet is None and outside.remarks == ()
    walk.step(town.coordinator, "release")
    released = seen_by(town.school_1.head, walk.number)
    assert released.expertise is not None and released.expertise.verdict is not None
    assert [one.text for one in released.remarks] == ["Причины не названы."]


def test_files_stand_in_the_order_of_their_slots_with_what_concerns_the_reader(town: World) -> None:
    walk = on.sent(town)
    first, second = walk.files()
    walk.check(second)
    with acting_as(town.curator) as actor:
        operations.mark_viewed(walk.number, first.number, viewed=True, actor=actor)
    found = seen_by(town.curator, walk.number)
    places = [slot.code for slot in found.slots]
    assert [line.file.slot for line in found.files] == sorted(
        (line.file.slot for line in found.files), key=places.index
    )
    lines = {line.file.number: line for line in found.files}
    assert {number: line.viewed for number, line in lines.items()} == {
        first.number: True,
        second.number: True,
    }
    decided = lines[second.number].check
    assert decided is not None and decided.decision is FileDecision.CONFIRMED
    assert lines[first.number].check is None
    assert all(line.sent and line.change == "new" for line in found.files)
    assert not any(line.viewed for line in seen_by(town.coordinator, walk.number).files)


def test_a_former_worker_of_the_school_is_known_as_such(town: World) -> None:
    walk = on.sent(town)
    assert not seen_by(town.coordinator, walk.number).bias.own_school
    on.also(town.coordinator, "head", town.school_1.school)
    assert seen_by(town.coordinator, walk.number).bias.own_school
    on.also(town.curator, "head", town.school_2.school)
    assert not seen_by(town.curator, walk.number).bias.own_school


def add_file(walk: on.Walk, n: int) -> None:
    walk.add("other", f"Справка {n}.pdf")


def add_remark(walk: on.Walk, n: int) -> None:
    write(walk, walk.town.curator, f"Замечание {n}.")


def add_curator(walk: on.Walk, n: int) -> None:
    stranger = make.person(f"Заменов Пётр Ильич {n}", "curator", municipality=walk.town.municipality)
    make.curatorship(stranger, walk.town.school_1.school)


def add_mark(walk: on.Walk, n: int) -> None:
    walk.mark(("А.1", "А.2", "А.3")[n], MarkValue.TWO)


def examined(town: World) -> on.Walk:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    return walk


@pytest.mark.parametrize(
    ("begin", "add"),
    [(on.begun, add_file), (on.sent, add_remark), (on.sent, add_curator), (examined, add_mark)],
    ids=["files", "remarks", "curators", "marks"],
)
def test_statements_do_not_grow_with_rows(
    town: World, begin: Callable[[World], on.Walk], add: Callable[[on.Walk, int], None]
) -> None:
    walk, counts = begin(town), []
    reader = town.school_1.head if begin is on.begun else town.coordinator
    for n in range(3):
        add(walk, n)
        with statements() as found:
            seen_by(reader, walk.number)
        counts.append(len(found))
    assert counts[0] == counts[2] <= 12
