"""Remarks: written in their author's turn, answered by the school, closed by their author."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.pages import SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import moment, session
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Remark, RemarkChange
from webapp.remarks import operations
from workflows.vocabulary import FileDecision, RemarkKind, RemarkState


@pytest.fixture
def checked(town: World) -> on.Walk:
    return on.sent(town)


@pytest.fixture
def returned(town: World, checked: on.Walk) -> on.Walk:
    write(checked, "Цели не измеримы.")
    checked.step(town.curator, "return")
    return checked


def write(walk: on.Walk, words: str, **changes: object) -> Remark:
    draft = replace(on.remark(walk.town.today, words), **changes)  # type: ignore[arg-type]
    with acting_as(walk.town.curator) as curator:
        return operations.write(walk.number, draft, actor=curator)


def test_a_remark_needs_words_and_a_term_that_is_not_past(checked: on.Walk) -> None:
    past = checked.town.today - timedelta(days=3)
    for changes, field in (
        ({"text": "  "}, "text"),
        ({"due_on": None}, "due_on"),
        ({"due_on": past}, "due_on"),
    ):
        with pytest.raises(Invalid) as invalid:
            write(checked, "Замечание.", **changes)
        assert invalid.value.field == field
    with pytest.raises(Invalid):
        write(checked, "я" * 4001)
    write(checked, "Совет.", kind=RemarkKind.RECOMMENDATION, due_on=None)
    assert [remark.number for remark in checked.remarks()] == [1]


@pytest.mark.parametrize("clock", [time(0, 30), time(23, 30)])
def test_the_day_of_a_term_is_that_of_the_municipality_up_to_its_midnight(
    checked: on.Walk, clock: time
) -> None:
    """At half past midnight in Krasnoyarsk it is still yesterday in UTC."""
    today = checked.town.today + timedelta(days=1)
    with moment(datetime.combine(today, clock, make.ZONE)):
        with pytest.raises(Invalid, match="уже прошёл"):
            write(checked, "Вчерашний срок.", due_on=today - timedelta(days=1))
        write(checked, "Срок до конца дня.", due_on=today)
    assert [remark.due_on for remark in checked.remarks()] == [today]


def test_numbers_follow_each_other_and_every_change_leaves_a_line(returned: on.Walk) -> None:
    returned.answer(1, "Цели уточнены.")
    returned.submit("resubmit")
    write(returned, "Второе.")
    returned.settle(1, returned.town.curator)
    assert [remark.number for remark in returned.remarks()] == [1, 2]
    first = returned.remarks()[0].id
    with system_scope("look"):
        lines = session.execute(
            select(RemarkChange.state, RemarkChange.round, RemarkChange.version_number)
            .where(RemarkChange.remark_id == first)
            .order_by(RemarkChange.id)
        ).all()
    assert [tuple(line) for line in lines] == [
        (RemarkState.OPEN, 1, 1),
        (RemarkState.FIXED, 1, 1),
        (RemarkState.CONFIRMED, 2, 2),
    ]


def test_a_remark_changes_until_the_school_has_seen_it(town: World, checked: on.Walk) -> None:
    write(checked, "Цели не измеримы.")
    new = on.remark(town.today, "Цели раздела 2 не измеримы.", RemarkKind.EDITORIAL)
    with acting_as(town.curator) as curator:
        operations.edit(checked.number, 1, new, actor=curator, seen=1)
        with pytest.raises(Stale):
            operations.edit(checked.number, 1, new, actor=curator, seen=1)
    (remark,) = checked.remarks()
    assert (remark.text, remark.kind) == ("Цели раздела 2 не измеримы.", RemarkKind.EDITORIAL)
    checked.step(town.curator, "return")
    checked.answer(1)
    checked.submit("resubmit")
    seen = checked.remarks()[0].seen
    with acting_as(town.curator) as curator, pytest.raises(Invalid, match="уже направлено школе"):
        operations.edit(checked.number, 1, new, actor=curator, seen=seen)


def test_the_school_does_not_know_of_a_remark_before_the_return(town: World, checked: on.Walk) -> None:
    write(checked, "Цели не измеримы.")
    with acting_as(town.school_1.head) as head, pytest.raises(NotThere):
        operations.answer(checked.number, 1, "Исправлено.", actor=head, seen=1)


def test_an_answer_needs_the_schools_turn_and_words(town: World, returned: on.Walk) -> None:
    seen = returned.remarks()[0].seen
    with acting_as(town.school_1.head) as head:
        with pytest.raises(Invalid):
            operations.answer(returned.number, 1, " ", actor=head, seen=seen)
        with pytest.raises(Stale):
            operations.answer(returned.number, 1, "Исправлено.", actor=head, seen=seen - 1)
        with pytest.raises(NotThere):
            operations.answer(returned.number, 7, "Исправлено.", actor=head, seen=seen)
    with acting_as(town.school_2.head) as stranger, pytest.raises(NotThere):
        operations.answer(returned.number, 1, "Исправлено.", actor=stranger, seen=seen)
    returned.answer(1)
    returned.submit("resubmit")
    with acting_as(town.school_1.head) as head, pytest.raises(Invalid, match="пока пакет у школы"):
        operations.answer(returned.number, 1, "Ещё.", actor=head, seen=returned.remarks()[0].seen)


def test_a_remark_is_closed_by_its_author_with_a_reason_where_one_is_due(
    town: World, returned: on.Walk
) -> None:
    returned.answer(1)
    returned.submit("resubmit")
    seen = returned.remarks()[0].seen
    with acting_as(town.curator) as curator:
        for state in (RemarkState.NOT_FIXED, RemarkState.DROPPED):
            with pytest.raises(Invalid) as invalid:
                operations.settle(returned.number, 1, state, " ", actor=curator, seen=seen)
            assert invalid.value.field == "resolution-1"
        with pytest.raises(Stale):
            operations.settle(returned.number, 1, RemarkState.CONFIRMED, "", actor=curator, seen=seen - 1)
    with acting_as(town.coordinator) as coordinator, pytest.raises(Invalid):
        operations.settle(returned.number, 1, RemarkState.CONFIRMED, "", actor=coordinator, seen=seen)
    returned.settle(1, town.curator, RemarkState.NOT_FIXED)
    returned.step(town.curator, "return")
    assert returned.row().returns == 2


def test_an_examiner_does_not_close_the_remarks_of_the_curator(town: World, returned: on.Walk) -> None:
    returned.answer(1)
    returned.submit("resubmit")
    returned.settle(1, town.curator)
    returned.admit()
    returned.step(town.coordinator, "begin")
    seen = returned.remarks()[0].seen
    with (
        acting_as(town.coordinator) as coordinator,
        pytest.raises(Invalid, match="закрывает тот, кто его поставил"),
    ):
        operations.settle(returned.number, 1, RemarkState.DROPPED, "x", actor=coordinator, seen=seen)


def test_remarks_are_written_in_ones_own_turn_only(town: World, returned: on.Walk) -> None:
    with pytest.raises(Invalid, match="замечания изменить нельзя"):
        write(returned, "Поздно.")
    draft = on.remark(town.today, "Чужой ход.")
    with acting_as(town.coordinator) as coordinator, pytest.raises(Invalid):
        operations.write(returned.number, draft, actor=coordinator)
    with acting_as(town.foreign_curator) as stranger, pytest.raises(NotThere):
        operations.write(returned.number, draft, actor=stranger)


def test_a_curator_may_change_their_mind_before_the_school_has_seen_anything(
    town: World, checked: on.Walk, sign_in: SignIn
) -> None:
    """A remark made by mistake is dropped with a reason; the package is confirmed, the school never hears of it."""
    programme, protocol = checked.files()
    checked.check(programme)
    checked.check(protocol, FileDecision.RETURNED, text="Протокол не подписан.")
    with pytest.raises(Invalid, match="изменить или снять"):
        checked.settle(1, town.curator, RemarkState.CONFIRMED)
    page = sign_in(town.curator).get(f"/packages/{checked.number}/remarks")
    assert page.tree.xpath('//input[@name="state"]/@value') == ["dropped"]
    checked.settle(1, town.curator, RemarkState.DROPPED)
    protocol = checked.files()[1]
    checked.check(protocol)
    checked.step(town.curator, "confirm", text="Пакет полон.")
    assert checked.remarks()[0].published_at is None
    assert "не подписан" not in sign_in(town.school_1.head).get(f"/packages/{checked.number}/remarks").text
