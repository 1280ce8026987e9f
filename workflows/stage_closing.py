"""What must be true of a stage before its report is signed: the checklist Л11 (domain.md §7.2, К21)."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.vocabulary import Labelled, Toned


class Item(Labelled):
    """A line of the checklist, in its order."""

    CLOSED = "closed", "Все дела этапа закрыты"
    GROUNDED = "grounded", "У каждого вердикта есть лист и основание"
    RECONCILED = "reconciled", "Расхождения экспертов сведены"
    ORDERED = "ordered", "Сроки и состав совпадают с приказом"
    INDICATOR = "indicator", "Показатель рассчитан на дату мониторинга, указан способ расчёта"
    OVERDUE = "overdue", "Перечень просроченных приведён"
    ADVICE = "advice", "Адресные рекомендации сформированы"
    PRIVATE = "private", "Персональных данных нет"
    APPENDED = "appended", "Приложения сформированы"


class Answer(Toned):
    YES = "yes", "Да", "ok", "circle-check"
    NO = "no", "Нет", "bad", "circle-x"
    OPEN = "open", "Не отмечено", "warn", "circle-dashed"


BY_PERSON = (Item.ORDERED, Item.ADVICE, Item.PRIVATE)
"""What the product cannot know: the coordinator says it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the product knows of a stage. `report` is the number of its latest ready report, '' for none."""

    open: int = 0
    """Packages on their way, unreconciled and unreleased ones not counted."""
    unreconciled: int = 0
    unreleased: int = 0
    """Conclusions that were made and not sent to their schools."""
    ungrounded: int = 0
    report: str = ""
    changed: int = 0
    """Packages that differ now from that report."""
    advised: int = 0
    """Recommendations addressed to schools on this stage."""
    counted: str = ""
    """The number of the latest report on the roadmap of the project: it has the indicator with its rule and its day."""


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    answer: Answer
    words: str
    """Why not, in a sentence; '' where there is nothing to say."""


def lines(facts: Facts, said: Mapping[Item, bool]) -> tuple[Line, ...]:
    """Return the checklist: what is known is computed, the rest is what the coordinator has said."""
    known = {
        Item.CLOSED: _closed(facts),
        Item.GROUNDED: "" if not facts.ungrounded else f"Заключений без основания: {facts.ungrounded}.",
        Item.RECONCILED: "" if not facts.unreconciled else f"Ждут сведения: {facts.unreconciled}.",
        Item.INDICATOR: "" if facts.counted else "Сформируйте отчёт по дорожной карте проекта.",
        Item.OVERDUE: _reported(facts),
        Item.APPENDED: _reported(facts),
    }
    found = {item: _line(item, known.get(item), said.get(item)) for item in Item}
    if facts.advised:
        found[Item.ADVICE] = Line(Item.ADVICE, Answer.YES, f"Направлено рекомендаций: {facts.advised}.")
    return tuple(found.values())


def is_whole(checked: tuple[Line, ...]) -> bool:
    return all(line.answer is Answer.YES for line in checked)


def _line(item: Item, fault: str | None, said: bool | None) -> Line:
    if fault is not None:
        return Line(item, Answer.NO if fault else Answer.YES, fault)
    if said is None:
        return Line(item, Answer.OPEN, "Проверьте и отметьте.")
    return Line(item, Answer.YES if said else Answer.NO, "" if said else "Отмечено координатором.")


def _closed(facts: Facts) -> str:
    told = [
        words
        for count, words in (
            (facts.open, f"В работе пакетов: {facts.open}."),
            (facts.unreleased, f"Не направлено заключений: {facts.unreleased}."),
        )
        if count
    ]
    return " ".join(told)


def _reported(facts: Facts) -> str:
    if not facts.report:
        return "Сформируйте отчёт этапа."
    return f"После отчёта изменилось пакетов: {facts.changed}. Сформируйте новый." if facts.changed else ""
