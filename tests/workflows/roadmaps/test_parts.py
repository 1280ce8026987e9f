"""Plan values and responsible parties, cell by cell."""

import pytest

from workflows.deadlines import Op
from workflows.roadmaps.parties import dictionary, split
from workflows.roadmaps.plan import Aggregation, Value, read_plan, read_value


@pytest.mark.parametrize(
    ("text", "op", "values"),
    [
        ("10", Op.EXACTLY, (10,)),
        ("не менее 1", Op.AT_LEAST, (1,)),
        ("не менее трех", Op.AT_LEAST, (3,)),
        ("≥ 75%", Op.AT_LEAST, (75,)),
        ("не более 5", Op.AT_MOST, (5,)),
        ("1; 10", Op.EXACTLY, (1, 10)),
        ("2,5", Op.EXACTLY, (2.5,)),
        ("не менее 1 раза в год", Op.AT_LEAST, (1,)),
        ("-", Op.EXACTLY, ()),
        ("", Op.EXACTLY, ()),
    ],
)
def test_a_plan_value(text: str, op: Op, values: tuple[float, ...]) -> None:
    assert read_value(text) == Value(text, op, values)


@pytest.mark.parametrize(
    ("total", "years", "aggregation"),
    [
        ("10", ("10", "10", "10"), Aggregation.EACH_YEAR),
        ("не менее 1", ("1", "1", "1"), Aggregation.EACH_YEAR),
        ("10", ("3", "3", "4"), Aggregation.SUM),
        ("не менее 6", ("2", "2", "2"), Aggregation.SUM),
        ("1; 10", ("1; 10", "1; 10", "1; 10"), Aggregation.EACH_YEAR),
        ("2; 30", ("1; 10", "1; 10", "0; 10"), Aggregation.SUM),
        ("80%", ("60%", "70%", "80%"), Aggregation.EACH_YEAR),
        ("10", ("5", "7", "10"), Aggregation.UNKNOWN),
        ("", ("1", "1", "1"), Aggregation.UNKNOWN),
        ("3", ("1", "", "2"), Aggregation.SUM),
    ],
)
def test_how_the_years_make_the_total(total: str, years: tuple[str, ...], aggregation: Aggregation) -> None:
    plan = read_plan(total, dict(zip((2020, 2021, 2022), years, strict=True)))
    assert plan is not None and plan.aggregation is aggregation


def test_a_row_without_plan_values_has_no_plan() -> None:
    assert read_plan("", {2020: "", 2021: ""}) is None


CELLS = ("УО, ММЦ, ТОГИРРО", "ММЦ; МОУО", "ОО", "МОУ ДПО ЦРО, куратор")


@pytest.mark.parametrize(
    ("text", "parties", "doubtful"),
    [
        ("УО, ММЦ", ("УО", "ММЦ"), False),
        ("МОУ СОШ № 6, куратор", ("МОУ СОШ № 6", "куратор"), False),
        ("ТОГИРРО МОУО ОО", ("ТОГИРРО", "МОУО", "ОО"), True),
        ("ИПК РЦОКО", ("ИПК", "РЦОКО"), True),
        ("МОУ ДПО ЦРО", ("МОУ ДПО ЦРО",), False),
        ("МБУ ИМЦ", ("МБУ ИМЦ",), False),
        ("Образцова М.П. Руководители ОО", ("Образцова М.П.", "Руководители ОО"), False),
        (
            "Образцова М.П. Примерова А.С. Учебнова Т.В.",
            ("Образцова М.П.", "Примерова А.С.", "Учебнова Т.В."),
            False,
        ),
        ("Школы (по графику, по 2 от района), УО", ("Школы (по графику, по 2 от района)", "УО"), False),
        ("МОУ «Гимназия им. В.А. Образцова», УО", ("МОУ «Гимназия им. В.А. Образцова»", "УО"), False),
        ("Муниципальный координатор", ("Муниципальный координатор",), False),
        ("УО\nММЦ", ("УО", "ММЦ"), False),
        ("Школа (открытая скобка, УО", ("Школа (открытая скобка", "УО"), False),
        ("", (), False),
    ],
)
def test_parties(text: str, parties: tuple[str, ...], doubtful: bool) -> None:
    assert split(text, dictionary(CELLS)) == (parties, doubtful)
