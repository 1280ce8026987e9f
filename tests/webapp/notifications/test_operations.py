"""Who is told what: by the table, by who still has the right, once, and with one letter each."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from tests import factories as make
from tests.world import World
from webapp import mail
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import moment, now, session, transaction
from webapp.models import (
    Curatorship,
    ExpertAssignment,
    Mail,
    Membership,
    Message,
    Notification,
    Package,
    Report,
    StageDue,
    User,
)
from webapp.notifications import operations
from workflows.vocabulary import Audience, Event, ReportKind, ReportState, Role, State

ZONE = ZoneInfo("Asia/Krasnoyarsk")
People = Callable[[World], set[int]]


@pytest.fixture(autouse=True)
def as_the_product(town: World) -> Iterator[None]:
    with system_scope("test"):
        yield


@pytest.fixture
def package(town: World) -> Package:
    """A package of the first school, being examined by its assigned expert."""
    row = make.package(town.school_1.school, town.stage, state=State.EXPERTISE)
    make.save(
        ExpertAssignment(package_id=row.id, user_id=town.expert.user_id, user_name="x", assigned_by_name="y")
    )
    make.package(town.foreign_school.school, town.foreign_stage, state=State.EXPERTISE)
    return row


def told(key: str = "k") -> set[int]:
    return set(session.scalars(select(Notification.user_id).where(Notification.key == key)))


SCHOOL: People = lambda town: {town.school_1.coordinator.user_id, town.school_1.head.user_id}  # noqa: E731
CURATOR: People = lambda town: {town.curator.user_id}  # noqa: E731
EXPERT: People = lambda town: {town.expert.user_id}  # noqa: E731
COORDINATOR: People = lambda town: {town.coordinator.user_id}  # noqa: E731


@pytest.mark.parametrize(
    ("event", "people"),
    [
        (Event.SUBMITTED, (CURATOR,)),
        (Event.RESUBMITTED, (CURATOR,)),
        (Event.RETURNED_BY_CURATOR, (SCHOOL, CURATOR)),
        (Event.CONFIRMED, (SCHOOL, COORDINATOR, EXPERT)),
        (Event.EXPERTISE_CONCLUDED, (COORDINATOR,)),
        (Event.CONCLUSION_REOPENED, (EXPERT,)),
        (Event.VERDICT_RELEASED, (SCHOOL, CURATOR)),
        (Event.RETURNED_BY_EXPERTISE, (SCHOOL, CURATOR)),
        (Event.PLACED_IN_MEDK, (SCHOOL,)),
        (Event.WITHDRAWN, (CURATOR,)),
        (Event.LATE_ALLOWED, (SCHOOL,)),
    ],
)
def test_each_event_tells_those_of_the_table_and_nobody_else(
    town: World, package: Package, event: Event, people: tuple[People, ...]
) -> None:
    operations.notify(event, {"package_id": package.id}, key="k")
    assert told() == set().union(*(group(town) for group in people))


def test_everyone_told_can_open_what_they_are_told_about(town: World, package: Package) -> None:
    actors = {one.user_id: one for one in (town.curator, town.expert, town.coordinator, town.school_1.head,
                                           town.school_1.coordinator, town.chief)}  # fmt: skip
    for event in operations.TOLD:
        if event not in {Event.REPORT_READY, Event.REPORT_FAILED, Event.MESSAGE_POSTED}:
            operations.notify(
                event, {"package_id": package.id, "user_id": town.expert.user_id}, key=f"k-{event}"
            )
            for user_id in told(f"k-{event}"):
                with acting_as(actors[user_id]):
                    assert session.scalar(select(Package.id).where(Package.id == package.id)), event


def test_who_did_it_is_not_told_of_it(town: World, package: Package) -> None:
    payload = {"package_id": package.id, "actor_id": town.curator.user_id}
    operations.notify(Event.RETURNED_BY_CURATOR, payload, key="k")
    assert told() == SCHOOL(town)


def test_repeating_it_tells_nobody_twice_and_writes_no_second_letter(town: World, package: Package) -> None:
    for _ in range(3):
        operations.notify(Event.SUBMITTED, {"package_id": package.id}, key="k")
    assert len(session.scalars(select(Notification)).all()) == 1
    letters = session.scalars(select(Mail)).all()
    assert [letter.recipient for letter in letters] == [town.curator.email]


def test_the_notification_and_its_letter_are_written_together_or_not_at_all(
    town: World, package: Package
) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        operations.notify(Event.SUBMITTED, {"package_id": package.id}, key="k")
        _ = 1 / 0
    assert session.scalars(select(Notification)).all() == []
    assert session.scalars(select(Mail)).all() == []


def test_a_letter_carries_title_and_link_only(town: World, package: Package) -> None:
    operations.notify(Event.SUBMITTED, {"package_id": package.id}, key="k")
    letter = session.scalars(select(Mail)).one()
    assert letter.subject.startswith("Пакет направлен куратору: программа развития")
    assert f"http://127.0.0.1:8000/packages/{package.number}" in letter.body
    assert "Критериев" not in letter.body and "Координаторова" not in letter.body


@pytest.mark.parametrize("loss", ["disabled", "membership", "curatorship", "future"])
def test_a_right_lost_before_delivery_is_lost(town: World, package: Package, loss: str) -> None:
    yesterday, tomorrow = town.today - timedelta(days=1), town.today + timedelta(days=1)
    statements = {
        "disabled": update(User).where(User.id == town.curator.user_id).values(disabled_at=now()),
        "membership": update(Membership)
        .where(Membership.user_id == town.curator.user_id)
        .values(until=yesterday),
        "curatorship": update(Curatorship)
        .where(Curatorship.id == town.curatorship.id)
        .values(until=yesterday),
        "future": update(Curatorship).where(Curatorship.id == town.curatorship.id).values(since=tomorrow),
    }
    with transaction():
        session.execute(statements[loss])
    operations.notify(Event.SUBMITTED, {"package_id": package.id}, key="k")
    assert told() == set()
    assert session.scalars(select(Mail)).all() == []


def test_a_substitute_is_told_instead_of_the_curator_on_leave(town: World, package: Package) -> None:
    make.curatorship(town.other_curator, town.school_1.school, substitutes_id=town.curatorship.id)
    operations.notify(Event.SUBMITTED, {"package_id": package.id}, key="k")
    assert told() == {town.other_curator.user_id}


def test_the_default_examiner_is_told_only_when_the_package_is_open_to_him(town: World) -> None:
    row = make.package(town.school_2.school, town.stage, state=State.ADMITTED)
    with transaction():
        session.execute(update(StageDue).values(examiner_id=town.other_expert.user_id))
    operations.notify(Event.CONFIRMED, {"package_id": row.id}, key="before")
    assert town.other_expert.user_id not in told("before")
    make.save(
        ExpertAssignment(
            package_id=row.id, user_id=town.other_expert.user_id, user_name="x", assigned_by_name=""
        )
    )
    operations.notify(Event.CONFIRMED, {"package_id": row.id}, key="after")
    assert town.other_expert.user_id in told("after")


def test_an_assigned_expert_is_told_and_no_other_one(town: World, package: Package) -> None:
    payload = {"package_id": package.id, "user_id": town.expert.user_id, "actor_id": town.coordinator.user_id}
    operations.notify(Event.EXPERT_ASSIGNED, payload, key="k")
    assert told() == EXPERT(town)


def test_a_message_for_everyone_reaches_its_readers_but_not_its_author(town: World, package: Package) -> None:
    _say(package, town.coordinator, Audience.EVERYONE)
    message = _say(package, town.school_1.coordinator, Audience.EVERYONE)
    operations.notify(Event.MESSAGE_POSTED, _posted(message), key="k")
    assert told() == {town.school_1.head.user_id} | CURATOR(town) | EXPERT(town) | COORDINATOR(town)


def test_an_internal_note_never_reaches_the_school_even_if_it_has_written_there(
    town: World, package: Package
) -> None:
    _say(package, town.school_1.coordinator, Audience.EVERYONE)
    note = _say(package, town.curator, Audience.INTERNAL)
    operations.notify(Event.MESSAGE_POSTED, _posted(note), key="k")
    assert told() == EXPERT(town)


def test_a_report_is_announced_to_who_asked_for_it_while_he_may_read_it(town: World) -> None:
    report = _report(town)
    payload = {"report_id": report.id}
    operations.notify(Event.REPORT_READY, payload, key="k")
    assert told() == COORDINATOR(town)
    line = session.scalars(select(Notification)).one()
    assert line.link == f"/reports/{report.number}" and "Отчёт готов" in line.title
    with transaction():
        session.execute(
            update(Membership)
            .where(Membership.user_id == town.coordinator.user_id)
            .values(role=Role.METHODIST)
        )
    operations.notify(Event.REPORT_READY, payload, key="later")
    assert told("later") == set()


def test_a_thing_that_is_gone_tells_nobody_and_does_not_fail(town: World) -> None:
    operations.notify(Event.SUBMITTED, {"package_id": 999_999}, key="k")
    operations.notify(Event.REPORT_READY, {"report_id": 999_999}, key="k")
    assert told() == set()


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (7, "До срока по пакету 7 дней"),
        (3, "До срока по пакету 3 дня"),
        (1, "До срока по пакету 1 день"),
        (0, "Сегодня истекает срок"),
        (-1, "Срок по пакету истёк"),
        (5, "До срока по пакету 5 дней"),  # the reminder of the seventh day was missed
        (8, None),
    ],
)
def test_a_reminder_comes_at_its_day_to_those_whose_turn_it_is(
    town: World, morning: None, left: int, words: str | None
) -> None:
    _due(town, left, State.CURATOR_REVIEW)
    operations.remind()
    lines = session.scalars(select(Notification)).all()
    assert {line.user_id for line in lines} == (CURATOR(town) if words else set())
    assert all(line.title.replace("\xa0", " ").startswith(words or "") for line in lines)


@pytest.mark.parametrize(
    ("state", "people"),
    [
        (State.CURATOR_RETURNED, SCHOOL),
        (State.DRAFT, SCHOOL),
        (State.CURATOR_REVIEW, CURATOR),
        (State.ADMITTED, COORDINATOR),
        (State.CONCLUDED, COORDINATOR),
        (State.FAILS, lambda _town: set()),
        (State.FOUNDER_REVIEW, lambda town: {town.chief.user_id}),
    ],
)
def test_reminders_follow_the_turn(town: World, morning: None, state: State, people: People) -> None:
    row = _due(town, 1, state)
    if state is State.ADMITTED:  # the examiner is the coordinator of a small town
        with transaction():
            session.execute(
                update(Package).where(Package.id == row.id).values(examiner_id=town.coordinator.user_id)
            )
    operations.remind()
    assert set(session.scalars(select(Notification.user_id))) == people(town)


def test_a_reminder_comes_once_however_many_schedulers_run(town: World, morning: None) -> None:
    _due(town, 3, State.CURATOR_REVIEW)
    assert operations.remind() == 1
    assert operations.remind() == 0
    assert len(session.scalars(select(Notification)).all()) == 1
    assert len(session.scalars(select(Mail)).all()) == 1


def test_who_has_just_got_the_turn_is_not_reminded_of_days_already_gone(town: World, morning: None) -> None:
    _due(town, 5, State.CURATOR_REVIEW, waited=0)
    operations.remind()
    assert session.scalars(select(Notification)).all() == []


def test_nobody_is_reminded_at_night(town: World) -> None:
    row = _due(town, 1, State.CURATOR_REVIEW)
    midnight = datetime.combine(town.today, time(3), ZONE)
    assert row.due_at is not None
    with moment(midnight):
        assert operations.remind() == 0


@pytest.fixture
def morning(town: World) -> Iterator[None]:
    with moment(datetime.combine(town.today, time(9, 10), ZONE)):
        yield


def _due(town: World, left: int, state: State, *, waited: int = 30) -> Package:
    end = datetime.combine(town.today + timedelta(days=left), time(23, 59, 59), ZONE)
    row = make.package(town.school_1.school, town.stage, state=state, due_at=end)
    with transaction():
        since = now() - timedelta(days=waited)
        session.execute(update(Package).where(Package.id == row.id).values(waiting_since=since))
    return row


def _say(package: Package, author: Actor, audience: Audience) -> Message:
    row: Message = make.save(Message(package_id=package.id, audience=audience, text="Тайный текст", author_id=author.user_id,
                                     author_name=author.name, author_role=author.role))  # fmt: skip
    return row


def _posted(message: Message) -> dict[str, int]:
    return {"package_id": message.package_id, "message_id": message.id, "actor_id": message.author_id}


def _report(town: World) -> Report:
    row: Report = make.save(Report(
        municipality_id=town.municipality.id, number="1", kind=ReportKind.STAGE, stage_id=town.stage.id, title="Отчёт",
        request_key="r", state=ReportState.READY, content={}, requested_by_id=town.coordinator.user_id,
        requested_by_name="x",
    ))  # fmt: skip
    return row


def test_the_text_of_a_message_is_in_no_notification_and_no_letter(town: World, package: Package) -> None:
    operations.notify(Event.MESSAGE_POSTED, _posted(_say(package, town.curator, Audience.EVERYONE)), key="k")
    assert told()
    assert all("Тайный" not in letter.body + letter.subject for letter in session.scalars(select(Mail)))
    assert all("Тайный" not in line.title for line in session.scalars(select(Notification)))
    assert mail.waiting()
