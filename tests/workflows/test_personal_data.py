"""Personal data are found where schools leave them, masked when told of, and ordinary texts are left in peace."""

import pytest

from workflows.passages import Passage
from workflows.personal_data import Sensitive, Sighting, is_snils, sightings, summary


def text(*lines: str) -> list[Passage]:
    return [Passage(1, n, line) for n, line in enumerate(lines, start=1)]


def table(*rows: tuple[str, ...]) -> list[Passage]:
    return [
        Passage(2, 4, cell, row=r, column=c)
        for r, row in enumerate(rows, start=1)
        for c, cell in enumerate(row, start=1)
    ]


def kinds(found: tuple[Sighting, ...]) -> list[Sensitive]:
    return [one.kind for one in found]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("СНИЛС: 112-233-445 95", Sensitive.SNILS),
        ("снилс обучающегося 11223344595", Sensitive.SNILS),
        ("Паспорт: серия 04 05 № 123456, выдан ОВД", Sensitive.PASSPORT),
        ("паспорт 0405 123456", Sensitive.PASSPORT),
        ("Свидетельство о рождении II-БА № 654321", Sensitive.PASSPORT),
        ("Телефон мамы +7 (902) 123-45-67", Sensitive.PHONE),
        ("тел. 89021234567", Sensitive.PHONE),
        ("Иванов Пётр, дата рождения 12.03.2014", Sensitive.BIRTH_DATE),
        ("Петрова Анна, 5 мая 2013 года рождения", Sensitive.BIRTH_DATE),
        ("Сидоров К., 01.02.2012 г.р.", Sensitive.BIRTH_DATE),
    ],
)
def test_personal_data_are_found_and_masked(line: str, kind: Sensitive) -> None:
    found = sightings(text("Справка", line))
    assert kinds(found) == [kind]
    assert (found[0].leaf, found[0].position) == (1, 2)
    secret = "".join(character for character in line if character.isdigit())
    assert secret[-6:] not in "".join(filter(str.isdigit, found[0].masked))


@pytest.mark.parametrize(
    "line",
    [
        "Приказ от 14.03.2026 № 41-од",
        "Телефон школы 8 (39132) 2-15-16",
        "ИНН 2460123456, ОГРН 1022401234567",
        "Обучающихся 123-456-789 нет, шифр 112-233-445 00",
        "Директор школы Образцова Мария Петровна, заместитель Примеров Андрей Сергеевич",
        "Школа основана 1 сентября 1985 года",
        "Бюджет 112 233 445 рублей",
    ],
)
def test_ordinary_lines_are_left_in_peace(line: str) -> None:
    assert sightings(text(line)) == ()


def test_check_digits_tell_a_number_from_a_snils() -> None:
    assert is_snils("11223344595")
    assert not is_snils("11223344594")
    assert not is_snils("00000000000")


def test_a_column_of_full_names_is_a_list_of_people() -> None:
    rows = [
        ("№", "Фамилия, имя, отчество"),
        *((str(n), f"Учеников{'а' * (n % 2)} Имя Отчествович") for n in range(6)),
    ]
    found = sightings(table(*rows))
    assert kinds(found) == [Sensitive.NAME_LIST] and found[0].count == 6
    assert found[0].masked == "У•••• И. О." and (found[0].leaf, found[0].position) == (2, 4)


def test_a_few_names_are_no_list() -> None:
    assert sightings(table(*[("Образцова Мария Петровна", "директор")] * 4)) == ()


def test_numbered_paragraphs_of_names_are_a_list() -> None:
    lines = [f"{n}. Примеров Андрей Сергеевич, 5 «А» класс" for n in range(1, 7)]
    assert kinds(sightings(text("Присутствовали:", *lines, "Решили:"))) == [Sensitive.NAME_LIST]


def test_a_column_of_birth_dates_is_found_by_its_heading() -> None:
    found = sightings(table(("ФИ", "Дата рождения"), ("Коля П.", "12.03.2014"), ("Оля С.", "03.04.2014 г.")))
    assert kinds(found) == [Sensitive.BIRTH_DATE] and found[0].count == 2


def test_many_places_of_one_kind_are_kept_in_part() -> None:
    assert len(sightings(text(*["тел. 89021234567"] * 50))) == 10


def test_the_summary_is_by_kind() -> None:
    found = sightings(text("тел. 89021234567", "СНИЛС: 112-233-445 95"))
    assert [kind for kind, _ in summary(found)] == [Sensitive.SNILS, Sensitive.PHONE]
