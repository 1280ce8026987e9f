"""The queue by deadline, with many things of one kind folded into a line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from webapp.access.actor import Actor
from webapp.dashboard.pages.items import QueueItem
from webapp.database import today_in
from webapp.formatting import counted

FOLD_ABOVE = 3
TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "overdue": ("Просрочено", "bad"),
        "today": ("Сегодня и завтра", ""),
        "week": ("До конца недели", ""),
        "later": ("Позже", ""),
    }
)


def _of(one: str, few: str, many: str, words: str) -> Callable[[int], str]:
    return lambda n: words.format(counted(n, one, few, many))


PACKAGES, OF_PACKAGES = ("пакет", "пакета", "пакетов"), ("пакета", "пакетов", "пакетов")
FOLDED: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "Подготовить и направить пакет": _of(*PACKAGES, "Подготовить и направить {}"),
        "Ответить на замечания": _of("пакету", "пакетам", "пакетам", "Ответить на замечания по {}"),
        "Доработать пакет по заключению": _of(*PACKAGES, "Доработать {} по заключению"),
        "Проверить пакет": _of(*PACKAGES, "Проверить {}"),
        "Проверить доработку": _of(*OF_PACKAGES, "Проверить доработку {}"),
        "Провести экспертизу": _of(*OF_PACKAGES, "Провести экспертизу {}"),
        "Завершить экспертизу": _of(*OF_PACKAGES, "Завершить экспертизу {}"),
        "Направить заключение школе": _of("заключение", "заключения", "заключений", "Направить школам {}"),
        "Согласовать программу развития": _of(
            "программу", "программы", "программ", "Согласовать {} развития"
        ),
        "Назначить эксперта": _of(*PACKAGES, "Назначить эксперта на {}"),
        "Начать пакет": _of(*PACKAGES, "Начать {}"),
        "Принять отчёт этапа": _of("отчёт", "отчёта", "отчётов", "Принять {} этапов"),
        "Разобрать сбой отчёта": _of("отчёта", "отчётов", "отчётов", "Разобрать сбой {}"),
        "Собрать отчёт этапа": _of("отчёт", "отчёта", "отчётов", "Собрать {} этапов"),
        "Подтвердить мероприятие": _of("мероприятие", "мероприятия", "мероприятий", "Подтвердить {}"),
        "Отметить исполнение": _of("мероприятия", "мероприятий", "мероприятий", "Отметить исполнение {}"),
        "Ознакомиться с отчётом": _of("отчётом", "отчётами", "отчётами", "Ознакомиться с {}"),
    }
)
"""What a line says that stands for several things of one kind."""


@dataclass(frozen=True, slots=True)
class QueueGroup:
    id: str
    title: str
    tone: str
    items: tuple[QueueItem, ...]
    count: int
    closed: bool = False


def groups(items: Sequence[QueueItem], actor: Actor) -> tuple[QueueGroup, ...]:
    """Return the items by deadline; empty groups are left out, «Позже» is closed unless it is alone."""
    week_end = 7 - today_in(actor.zone).isoweekday()
    sorted_out: dict[str, list[QueueItem]] = {code: [] for code in TITLES}
    for item in items:
        sorted_out[_group(item, week_end)].append(item)
    alone = sum(1 for found in sorted_out.values() if found) == 1
    return tuple(
        QueueGroup(code, *TITLES[code], _folded(found), len(found), code == "later" and not alone)
        for code, found in sorted_out.items()
        if found
    )


def _folded(items: Iterable[QueueItem]) -> tuple[QueueItem, ...]:
    """Return the items with those of one kind, where they are many, in one line at the place of the first."""
    by_title: dict[str, list[QueueItem]] = {}
    for item in items:
        by_title.setdefault(item.title, []).append(item)
    lines: list[QueueItem] = []
    for title, alike in by_title.items():
        lines += [_fold(title, alike)] if title in FOLDED and len(alike) > FOLD_ABOVE else alike
    order = {item: place for place, item in enumerate(items)}
    return tuple(sorted(lines, key=lambda line: order[line.folded[0] if line.folded else line]))


def _fold(title: str, alike: Sequence[QueueItem]) -> QueueItem:
    first = alike[0]
    return QueueItem(
        first.icon, FOLDED[title](len(alike)), "Показать", "", "", (), first.due, folded=tuple(alike)
    )


def _group(item: QueueItem, week_end: int) -> str:
    if item.due is None:
        return "later"
    if item.due.is_overdue:
        return "overdue"
    if item.due.days <= 1:
        return "today"
    return "week" if item.due.days <= week_end else "later"
