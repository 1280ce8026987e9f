"""Documents of a school laid side by side: what contradicts is told with both places, what agrees is not told."""

from datetime import date

from workflows.cross_checks import (
    Contradiction,
    Known,
    KnownMeasure,
    PlannedMeasure,
    Spot,
    ToldFile,
    contradictions,
)
from workflows.passages import Passage
from workflows.programme_tables import (
    Place,
    Table,
    Told,
    ToldIndicator,
    ToldMeasure,
    ToldRisk,
    risks_named,
    told,
)

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


def test_risks_are_known_in_any_case_and_order_where_they_head_or_stand_close_together() -> None:
    found = told(
        [],
        [
            Passage(3, 1, "2. Риск: низкий уровень вовлеченности родителей"),
            Passage(
                4, 1, "Низкое качество преодоления языковых и культурных барьеров " + "и многое другое " * 12
            ),
        ],
    )
    assert found.risks == (
        ToldRisk("language_barriers", Place(4, 1), heads=False),
        ToldRisk("parents", Place(3, 1)),
    )
    apart = (
        "Низкий потолок спортзала. "
        + "Разные слова отчёта. " * 9
        + "Уровень вовлечённости учителей и родителей высок"
    )
    assert told([], [Passage(1, 1, apart)]).risks == ()


def test_a_table_without_a_column_lacks_it_in_each_row() -> None:
    bare = Table(
        Place(1, 2),
        (("Мероприятие", "Ответственный", "Результат"), ("Семинар для учителей", "Завуч", "Протокол")),
    )
    (found,) = told([bare], TITLE).measures
    assert (found.lacks, found.end) == (("deadline",), None)
    short = Table(Place(1, 2), (("Мероприятие", "Срок"), ("Семинар для учителей", "март")))
    assert told([short], TITLE).measures[0].lacks == ("responsible", "result")


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
    known = Known(measures=(KnownMeasure("Семинар для родителей по чтению", date(2026, 6, 1), "parents"),))
    file = ToldFile(
        "1", "Концепция.docx", Told((measure("Семинар по чтению для родителей", None, date(2026, 3, 15)),))
    )
    (found,) = contradictions((file,), known)
    assert "в антирисковой программе срок 01.06.2026" in found.text and found.spots == (Spot("1", 1, 3),)
    agrees = Known(
        measures=(KnownMeasure("Семинар для родителей по чтению", date(2026, 3, 1)), KnownMeasure("Семинар"))
    )
    assert contradictions((file,), agrees) == ()


def test_risks_of_the_profile_and_of_the_document() -> None:
    file = ToldFile(
        "1",
        "Концепция.docx",
        Told(risks=(ToldRisk("parents", Place(1, 2)), ToldRisk("staff_shortage", Place(2, 1)))),
    )
    found = contradictions((file,), KNOWN)
    assert codes(found) == ["risks", "risk"]
    assert "«Низкий уровень оснащения школы»" in found[0].text and [one.spots for one in found] == [
        (Spot("1"),),
        (Spot("1", 2, 1),),
    ]
    for silent in (
        ToldFile("1", "Протокол.pdf", Told(), plans=False),
        ToldFile("1", "Программа развития.pdf", Told(), whole=False),
        ToldFile("1", "Скан.pdf", Told(), is_silent=True),
    ):
        assert contradictions((silent,), KNOWN) == (), "neither a protocol nor a scan has to name risks"
    assert codes(contradictions((ToldFile("1", "Концепция.docx", Told()),), KNOWN)) == ["risks"]
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
    found = contradictions((file,), Known(first_stage_opens=date(2026, 4, 20)))
    assert codes(found) == ["lacks", "late", "indicators"]
    assert "у 2 мер не указано: ответственный, результат или документ, срок" in found[0].text
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


def test_a_programme_in_the_place_of_another_risk() -> None:
    other = ToldFile("5", "Программа.docx", Told(risks=(ToldRisk("equipment", Place(1, 2)),)), risk="parents")
    own = ToldFile("6", "Оснащение.docx", Told(risks=(ToldRisk("equipment", Place(1, 1)),)), risk="equipment")
    (found,) = contradictions((other, own), KNOWN)
    assert found.code == "place:5" and found.spots == (Spot("5", 1, 2),)
    assert "«Низкий уровень вовлечённости родителей»" in found.text


def test_an_activated_risk_without_its_programme() -> None:
    own = ToldFile("6", "Оснащение.docx", Told(risks=(ToldRisk("equipment", Place(1, 1)),)), risk="equipment")
    (found,) = contradictions((own,), KNOWN)
    assert (found.code, found.spots, found.risk) == ("programme:parents", (), "parents")


def test_a_measure_that_was_entered_but_is_not_in_the_programme() -> None:
    known = Known(
        measures=(
            KnownMeasure("Семинар для родителей по чтению", risk="parents"),
            KnownMeasure("Конкурс семейных проектов", risk="parents"),
            KnownMeasure("Ремонт лабораторий школы", risk="equipment"),
        )
    )
    told_one = Told((measure("Семинары по чтению для родителей", None, None),))
    (found,) = contradictions((ToldFile("1", "Программа.docx", told_one, risk="parents"),), known)
    assert found.code == "entered:1" and "«Конкурс семейных проектов»." in found.text
    assert contradictions((ToldFile("1", "Программа.docx", Told(), risk="parents"),), known) == ()


def test_a_measure_of_the_first_stage_falls_before_its_window() -> None:
    opens = date(2026, 4, 18)
    known = Known(
        measures=(KnownMeasure("Семинар для родителей по чтению", None, stage=1),), first_stage_opens=opens
    )

    def late(end: date, title: str = "Семинар для родителей по чтению") -> list[str]:
        file = ToldFile("1", "Программа.docx", Told((measure(title, None, end),)), whole=False)
        return codes(contradictions((file,), known))

    assert late(date(2026, 4, 17)) == []
    assert late(opens) == ["late"]
    assert late(date(2026, 12, 1), "Конкурс проектов старших школьников") == [], "the second stage has time"


def test_one_indicator_that_begins_with_two_values() -> None:
    def file(key: str, base: str, title: str = "Доля родителей на собраниях школы") -> ToldFile:
        return ToldFile(
            key, f"{key}.docx", Told(indicators=(ToldIndicator(title, Place(2, 4), base, "60%"),))
        )

    (found,) = contradictions((file("1", "40%"), file("2", "35 % семей")), Known())
    assert found.code.startswith("bases:1:2:") and found.spots == (Spot("1", 2, 4), Spot("2", 2, 4))
    assert contradictions((file("1", "40%"), file("2", "40 % семей")), Known()) == ()
    assert (
        contradictions((file("1", "40%"), file("2", "35%", "Доля отличников в старших классах")), Known())
        == ()
    )


SEMINAR, CONTEST = "Семинар для родителей по чтению", "Конкурс проектов учащихся"
MARCH = ("март", date(2026, 3, 1), date(2026, 3, 31))
JUNE = ("июнь", date(2026, 6, 1), date(2026, 6, 30))


def planned(title: str, term: tuple[str, date | None, date], *, own: bool = True) -> PlannedMeasure:
    return PlannedMeasure(f"srr-dk-{title[:3]}", title, *term, is_own=own)


def test_a_roadmap_and_a_document_that_date_one_measure_otherwise_contradict() -> None:
    file = ToldFile("1", "Концепция.docx", Told(measures=(measure(SEMINAR, *MARCH[1:]),)))
    (found,) = contradictions([file], Known(planned=(planned(SEMINAR, JUNE, own=False),)))
    assert (found.measure, found.spots) == ("srr-dk-Сем", (Spot("1", 1, 3),))
    assert "в муниципальной дорожной карте срок «июнь»" in found.text
    assert contradictions([file], Known(planned=(planned(SEMINAR, MARCH),))) == ()


def test_evidence_dated_past_the_roadmap_is_told_too() -> None:
    file = ToldFile("1", "Протокол.docx", Told(measures=(measure(SEMINAR, *JUNE[1:]),)), plans=False)
    assert codes(contradictions([file], Known(planned=(planned(SEMINAR, MARCH),)))) == ["roadmap"]


def test_the_anti_risk_programme_is_laid_beside_the_roadmap() -> None:
    entered = (KnownMeasure(SEMINAR, date(2026, 6, 1), "parents"), KnownMeasure(CONTEST))
    found = contradictions([], Known(measures=entered, planned=(planned(SEMINAR, MARCH),)))
    assert codes(found) == ["roadmap-entered", "roadmap-lacks"]
    assert (found[0].risk, found[0].measure) == ("parents", "srr-dk-Сем")
    assert f"нет мер антирисковой программы: «{CONTEST}»" in found[1].text
    strange = Known(measures=entered, planned=(planned("Совещание директоров школ", MARCH),))
    assert contradictions([], strange) == (), "two plans of different things"


def test_what_the_roadmap_holds_and_no_document_names_is_told_once() -> None:
    file = ToldFile("1", "Программа.docx", Told(measures=(measure(SEMINAR, *MARCH[1:]),)))
    own = tuple(planned(title, MARCH) for title in (SEMINAR, CONTEST, "Консультации учителей математики"))
    (found,) = contradictions([file], Known(planned=own))
    assert found.code == "roadmap-unwritten"
    assert CONTEST in found.text and "Консультации" in found.text and SEMINAR not in found.text
    municipal = Known(planned=(planned(SEMINAR, MARCH), planned(CONTEST, MARCH, own=False)))
    assert contradictions([file], municipal) == (), "what the municipality does is no business of a programme"


def test_a_roadmap_that_names_some_risks_names_all_that_are_activated() -> None:
    known = Known(KNOWN.risks, planned=(planned(SEMINAR, MARCH),), planned_risks=frozenset({"parents"}))
    (found,) = contradictions([], known)
    assert found.code == "roadmap-risks" and "оснащения" in found.text
    silent = Known(KNOWN.risks, planned=(planned(SEMINAR, MARCH),))
    assert contradictions([], silent) == ()


def test_risks_are_found_in_titles_of_sections() -> None:
    named = risks_named(["Раздел 2. Низкий уровень вовлечённости родителей", "Совещание"])
    assert named == {"parents"}
