"""Packages shared out: nobody gets what is closed to them, and nobody gets much more than another."""

from hypothesis import given
from hypothesis import strategies as st

from workflows.distribution import Wanting, share_out

EXPERTS = st.dictionaries(st.integers(1, 6), st.integers(0, 5), min_size=1, max_size=6)
PACKAGES = st.lists(
    st.tuples(st.integers(1, 2), st.frozensets(st.integers(1, 6), max_size=4)), max_size=12
).map(lambda rows: [Wanting(f"srr-2026-{n}", missing, barred) for n, (missing, barred) in enumerate(rows)])


def test_the_least_loaded_come_first_and_both_places_go_to_different_people() -> None:
    found = share_out([Wanting("a", 2), Wanting("b", 1)], {1: 3, 2: 0, 3: 1})
    assert found == {"a": (2, 3), "b": (2,)}


def test_whom_fewest_may_examine_is_served_first() -> None:
    found = share_out([Wanting("free", 1), Wanting("hard", 1, frozenset({2}))], {1: 0, 2: 0})
    assert found == {"free": (2,), "hard": (1,)}


def test_a_package_everybody_is_kept_from_stays_without() -> None:
    assert share_out([Wanting("a", 2, frozenset({1}))], {1: 0}) == {"a": ()}


@given(PACKAGES, EXPERTS)
def test_nobody_gets_what_is_closed_and_no_place_stays_empty_that_somebody_may_take(
    packages: list[Wanting], load: dict[int, int]
) -> None:
    found = share_out(packages, load)
    assert list(found) == [package.number for package in packages]
    for package in packages:
        chosen, able = found[package.number], set(load) - package.barred
        assert set(chosen) <= able
        assert len(set(chosen)) == len(chosen) == min(package.missing, len(able))


@given(st.lists(st.just(1), max_size=20), EXPERTS)
def test_without_barriers_the_load_is_levelled(ones: list[int], load: dict[int, int]) -> None:
    found = share_out([Wanting(str(n), 1) for n in range(len(ones))], load)
    held = dict(load)
    for chosen in found.values():
        for expert in chosen:
            held[expert] += 1
    given_something = [held[expert] for chosen in found.values() for expert in chosen]
    assert all(one <= min(held.values()) + 1 for one in given_something)
