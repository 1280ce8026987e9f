"""«Антирисковая программа» and «Среднесрочная программа развития», printed from the structured plans."""

from collections.abc import Sequence
from datetime import date

from demo import people
from demo.files import parts
from demo.files.docx import to_docx
from demo.files.paper import Block, Grid, Heading, Listing, PageBreak, Paper, Para
from demo.files.pdf import to_pdf
from demo.files.wording import count, lowered, sentence, short_date
from demo.schools import DemoSchool
from demo.texts.anti_risk import AntiRiskPlan, anti_risk_plan
from demo.texts.filling import Filling, filling
from demo.texts.risks import BY_CODE


def anti_risk_docx(school: DemoSchool, plan: AntiRiskPlan) -> bytes:
    return to_docx(anti_risk(school, plan))


def medium_term_docx(school: DemoSchool, risks: Sequence[str], starts_on: date) -> bytes:
    return to_docx(medium_term(school, risks, starts_on))


def medium_term_pdf(school: DemoSchool, risks: Sequence[str], starts_on: date) -> bytes:
    return to_pdf(medium_term(school, risks, starts_on))


def anti_risk(school: DemoSchool, plan: AntiRiskPlan) -> Paper:
    """The programme against one risk; its table of measures repeats the plan row by row."""
    facts = filling(school, plan.starts_on)
    text = BY_CODE[plan.risk_code]
    body: tuple[Block, ...] = (
        Heading("1. Обоснование"),
        Para(f"Риск рискового профиля: «{plan.risk_name}», активирован."),
        Para(plan.problem),
        Para(facts.fill(text.data)),
        Para(facts.story(plan.risk_code).found),
        Para("Программа отвечает на следующие причины:"),
        parts.clauses(facts.fill(reason) for reason in text.reasons),
        Heading("2. Цель и задачи"),
        Para(f"Цель: {lowered(plan.aim)}"),
        Listing(plan.tasks, numbered=True),
        Para(f"На что опирается школа. {facts.story(plan.risk_code).lever} {facts.profile.teachers_say}"),
        Heading("3. Целевые показатели"),
        _indicators(plan),
        Heading("4. Методы сбора и обработки информации"),
        Para(plan.collection),
        Heading("5. Сроки реализации"),
        Para(
            f"Программа реализуется с {short_date(plan.starts_on)} по {short_date(plan.ends_on)}. Меры 1-го этапа "
            f"исполняются до {short_date(max(m.due_on for m in plan.measures if m.stage == 1))}, меры 2-го этапа – "
            "до окончания программы."
        ),
        Heading("6. Ожидаемые конечные результаты"),
        Para(plan.result),
        Heading("7. Исполнители"),
        Para(sentence("; ".join(dict.fromkeys(measure.executor for measure in plan.measures))) + "."),
        PageBreak(),
        Heading("Приложение. Дорожная карта программы"),
        measures_table(plan),
        parts.director_signs(school),
    )
    title = f"Антирисковая программа «{plan.risk_name}»"
    return parts.programme_paper(school, title, f"на {plan.starts_on.year} год", plan.starts_on, body)


def medium_term(school: DemoSchool, risks: Sequence[str], starts_on: date) -> Paper:
    """The programme for the year: the passport, indicators and measures of every activated risk."""
    plans = [anti_risk_plan(school, code, starts_on) for code in risks]
    facts = filling(school, starts_on)
    body: tuple[Block, ...] = (
        Heading("1. Паспорт программы"),
        _passport(school, plans, starts_on),
        Heading("2. Цель, задачи и показатели"),
        Para(_aim(facts, plans)),
        *(block for plan in plans for block in _subprogramme(plan)),
        Heading("3. Работа с педагогами и родителями"),
        Para(_with_teachers(facts)),
        Para(_with_parents(facts)),
        Heading("4. Ресурсы"),
        _resources(facts),
        Heading("5. Механизм реализации"),
        *_mechanism(facts),
        Heading("6. Возможные трудности и действия школы"),
        _difficulties(facts),
        Heading("Приложения"),
        Listing(tuple(f"Антирисковая программа «{plan.risk_name}»" for plan in plans), numbered=True),
        parts.director_signs(school),
    )
    title = "Среднесрочная программа развития"
    return parts.programme_paper(school, title, f"на {starts_on.year} год", starts_on, body)


def measures_table(plan: AntiRiskPlan) -> Grid:
    """«задача | мероприятие | сроки | показатели | ответственные | участники»."""
    rows: list[tuple[str, ...]] = [
        (
            f"Задача {measure.task}",
            f"{measure.number}. {measure.title}",
            short_date(measure.due_on),
            f"{measure.indicator}\nДокумент: {measure.expected_document}",
            measure.executor,
            measure.participants,
        )
        for measure in plan.measures
    ]
    head = ("Задача", "Мероприятие", "Срок", "Показатели и документ", "Ответственные", "Участники")
    return Grid(head, tuple(rows), (10, 24, 12, 24, 15, 15), "Меры программы")


def _indicators(plan: AntiRiskPlan) -> Grid:
    rows = tuple((i.title, i.base, i.planned, short_date(i.due_on), i.source) for i in plan.indicators)
    head = ("Показатель", "База", "План", "Дата", "Источник данных")
    return Grid(head, rows, (36, 13, 13, 15, 23), f"Показатели по риску «{plan.risk_name}»")


def _passport(school: DemoSchool, plans: list[AntiRiskPlan], starts_on: date) -> Grid:
    ends_on = max(plan.ends_on for plan in plans)
    measures = sum(len(plan.measures) for plan in plans)
    rows = (
        ("Наименование", f"Среднесрочная программа развития {school.short_name} на {starts_on.year} год"),
        ("Основание", "Концепция развития школы, верифицированный рисковый профиль"),
        ("Цель", f"К {short_date(ends_on)} снизить влияние активированных рисков на результаты обучающихся"),
        ("Задачи", "\n".join(f"{n}. {plan.tasks[0]}" for n, plan in enumerate(plans, start=1))),
        ("Целевые показатели", "\n".join(_short(plan) for plan in plans)),
        (
            "Методы сбора информации",
            "Диагностические работы, карты посещения уроков, анонимный опрос, журнал, протоколы",
        ),
        ("Сроки и этапы", _stages(plans, starts_on, ends_on)),
        ("Подпрограммы", "\n".join(f"«{plan.risk_name}»" for plan in plans)),
        ("Мероприятия", f"{count(measures, 'мера', 'меры', 'мер')}, перечень – в разделе 2 и приложениях"),
        ("Исполнители", "администрация, методические объединения, социально-психологическая служба школы"),
        (
            "Управление",
            f"директор; координатор – {lowered(people.deputy_of(school).post)}; отчёт – раз в квартал",
        ),
    )
    return Grid(("Раздел паспорта", "Содержание"), rows, (26, 74))


def _short(plan: AntiRiskPlan) -> str:
    first = plan.indicators[0]
    return f"{first.title}: исходное {first.base}, план {first.planned}"


def _stages(plans: list[AntiRiskPlan], starts_on: date, ends_on: date) -> str:
    first = max(m.due_on for plan in plans for m in plan.measures if m.stage == 1)
    return f"1-й этап: {short_date(starts_on)} – {short_date(first)}\n2-й этап: до {short_date(ends_on)}"


def _aim(facts: Filling, plans: list[AntiRiskPlan]) -> str:
    return facts.fill(
        f"Программа переводит цель концепции в действия на год. По каждому активированному риску "
        f"(всего {len(plans)}) названы исходные и плановые значения, меры и подтверждающие документы. Итоговое изменение "
        "за год: качество обучения с {y2.quality} до {n.quality_target}."
    )


def _subprogramme(plan: AntiRiskPlan) -> tuple[Block, ...]:
    rows = tuple(
        (f"{m.number}. {m.title}", short_date(m.due_on), m.executor, m.expected_document)
        for m in plan.measures
    )
    return (
        Heading(f"Направление «{plan.risk_name}»", 2),
        Para(f"Цель: {lowered(plan.aim)}"),
        _indicators(plan),
        Grid(("Мера", "Срок", "Исполнитель", "Чем подтверждается"), rows, (40, 15, 22, 23), "Меры"),
    )


def _with_teachers(facts: Filling) -> str:
    return facts.fill(
        "Методическая помощь охватывает {n.covered} из {f.staff.total} педагогов: совместное планирование уроков по "
        "{p.weak[0].by} и {p.weak[1].by}, взаимные посещения, пары «наставник – учитель» для {f.staff.young} педагогов "
        "со стажем до трёх лет. {p.teachers_say}"
    )


def _with_parents(facts: Filling) -> str:
    return facts.fill(
        "{p.parents_say} С начала программы родители получают сведения о затруднениях ребёнка не реже раза в две "
        "недели; для семей группы риска проводятся встречи втроём. Общешкольное событие года – {p.event}."
    )


def _resources(facts: Filling) -> Grid:
    hours = facts.figures.staff.total * 6
    rows = (
        ("Кадры", facts.fill("{n.covered} педагогов, методист, педагог-психолог; партнёр – {p.partners[0]}")),
        ("Время", f"{hours} часов методической работы в год, в том числе по средам без совещаний"),
        ("Средства", "стимулирующий фонд – по показателям программы; субвенция на учебные расходы"),
        (
            "Оборудование",
            facts.fill("{f.computers} компьютеров, {f.rooms_equipped} оснащённых кабинетов из {f.rooms}"),
        ),
    )
    return Grid(("Ресурс", "Объём и источник"), rows, (22, 78))


def _mechanism(facts: Filling) -> tuple[Block, ...]:
    return (
        Para(
            "Рабочая группа собирается раз в две недели, сверяет исполнение мер с дорожными картами и вносит сведения в "
            "лист контроля. Подтверждающие документы передаются куратору не позднее пяти рабочих дней после исполнения."
        ),
        Listing(
            (
                "директор принимает решения о переносе сроков и ресурсах;",
                "координатор ведёт лист контроля и собирает документы;",
                "руководители методических объединений отвечают за меры с учителями;",
                f"педагог-психолог проводит опросы в {facts.names.focus} и других классах.",
            )
        ),
    )


def _difficulties(facts: Filling) -> Grid:
    rows = (
        (
            facts.profile.cause.split(". ")[0].rstrip("."),
            "пересмотр расписания занятий, обсуждение с учредителем",
        ),
        ("Болезнь или уход исполнителя", "дублирующий исполнитель назначается приказом при начале программы"),
        (
            "Отставание показателя более чем на треть",
            "внеочередное заседание рабочей группы с куратором, изменение мер",
        ),
    )
    return Grid(("Трудность", "Действия школы"), rows, (50, 50))
