"""Curators are reminded of schools they have written too little of: by the coordinator, and before a month ends."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests import factories as make
from tests.pages import Browser
from tests.webapp.reports.conftest import as_the_product, rows  # noqa: F401
from tests.world import World
from webapp.diary import operations
from webapp.diary.operations import reminding
from webapp.models import JournalEntry, Notification
from workflows.diary import month_of


def told() -> list[Notification]:
    return [one for one in rows(Notification) if one.event == "diary_norm"]


def test_the_coordinator_reminds_once_a_day(
    town: World, as_coordinator: Browser, as_curator: Browser
) -> None:
    assert as_coordinator.get("/diary/regularity").has("Напомнить кураторам")
    for _twice in range(2):
        as_coordinator.post("/diary/regularity/remind")
    found = told()
    assert {one.user_id for one in found} == {town.curator.user_id, town.other_curator.user_id}
    assert len(found) == 2
    (mine,) = [one for one in found if one.user_id == town.curator.user_id]
    assert town.school_1.school.short_name in mine.title and town.school_3.school.short_name not in mine.title
    assert "diary.reminded" in [one.action for one in rows(JournalEntry)]
    as_curator.post("/diary/regularity/remind", status=404)


@pytest.mark.parametrize(("days_left", "hour", "count"), [(3, 10, 3), (3, 2, 0), (20, 10, 0)])
def test_the_product_reminds_in_the_last_days_of_a_month_once(
    town: World, monkeypatch: pytest.MonkeyPatch, days_left: int, hour: int, count: int
) -> None:
    day = month_of(make.today())[1] - timedelta(days=days_left)
    at = datetime.combine(day, time(hour), ZoneInfo(town.municipality.zone))
    monkeypatch.setattr(reminding, "now", lambda: at)
    assert operations.remind() == count
    assert operations.remind() == 0
    assert len(told()) == count


def test_without_a_norm_nobody_is_reminded(town: World, as_coordinator: Browser) -> None:
    town.municipality.diary_norm = 0
    make.save(town.municipality)
    assert as_coordinator.post("/diary/regularity/remind", status=422).has("Напоминать некому")
    assert told() == []
