"""The words beside a clock are true all the year round."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflows.zones import DEFAULT_ZONE, ZONES


@pytest.mark.parametrize("zone", ZONES)
def test_the_offset_in_the_words_is_that_of_the_zone(zone: str) -> None:
    hours = int(ZONES[zone].rpartition("UTC+")[2])
    for month in (1, 7):
        moment = datetime(2026, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone))
        assert moment.utcoffset() == timedelta(hours=hours)


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT_ZONE in ZONES
