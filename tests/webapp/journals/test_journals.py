"""The journal as people read it: found by every filter, told in words, foreign acts never shown."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import as_the_product, rows  # noqa: F401
from tests.world import World
from webapp import journal
from webapp.access.actor import acting_as
from webapp.database import moment, now, transaction
from webapp.journals import operations
from webapp.models import JournalEntry, Mail


def act(town: World, action: str, object_id: str, **details: object) -> int:
    with acting_as(town.coordinator), transaction():
        journal.record(action, kind="package", object_id=object_id, **details)
    return int(rows(JournalEntry)[-1].id)


def test_an_act_is_told_in_words_with_what_was_before_and_after(town: World, as_coordinator: Browser) -> None:
    number = act(
        town, "package.started", "srr-2026-1", before={"title": "Было так"}, after={"title": "Стало так"}
    )
    page = as_coordinator.get("/journal?kind=package&object=srr-2026-1")
    assert page.has("Начат пакет", "Пакет srr-2026-1")
    shown = as_coordinator.get(f"/journal/{number}")
    assert shown.has("Начат пакет", "Было: Название", "Было так", "Стало так", town.coordinator.name)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("action=package.started", True),
        ("action=package.joint", False),
        ("role=coordinator", True),
        ("role=expert", False),
        ("object=srr-2026-1", True),
        ("object=srr-2026", False),
        ("since=2020-01-01", True),
        ("until=2020-01-01", False),
        ("since=ерунда", True),
        ("person=%25", False),
    ],
)
def test_filters_narrow_the_list(town: World, as_coordinator: Browser, query: str, found: bool) -> None:
    act(town, "package.started", "srr-2026-1")
    page = as_coordinator.get(f"/journal?kind=package&{query}")
    assert ("srr-2026-1" in " ".join(page.tree.xpath("//tbody//text()"))) is found


def test_who_may_read_reads_their_own_municipality(
    town: World, as_foreign_coordinator: Browser, sign_in: SignIn, as_curator: Browser
) -> None:
    number = act(town, "package.started", "srr-2026-1")
    as_foreign_coordinator.get(f"/journal/{number}", status=404)
    assert "srr-2026-1" not in as_foreign_coordinator.get("/journal").text
    sign_in(town.chief).get(f"/journal/{number}")
    as_curator.get("/journal", status=404)
    sign_in(town.school_1.head).get("/journal", status=404)


def test_the_table_holds_what_the_list_holds_and_taking_it_is_an_act(
    town: World, as_coordinator: Browser
) -> None:
    act(town, "package.started", "srr-2026-1")
    act(town, "package.joint", "srr-2026-2")
    answer = as_coordinator.get("/journal/export.xlsx?action=package.started&kind=package")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).active
    told = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert any("srr-2026-1" in row for row in told) and not any("srr-2026-2" in row for row in told)
    assert rows(JournalEntry)[-1].action == "journal.exported"


def test_the_list_is_paged_and_costs_the_same_however_long(town: World, as_coordinator: Browser) -> None:
    counts = []
    for size in (1, 60):
        for number in range(size):
            act(town, "package.started", f"srr-2026-{number}")
        as_coordinator.get("/journal")
        with statements() as seen:
            page = as_coordinator.get("/journal?kind=package")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    (further,) = page.tree.xpath("//a[contains(., 'Показать следующие')]/@href")
    assert as_coordinator.get(further).has("srr-2026-0")


def test_the_end_of_the_journal_is_written_once_a_day_to_those_who_answer_for_it(town: World) -> None:
    act(town, "package.started", "srr-2026-1")
    for _ in range(2):
        operations.mail_head()
    letters = rows(Mail)
    assert {one.user_id for one in letters} >= {town.coordinator.user_id, town.admin.user_id}
    assert town.curator.user_id not in {one.user_id for one in letters}
    assert len(letters) == len({one.user_id for one in letters})
    head = re.search(r"--head (\d+:[0-9a-f]{64})", letters[0].body)
    assert head is not None and head[1] == str(journal.head())
    with moment(now() + timedelta(days=1)):
        operations.mail_head()
    assert len(rows(Mail)) == 2 * len(letters)
