"""Documents of a school laid side by side: what contradicts is told with both places, what agrees is not told."""

from datetime import date

from workflows.cross_checks import Contradiction, Known, Spot, ToldFile, contradictions
from workflows.passages import Passage
from workflows.programme_tables import Place, Table, Told, ToldIndicator, ToldMeasure, ToldRisk, told

HEADER = ("№", "Мероприятие", "Срок", "Ответственный", "Подтверждающий документ")
TITLE = [Passage(1, 1, "Программа развития на 2026 год", is_heading=True)]
KNOWN = Known(
    (("parents", "Низкий уровень вовлечённости родителей"), ("equipment", "Низкий уровень оснащения школы"))
)


def table(*rows: tuple[str, ...], position: int = 2) -> Table:
    return Table(Place(1, position), (HEADER, *rows))


def measure(
    title: str, start: date | None, end: date | None, *, leaf: int = 1, lacks: tuple[str, ...] = ()
) -> ToldMeasure:
    words = f"{end:%d.%m.%Y}" if end else ""
    return ToldMeasure(title, Place(leaf, 3), words, start, end, lacks)


def codes(found: tuple[Contradiction, ...]) -> list[str]:
    return [one.code.split(":")[0] for one in found]


def test_measures_are_read_from_tables_with_their_dates_and_gaps() -> None:
    found = told(
        [
            table(
                ("1", "Семинар для родителей по чтению", "март", "Завуч", "Протокол"),
                ("2", "Конкурс проектов", "до 15.05.2026", "", "–"),
            ),
            Table(Place(2, 1), (("3", "Консультации для учителей", "октябрь", "Методист", "Журнал"),)),
        ],
        TITLE,
    )
    assert [(m.title, m.start, m.end, m.lacks, m.place) for m in found.measures] == [
        ("Семинар для родителей по чтению", date(2026, 3, 1), date(2026, 3, 31), (), Place(1, 2)),
        ("Конкурс проектов", None, date(2026, 5, 15), ("responsible", "result"), Place(1, 2)),
        ("Консультации для учителей", date(2026, 10, 1), date(2026, 10, 31), (), Place(2, 1)),
    ]


def test_indicators_are_read_where_base_and_plan_have_columns() -> None:
    values = Table(
        Place(1, 4),
        (
            ("Показатель", "Базовое значение", "Плановое значение"),
            ("Доля родителей", "40%", "60%"),
            ("Охват", "–", "80%"),
        ),
    )
    others = Table(Place(1, 5), (("Класс", "Число учеников"), ("5", "20")))
    found = told([values, others], TITLE)
    assert [(i.title, i.base, i.planned) for i in found.indicators] == [
        ("Доля родителей", "40%", "60%"),
        ("Охват", "", "80%"),
    ]


def test_risks_are_known_in_any_case_and_order_but_only_where_they_head() -> None:
    found = told(
        [],
        [
            Passage(3, 1, "2. Риск: низкий уровень вовлеченности родителей"),
            Passage(
                4, 1, "Низкое качество преодоления языковых и культурных барьеров " + "и многое другое " * 12
            ),
        ],
    )
    assert found.risks == (ToldRisk("parents", Place(3, 1)),)


def test_one_measure_with_two_dates_is_told_with_both_places() -> None:
    concept = ToldFile(
        "1", "Концепция.docx", Told((measure("Семинар для родителей по чтению", None, date(2026, 3, 15)),))
    )
    programme = ToldFile(
        "2",
        "Программа.docx",
        Told((measure("Семинары по чтению для родителей", None, date(2026, 5, 1), leaf=4),)),
    )
    (found,) = contradictions((concept, programme), Known())
    assert found.spots == (Spot("1", 1, 3), Spot("2", 4, 3))
    assert (
        "«Концепция.docx» срок «15.03.2026»" in found.text and "«Программа.docx» – «01.05.2026»" in found.text
    )
    other = ToldFile(
        "2", "Программа.docx", Told((measure("Конкурс проектов", date(2026, 4, 1), date(2026, 5, 1)),))
    )
    assert contradictions((concept, other), Known()) == ()


def test_a_date_that_is_not_that_of_the_anti_risk_programme() -> None:
    known = Known(measures=(("Семинар для родителей по чтению", date(2026, 6, 1)),))
    file = ToldFile(
        "1", "Концепция.docx", Told((measure("Семинар по чтению для родителей", None, date(2026, 3, 15)),))
    )
    (found,) = contradictions((file,), known)
    assert "в антирисковой программе срок 01.06.2026" in found.text and found.spots == (Spot("1", 1, 3),)
    agrees = Known(measures=(("Семинар для родителей по чтению", date(2026, 3, 1)), ("Семинар", None)))
    assert contradictions((file,), agrees) == ()


def test_risks_of_the_profile_and_of_the_document() -> None:
    file = ToldFile(
        "1",
        "Концепция.docx",
        Told(risks=(ToldRisk("parents", Place(1, 2)), ToldRisk("staff_shortage", Place(2, 1)))),
    )
    found = contradictions((file,), KNOWN)
    assert codes(found) == ["risks", "risk"]
    assert "«Низкий уровень оснащения школы»" in found[0].text and found[1].spots == (Spot("1", 2, 1),)
    silent = ToldFile("1", "Протокол.pdf", Told())
    assert contradictions((silent,), KNOWN) == (), "a protocol names no risks"
    assert contradictions((file,), Known()) == ()


def test_gaps_of_one_file_are_one_warning_with_the_first_place() -> None:
    file = ToldFile(
        "3",
        "Программа.docx",
        Told(
            (
                measure("Первая мера программы", None, None, leaf=2, lacks=("deadline",)),
                measure("Вторая мера программы", None, date(2026, 3, 1), lacks=("responsible", "result")),
                measure("Мера 1 этапа мониторинга", None, date(2026, 6, 1), leaf=5),
            ),
            (
                ToldIndicator("Доля родителей", Place(6, 1), "", "60%"),
                ToldIndicator("Охват", Place(6, 1), "1", ""),
            ),
        ),
    )
    found = contradictions((file,), Known(first_stage_closes=date(2026, 4, 20)))
    assert codes(found) == ["lacks", "late", "indicators"]
    assert "у 2 мер не заполнено: ответственный, результат или документ, срок" in found[0].text
    assert [one.spots for one in found] == [(Spot("3", 2, 3),), (Spot("3", 5, 3),), (Spot("3", 6, 1),)]
    assert "нет базового значения: «Доля родителей» и ещё у 1" in found[2].text


def test_steps_of_two_orders_are_no_contradiction_but_an_order_may_contradict_a_plan() -> None:
    def order(key: str, day: int) -> ToldFile:
        step = measure("Подготовка материалов для родителей", date(2026, 3, day), date(2026, 3, day))
        return ToldFile(key, f"Приказ {key}.pdf", Told((step,)), plans=False)

    plan = ToldFile(
        "3",
        "Программа.docx",
        Told((measure("Подготовка материалов для родителей", date(2026, 5, 1), date(2026, 5, 9)),)),
    )
    assert contradictions((order("1", 1), order("2", 9)), Known()) == ()
    assert codes(contradictions((order("1", 1), plan), Known())) == ["dates"]
