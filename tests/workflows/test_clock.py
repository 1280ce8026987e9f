"""Whose working days: parties share the way from the first send to the last decision, and nothing is counted twice."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from workflows.clock import PARTY_OF, InHand, Move, Party, in_hand
from workflows.vocabulary import Turn
from workflows.working_days import Calendar, DayCount, Holiday, working_days_between

ZONE = ZoneInfo("Asia/Krasnoyarsk")
DAYS = DayCount()
instants = st.datetimes(datetime(2025, 11, 1), datetime(2027, 2, 1), timezones=st.just(UTC))
holders = st.sampled_from([turn for turn in Turn if turn is not Turn.NOBODY])
ways = st.lists(st.tuples(instants, holders), min_size=1, max_size=12).map(
    lambda found: [Move(at, turn) for at, turn in sorted(found)]
)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def local(instant: datetime) -> date:
    return instant.astimezone(ZONE).date()


def test_the_clock_of_a_party_stands_while_another_works() -> None:
    way = (
        Move(at(date(2026, 11, 9)), Turn.CURATOR),  # Monday: sent
        Move(at(date(2026, 11, 11)), Turn.SCHOOL),  # returned
        Move(at(date(2026, 11, 16)), Turn.CURATOR),  # answered after a weekend
        Move(at(date(2026, 11, 17)), Turn.EXPERT),
        Move(at(date(2026, 11, 19)), Turn.COORDINATOR),
        Move(at(date(2026, 11, 20)), Turn.NOBODY),
    )
    assert in_hand(way, at(date(2026, 12, 25)), ZONE, DAYS) == InHand(school=3, curator=3, examiners=3)


def test_nothing_runs_before_the_first_move_nor_without_one() -> None:
    assert in_hand((), at(date(2026, 11, 20)), ZONE, DAYS) == InHand()
    assert (
        in_hand((Move(at(date(2026, 11, 20)), Turn.CURATOR),), at(date(2026, 11, 20), 23), ZONE, DAYS)
        == InHand()
    )


def test_a_day_ends_at_midnight_of_the_municipality() -> None:
    evening = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)  # already the 17th in Krasnoyarsk
    way = (Move(evening, Turn.CURATOR),)
    end = datetime(2026, 11, 17, 16, 59, tzinfo=UTC)
    assert in_hand(way, end, ZONE, DAYS).curator == 0
    assert in_hand(way, end + timedelta(minutes=2), ZONE, DAYS).curator == 1
    assert in_hand(way, end, ZoneInfo("UTC"), DAYS).curator == 1


def test_the_calendar_decides_which_days_count() -> None:
    way = (Move(at(date(2026, 6, 1)), Turn.CURATOR),)
    own = Calendar(2026, (Holiday(date(2026, 6, 2), "день округа"),), frozenset({date(2026, 6, 6)}))
    assert in_hand(way, at(date(2026, 6, 7)), ZONE, DAYS).curator == 4
    assert in_hand(way, at(date(2026, 6, 7)), ZONE, DayCount({2026: own})).curator == 4
    assert in_hand(way, at(date(2026, 6, 5)), ZONE, DayCount({2026: own})).curator == 3


@given(ways, instants)
def test_the_parties_share_all_working_days_of_the_way(way: list[Move], end: datetime) -> None:
    end = max(end, way[-1].at)
    found = in_hand(way, end, ZONE, DAYS)
    assert found.total == working_days_between(local(way[0].at), local(end))
    assert found.total == sum(found.of(party) for party in Party)


@given(ways, instants, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_days_in_hand_only_grow_and_only_for_whose_turn_it_is(
    way: list[Move], end: datetime, more: timedelta
) -> None:
    end = max(end, way[-1].at)
    before, after = in_hand(way, end, ZONE, DAYS), in_hand(way, end + more, ZONE, DAYS)
    for party in Party:
        if PARTY_OF[way[-1].turn] is party:
            assert after.of(party) >= before.of(party)
        else:
            assert after.of(party) == before.of(party)


@given(ways, instants, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_a_decided_package_takes_nobodys_time(way: list[Move], decided: datetime, more: timedelta) -> None:
    decided = max(decided, way[-1].at)
    closed = [*way, Move(decided, Turn.NOBODY)]
    assert in_hand(closed, decided + more, ZONE, DAYS) == in_hand(way, decided, ZONE, DAYS)
