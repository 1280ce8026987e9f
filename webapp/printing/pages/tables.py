"""Every table of every document: caption, columns, widths, and the sentence that stands for an empty one.

The PDF and the DOCX templates take the shape from here, so that both print the same columns.
Widths are in millimetres of a portrait page with 175 mm of text (landscape: 262 mm); 0 takes the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# What the templates read. JSON at the edge: strings, lists of strings, lists of rows.
Page = dict[str, Any]
Row = list[str]


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float = 0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class TableShape:
    """`empty` replaces the table when it has no rows. `is_small` sets smaller type for narrow columns."""

    caption: str
    columns: tuple[Column, ...]
    empty: str = "Нет данных."
    is_small: bool = False


def _no(title: str = "№") -> Column:
    return Column(title, 10, "center")


def _count(title: str, width: float = 20) -> Column:
    return Column(title, width, "center")


TABLES: dict[str, TableShape] = {
    # Conclusion on one package
    "files": TableShape(
        "Состав пакета",
        (_no(), Column("Место в пакете", 38), Column("Файл", 0), Column("Размер", 18, "right"),
         Column("Контрольная сумма SHA-256", 58)),
        "Файлы в пакете отсутствуют.",
        is_small=True,
    ),
    "stamps": TableShape(
        "Реквизиты программы",
        (Column("Отметка", 34), Column("Орган, документ", 0), _count("Номер", 34), _count("Дата", 26)),
        "Реквизиты не указаны.",
    ),
    "criteria": TableShape(
        "Отметки по критериям",
        (_count("№", 19), Column("Критерий", 0), Column("Отметка", 36), _count("Баллы", 16), Column("Обоснование", 50)),
        "Экспертный лист не заполнен.",
        is_small=True,
    ),
    "remarks": TableShape(
        "Замечания",
        (_no(), Column("Критерий, место", 36), Column("Замечание", 0), _count("Срок", 21),
         Column("Ответ школы, состояние", 46)),
        "Замечаний нет.",
        is_small=True,
    ),
    "letter": TableShape(
        "Что исправить",
        (_no(), Column("Замечание", 0), Column("Вид", 30), Column("Место в документе", 40), _count("Срок", 22)),
        "Замечаний нет.",
    ),
    # Report on a stage
    "composition": TableShape(
        "Состав пакетов, подлежащих представлению",
        (Column("Вид пакета", 0), _count("Подлежало", 26), _count("Представлено", 30), _count("Доля", 22)),
        "Состав пакетов не установлен.",
    ),
    "counts": TableShape(
        "Представление пакетов школами",
        (Column("Показатель", 0), _count("Школ", 26), _count("Доля", 26)),
    ),
    "scale": TableShape(
        "Шкала отметок", (_count("Отметка", 26), Column("Значение", 0)), "Шкала отметок не установлена."
    ),
    "thresholds": TableShape(
        "Условия вынесения заключения",
        (Column("Заключение", 62), Column("Условие", 0)),
        "Условия вынесения заключения не установлены.",
    ),
    "zones": TableShape(
        "Зоны", (Column("Зона", 62), Column("Доля набранных баллов", 0)), "Зоны не установлены."
    ),
    "verdicts": TableShape(
        "Распределение заключений",
        (Column("Заключение", 0), _count("Пакетов", 26), _count("Доля", 26)),
        "Заключения не вынесены.",
    ),
    "results": TableShape(
        "Результаты экспертизы по школам",
        (_no(), Column("Школа, пакет", 0), Column("Заключение", 34), _count("Баллы", 17), _count("Доля", 15),
         _count("Зона", 18), _count("Рассмотрений", 25)),
        "Пакеты на экспертизу не поступали.",
        is_small=True,
    ),
    "measures": TableShape(
        "Подтверждено мероприятий",
        (_no(), Column("Риск, мера", 0), Column("Вывод", 42), _count("Подтверждено", 28), _count("Доля", 18)),
        "Мероприятия, подлежащие подтверждению, отсутствуют.",
        is_small=True,
    ),
    "changes": TableShape(
        "Позитивные изменения по рискам",
        (_no(), Column("Риск", 56), Column("Вывод", 40), Column("Основание", 0)),
        "Наступление позитивных изменений на этом этапе не оценивалось.",
        is_small=True,
    ),
    "averages": TableShape(
        "Средние отметки по критериям",
        (_count("№", 19), Column("Критерий", 0), _count("Средняя отметка", 24), _count("Отметок всего", 22),
         _count("Отметок 0", 20), _count("Примечание", 26)),
        "Отметки по критериям не выставлены.",
        is_small=True,
    ),
    "typical": TableShape(
        "Типичные замечания",
        (_no(), Column("Критерий", 44), Column("Замечание", 0), _count("Случаев", 18), Column("Школы", 52)),
        "Типичные замечания не выявлены.",
        is_small=True,
    ),
    "recommendations": TableShape(
        "Адресные рекомендации",
        (_no(), Column("Школа", 52), Column("Рекомендация", 0), _count("Срок", 22)),
        "Адресные рекомендации не сформированы.",
        is_small=True,
    ),
    "deadlines": TableShape(
        "Пакеты, не представленные или представленные с нарушением срока",
        (_no(), Column("Школа", 0), Column("Вид пакета", 34), Column("Представлен", 34),
         Column("Причина", 36)),
        "Все пакеты представлены в срок.",
        is_small=True,
    ),
    "appendix": TableShape(
        "Пакеты и файлы",
        (_no(), Column("Место в пакете", 56), Column("Файл", 0), Column("Размер", 20, "right"),
         Column("Контрольная сумма SHA-256", 116)),
        "Пакеты не представлены.",
        is_small=True,
    ),
    # Report on a roadmap
    "figures": TableShape(
        "Доля исполненных и подтверждённых мероприятий",
        (Column("Как понимается число запланированных", 0), _count("Исполнено и подтверждено", 34),
         _count("Запланировано", 32), _count("Доля", 20)),
    ),
    "overdue": TableShape(
        "Мероприятия, не исполненные в срок",
        (_no(), Column("Мероприятие", 0), _count("Срок", 24), _count("Дней", 16), Column("Ответственные", 50)),
        "Мероприятий, не исполненных в срок, нет.",
        is_small=True,
    ),
    "amendments": TableShape(
        "Переносы сроков и исключения",
        (_no(), Column("Мероприятие", 0), Column("Что изменено", 48), Column("Основание", 48)),
        "Сроки не переносились, мероприятия не исключались.",
        is_small=True,
    ),
    "plan_years": TableShape(
        "Плановые и достигнутые значения по годам",
        (Column("Мероприятие", 0), _count("Год", 16), _count("План", 36), _count("Факт", 36)),
        "Плановые значения по годам не установлены.",
        is_small=True,
    ),
    "roadmap": TableShape(
        "Мероприятия дорожной карты",
        (_no(), Column("Мероприятие", 0), Column("Срок", 32), Column("Ответственные", 36),
         Column("Ожидаемый результат", 44), Column("Состояние", 34), Column("Подтверждающие материалы", 38),
         Column("В показателе", 26)),
        "Мероприятий в дорожной карте нет.",
        is_small=True,
    ),
    # Diary
    "contacts": TableShape("Формы работы", (Column("Форма", 0), _count("Записей", 30)), "Записей нет."),
    "entries": TableShape(
        "Записи дневника",
        (_no(), Column("Когда, школа", 40), Column("Форма, участники, этап", 42), Column("Содержание", 0),
         Column("Договорённости", 52), Column("Куратор, состояние", 34)),
        "За этот период записей нет.",
        is_small=True,
    ),
    # Receipt
    "received": TableShape(
        "Принятые файлы",
        (_no(), Column("Место в пакете", 38), Column("Файл", 0), Column("Размер", 18, "right"),
         Column("Контрольная сумма SHA-256", 58)),
        "Файлы в пакете отсутствуют.",
        is_small=True,
    ),
}  # fmt: skip


class Numbering:
    """Gives the tables of one document their numbers in the order in which they are asked for."""

    def __init__(self) -> None:
        self._last = 0

    def table(self, name: str, rows: list[Row]) -> Page:
        """The table as templates read it; a row of one cell spans the whole width.

        An empty table takes no number.
        """
        shape = TABLES[name]
        if rows:
            self._last += 1
        return {
            "caption": f"Таблица {self._last}. {shape.caption}" if rows else shape.caption,
            "head": [column.title for column in shape.columns],
            "widths": [column.width for column in shape.columns],
            "align": [column.align for column in shape.columns],
            "rows": rows,
            "empty": shape.empty,
            "small": shape.is_small,
            "continued": False,
        }


def numbered(rows: list[Row]) -> list[Row]:
    """The rows with their ordinal number put in front."""
    return [[str(index), *row] for index, row in enumerate(rows, 1)]


def grouped(pairs: Iterable[tuple[str, Row]]) -> list[Row]:
    """Rows under a line across the table for each group; the numbers run through all groups."""
    rows: list[Row] = []
    last = None
    for index, (group, row) in enumerate(pairs, 1):
        if group != last:
            rows.append([group])
            last = group
        rows.append([str(index), *row])
    return rows
