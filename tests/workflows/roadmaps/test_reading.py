"""A roadmap is found in the lines of a file whatever its columns are called and wherever they stand."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.roadmaps import truth
from workflows.roadmaps import Columns, Line, Notice, Roadmap, Role, as_json, lines_of_text, read_roadmap

HEADER = "№\tМероприятие\tСрок\tОтветственные\tРезультат"


def of(*rows: str, title: str = "Дорожная карта на 2023 год") -> Roadmap:
    return read_roadmap(lines_of_text("\n".join((title, "", *rows))))


def codes(found: Roadmap) -> list[str]:
    return [warned.notice.value for warned in found.warnings]


def text_of(code: str) -> str:
    return (truth.ROADMAPS / f"{code}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", truth.TRUTH)
def test_every_row_of_the_real_roadmaps(code: str) -> None:
    found = as_json(read_roadmap(lines_of_text(text_of(code))))
    expected = truth.TRUTH[code]
    assert found["title"] == expected["title"]
    assert found["project"] == expected["project"]
    assert found["territory"] == (None if code in truth.INFERRED else expected["territory"])
    assert found["period"] == {"start": expected["period"]["start"], "end": expected["period"]["end"]}
    told = [(s["title"], s["number"], s["level"], s["goals"], len(s["items"])) for s in found["sections"]]
    assert told == truth.sections(code)
    assert truth.told(found) == truth.items(code)
    rows = [item for section in found["sections"] for item in section["items"]]
    assert [row["number"] for row in rows if row["joined"]] == truth.joined(code)


@given(st.permutations(range(5)))
def test_columns_stand_in_any_order(order: list[int]) -> None:
    lines = [
        line
        if line.is_paragraph
        else Line(tuple(line.cell(place) for place in order), line.row, is_fresh=line.is_fresh)
        for line in lines_of_text(text_of("zeya"))
        if len(line.filled) != 1 or line.is_paragraph
    ]
    found = truth.told(as_json(read_roadmap(lines)))
    assert found == truth.items("zeya")


@pytest.mark.parametrize(
    "header",
    [
        "№ п/п\tНаименование мероприятия\tСроки исполнения\tОтветственные лица\tОжидаемый результат",
        "\tМероприятия\tСроки\tОтветственные\tОжидаемые результаты",
        "N\tСодержание деятельности\tДата проведения\tИсполнитель\tПодтверждающий документ",
        "№ пункта\tСобытие\tПериод реализации\tОтветственный/исполнитель, соисполнители\tПоказатель реализации",
        "П/п\tДействия\tСрок\tКто отвечает (исполнители)\tПродукт",
    ],
)
def test_headers_of_other_municipalities(header: str) -> None:
    found = of(header, "1\tСеминар\tмарт\tММЦ\tПрограмма семинара")
    (item,) = found.items
    assert (item.number, item.title, item.deadline_text, item.responsible, item.result) == (
        "1", "Семинар", "март", ("ММЦ",), "Программа семинара",
    )  # fmt: skip
    assert codes(found) == []


def test_of_two_columns_for_one_thing_the_better_named_stands() -> None:
    found = of(
        "№\tНаправление работы\tМероприятие\tПоказатель\tОжидаемый результат\tСрок\tОтветственные",
        "1\tКадры\tСеминар\t1\tПрограмма\tмарт\tММЦ",
    )
    assert [(item.title, item.result) for item in found.items] == [("Семинар", "Программа")]


def test_first_and_last_days_with_columns_of_their_own() -> None:
    found = of(
        "№\tМероприятие\tСрок реализации\t\tОтветственные",
        "\t\tначало\tокончание\t",
        "1\tСеминар\t01.03.2023\t15.03.2023\tММЦ",
    )
    (item,) = found.items
    assert (item.deadline_text, item.deadline.kind.value) == ("01.03.2023 - 15.03.2023", "range")


def test_numberings_repeated_headers_and_borders_are_no_rows() -> None:
    found = of(HEADER, "1\t2\t3\t4\t5", "1\tПервое\tмарт\tУО\tПлан", "", HEADER, "----\t----\t----\t----\t----",
               "2\tВторое\tмай\tУО\tОтчёт")  # fmt: skip
    assert [item.number for item in found.items] == ["1", "2"]


def test_sections_by_merged_rows_numbers_and_paragraphs() -> None:
    found = of(
        HEADER,
        "I. Нормативное обеспечение\t\t\t\t",
        "1.1.\tПриказ\tмарт\tУО\tПриказ",
        "II\tМетодическое сопровождение\t\t\t",
        "2.1\tСеминар\tмай\tММЦ\tПрограмма",
        "",
        "3. Информационное сопровождение",
        "",
        "3.1\tСтраница сайта\tиюнь\tММЦ\tСсылка",
    )
    assert [(one.number, one.title, [item.number for item in one.items]) for one in found.sections] == [
        ("I", "I. Нормативное обеспечение", ["1.1."]),
        ("II", "II Методическое сопровождение", ["2.1"]),
        ("3", "3. Информационное сопровождение", ["3.1"]),
    ]


def test_a_torn_row_is_joined_and_an_item_without_a_number_is_not() -> None:
    found = of(
        HEADER,
        "1\tПроведение экспертизы муниципальной и школьных\tмарт\tУО\tЗаключение на",
        "",
        "\tпрограмм\t\t\tкаждую программу",
        "\tСовещание руководителей\tв течение года\tУО\tПротокол",
        "",
        "\tСобрание родителей\tмай\tУО, школы\tПротокол",
    )
    assert [(item.number, item.title, item.result, item.joined) for item in found.items] == [
        (
            "1",
            "Проведение экспертизы муниципальной и школьных программ",
            "Заключение на каждую программу",
            True,
        ),
        ("", "Совещание руководителей", "Протокол", False),
        ("", "Собрание родителей", "Протокол", False),
    ]
    assert codes(found) == ["joined", "no_number", "no_number"]


def test_a_torn_word_and_a_torn_list_are_joined_as_written() -> None:
    found = of(HEADER, "1\tСеминар практико-\tмарт\tУО\tПлан", "", "\tориентированный\t\t, школы\t")
    (item,) = found.items
    assert (item.title, item.responsible) == ("Семинар практико-ориентированный", ("УО", "школы"))


def test_what_a_person_should_look_at_is_said_with_its_row() -> None:
    found = of(
        HEADER,
        "1\tПервое\tкогда получится\tУО\tПлан",
        "1\tВторое\t\t\tПлан «Школа",
        "2\tТретье\t31.02.2023\tУО\tПлан",
    )
    assert [(warned.row, warned.notice) for warned in found.warnings] == [
        (4, Notice.DEADLINE), (5, Notice.DUPLICATE_NUMBER), (5, Notice.EMPTY_CELL), (5, Notice.EMPTY_CELL),
        (5, Notice.TRUNCATED), (6, Notice.DEADLINE),
    ]  # fmt: skip
    assert all(warned.text.endswith((".", "».")) for warned in found.warnings)


def test_without_a_header_a_person_names_the_columns() -> None:
    rows = ("1\tСеминар\tмарт 2023\tММЦ", "2\tКонкурс\tмай 2023\tУО, ММЦ")
    alone = of(*rows)
    assert (alone.items, codes(alone)) == ((), ["no_header"])
    places = {Role.NUMBER: 0, Role.TITLE: 1, Role.DEADLINE: 2, Role.RESPONSIBLE: 3}
    named = read_roadmap(lines_of_text("\n".join(rows)), Columns(places))
    assert [(item.title, item.responsible) for item in named.items] == [
        ("Семинар", ("ММЦ",)),
        ("Конкурс", ("УО", "ММЦ")),
    ]
    assert named.frame.year == 2023, "from the deadlines themselves"


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("Дорожная карта на 2023 год", "2023-01-01", "2023-12-31"),
        ("План мероприятий на 2023-2025 годы", "2023-01-01", "2025-12-31"),
        ("Дорожная карта на 2022/23 учебный год", "2022-09-01", "2023-08-31"),
        ("Дорожная карта", "2023-03-01", "2023-12-31"),
    ],
)
def test_the_period_is_that_of_the_title(title: str, start: str, end: str) -> None:
    found = as_json(of(HEADER, "1\tСеминар\tмарт 2023\tММЦ\tПлан", title=title))
    year = found["period"]["start"][:4]
    assert found["period"]["start"] == (start if "год" in title else f"{year}-01-01")
    assert found["period"]["end"] == end


@pytest.mark.parametrize(
    ("title", "territory"),
    [
        ("Дорожная карта города Зеи", "город Зея"),
        ("Дорожная карта в городе Саянске Иркутской области", "город Саянск, Иркутская область"),
        ("План мероприятий города Москвы", "город Москва"),
        ("Дорожная карта города Тюмени Тюменской области", "город Тюмень, Тюменская область"),
        ("Дорожная карта города Новосибирска", "город Новосибирск"),
        ("Дорожная карта г. Курск", "город Курск"),
        ("Дорожная карта Угличского муниципального района Ярославской области",
         "Угличский муниципальный район, Ярославская область"),
        ("Дорожная карта Ермаковского района Красноярского края", "Ермаковский район, Красноярский край"),
        ("Дорожная карта", ""),
    ],
)  # fmt: skip
def test_the_territory_in_the_nominative(title: str, territory: str) -> None:
    assert of(HEADER, "1\tСеминар\tмарт\tММЦ\tПлан", title=title).heading.territory == territory


def test_a_stamp_of_approval_is_no_part_of_the_title() -> None:
    stamp = "УТВЕРЖДЕНА\nприказом управления образования\nот 29.03.2022 № 15\n"
    lines = lines_of_text(
        f"{stamp}Дорожная карта\nпроекта «500+» на 2022 год\n\n{HEADER}\n1\tСеминар\tмарт\tУО\tПлан"
    )
    assert read_roadmap(lines).heading.title == "Дорожная карта проекта «500+» на 2022 год"


@given(st.text(alphabet="1. \tАбвсрок№ТИ«»-\n2023", max_size=300), st.randoms())
def test_nothing_raises(text: str, chance: random.Random) -> None:
    rows = text.split("\n")
    chance.shuffle(rows)
    found = of(HEADER, *rows)
    assert as_json(found)["sections"] is not None
