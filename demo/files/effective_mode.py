"""«Программа перевода школы в эффективный режим работы» for schools with low results (УГЛ 3.2)."""

from datetime import date

from demo.files import parts
from demo.files.docx import to_docx
from demo.files.paper import Block, Grid, Heading, Paper, Para
from demo.files.wording import number
from demo.schools import DemoSchool
from demo.texts.filling import Filling, filling


def effective_mode_docx(school: DemoSchool, made_on: date) -> bytes:
    return to_docx(effective_mode(school, made_on))


def effective_mode(school: DemoSchool, made_on: date) -> Paper:
    """The programme for three years: at most three priorities, goals with values by year."""
    facts = filling(school, made_on)
    body: tuple[Block, ...] = (
        *_factors(facts),
        *_priorities(facts),
        *_goals(facts, made_on),
        *_measures(facts, made_on),
        *_network(facts),
        *_monitoring(made_on),
        *_resources(facts),
        *_risks(facts),
        Heading("9. Публикация"),
        Para(
            f"Программа и ежегодный отчёт размещаются на сайте {parts.site(school)} в разделе «Документы» без персональных данных."
        ),
        parts.director_signs(school),
    )
    title, period = (
        "Программа перевода школы в эффективный режим работы",
        f"на {made_on.year}–{made_on.year + 2} годы",
    )
    return parts.programme_paper(school, title, period, made_on, body)


def _factors(facts: Filling) -> tuple[Block, ...]:
    f, p = facts.figures, facts.profile
    inner = (
        facts.fill("отметки на проверочных работах подтверждают {y2.confirmed} участников"),
        facts.fill(
            "приёмы критериального оценивания применяют {f.staff.observed_strong} из {f.staff.total} учителей"
        ),
        facts.fill("группа риска учебной неуспешности – {f.at_risk} обучающихся ({n.at_risk})"),
    )
    outer = (
        f"тип местности: {facts.school.locality.value}",
        f"обучающихся из малообеспеченных семей – {f.low_income}, из многодетных – {f.large_families}",
        facts.fill(
            "кадры: вакансий – {f.staff.vacancies}, два предмета и более ведут {f.staff.several_subjects} учителей"
        ),
    )
    return (
        Heading("1. Анализ внешних и внутренних факторов"),
        Para(p.about),
        Para("Внешние факторы:"),
        parts.clauses(outer),
        Para("Внутренние факторы:"),
        parts.clauses(inner),
        Para(f"{p.symptom} {p.cause}"),
        parts.three_years(f, "Результаты за три года"),
        parts.staff_table(f, "Кадры"),
    )


def _priorities(facts: Filling) -> tuple[Block, ...]:
    rows = (
        (
            "1. Качество преподавания",
            facts.fill(
                "результаты по {p.weak[0].by} и {p.weak[1].by} ниже остальных; учителя готовы к работе с уроком"
            ),
        ),
        (
            "2. Управление по результатам",
            "решения принимаются по итогам года, а не четверти; данных о темах нет",
        ),
        ("3. Среда и семья", facts.fill("явка родителей {y2.attendance}; {p.parents_say}")),
    )
    return (
        Heading("2. Приоритеты и их обоснование"),
        Grid(("Приоритет", "Почему выбран"), rows, (28, 72)),
        Para("Других приоритетов программа не ставит: каждый из трёх обеспечен исполнителями и ресурсами."),
    )


def _goals(facts: Filling, made_on: date) -> tuple[Block, ...]:
    last = facts.figures.last
    values = (
        ("Качество обучения", last.good / last.attested, 0.045),
        ("Подтвердили отметки на проверочных работах", last.tests_confirmed / last.tests_written, 0.1),
        ("Явка родителей", last.parents_came / last.parents_invited, 0.16),
    )
    rows = tuple(
        (title, *(f"{number((start + gain * step / 3) * 100)} %" for step in range(4)))
        for title, start, gain in values
    )
    head = ("Показатель", "Исходное", *(str(made_on.year + n) for n in range(3)))
    return (Heading("3. Цели и показатели по годам"), Grid(head, rows, (40, 15, 15, 15, 15)))


def _measures(facts: Filling, made_on: date) -> tuple[Block, ...]:
    year = made_on.year
    rows = (
        ("Качество преподавания",),
        (
            facts.fill("Совместное планирование уроков {p.weak[0].of} и {p.weak[1].of}"),
            f"сентябрь {year}",
            "руководители методических объединений",
        ),
        (
            "Взаимные посещения с картой наблюдения, не менее двух в месяц",
            f"ежемесячно с октября {year}",
            "методист",
        ),
        ("Управление",),
        (
            "Данные о темах: тематические работы раз в шесть недель, разбор на совещании",
            f"{year}–{year + 2}",
            "заместитель директора по УВР",
        ),
        ("Распределение стимулирующего фонда по показателям программы", f"январь {year + 1}", "директор"),
        ("Среда и семья",),
        ("Встречи втроём «ученик – родитель – учитель»", "каждую четверть", "классные руководители"),
        (f"Семейное событие «{facts.profile.event}»", f"май {year + 1}", "заместитель директора по ВР"),
    )
    return (Heading("4. Меры"), Grid(("Мера", "Срок", "Ответственный"), rows, (54, 21, 25)))


def _network(facts: Filling) -> tuple[Block, ...]:
    return (
        Heading("5. Сетевое взаимодействие и наставничество"),
        Para(
            f"Школа-наставник – МБОУ «Гимназия № 1 г. Среднереченска»; партнёры: {'; '.join(facts.profile.partners)}. Раз в "
            f"четверть проводится совместный урок. Наставники закреплены за учителями со стажем до трёх лет "
            f"({facts.figures.staff.young})."
        ),
    )


def _monitoring(made_on: date) -> tuple[Block, ...]:
    rows = (
        ("Тематические работы", "раз в шесть недель", "справка по каждому классу"),
        ("Анонимный опрос родителей и обучающихся", "май и ноябрь", "диаграмма, решения"),
        ("Посещение уроков", "два раза в месяц", "карта наблюдения"),
        ("Отчёт на педагогическом совете", f"январь и июнь, начиная с {made_on.year + 1} г.", "протокол"),
    )
    return (Heading("6. План мониторинга"), Grid(("Что измеряется", "Когда", "Документ"), rows, (40, 30, 30)))


def _resources(facts: Filling) -> tuple[Block, ...]:
    text = "Кадры: {n.covered} педагогов и методист; время: методический день в среду; средства: субвенция и стимулирующий фонд; {f.computers} компьютеров."
    return (Heading("7. Ресурсы"), Para(facts.fill(text)))


def _risks(facts: Filling) -> tuple[Block, ...]:
    rows = (
        (facts.fill("Уход учителей {p.weak[0].of}"), "сетевой договор, запасной исполнитель"),
        ("Родители не приходят на встречи", "выездная встреча, беседа по телефону в установленный час"),
        ("Недостаточное финансирование", "очередность закупок, обращение к учредителю"),
    )
    return (Heading("8. Риски реализации"), Grid(("Риск", "Действия"), rows, (45, 55)))
