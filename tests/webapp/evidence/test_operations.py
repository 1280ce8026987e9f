"""What people say of documents and measures: by whom, when it counts, when it may not change."""

import pytest
from sqlalchemy import select

from tests.webapp.evidence.conftest import TITLES, Folder, paper
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session
from webapp.errors import Invalid, NotThere
from webapp.evidence import operations
from webapp.models import EvidenceLink, JournalEntry
from workflows.evidence import Coverage, Tie
from workflows.vocabulary import State, Turn


def choose(folder: Folder, number: int, *files: int, actor: Actor) -> int:
    session.rollback()
    with acting_as(actor):
        return operations.choose(
            folder.package.number,
            folder.key(number),
            [folder.files[one].number for one in files],
            actor=actor,
        )


def kept() -> list[EvidenceLink]:
    session.rollback()
    with system_scope("look"):
        return list(session.scalars(select(EvidenceLink).order_by(EvidenceLink.id)))


def coverage(folder: Folder, actor: Actor) -> list[Coverage]:
    return [row.coverage for row in folder.seen_by(actor).rows]


def test_the_school_ties_a_file_and_takes_it_off(filled: Folder) -> None:
    school = filled.town.school_1.coordinator
    assert choose(filled, 4, 3, actor=school) == 1
    row = filled.seen_by(school).rows[3]
    assert (row.cells[0].tie, row.cells[0].file) == (Tie.HAND, filled.files[3].number)
    assert choose(filled, 4, 3, actor=school) == 0, "nothing has changed"
    assert choose(filled, 4, actor=school) == 1
    assert filled.seen_by(school).rows[3].coverage is Coverage.MISSING
    (tied, off) = kept()
    assert (tied.related, off.related) == (True, False)
    assert (tied.set_by_name, tied.set_by_id) == (school.name, school.user_id) and tied.set_at <= off.set_at
    with system_scope("look"):
        actions = session.scalars(select(JournalEntry.action)).all()
    assert actions.count("evidence.linked") == 2


def test_a_file_in_a_slot_is_no_proof_once_a_person_says_so(filled: Folder) -> None:
    school = filled.town.school_1.coordinator
    choose(filled, 1, actor=school)
    assert coverage(filled, school)[0] is Coverage.MISSING
    choose(filled, 1, 0, actor=school)
    assert coverage(filled, school)[0] is Coverage.COVERED


def test_a_proposal_is_confirmed_or_refused(folder: Folder) -> None:
    school = folder.town.school_1.coordinator
    folder.put("other", paper(TITLES[3], folder.due))
    assert folder.seen_by(school).rows[3].cells[0].tie is Tie.WORDS
    choose(folder, 4, 0, actor=school)
    assert folder.seen_by(school).rows[3].coverage is Coverage.COVERED
    choose(folder, 4, actor=school)
    assert folder.seen_by(school).rows[3].cells == ()


def test_sent_it_is_locked_for_the_school_and_open_to_its_curator(filled: Folder) -> None:
    filled.send()
    town = filled.town
    with pytest.raises(Invalid, match="Пакет направлен"):
        choose(filled, 4, 3, actor=town.school_1.coordinator)
    for actor in (town.coordinator, town.chief):
        with pytest.raises(Invalid, match="относят школа и куратор"):
            choose(filled, 4, 3, actor=actor)
    with pytest.raises(NotThere):
        choose(filled, 4, 3, actor=town.other_curator)
    assert choose(filled, 4, 3, actor=town.curator) == 1
    filled.move(State.ADMITTED, Turn.EXPERT)
    with pytest.raises(Invalid, match="пока проверяет пакет"):
        choose(filled, 4, actor=town.curator)


def test_each_side_sees_the_other_when_the_package_is_handed_on(filled: Folder) -> None:
    town, school = filled.town, filled.town.school_1.coordinator
    choose(filled, 4, 3, actor=school)
    filled.send()
    assert filled.seen_by(town.curator).rows[3].cells[0].tie is Tie.HAND
    choose(filled, 4, actor=town.curator)
    assert coverage(filled, town.curator)[3] is Coverage.MISSING
    assert filled.seen_by(school).rows[3].cells[0].tie is Tie.HAND, "the curator has not finished"
    filled.move(State.CURATOR_RETURNED, Turn.SCHOOL)
    assert coverage(filled, school)[3] is Coverage.MISSING
    choose(filled, 4, 3, actor=school)
    assert coverage(filled, town.curator)[3] is Coverage.MISSING, "the school has not sent it yet"


def test_a_file_or_a_measure_of_nobody_here_is_not_there(filled: Folder, town: object) -> None:
    school = filled.town.school_1.coordinator
    with pytest.raises(NotThere), acting_as(school):
        operations.choose(filled.package.number, filled.key(1), [999_999], actor=school)
    session.rollback()
    with pytest.raises(NotThere), acting_as(school):
        operations.choose(filled.package.number, "measure-0", [], actor=school)
    session.rollback()
    stranger = filled.town.foreign_school.coordinator
    with pytest.raises(NotThere), acting_as(stranger):
        operations.choose(filled.package.number, filled.key(1), [], actor=stranger)
    assert kept() == []
