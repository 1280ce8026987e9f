"""A roadmap as it was read: sections of items, and what a person should look at."""

from dataclasses import dataclass, replace

from workflows.deadlines import Deadline, Frame
from workflows.roadmaps.columns import Columns
from workflows.roadmaps.heading import Heading
from workflows.roadmaps.plan import Plan
from workflows.vocabulary import Labelled


class Notice(Labelled):
    """What the reading of a roadmap was not sure of; the label is the sentence for the person."""

    NO_HEADER = "no_header", "Заголовок таблицы не найден: назначьте столбцы вручную."
    NO_COLUMN = "no_column", "В таблице нет столбца «{what}». Если он есть, назначьте его вручную."
    NO_ITEMS = "no_items", "Мероприятий в файле не найдено. Проверьте, тот ли это файл."
    JOINED = (
        "joined",
        "Строка соединена с предыдущей: номер пуст, похоже на продолжение после разрыва страницы.",
    )
    NO_NUMBER = "no_number", "У мероприятия нет номера."
    DUPLICATE_NUMBER = "duplicate_number", "Номер {what} уже есть выше."
    EMPTY_CELL = "empty_cell", "Пустая ячейка: {what}."
    DEADLINE = "deadline", "Срок «{what}». {why}"
    PARTIES = "parties", "Ответственные записаны без запятых, прочитано так: {what}. Проверьте."
    TEXT_SKIPPED = "text_skipped", "Текст вне таблицы не прочитан: «{what}»."
    TRUNCATED = "truncated", "Текст, похоже, обрезан: «{what}»."
    NO_PERIOD = "no_period", "Период дорожной карты в заголовке не назван. Укажите его."


@dataclass(frozen=True, slots=True)
class Warned:
    """A notice about a row of the file, from 1; 0 for the whole of it."""

    row: int
    notice: Notice
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A measure of the roadmap with its cells as written; `row` is where it stands in the file."""

    row: int
    number: str
    title: str
    deadline_text: str
    deadline: Deadline
    responsible_text: str
    responsible: tuple[str, ...]
    result: str
    plan: Plan | None = None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section as its heading is written; `level` counts from 1."""

    number: str
    title: str
    level: int = 1
    goals: str = ""
    items: tuple[Item, ...] = ()

    def with_items(self, items: tuple[Item, ...]) -> "Section":
        return replace(self, items=items)


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Everything a file says as a roadmap."""

    heading: Heading
    frame: Frame
    columns: Columns
    sections: tuple[Section, ...]
    warnings: tuple[Warned, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)
