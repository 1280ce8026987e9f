"""Numbers, dates, names and sizes as Russian readers expect them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from webapp import formatting as f

N = "\u00a0"
KRASNOYARSK = ZoneInfo("Asia/Krasnoyarsk")
MOSCOW = ZoneInfo("Europe/Moscow")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "файлов"), (1, "файл"), (2, "файла"), (4, "файла"), (5, "файлов"), (10, "файлов"), (11, "файлов"),
        (12, "файлов"), (14, "файлов"), (15, "файлов"), (21, "файл"), (22, "файла"), (25, "файлов"), (100, "файлов"),
        (101, "файл"), (111, "файлов"), (112, "файлов"), (122, "файла"), (1001, "файл"), (1.5, "файла"), (-1, "файл"),
        (Decimal("2.5"), "файла"), (21.0, "файл"),
    ],
)  # fmt: skip
def test_a_word_agrees_with_its_number(number: float, word: str) -> None:
    assert f.plural(number, "файл", "файла", "файлов") == word


def test_a_counted_word_stays_with_its_number() -> None:
    assert f.counted(1250, "школа", "школы", "школ") == f"1{N}250{N}школ"


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (0, 0, "0"), (999, 0, "999"), (1250, 0, f"1{N}250"), (1234567, 0, f"1{N}234{N}567"), (85.65, 1, "85,7"),
        (-5, 0, "−5"), (2.5, 0, "3"), (Decimal("0.05"), 1, "0,1"), (1250.5, 1, f"1{N}250,5"),
    ],
)  # fmt: skip
def test_numbers_have_groups_and_a_comma(number: float, digits: int, text: str) -> None:
    assert f.number_ru(number, digits) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (85.71, f"85,7{N}%"),
        (62, f"62{N}%"),
        (100, f"100{N}%"),
        (0, f"0{N}%"),
        (None, f"нет{N}данных"),
        (Decimal("49.95"), f"50{N}%"),
    ],
)
def test_percents_stay_with_their_sign(number: float | None, text: str) -> None:
    assert f.percent_ru(number) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, f"0{N}байт"), (1, f"1{N}байт"), (2, f"2{N}байта"), (1023, f"1023{N}байта"), (1024, f"1{N}КБ"),
        (98304, f"96{N}КБ"), (880640, f"860{N}КБ"), (1258291, f"1,2{N}МБ"), (8808038, f"8,4{N}МБ"), (52428800, f"50{N}МБ"),
        (1024 * 1024 - 1, f"1{N}МБ"), (3 * 1024**3, f"3{N}ГБ"), (2 * 1024**4, f"2{N}ТБ"),
    ],
)  # fmt: skip
def test_sizes_are_short_and_in_russian_units(size: int, text: str) -> None:
    assert f.filesize_ru(size) == text


def test_dates_are_written_in_full_and_short() -> None:
    assert f.date_ru(TODAY) == f"23{N}ноября{N}2026{N}г."
    assert f.day_month(date(2026, 5, 1)) == f"1{N}мая"
    assert f.date_short(date(2026, 3, 5)) == "05.03.2026"
    assert f.month_ru(TODAY) == f"ноябрь 2026{N}г."
    assert f.weekday_ru(TODAY) == "понедельник"
    assert (
        len(set(f.MONTHS)) == len(set(f.MONTHS_NAMED)) == len(f.MONTHS_SHORT) == 12 and len(f.WEEKDAYS) == 7
    )


def test_an_instant_is_shown_by_the_clocks_of_the_zone() -> None:
    instant = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)
    assert f.datetime_ru(instant, KRASNOYARSK) == f"24{N}ноября{N}2026{N}г., 0:05"
    assert f.datetime_ru(instant, MOSCOW) == f"23{N}ноября{N}2026{N}г., 20:05"
    assert f.time_ru(instant, MOSCOW) == "20:05"
    assert f.zone_ru(KRASNOYARSK, instant) == "UTC+7"
    assert f.zone_ru(ZoneInfo("Asia/Kathmandu"), instant) == "UTC+5:45"
    assert f.iso(instant) == "2026-11-23T17:05:00+00:00" and f.iso(TODAY) == "2026-11-23"


@pytest.mark.parametrize("show", [f.datetime_ru, f.time_ru, f.zone_ru])
def test_a_naive_instant_is_refused(show: object) -> None:
    instant = datetime(2026, 11, 23)
    with pytest.raises(ValueError, match="naive"):
        show(KRASNOYARSK, instant) if show is f.zone_ru else show(instant, KRASNOYARSK)  # type: ignore[operator]
    with pytest.raises(ValueError, match="naive"):
        f.ago(instant, datetime.now(UTC))


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=10), "только что"), (timedelta(seconds=-30), "только что"), (timedelta(minutes=1), f"1{N}минуту назад"),
        (timedelta(minutes=5), f"5{N}минут назад"), (timedelta(hours=2), f"2{N}часа назад"), (timedelta(hours=12), "вчера"),
        (timedelta(days=1), "вчера"), (timedelta(days=3), f"3{N}дня назад"), (timedelta(days=65), f"2{N}месяца назад"),
        (timedelta(days=800), f"2{N}года назад"),
    ],
)  # fmt: skip
def test_how_long_ago_is_said_in_words(before: timedelta, text: str) -> None:
    now = datetime(2026, 11, 23, 10, 30, tzinfo=KRASNOYARSK)
    assert f.ago(now - before, now) == text


def test_yesterday_begins_at_local_midnight() -> None:
    now = datetime(2026, 11, 23, 6, 0, tzinfo=KRASNOYARSK)
    assert f.ago(datetime(2026, 11, 22, 16, 30, tzinfo=UTC), now) == "вчера"
    assert f.ago(datetime(2026, 11, 22, 17, 30, tzinfo=UTC), now) == f"5{N}часов назад"


@pytest.mark.parametrize(
    ("days", "tone", "words", "note"),
    [
        (-25, "bad", f"на{N}25{N}дней", f"срок 29{N}октября"),
        (-3, "bad", f"на{N}3{N}дня", f"срок 20{N}ноября"),
        (-1, "bad", f"на{N}1{N}день", f"срок 22{N}ноября"),
        (0, "warn", "сегодня", f"23{N}ноября"),
        (1, "", "завтра", f"24{N}ноября"),
        (2, "", "среда", f"25{N}ноября"),
        (6, "", "воскресенье", f"29{N}ноября"),
        (7, "", f"30{N}ноября", f"через 7{N}дней"),
        (45, "", f"7{N}января{N}2027{N}г.", f"через 45{N}дней"),
    ],
)
def test_a_deadline_says_how_near_it_is_and_its_date(days: int, tone: str, words: str, note: str) -> None:
    due = f.days_left(TODAY + timedelta(days=days), TODAY)
    assert (due.tone, due.words, due.note, due.days) == (tone, words, note, days)
    assert due.is_overdue is (days < 0)
    assert due.iso == (TODAY + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("full", "short", "letters"),
    [
        ("Образцова Мария Петровна", f"Образцова{N}М.{N}П.", "МО"),
        ("Салтыков-Щедрин Пример", f"Салтыков-Щедрин{N}П.", "ПС"),
        ("  Администратор ", "Администратор", "А"),
        ("Мамедов Али Вели оглы", f"Мамедов{N}А.{N}В.", "АМ"),
        ("", "", "?"),
    ],
)
def test_names_are_shortened_without_a_break(full: str, short: str, letters: str) -> None:
    assert f.fio_short(full) == short
    assert f.initials(full) == letters


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("СОШ № 6", f"СОШ №{N}6"),
        ("СОШ №6", f"СОШ №{N}6"),
        ("Лебедев П. А., куратор", f"Лебедев{N}П.{N}А., куратор"),
        ("П. А. Лебедев", f"П.{N}А.{N}Лебедев"),
        ("до 27 ноября", f"до{N}27{N}ноября"),
        ("8,4 МБ, стр. 7", f"8,4{N}МБ, стр.{N}7"),
        ("не менее 80 %", f"не{N}менее 80{N}%"),
        ("ООШ с. Ключи", f"ООШ с.{N}Ключи"),
        ("в школе и в саду", f"в{N}школе и{N}в{N}саду"),
        ("класс — группа", f"класс{N}— группа"),
        ("2026 г.", f"2026{N}г."),
        ("по-русски, кто-то из нас", f"по-русски, кто-то из{N}нас"),
        ("уже готово", "уже готово"),
        ("", ""),
    ],
)
def test_lines_do_not_break_where_they_must_not(text: str, joined: str) -> None:
    assert f.nbsp(text) == joined
    assert f.nbsp(joined) == joined


def test_markup_stays_markup_and_text_stays_text() -> None:
    assert isinstance(f.nbsp(Markup("<b>СОШ № 6</b>")), Markup)
    assert not isinstance(f.nbsp("<b>№ 6</b>"), Markup)


@pytest.mark.parametrize(("name", "function"), list(f.FILTERS.items()))
def test_each_filter_is_the_function_of_its_name(name: str, function: object) -> None:
    assert getattr(f, name) is function


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "меньше минуты"), (5, f"5{N}минут"), (24 * 60, "со вчерашнего дня"), (5 * 24 * 60, f"5{N}дней")],
)
def test_how_long_it_has_been_waiting_follows_the_verb(minutes: int, text: str) -> None:
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert f.lasting(now - timedelta(minutes=minutes), now) == text
