"""The roadmap of the demonstration: 28 measures, a deadline of every kind, one broken and a pair of twins.

Deadlines are told from today, so that what is done, waits, is late or lies ahead is so on the day of the seeding."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.deadlines.writing import GENITIVE, MONTHS

MONTHS_BEFORE, MONTHS_IN_ALL = 10, 12
Term = Callable[["Calendar"], str]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Today, and the months around it by their distance: 0 is this one, -3 three months ago."""

    today: date

    def first(self, distance: int) -> date:
        month = self.today.year * 12 + self.today.month - 1 + distance
        return date(month // 12, month % 12 + 1, 1)

    @property
    def starts_on(self) -> date:
        return self.first(-MONTHS_BEFORE)

    @property
    def ends_on(self) -> date:
        return self.first(MONTHS_IN_ALL - MONTHS_BEFORE) - timedelta(days=1)

    def month(self, distance: int) -> str:
        first = self.first(distance)
        return f"{MONTHS[first.month - 1]} {first.year}"

    def day(self, days: int) -> str:
        return f"{self.today + timedelta(days=days):%d.%m.%Y}"

    def of_month(self, distance: int, number: int) -> str:
        return f"{self.first(distance).replace(day=number):%d.%m.%Y}"

    def quarter(self, distance: int) -> str:
        first = self.first(distance)
        return f"{(first.month + 2) // 3} квартал {first.year} года"


@dataclass(frozen=True, slots=True)
class Row:
    """A measure; `done` is days after its last day that it was executed, None for not at all; waits: not confirmed."""

    title: str
    term: Term
    parties: str
    result: str
    done: int | None = 0
    waits: bool = False
    per_school: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    rows: tuple[Row, ...]


UO, CENTRE, CURATORS, SCHOOLS = "УО", "ММЦ", "Кураторы", "ОО"
MEANINGS = {
    UO: "Управление образования администрации Среднереченского муниципального округа",
    CENTRE: "МБУ ДПО «Методический центр»",
    CURATORS: "Кураторы школ проекта",
    SCHOOLS: "Общеобразовательные организации – участники проекта",
}

PARTS = (
    Part("Организационные мероприятия", (
        Row("Утверждение состава муниципальной рабочей группы по сопровождению участников проекта", lambda c: c.of_month(-9, 10), UO,
            "Приказ об утверждении состава рабочей группы"),
        Row("Установочные совещания с директорами школ – участников проекта",
            lambda c: f"{c.first(-9):14.%m}, {c.first(-9):15.%m}, {c.of_month(-9, 20)}", f"{UO}, {SCHOOLS}", "Протоколы совещаний"),
        Row("Верификация рисковых профилей школ", lambda c: f"{c.of_month(-9, 10)} – {c.of_month(-9, 25)}", f"{CURATORS}, {SCHOOLS}",
            "Верифицированы рисковые профили четырёх школ"),
        Row("Сбор и анализ образовательных потребностей участников проекта",
            lambda c: f"{c.of_month(-8, 10)} – {c.of_month(-8, 16)}, {c.of_month(-2, 5)} – {c.of_month(-2, 11)}", f"{CENTRE}, {SCHOOLS}",
            "Аналитическая справка по каждому периоду"),
        Row("Назначение кураторов школ", lambda c: c.month(-8), UO, "Приказ о закреплении кураторов"),
        Row("Знакомство вступившей школы с порядком участия в проекте", lambda _: "по мере вступления в проект", f"{CURATORS}, {SCHOOLS}",
            "Заполнен рисковый профиль, назначен школьный координатор", per_school=True),
    )),
    Part("Экспертиза документов", (
        Row("Мониторинг размещения концептуальных документов", lambda c: f"{c.month(-9)} – {c.month(-7)}", f"{UO}, {SCHOOLS}",
            "Концептуальные документы четырёх школ размещены в ИС МЭДК"),
        Row("Содержательная экспертиза концептуальных документов", lambda c: f"до {c.of_month(-6, 15)}", f"{UO}, Эксперты",
            "Экспертные заключения по документам четырёх школ"),
        Row("Содержательная экспертиза подтверждающих документов 1 этапа", lambda c: f"2 декада {GENITIVE[c.first(-1).month - 1]} {c.first(-1).year} года",
            f"{UO}, Эксперты", "Отчёт по итогам экспертизы", waits=True),
        Row("Подготовка отчёта о реализации дорожной карты к федеральному мониторингу", lambda c: c.day(-12), UO,
            "Отчёт с показателем исполнения", done=None),
        Row("Повторный мониторинг размещения документов в ИС МЭДК",
            lambda c: f"{c.of_month(-8, 25)}, {c.month(-6)}", f"{UO}, {SCHOOLS}", "Справки о размещении"),
    )),
    Part("Методическая поддержка", (
        Row("Семинары по формирующему оцениванию", lambda c: f"{c.month(-7)}, {c.month(-2)}", f"{CENTRE}, {SCHOOLS}", "Программы семинаров, листы регистрации без фамилий"),
        Row("Методические дни в школах проекта", lambda c: c.quarter(-6), f"{CENTRE}, {CURATORS}", "Справки по итогам методических дней"),
        Row("Повышение квалификации управленческих команд", lambda c: f"1 полугодие {c.first(-6).year} года", CENTRE, "Обучено не менее 12 руководителей"),
        Row("Сетевые занятия на базе школы-наставника", lambda c: f"первая неделя {GENITIVE[c.first(-2).month - 1]} {c.first(-2).year} года",
            f"{CENTRE}, МБОУ «Гимназия № 1 г. Среднереченска»", "План сетевых занятий, справка"),
        Row("Час муниципального образования", lambda _: "не реже 1 раза в квартал", f"{UO}, {CURATORS}", "Записи встреч", done=0),
        Row("Наставничество молодых педагогов", lambda c: f"{c.first(-10).year}/{c.first(-10).year + 1} учебный год"
            if c.first(-10).month >= 9 else f"{c.first(-10).year - 1}/{c.first(-10).year} учебный год", f"{SCHOOLS}, {CENTRE}",
            "Закреплены наставники, проведены взаимные посещения уроков"),
        Row("Совещание по итогам учебного года", lambda c: c.month(-6), UO, "Протокол совещания"),
        Row("Мастер-класс по смешанному обучению", lambda c: c.month(-5), CENTRE, "Материалы мастер-класса"),
        Row("Августовская конференция: секция школ проекта", lambda c: c.month(-3), f"{UO}, {CENTRE}", "Программа секции"),
        Row("Методический десант «Современный урок»", lambda c: c.month(-1), f"{CENTRE}, {CURATORS}", "Справка о посещённых уроках", done=None),
        Row("Анкетирование родителей о школьном климате", lambda c: f"{c.of_month(-2, 5)}-", SCHOOLS,
            "Сводка ответов", done=None),
    )),
    Part("Информационное сопровождение", (
        Row("Публикации о ходе проекта на сайте управления образования", lambda c: f"{c.month(-7)} – {c.month(0)}", UO, "Не менее четырёх публикаций", waits=True),
        Row("Публикации о ходе проекта на сайте управления образования", lambda c: f"{c.month(-7)} – {c.month(0)}", UO, "Не менее четырёх публикаций", waits=True),
        Row("Ведение страницы проекта на сайтах школ", lambda _: "В течение всего периода", SCHOOLS, "Страницы обновляются ежемесячно", done=None),
        Row("Консультации школ по вопросам проекта", lambda _: "Постоянно", f"{CURATORS}, {CENTRE}", "Журнал консультаций"),
        Row("Обмен опытом со школами-лидерами", lambda c: f"в течение {c.ends_on.year} года", f"{SCHOOLS}, {CENTRE}", "Отчёты о стажировках", done=None),
        Row("Подведение итогов конкурса школьных команд", lambda c: f"до {c.of_month(-4, 20)}, далее по запросам школ", f"{UO}, {CENTRE}", "Приказ об итогах"),
    )),
)  # fmt: skip


def title(calendar: Calendar) -> str:
    """Return the title with the year, or with both where the period crosses one."""
    first, last = calendar.starts_on.year, calendar.ends_on.year
    years = f"на {first} год" if first == last else f"на {first}–{last} годы"
    return f"Муниципальная дорожная карта по реализации проекта «500+» {years}"


def lines(calendar: Calendar) -> str:
    """Return the roadmap as tab-separated text, as a municipality would have it in a file."""
    told = [
        title(calendar),
        "Среднереченский муниципальный округ",
        "№ п/п\tМероприятие\tСроки\tОтветственные\tОжидаемый результат",
    ]
    number = 0
    for part in PARTS:
        told.append(part.title)
        for row in part.rows:
            number += 1
            told.append("\t".join((f"{number}.", row.title, row.term(calendar), row.parties, row.result)))
    return "\n".join(told)
