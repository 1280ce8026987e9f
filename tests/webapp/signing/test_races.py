"""Signing in the same instant as others write; a process that dies while it signs."""

import os
import subprocess
import sys
import threading
import time

import pytest
from flask import Flask
from sqlalchemy import select

import config
from tests.webapp.packages import walk as on
from tests.webapp.reports.conftest import rows
from tests.webapp.signing.test_signing import paper
from tests.world import World
from webapp import journal
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.access.closing import StageSigned
from webapp.database import now, session, transaction
from webapp.errors import Stale
from webapp.models import JournalEntry, Package, Remark, Report, SignOff, Stage
from webapp.reports import operations as reports
from webapp.signing import operations
from webapp.signing.operations import Requisites
from workflows.verdicts import VerdictKind
from workflows.vocabulary import State


def test_four_presses_at_once_are_one_signature_and_the_second_person_signs_once(
    app: Flask, town: World, report: Report, agreed: Requisites
) -> None:
    number, sha256 = report.number, paper(report)

    def presses(actor: Actor) -> list[object]:
        return on.at_once(
            app, [(actor, lambda: operations.sign(number, sha256, actor=actor, address=""))] * 4
        )

    for actor in (town.coordinator, town.chief):
        found = presses(actor)
        assert len(set(found)) == 1 and isinstance(found[0], int), found
    assert [one.signer_id for one in rows(SignOff)] == [town.coordinator.user_id, town.chief.user_id]
    assert [one.action for one in rows(JournalEntry)].count("report.accepted") == 1


@pytest.mark.parametrize("turn", range(4))
def test_sign_regenerate_and_a_changed_verdict_at_once_leave_one_truth(
    app: Flask,
    town: World,
    stage: Stage,
    report: Report,
    packages: list[Package],
    agreed: Requisites,
    turn: int,
) -> None:
    """C: a standing signature is over data that nobody changed, whoever of the three comes first."""
    number, sha256, slug, package_id = report.number, paper(report), stage.slug, packages[0].id

    def change() -> str:
        with system_scope("test"), transaction():
            package = session.scalars(select(Package).where(Package.id == package_id)).one()
            package.verdict, package.updated_at = VerdictKind.FAILS, now()
        return "changed"

    acts = [
        lambda: operations.sign(number, sha256, actor=town.coordinator, address=""),
        lambda: reports.order(slug, f"Снова {turn}.", actor=town.coordinator),
        change,
    ]
    order = [(place + turn) % 3 for place in range(3)]
    found = dict(
        zip(order, on.at_once(app, [(town.coordinator, acts[place]) for place in order]), strict=True)
    )
    signed, changed = found[0], found[2]
    assert isinstance(found[1], str), found
    with system_scope("test"):
        verdict = session.scalars(select(Package.verdict).where(Package.id == package_id)).one()
    if isinstance(signed, int):
        assert isinstance(changed, StageSigned) and verdict is not VerdictKind.FAILS, found
        assert [one.report_id for one in rows(SignOff)] == [rows(Report, Report.number == number)[0].id]
    else:
        assert isinstance(signed, Stale) and changed == "changed" and verdict is VerdictKind.FAILS, found
        assert rows(SignOff) == []
    assert journal.verify().faults == ()


def test_a_verdict_changed_while_somebody_signs_is_waited_for_and_nothing_old_is_signed(
    app: Flask, town: World, report: Report, packages: list[Package], agreed: Requisites
) -> None:
    """The change is written and not committed when the signing begins: it must neither overtake nor be overtaken."""
    number, sha256, package_id = report.number, paper(report), packages[0].id
    written, signing_began = threading.Event(), threading.Event()

    def change() -> str:
        with system_scope("test"), transaction():
            package = session.scalars(select(Package).where(Package.id == package_id)).one()
            package.verdict, package.updated_at = VerdictKind.FAILS, now()
            session.flush()
            written.set()
            signing_began.wait(10)
            time.sleep(0.5)
        return "changed"

    def sign() -> object:
        written.wait(10)
        signing_began.set()
        return operations.sign(number, sha256, actor=town.coordinator, address="")

    found = on.at_once(app, [(town.coordinator, change), (town.coordinator, sign)])
    assert found[0] == "changed" and isinstance(found[1], Stale), found
    assert rows(SignOff) == [] and rows(Report)[0].accepted_at is None


def test_what_is_written_below_a_stage_while_it_is_signed_is_refused(
    app: Flask, town: World, report: Report, agreed: Requisites
) -> None:
    """The signature is written and not committed when a remark is changed: the change waits and is refused."""
    number, sha256 = report.number, paper(report)
    remark_id = rows(Remark)[0].id
    signing, changing = threading.Event(), threading.Event()

    def sign() -> object:
        with transaction():
            made = operations.sign(number, sha256, actor=town.coordinator, address="")
            session.flush()
            signing.set()
            changing.wait(10)
            time.sleep(0.5)
        return made

    def change() -> str:
        signing.wait(10)
        changing.set()
        with system_scope("test"), transaction():
            session.scalars(select(Remark).where(Remark.id == remark_id)).one().text = "Иначе"
        return "changed"

    found = on.at_once(app, [(town.coordinator, sign), (town.coordinator, change)])
    assert isinstance(found[0], int) and isinstance(found[1], StageSigned), found
    assert rows(Remark)[0].text != "Иначе"


def test_a_process_killed_while_it_signs_leaves_nothing_and_the_next_attempt_signs(
    app: Flask, town: World, report: Report, agreed: Requisites, settings: config.Settings
) -> None:
    environment = {
        **os.environ, "DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url,
        "STORAGE_URL": settings.storage_url, "SECRET_KEY": settings.secret_key, "JOURNAL_KEY": settings.journal_key,
        "BASE_URL": settings.base_url, "REPORT": report.number, "SHA256": paper(report),
        "SIGNER": str(town.coordinator.membership_id), "PYTHONPATH": str(config.ROOT),
    }  # fmt: skip
    died = subprocess.run(
        (sys.executable, "-m", "tests.webapp.signing.signer"), env=environment, cwd=config.ROOT, check=False
    )
    assert died.returncode == -9
    assert rows(SignOff) == [] and rows(Report)[0].accepted_at is None
    assert {one.state for one in rows(Package)} != {State.REPORTED}
    with acting_as(town.coordinator):
        operations.sign(report.number, paper(report), actor=town.coordinator, address="")
    assert len(rows(SignOff)) == 1 and journal.verify().faults == ()
