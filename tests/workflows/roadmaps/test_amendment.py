"""A new edition laid on the measures in force."""

from datetime import date

import pytest

from workflows.roadmaps.amendment import Change, Standing, cells_of, counts, differences, in_force_from
from workflows.roadmaps.draft import Entry


def row(number: str, title: str, deadline: str = "март", **more: object) -> Entry:
    return Entry(False, 1, title, number, deadline=deadline, responsible="УО", result="Протокол", **more)  # type: ignore[arg-type]


def standing(*rows: Entry) -> list[Standing]:
    return [Standing(f"m-{n}", cells_of(one)) for n, one in enumerate(rows, start=1)]


OLD = (
    row("1.", "Совещание директоров"),
    row("2.", "Семинар для кураторов"),
    row("3.", "Отчёт к мониторингу"),
)


def test_the_same_edition_changes_nothing() -> None:
    assert {one.change for one in differences(standing(*OLD), OLD)} == {Change.SAME}


def test_a_row_moved_changed_added_and_gone_are_told_apart() -> None:
    new = (
        row("1.", "Семинар для кураторов"),
        row("2.", "Совещание директоров", "апрель"),
        row("4.", "Час муниципального образования"),
    )
    found = {(one.change, one.ref): one for one in differences(standing(*OLD), new)}
    assert found[Change.CHANGED, "m-2"].cells == ("number",)
    assert found[Change.CHANGED, "m-1"].cells == ("number", "deadline")
    assert (Change.NEW, "") in found and (Change.GONE, "m-3") in found
    assert counts(found.values()) == {Change.NEW: 1, Change.CHANGED: 2, Change.SAME: 0, Change.GONE: 1}


def test_a_title_mended_is_the_same_measure() -> None:
    (one,) = differences(
        standing(row("2.", "Семинар для кураторов школ")), (row("2.", "Семинары для кураторов школ"),)
    )
    assert one.change is Change.CHANGED and one.ref == "m-1" and one.cells == ("title",)


def test_twins_are_matched_one_to_one() -> None:
    twins = (row("44.", "Конкурс педагогов"), row("45.", "Конкурс педагогов"))
    assert [one.ref for one in differences(standing(*twins), twins)] == ["m-1", "m-2"]
    (kept, gone) = differences(standing(*twins), twins[1:])
    assert (kept.ref, kept.change, gone.ref, gone.change) == ("m-2", Change.SAME, "m-1", Change.GONE)


def test_case_dots_and_yo_are_no_change() -> None:
    assert differences(standing(row("1", "Отчёт")), (row("1.", "отчет"),))[0].change is Change.SAME


@pytest.mark.parametrize(
    ("dated", "entered", "since"),
    [
        (date(2026, 6, 1), date(2026, 3, 1), date(2026, 6, 15)),
        (date(2026, 7, 1), date(2026, 3, 1), date(2026, 7, 1)),
        (date(2022, 6, 1), date(2026, 3, 1), date(2022, 6, 1)),
        (date(2026, 6, 1), None, date(2026, 6, 1)),
    ],
    ids=["entered late", "of a later day", "history being put in", "no day known"],
)
def test_a_figure_once_given_does_not_change_by_a_later_edition(
    dated: date, entered: date | None, since: date
) -> None:
    assert in_force_from(dated, entered=entered, today=date(2026, 6, 15)) == since
