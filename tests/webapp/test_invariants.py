"""`flask doctor` finds each kind of damage by itself, names the row, and is silent over a sound database."""

import io
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from tests import factories as make
from tests.world import World
from webapp import invariants, journal
from webapp.access.actor import system_scope
from webapp.database import moment, now, session, transaction
from webapp.filestore import storage
from webapp.models import (
    Curatorship,
    Delivery,
    ExpertAssignment,
    Expertise,
    JournalEntry,
    LoginSession,
    Mark,
    Membership,
    NumberSequence,
    OutboxMessage,
    Package,
    PackageFile,
    Remark,
    StoredFile,
    Verdict,
    Version,
    VersionFile,
)
from workflows.sheets import SHEETS
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Event, RemarkKind, RemarkOrigin, Role, State, Turn

Break = Callable[["Sound"], None]


class Sound:
    """A released package with everything that belongs to it, true to every invariant."""

    def __init__(self, town: World) -> None:
        self.town = town
        head, expert = town.school_1.head, town.expert
        self.package = make.package(town.school_1.school, town.stage, state=State.DRAFT, number="srr-2026-1")
        self.other = make.package(town.school_2.school, town.stage, state=State.DRAFT, number="srr-2026-2")
        make.save(NumberSequence(municipality_id=town.municipality.id, series="package-2026", last=2))
        self.file = _stored(self.package, head)
        self.version = make.save(Version(
            package_id=self.package.id, number=1, round=1, slots=[], answers={}, sent_by_id=head.user_id, sent_by_name="x",
            sent_by_role=Role.HEAD, declared_no_personal_data=True,
        ))  # fmt: skip
        self.version_file = make.save(VersionFile(
            package_id=self.package.id, version_id=self.version.id, file_id=self.file.id, position=1, change="new"
        ))  # fmt: skip
        make.save(ExpertAssignment(
            package_id=self.package.id, user_id=expert.user_id, user_name="x", assigned_by_name="y"
        ))  # fmt: skip
        self.expertise = make.save(Expertise(
            package_id=self.package.id, version_id=self.version.id, round=1, examiner_id=expert.user_id,
            examiner_name="x", examiner_role=Role.EXPERT, editions=[], sheet=SHEETS["concept"], concluded_at=now(),
        ))  # fmt: skip
        make.save(Mark(package_id=self.package.id, expertise_id=self.expertise.id, criterion="1"))
        self.verdict = make.save(Verdict(
            package_id=self.package.id, version_id=self.version.id, expertise_id=self.expertise.id, round=1,
            kind=VerdictKind.CONFORMS, rationale="x", points=2, maximum=2, decided_by_id=expert.user_id,
            decided_by_name="x", released_at=now(),
        ))  # fmt: skip
        self.remark = make.save(Remark(
            package_id=self.package.id, number=1, origin=RemarkOrigin.EXPERTISE, kind=RemarkKind.RECOMMENDATION, text="x",
            round=1, version_id=self.version.id, author_id=expert.user_id, author_name="x", author_role=Role.EXPERT,
            published_at=now(), file_id=self.file.id,
        ))  # fmt: skip
        self.set(Package, self.package.id, state=State.FOUNDER_REVIEW, turn=Turn.CHIEF, verdict=VerdictKind.CONFORMS,
                 current_version_id=self.version.id, sent_at=now(), confirmed_by_id=town.curator.user_id,
                 examiner_id=expert.user_id)  # fmt: skip
        for number in range(3):
            with transaction():
                journal.record("test.act", kind="package", object_id=number, after="й")

    def set(self, model: type, row_id: int, **values: object) -> None:
        with transaction():
            session.execute(
                update(model)
                .where(model.id == row_id)
                .values(**values)
                .execution_options(synchronize_session=False)
            )


def _stored(package: Package, actor: make.Actor) -> PackageFile:
    data = f"содержимое {package.number}".encode()
    kept = storage().keep(storage().receive(io.BytesIO(data), limit=1000))
    make.save(StoredFile(sha256=kept.sha256, size=kept.size, kind="txt", media_type="text/plain"))
    row: PackageFile = make.save(PackageFile(
        package_id=package.id, number=1, slot="programme", name="a.txt", sha256=kept.sha256, size=kept.size, kind="txt",
        uploaded_by_id=actor.user_id, uploaded_by_name="x",
    ))  # fmt: skip
    return row


@pytest.fixture
def sound(town: World) -> Iterator[Sound]:
    with system_scope("test"):
        for sha256 in list(storage().hashes()):
            storage().remove(sha256)
        yield Sound(town)


def broken(*, deep: bool = False) -> list[str]:
    session.rollback()
    session.expire_all()
    return [finding.name for finding in invariants.examine(deep=deep)]


def test_a_sound_database_is_found_sound(sound: Sound) -> None:
    assert broken(deep=True) == []


def _no_bytes(s: Sound) -> None:
    storage().remove(s.file.sha256)


def _wrong_size(s: Sound) -> None:
    with transaction():
        session.execute(update(StoredFile).values(size=1))


def _orphan(_s: Sound) -> None:
    received = storage().receive(io.BytesIO(b"nobody's"), limit=100)
    os.utime(received.path, (0, 0))
    storage().keep(received)


def _foreign_version_file(s: Sound) -> None:
    s.set(PackageFile, s.file.id, package_id=s.other.id)
    s.set(Remark, s.remark.id, file_id=None)


def _empty_version(s: Sound) -> None:
    with transaction():
        session.execute(delete(VersionFile))


def _expert(s: Sound, user_id: int) -> None:
    make.save(ExpertAssignment(package_id=s.package.id, user_id=user_id, user_name="x", assigned_by_name="y"))


def _failed_delivery(_s: Sound) -> None:
    message = make.save(OutboxMessage(event=Event.RESUMED, payload={}, spread_at=now()))
    make.save(Delivery(message_id=message.id, task="notify", state="failed", attempts=5, last_error="нет"))


def _old_event(_s: Sound) -> None:
    make.save(OutboxMessage(event=Event.RESUMED, payload={}, created_at=now() - timedelta(minutes=6)))


def _old_session(s: Sound) -> None:
    make.save(
        LoginSession(
            token_hash="0" * 64, user_id=s.town.curator.user_id, created_at=now() - timedelta(days=3)
        )
    )


def _second_verdict(s: Sound) -> None:
    again = make.save(Expertise(
        package_id=s.package.id, version_id=s.version.id, round=1, examiner_id=s.town.other_expert.user_id, examiner_name="x",
        examiner_role=Role.EXPERT, editions=[], sheet=SHEETS["concept"], concluded_at=now(),
    ))  # fmt: skip
    make.save(Verdict(
        package_id=s.package.id, version_id=s.version.id, expertise_id=again.id, round=1, kind=VerdictKind.CONFORMS,
        rationale="x", points=2, maximum=2, decided_by_id=s.town.other_expert.user_id, decided_by_name="x",
        released_at=now(),
    ))  # fmt: skip


def _foreign_curator(s: Sound) -> None:
    s.set(Curatorship, s.town.curatorship.id, school_id=s.town.foreign_school.school.id)


@pytest.mark.parametrize(
    ("expected", "damage"),
    [
        ("files.present", _no_bytes),
        ("files.present", _wrong_size),
        ("files.owned", _orphan),
        ("versions.files", _foreign_version_file),
        ("versions.filled", _empty_version),
        ("packages.route", lambda s: s.set(Package, s.other.id, turn=Turn.EXPERT)),
        ("packages.route", lambda s: s.set(Package, s.other.id, kind="unknown")),
        ("packages.route", lambda s: s.set(Package, s.other.id, state=State.PLACED)),
        ("packages.sent", lambda s: s.set(Package, s.package.id, sent_at=None)),
        ("packages.version", lambda s: s.set(Package, s.package.id, round=2)),
        ("packages.place", lambda s: s.set(Package, s.other.id, stage_id=s.town.foreign_stage.id)),
        ("packages.rounds", lambda s: s.set(Package, s.package.id, returns=3)),
        ("packages.duties", lambda s: s.set(Package, s.package.id, examiner_id=s.town.curator.user_id)),
        ("packages.duties", lambda s: s.set(Expertise, s.expertise.id, examiner_id=s.town.curator.user_id)),
        ("packages.numbers", lambda s: s.set(Package, s.other.id, number="voz-2026-1")),
        ("packages.numbers", lambda s: s.set(Package, s.other.id, number="srr-2026-7")),
        ("expertise.version", lambda s: s.set(Expertise, s.expertise.id, round=2)),
        ("expertise.version", lambda s: s.set(Mark, 1, package_id=s.other.id)),
        ("verdicts.belong", lambda s: s.set(Verdict, s.verdict.id, round=2)),
        ("verdicts.belong", lambda s: s.set(Expertise, s.expertise.id, concluded_at=None)),
        ("verdicts.state", lambda s: s.set(Package, s.package.id, state=State.FAILS)),
        ("verdicts.state", lambda s: s.set(Package, s.package.id, verdict=VerdictKind.FAILS)),
        ("verdicts.state", lambda s: s.set(Verdict, s.verdict.id, released_at=None)),
        ("verdicts.single", _second_verdict),
        ("remarks.answered", lambda s: s.set(Remark, s.remark.id, kind=RemarkKind.ESSENTIAL, due_on=s.town.today,
                                             published_at=s.version.sent_at - timedelta(days=1))),
        ("remarks.belong", lambda s: s.set(Remark, s.remark.id, package_id=s.other.id)),
        ("people.memberships", lambda s: s.set(Membership, s.town.curator.membership_id, municipality_id=None)),
        ("people.memberships", lambda s: s.set(Membership, s.town.observer.membership_id, region=None)),
        ("people.memberships", lambda s: s.set(
            Membership, s.town.school_1.head.membership_id, municipality_id=s.town.foreign.id)),
        ("people.curators", _foreign_curator),
        ("people.experts", lambda s: _expert(s, s.town.curator.user_id)),
        ("people.experts", lambda s: _expert(s, s.town.school_1.head.user_id)),
        ("people.sessions", _old_session),
        ("work.deliveries", _failed_delivery),
        ("work.outbox", _old_event),
        ("work.journal", lambda s: s.set(JournalEntry, 2, actor_name="Другой")),
        ("work.journal", lambda s: s.set(JournalEntry, 2, details={"after": "ё"})),
    ],
)  # fmt: skip
def test_each_damage_is_found_by_its_own_check(sound: Sound, expected: str, damage: Break) -> None:
    damage(sound)
    assert expected in broken()


@pytest.mark.parametrize("which", [1, 2, 3])
def test_a_deleted_entry_of_the_journal_is_missed_wherever_it_stood(sound: Sound, which: int) -> None:
    with transaction():
        session.execute(delete(JournalEntry).where(JournalEntry.id == which))
    assert broken() == ["work.journal"]


def test_acts_told_in_any_time_zone_keep_the_chain(sound: Sound) -> None:
    """The digest is of the instant, not of the clock it was read on; the database gives UTC back."""
    instant = datetime(2026, 3, 1, 2, 30, tzinfo=ZoneInfo("Asia/Krasnoyarsk"))
    for clock in (
        instant,
        instant.astimezone(UTC),
        instant.astimezone(timezone(timedelta(hours=-9, minutes=-30))),
    ):
        with moment(clock), transaction():
            journal.record("test.act", kind="package", object_id=clock.isoformat())
    assert "work.journal" not in broken()
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(3)).all()
    assert {entry.at for entry in entries} == {instant}
    entry = JournalEntry(at=instant, action="x", actor_name="", details={})
    there = JournalEntry(at=instant.astimezone(UTC), action="x", actor_name="", details={})
    assert journal.digest(entry, "") == journal.digest(there, "")


def test_changed_bytes_are_found_by_the_deep_examination(sound: Sound) -> None:
    store = storage()
    path = store.root / "store" / sound.file.sha256[:2] / sound.file.sha256[2:4] / sound.file.sha256  # type: ignore[attr-defined]
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(data))
    assert broken() == []
    assert broken(deep=True) == ["files.whole"]


def test_bytes_erased_for_personal_data_are_not_missed(sound: Sound) -> None:
    storage().remove(sound.file.sha256)
    with transaction():
        session.execute(update(StoredFile).values(removed_at=now()))
    assert broken(deep=True) == []


def test_the_database_itself_refuses_a_sent_remark_without_a_term(sound: Sound) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError):
        sound.set(Remark, sound.remark.id, kind=RemarkKind.ESSENTIAL)


def test_names_of_checks_are_unique_and_every_title_says_something() -> None:
    names = [check.name for check in invariants.CHECKS]
    assert len(set(names)) == len(names)
    assert all(check.title for check in invariants.CHECKS)


def test_the_command_says_so_in_words_in_json_and_by_its_exit_code(app: Flask, sound: Sound) -> None:
    run, package_id = app.test_cli_runner(), sound.package.id
    good = run.invoke(args=["doctor", "--json"])
    assert good.exit_code == 0 and json.loads(good.stdout)["ok"] is True
    assert run.invoke(args=["doctor"]).stdout.startswith("Всё в порядке")
    sound.set(Package, package_id, returns=3)
    bad = run.invoke(args=["doctor", "--json"])
    found = json.loads(bad.stdout)["findings"]
    assert bad.exit_code == 1
    assert [(one["name"], one["violations"][0]["object"]) for one in found] == [
        ("packages.rounds", "package srr-2026-1")
    ]
    assert "srr-2026-1" in run.invoke(args=["doctor"]).stdout


def test_the_outbox_is_shown_and_a_failed_delivery_gets_another_chance(app: Flask, sound: Sound) -> None:
    _failed_delivery(sound)
    run = app.test_cli_runner()
    shown = json.loads(run.invoke(args=["outbox", "status", "--json"]).stdout)
    assert shown["deliveries"] == {"failed": 1} and shown["waiting"] == 0
    number = shown["failed"][0]["id"]
    assert shown["failed"][0]["reason"] == "нет"
    assert run.invoke(args=["outbox", "retry", str(number)]).exit_code == 0
    again = run.invoke(args=["outbox", "retry", str(number)])
    assert again.exit_code == 2 and "Нет невыполненного" in again.stderr
    shown = json.loads(run.invoke(args=["outbox", "status", "--json"]).stdout)
    assert shown["deliveries"] == {"ready": 1} and shown["waiting"] == 1
    assert "work.journal" not in broken()
