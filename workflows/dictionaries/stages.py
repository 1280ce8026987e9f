"""The year of the project «500+» as a template: stages of expertise and the calendar around them (САЯ 1–27).

Days are those of the 2022 roadmap. A programme copies them into its own year, and the coordinator moves them.
"""

from dataclasses import dataclass
from datetime import date

A_COMMON_YEAR = 2001


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of any year. Raises ValueError for a day that some years do not have."""

    month: int
    day: int

    def __post_init__(self) -> None:
        self.on(A_COMMON_YEAR)

    def on(self, year: int) -> date:
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class StageDates:
    """The days of a stage in one year; all inclusive."""

    opens_on: date
    closes_on: date
    expertise_from: date
    expertise_until: date
    placed_by: date | None


@dataclass(frozen=True, slots=True)
class StageTemplate:
    """A stage of expertise: which packages are due, what is examined in them, and when."""

    code: str
    title: str
    kinds: tuple[str, ...]
    examined: str
    opens: MonthDay
    closes: MonthDay
    expertise_starts: MonthDay
    expertise_ends: MonthDay
    place_by: MonthDay | None = None
    """The last day to place accepted packages in ИС МЭДК."""
    sources: tuple[str, ...] = ()

    def in_year(self, year: int) -> StageDates:
        return StageDates(
            self.opens.on(year),
            self.closes.on(year),
            self.expertise_starts.on(year),
            self.expertise_ends.on(year),
            self.place_by.on(year) if self.place_by else None,
        )


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """Another fixed date of the project; `ends` is None where the roadmap leaves the end open."""

    title: str
    starts: MonthDay
    ends: MonthDay | None
    sources: tuple[str, ...]


# The roadmap dates the expertise, not the taking in of evidence: the opening days of the three evidence stages
# are ours, each after the stage before it.
STAGES: tuple[StageTemplate, ...] = (
    StageTemplate(
        code="concept",
        title="Содержательная экспертиза концептуальных документов",
        kinds=("concept",),
        examined="Концепция развития, среднесрочная программа развития и антирисковые программы.",
        opens=MonthDay(2, 14),
        closes=MonthDay(3, 25),
        expertise_starts=MonthDay(3, 21),
        expertise_ends=MonthDay(3, 25),
        place_by=MonthDay(3, 30),
        sources=("САЯ 8", "САЯ 11"),
    ),
    StageTemplate(
        code="evidence1_measures",
        title="Содержательная экспертиза подтверждающих документов исполненных мероприятий, 1 этап",
        kinds=("evidence1",),
        examined="Исполнены ли меры антирисковых программ, срок которых наступил, и чем это подтверждено.",
        opens=MonthDay(4, 1),
        closes=MonthDay(4, 25),
        expertise_starts=MonthDay(4, 18),
        expertise_ends=MonthDay(4, 25),
        sources=("САЯ 12",),
    ),
    StageTemplate(
        code="evidence1_monitoring",
        title="Содержательная экспертиза подтверждающих документов в рамках мониторинга 1 этапа",
        kinds=("evidence1",),
        examined="Готовы ли подтверждённые куратором документы к размещению в ИС МЭДК.",
        opens=MonthDay(4, 26),
        closes=MonthDay(5, 20),
        expertise_starts=MonthDay(5, 20),
        expertise_ends=MonthDay(5, 20),
        place_by=MonthDay(6, 1),
        sources=("САЯ 15", "САЯ 16"),
    ),
    StageTemplate(
        code="evidence2",
        title="Содержательная экспертиза подтверждающих документов в рамках мониторинга 2 этапа",
        kinds=("evidence2",),
        examined="Исполнены ли все меры и какие позитивные изменения наступили по каждому риску.",
        opens=MonthDay(9, 1),
        closes=MonthDay(10, 21),
        expertise_starts=MonthDay(10, 17),
        expertise_ends=MonthDay(10, 21),
        place_by=MonthDay(11, 1),
        sources=("САЯ 26", "САЯ 27"),
    ),
)

CALENDAR: tuple[CalendarItem, ...] = (
    CalendarItem("Установочные вебинары для кураторов", MonthDay(2, 8), MonthDay(7, 5), ("САЯ 1",)),
    CalendarItem(
        "Мониторинг размещения концептуальных документов", MonthDay(2, 14), MonthDay(3, 30), ("САЯ 8",)
    ),
    CalendarItem(
        "Документы кураторов для договоров – федеральному координатору",
        MonthDay(3, 1),
        MonthDay(3, 1),
        ("САЯ 7",),
    ),
    CalendarItem("Утверждение состава рабочей группы", MonthDay(3, 1), MonthDay(3, 31), ("САЯ 3",)),
    CalendarItem("Первый опрос директоров и кураторов", MonthDay(3, 10), MonthDay(3, 24), ("САЯ 10",)),
    CalendarItem("Ведение дневника куратора", MonthDay(3, 10), MonthDay(6, 23), ("САЯ 9",)),
    CalendarItem(
        "Первый цикл вебинаров, «Час муниципального образования» и установочных встреч",
        MonthDay(3, 10),
        MonthDay(6, 23),
        ("САЯ 4", "САЯ 5", "САЯ 6"),
    ),
    CalendarItem("Утверждение муниципальной дорожной карты", MonthDay(3, 29), MonthDay(3, 29), ("САЯ 2",)),
    CalendarItem("Мониторинг базовых направлений", MonthDay(5, 10), MonthDay(5, 10), ("САЯ 13",)),
    CalendarItem("Второй опрос директоров и кураторов", MonthDay(5, 30), MonthDay(6, 13), ("САЯ 14",)),
    CalendarItem(
        "Размещение подтверждающих документов в ИС МЭДК, 1 этап", MonthDay(6, 1), MonthDay(6, 1), ("САЯ 16",)
    ),
    CalendarItem(
        "Отчёт о реализации мероприятий дорожной карты с показателем исполнения",
        MonthDay(6, 10),
        MonthDay(6, 10),
        ("САЯ 17",),
    ),
    CalendarItem(
        "Второй цикл видеоконференций, вебинаров и встреч",
        MonthDay(8, 30),
        MonthDay(12, 20),
        ("САЯ 18", "САЯ 19", "САЯ 20", "САЯ 21", "САЯ 22"),
    ),
    CalendarItem(
        "Сбор и анализ образовательных потребностей, весна", MonthDay(3, 10), MonthDay(3, 16), ("САЯ 23",)
    ),
    CalendarItem("Сбор и анализ образовательных потребностей, осень", MonthDay(9, 5), None, ("САЯ 23",)),
    CalendarItem(
        "Второй отчёт о реализации мероприятий дорожной карты с показателем исполнения",
        MonthDay(9, 10),
        MonthDay(9, 10),
        ("САЯ 24",),
    ),
    CalendarItem("Третий опрос директоров и кураторов", MonthDay(10, 3), MonthDay(10, 14), ("САЯ 25",)),
    CalendarItem(
        "Размещение подтверждающих документов в ИС МЭДК, 2 этап",
        MonthDay(11, 1),
        MonthDay(11, 1),
        ("САЯ 27",),
    ),
)
