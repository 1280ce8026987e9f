"""Programmes and concepts: long documents of a school, weak or mended, printed as DOCX or PDF."""

from collections.abc import Sequence
from datetime import date, timedelta

from demo import people
from demo.files.docx import to_docx
from demo.files.figures import Figures, figures
from demo.files.paper import (
    Approval,
    Block,
    Grid,
    Heading,
    Listing,
    Paper,
    Para,
    Signatory,
    Signatures,
    TitlePage,
)
from demo.files.pdf import to_pdf
from demo.files.wording import long_date
from demo.papers.plans import PLANS
from demo.schools import DemoSchool
from webapp.diagnosis.queries import risk_name


def concept(school: DemoSchool, risks: Sequence[str], today: date, *, mended: bool) -> bytes:
    """The concept of development; the weak one names difficulties but not the risks, nor who answers for what."""
    numbers = figures(school, today)
    blocks: tuple[Block, ...] = (
        _title(school, today, "Концепция развития", f"на {today.year}–{today.year + 3} годы"),
        Heading("1. Введение"),
        Para(
            f"{school.name} работает в {school.settlement}. В школе {numbers.pupils} обучающихся, "
            f"{numbers.staff.total} педагогов. Концепция определяет, что школа изменит за три года и как об этом узнает."
        ),
        Heading("2. Анализ текущего состояния"),
        *_analysis(numbers),
        *(_named_risks(risks) if mended else (_vague(),)),
        Heading("3. Цели и задачи развития"),
        Para(
            "Цель: к июню следующего года снизить влияние активированных рисков на результаты обучающихся: "
            f"качество обучения с {numbers.last.quality} повысить не менее чем на пять процентных пунктов."
            if mended
            else "Цель: повышение качества обучения и создание благоприятных условий."
        ),
        Listing(
            tuple(PLANS[code].aim for code in risks)
            if mended
            else (
                "улучшить работу с обучающимися;",
                "активизировать методическую работу;",
                "усилить контроль.",
            )
        ),
        Heading("4. Меры и мероприятия"),
        Grid(
            ("Направление", "Мера", "Срок", "Ответственный"),
            tuple(
                (
                    risk_name(code),
                    measure.title,
                    _short(today, measure.due),
                    measure.executor if mended else "школа",
                )
                for code in risks
                for measure in PLANS[code].measures[:2]
            ),
            (3, 4, 2, 3),
            "Основные меры",
        ),
        Heading("5. Ответственные за результат"),
        Para(
            "За результат по каждому направлению отвечают: директор — кадры и ресурсы; заместитель директора по УВР — "
            "учебные результаты; социальный педагог — работа с семьями."
            if mended
            else "Ответственность за реализацию концепции несёт педагогический коллектив."
        ),
        Heading("6. Отслеживание хода реализации"),
        Para(
            "Ход реализации рассматривает педагогический совет раз в полугодие; изменения вносятся приказом директора."
        ),
        _signed(school),
    )
    return to_docx(_paper("Концепция развития", school, today, blocks))


def medium_term(school: DemoSchool, risks: Sequence[str], today: date) -> bytes:
    """The medium-term programme with its passport, indicators and measures, as PDF."""
    rows = tuple(
        (indicator.title, indicator.base, indicator.planned, _short(today, 180))
        for code in risks
        for indicator in PLANS[code].indicators
    )
    blocks: tuple[Block, ...] = (
        _title(school, today, "Среднесрочная программа развития", f"на {today.year} год"),
        Heading("Паспорт программы"),
        Grid(
            ("Раздел", "Содержание"),
            (
                ("Цель", "Снизить действие активированных рисков и закрепить результат в практике школы."),
                ("Задачи", " ".join(task for code in risks for task in PLANS[code].tasks[:1])),
                ("Сроки", f"с {long_date(date(today.year, 1, 15))} по {long_date(date(today.year, 12, 20))}"),
                (
                    "Исполнители",
                    "администрация, учителя-предметники, классные руководители, социальный педагог",
                ),
                ("Управление", "рабочая группа под руководством директора, заседания раз в месяц"),
            ),
            (1, 3),
        ),
        Heading("Целевые показатели"),
        Grid(("Показатель", "Исходное", "Плановое", "Дата"), rows, (5, 2, 2, 2)),
        Heading("Мероприятия по рисковым направлениям"),
        *(block for code in risks for block in _risk_section(code, today)),
        Heading("Ресурсы и возможные трудности"),
        Para(
            "Программа выполняется в пределах штатного расписания. При отклонении от плана рабочая группа пересматривает "
            "сроки мер и сообщает куратору в недельный срок."
        ),
        _signed(school),
    )
    return to_pdf(_paper("Среднесрочная программа развития", school, today, blocks))


def anti_risk(school: DemoSchool, code: str, today: date) -> bytes:
    """One anti-risk programme with the road map «задача — мера — срок — документ»."""
    plan = PLANS[code]
    blocks: tuple[Block, ...] = (
        _title(school, today, "Антирисковая программа", f"«{risk_name(code)}»"),
        Heading("Цель и задачи"),
        Para(plan.aim),
        Listing(plan.tasks, numbered=True),
        Heading("Показатели"),
        Grid(
            ("Показатель", "Ед.", "База", "План"),
            tuple((i.title, i.unit, i.base, i.planned) for i in plan.indicators),
            (5, 1, 2, 2),
        ),
        Para(f"Сбор данных: {plan.collection}"),
        Heading("Дорожная карта"),
        Grid(
            ("№", "Мера", "Срок", "Исполнитель", "Документ"),
            tuple(
                (str(n), m.title, _short(today, m.due), m.executor, m.document)
                for n, m in enumerate(plan.measures, start=1)
            ),
            (1, 5, 2, 3, 3),
        ),
        _signed(school),
    )
    return to_docx(_paper("Антирисковая программа", school, today, blocks))


def development(school: DemoSchool, today: date, *, effective: bool = False) -> bytes:
    """The development programme, or the programme of transition to the effective mode of work."""
    numbers = figures(school, today)
    name = "Программа перевода школы в эффективный режим работы" if effective else "Программа развития"
    directions = (
        "Знание",
        "Здоровье",
        "Творчество",
        "Воспитание",
        "Профориентация",
        "Учитель. Школьная команда",
        "Школьный климат",
        "Образовательная среда",
    )
    blocks: tuple[Block, ...] = (
        _title(school, today, name, f"на {today.year}–{today.year + 3} годы"),
        Heading("1. Паспорт программы"),
        Para(
            f"Программа разработана для {school.name}. Основание: результаты самодиагностики, решение педагогического совета."
        ),
        Heading("2. Информационная справка"),
        *_analysis(numbers),
        Heading("3. Проблемно-ориентированный анализ"),
        Grid(
            ("Направление", "Балл", "Уровень", "Дефицит"),
            tuple(
                (
                    one,
                    str(9 + (len(one) * 7 + school.pupils) % 12),
                    ("базовый", "средний", "высокий")[len(one) % 3],
                    _gap(one),
                )
                for one in directions
            ),
            (4, 1, 2, 5),
            "Результаты самодиагностики",
        ),
        Heading("4. Основные направления развития"),
        Listing(
            tuple(
                f"{one}: {_gap(one)} Решение: закрепить ответственного и срок в дорожной карте."
                for one in directions
            )
        ),
        Heading("5. Ожидаемые результаты"),
        Para(
            "К концу периода уровень по каждому направлению не ниже среднего, критические показатели закрыты в первый год."
        ),
        Heading("6. Механизмы реализации и контроль"),
        Para(
            "Управляет программой рабочая группа; отчёт рассматривается ежегодно в августе, изменения вносятся приказом."
        ),
        Heading("7. Дорожная карта"),
        Grid(
            ("Мероприятие", "Срок", "Исполнитель", "Результат"),
            tuple(
                (m.title, _short(today, m.due + 200), m.executor, m.document)
                for code in ("learning_failure", "competence", "parents")
                for m in PLANS[code].measures
            ),
            (5, 2, 3, 3),
        ),
        _signed(school),
    )
    return to_docx(_paper(name, school, today, blocks))


def _analysis(numbers: Figures) -> tuple[Block, ...]:
    rows = tuple((y.year, str(y.pupils), y.progress, y.quality, y.confirmed) for y in numbers.years)
    return (
        Para(
            f"Высшую категорию имеют {numbers.staff.top} педагогов, первую — {numbers.staff.first}. Вакансий: "
            f"{numbers.staff.vacancies}. Современных кабинетов {numbers.rooms_equipped} из {numbers.rooms}. "
            f"Многодетных семей {numbers.large_families}, обучающихся с ОВЗ {numbers.special_needs}."
        ),
        Grid(
            ("Учебный год", "Обучающихся", "Успеваемость", "Качество", "Подтвердили отметку"),
            rows,
            (2, 2, 2, 2, 2),
            "Результаты за три года, данные школы",
        ),
        Para(
            f"В группе риска {numbers.at_risk} обучающихся. Из {numbers.parents_asked} опрошенных родителей участвуют в "
            f"делах школы {numbers.parents_involved}."
        ),
    )


def _named_risks(risks: Sequence[str]) -> tuple[Block, ...]:
    return (
        Para("В рисковом профиле школы верифицированы и активированы риски:"),
        Listing(tuple(f"{risk_name(code)}. Причина: {PLANS[code].tasks[0].lower()}" for code in risks)),
    )


def _vague() -> Block:
    return Para(
        "Школа испытывает трудности: недостаточная мотивация, слабая подготовка части обучающихся, "
        "не все родители уделяют внимание учёбе детей."
    )


def _risk_section(code: str, today: date) -> tuple[Block, ...]:
    return (
        Heading(risk_name(code), 2),
        Grid(
            ("Мера", "Срок", "Исполнитель", "Подтверждающий документ"),
            tuple((m.title, _short(today, m.due), m.executor, m.document) for m in PLANS[code].measures),
            (5, 2, 3, 3),
        ),
    )


def _gap(direction: str) -> str:
    return {
        "Знание": "нет системы анализа результатов внешней оценки.",
        "Здоровье": "не работает школьный спортивный клуб.",
        "Творчество": "мало объединений для 7–9 классов.",
        "Воспитание": "не создан совет обучающихся в начальной школе.",
        "Профориентация": "нет договоров с предприятиями.",
        "Учитель. Школьная команда": "не внедрено наставничество.",
    }.get(direction, "нет службы медиации и психолога на полную ставку.")


def _title(school: DemoSchool, today: date, title: str, subtitle: str) -> TitlePage:
    director = people.director_of(school)
    accepted = Approval("ПРИНЯТО", ("педагогическим советом", f"протокол от {_short(today, -130)} № 4"))
    approved = Approval(
        "УТВЕРЖДАЮ", ("Директор", director.signature, f"приказ от {_short(today, -128)} № 41")
    )
    return TitlePage(school.name, accepted, approved, title, subtitle, f"{school.settlement}, {today.year}")


def _signed(school: DemoSchool) -> Signatures:
    return Signatures((Signatory("Директор", people.director_of(school).signature),), stamp=school.short_name)


def _paper(title: str, school: DemoSchool, today: date, blocks: tuple[Block, ...]) -> Paper:
    return Paper(
        f"{title}. {school.short_name}", people.deputy_of(school).name, today - timedelta(days=128), blocks
    )


def _short(today: date, days: int) -> str:
    return (today + timedelta(days=days)).strftime("%d.%m.%Y")
