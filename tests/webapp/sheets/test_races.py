"""Two coordinators at one sheet in the same instant: one acts, the other is told, nothing is doubled."""

from dataclasses import replace
from datetime import date

from flask import Flask

from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as
from webapp.models import JournalEntry, SheetDraft, SheetEdition
from webapp.sheets import operations, queries
from webapp.sheets.operations import Approval
from workflows.sheet_draft import from_plain, outline_of
from workflows.sheets import SHEETS

CODE = "development"
ROUNDS = 5
SHEET = SHEETS[CODE]


def test_of_two_beginnings_one_draft_comes(app: Flask, town: World) -> None:
    who = town.coordinator
    for _ in range(ROUNDS):
        on.at_once(app, [(who, lambda: operations.start(CODE, actor=who))] * 2)
        assert on.count(SheetDraft) == 1
        with acting_as(who):
            operations.discard(CODE, seen=1)


def test_of_two_savers_one_is_told(app: Flask, town: World) -> None:
    who = town.coordinator
    with acting_as(who):
        operations.start(CODE, actor=who)
    for turn in range(1, ROUNDS + 1):
        texts = [replace(outline_of(SHEET), title=f"Название {turn}{letter}") for letter in "аб"]

        def save(mine: object, seen: int = turn) -> object:
            return operations.save(CODE, mine, actor=who, seen=seen)  # type: ignore[arg-type]

        results = on.at_once(app, [(who, lambda mine=mine: save(mine)) for mine in texts])
        assert sum(on.refused(one) for one in results) == 1, results
        with acting_as(who):
            draft = queries.draft(CODE)
            assert from_plain(draft.content) in texts and draft.seen == turn + 1


def test_of_two_approvals_one_edition_comes(app: Flask, town: World) -> None:
    who = town.coordinator
    order = Approval(order_number="17", order_date=date(2026, 11, 2), effective_from=town.today)
    for turn in range(1, ROUNDS + 1):
        with acting_as(who):
            operations.start(CODE, actor=who)
            operations.save(CODE, replace(outline_of(SHEET), title=f"Лист {turn}"), actor=who, seen=1)
        results = on.at_once(app, [(who, lambda: operations.approve(CODE, order, actor=who, seen=2))] * 2)
        assert sum(on.refused(one) for one in results) == 1, results
        assert [one for one in results if not on.refused(one)] == [turn + 1]
        assert on.count(SheetEdition, SheetEdition.sheet_code == CODE, SheetEdition.number > 1) == turn
    assert on.count(JournalEntry, JournalEntry.action == "sheet.approved") == ROUNDS
