"""What leaves the system is written down: who took which original, and the register's table."""

import hashlib

from sqlalchemy import select

from tests import factories as make
from tests import samples
from tests.journeys.test_the_whole_way import begin, upload
from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import JournalEntry
from workflows.vocabulary import State


def test_taking_an_original_is_journalled_and_a_refused_taking_is_not(town: World, sign_in: SignIn) -> None:
    school, body = sign_in(town.school_1.coordinator), samples.pdf("Программа")
    number = begin(school)
    upload(school, number, "programme", "Программа.pdf", body)
    sign_in(town.school_1.head).get(f"/packages/{number}/files/1/original")
    sign_in(town.foreign_coordinator).get(f"/packages/{number}/files/1/original", status=404)
    sign_in(town.school_1.head).get(f"/packages/{number}/files/7/original", status=404)
    session.rollback()
    with system_scope("look"):
        (entry,) = session.scalars(select(JournalEntry).where(JournalEntry.action == "package.original"))
        assert (entry.object_kind, entry.object_id, entry.actor_id) == (
            "package",
            number,
            town.school_1.head.user_id,
        )
        assert entry.details["sha256"] == hashlib.sha256(body).hexdigest()
        assert entry.details["note"] == "Программа.pdf"


def test_the_register_is_exported_under_the_conditions_on_the_screen(
    town: World, as_coordinator: Browser, sign_in: SignIn
) -> None:
    make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    page = as_coordinator.get("/packages?state=curator_review&q=лесногорская&after=")
    (link,) = page.tree.xpath('//a[contains(., "Выгрузить XLSX")]/@href')
    assert "state=curator_review" in link and "q=" in link and "after" not in link
    assert as_coordinator.get(link).mimetype.endswith("spreadsheetml.sheet")
    assert "Выгрузить XLSX" not in as_coordinator.get("/packages?q=нет-такой").text
    assert on.count(JournalEntry, JournalEntry.action == "package.register_exported") == 1
    with on.acting_as(town.coordinator) as coordinator:
        number = make.package(town.school_2.school, town.stage, state=State.ADMITTED).number
        on.operations.assign_expert(number, town.expert.user_id, actor=coordinator)
    assert "Выгрузить XLSX" not in sign_in(town.expert).get("/packages").text
