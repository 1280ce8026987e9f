"""«Программа развития» of a school for three years, built on a round of the self-diagnosis."""

from datetime import date

from demo import people
from demo.files import parts
from demo.files.diagnosis import Diagnosis, DirectionResult, results_table
from demo.files.docx import to_docx
from demo.files.paper import Align, Approval, Block, Grid, Heading, Paper, Para
from demo.files.pdf import to_pdf
from demo.files.wording import lowered, number, short_date
from demo.schools import DemoSchool, municipality_of
from demo.texts import borrowed
from demo.texts.development import DIRECTION_TEXTS, DirectionText
from demo.texts.filling import Filling, filling

_TARGET = 0.75
Deficit = tuple[DirectionText, DirectionResult]


def development_docx(school: DemoSchool, outcome: Diagnosis, made_on: date) -> bytes:
    return to_docx(development(school, outcome, made_on))


def development_pdf(school: DemoSchool, outcome: Diagnosis, made_on: date) -> bytes:
    return to_pdf(development(school, outcome, made_on))


def development(school: DemoSchool, outcome: Diagnosis, made_on: date) -> Paper:
    """The programme; give the first round where a second exists to get the mistake of remark 9."""
    facts = filling(school, made_on)
    results = {one.code: one for one in outcome.results}
    pairs = [(text, results[text.code]) for text in DIRECTION_TEXTS]
    deficits = sorted(
        (pair for pair in pairs if _is_deficit(pair[1])), key=lambda pair: not pair[1].critical_failed
    )
    body: tuple[Block, ...] = (
        *_agreement(school),
        *_passport(facts, outcome, made_on),
        *_about(facts),
        *_analysis(facts, outcome, pairs, deficits),
        *_directions(facts, deficits),
        *_expected(facts, deficits, made_on),
        *_management(facts, made_on),
        *_indicators(facts, outcome, deficits, made_on),
        *_roadmap(facts, deficits, made_on),
        parts.director_signs(school),
    )
    period = f"на {made_on.year + 1}–{made_on.year + 3} годы"
    return parts.programme_paper(school, "Программа развития", period, made_on, body)


def _is_deficit(result: DirectionResult) -> bool:
    return result.critical_failed or result.score / result.maximum < _TARGET


def _agreement(school: DemoSchool) -> tuple[Block, ...]:
    place = municipality_of(school)
    note = Approval(
        "СОГЛАСОВАНА", (place.chief_post, place.department, "____________ «___» __________ 20___ г.")
    )
    return (Para("\n".join((note.word, *note.lines)), Align.LEFT),)


def _passport(facts: Filling, outcome: Diagnosis, made_on: date) -> tuple[Block, ...]:
    school = facts.school
    rows = (
        (
            "Наименование",
            f"Программа развития {school.short_name} на {made_on.year + 1}–{made_on.year + 3} годы",
        ),
        (
            "Основания",
            f"ст. 28 Федерального закона № 273-ФЗ; результаты самодиагностики, раунд {outcome.round}",
        ),
        ("Разработчики", f"рабочая группа; координатор – {lowered(people.deputy_of(school).post)}"),
        (
            "Цель",
            facts.fill(
                "повысить качество обучения с {y2.quality} до {n.quality_target} и устранить дефициты"
            ),
        ),
        (
            "Этапы",
            f"{made_on.year + 1} – подготовка; {made_on.year + 2} – внедрение; {made_on.year + 3} – закрепление",
        ),
        ("Финансирование", "бюджет муниципалитета, субвенция на учебные расходы, средства партнёров"),
        ("Контроль", "публичный ежегодный отчёт до 20 июня, решение педагогического совета"),
        ("Сайт", parts.site(school)),
    )
    return (Heading("1. Паспорт программы развития"), Grid(("Раздел", "Содержание"), rows, (24, 76)))


def _about(facts: Filling) -> tuple[Block, ...]:
    p, f = facts.profile, facts.figures
    return (
        Heading("2. Информационная справка"),
        Para(f"{facts.school.name} создано в {p.founded} году. {p.about}"),
        Para(
            f"Обучающихся – {f.pupils}, классов – {len(f.classes)}, педагогов – {f.staff.total}. Партнёры: "
            + "; ".join(p.partners)
            + ". Сильные стороны:"
        ),
        parts.clauses(p.strengths),
        parts.three_years(f, "Результаты за три года"),
    )


def _analysis(
    facts: Filling, outcome: Diagnosis, pairs: list[Deficit], deficits: list[Deficit]
) -> tuple[Block, ...]:
    causes = tuple(
        (result.name, facts.fill(text.inner_cause), facts.fill(text.outer_cause)) for text, result in deficits
    )
    return (
        Heading("3. Проблемно-ориентированный анализ"),
        Heading("3.1. Результаты самодиагностики", 2),
        Para(
            f"Использованы результаты раунда {outcome.round} от {short_date(outcome.held_on)}: {outcome.score} баллов из "
            f"{outcome.maximum} ({outcome.share})."
        ),
        results_table(outcome),
        Heading("3.2. Дефициты по направлениям и условиям", 2),
        *(Para(_state(facts, text, result)) for text, result in pairs),
        Heading("3.2.1. Возможные причины дефицитов", 3),
        Grid(("Направление", "Внутренние", "Внешние"), causes, (22, 41, 37), "Причины дефицитов"),
        Heading("3.2.2. Анализ текущего состояния и перспектив", 3),
        Para(f"{facts.profile.symptom} {facts.profile.cause}"),
        Para(f"{facts.profile.teachers_say} {facts.profile.pupils_say} {facts.profile.parents_say}"),
        Heading("3.2.3. Результаты анализа", 3),
        Para(
            f"Дефициты выявлены по следующим позициям: {', '.join(f'«{r.name}»' for _, r in deficits)}. В первую очередь "
            "устраняются критические показатели, затем дефициты, от которых зависят результаты обучающихся."
        ),
    )


def _state(facts: Filling, text: DirectionText, result: DirectionResult) -> str:
    head = f"«{result.name}» ({result.score} из {result.maximum}, уровень {result.level}). {text.criterion}: "
    tail = facts.fill(text.deficit if _is_deficit(result) else text.strength)
    mark = " Критический показатель не выполнен." if result.critical_failed else ""
    return f"{head}{tail}.{mark}"


def _directions(facts: Filling, deficits: list[Deficit]) -> tuple[Block, ...]:
    actions = tuple((r.name, facts.fill(t.measure), facts.fill(t.outcome)) for t, r in deficits)
    decisions = (f"«{r.name}»: {facts.fill(t.decision)}" for t, r in deficits)
    return (
        Heading("4. Основные направления развития"),
        Heading("4.1. Возможные действия", 2),
        Grid(("Направление", "Действие", "Что изменится"), actions, (20, 45, 35)),
        Heading("4.2. Управленческие решения", 2),
        parts.clauses(decisions),
        *_exchange(facts.school),
    )


def _exchange(school: DemoSchool) -> tuple[Block, ...]:
    """The chapter one school took over from another; most have none."""
    paragraphs = borrowed.CHAPTERS.get(school.slug, ())
    return (Heading(borrowed.TITLE, 2), *map(Para, paragraphs)) if paragraphs else ()


def _expected(facts: Filling, deficits: list[Deficit], made_on: date) -> tuple[Block, ...]:
    levels = (f"«{r.name}» – с уровня «{r.level}» до уровня «{_next(r.level)}»" for _, r in deficits)
    return (
        Heading("5. Ожидаемые результаты"),
        Para(
            facts.fill(
                f"К концу {made_on.year + 3} года качество обучения составит {{n.quality_target}}, уровни изменятся:"
            )
        ),
        parts.clauses(levels),
    )


def _next(level: str) -> str:
    names = ("ниже базового", "базовый", "средний", "высокий")
    return names[min(names.index(level) + 1, 3)]


def _management(facts: Filling, made_on: date) -> tuple[Block, ...]:
    return (
        Heading("6. Механизмы реализации"),
        Para(
            "Программой управляет проектная группа: директор, заместители, руководители методических объединений, "
            "председатель совета родителей. Раз в квартал она рассматривает показатели раздела 7 и принимает решение: "
            "продолжить, изменить или прекратить меру."
        ),
        Para(
            f"Ежегодный отчёт публикуется до 20 июня, начиная с {made_on.year + 2} года. Изменения принимает педагогический "
            "совет, утверждает директор, согласует учредитель."
        ),
        Para(
            facts.fill(
                "Кадры: {n.covered} педагогов; средства: субвенция и договоры с партнёрами ({p.partners[0]})."
            )
        ),
    )


def _indicators(
    facts: Filling, outcome: Diagnosis, deficits: list[Deficit], made_on: date
) -> tuple[Block, ...]:
    def shares(result: DirectionResult) -> tuple[str, ...]:
        start = result.score / result.maximum
        goal = max(start + 0.15, 0.7)
        return tuple(f"{number((start + (goal - start) * step / 3) * 100)} %" for step in range(4))

    rows = [(f"Доля баллов: «{r.name}»", *shares(r)) for _, r in deficits]
    head = ("Показатель", f"исходное, раунд {outcome.round}", *(str(made_on.year + n) for n in (1, 2, 3)))
    return (
        Heading("7. Критерии и показатели оценки реализации"),
        Grid(head, tuple(rows), (40, 18, 14, 14, 14), "Показатели по годам"),
        Para(
            facts.fill(
                "Итоговые показатели: качество обучения {y2.quality} – {n.quality_target}; источник – журнал."
            )
        ),
    )


def _roadmap(facts: Filling, deficits: list[Deficit], made_on: date) -> tuple[Block, ...]:
    rows = []
    for index, (text, _) in enumerate(deficits):
        year = made_on.year + 1 + index % 3
        rows.append(
            (
                facts.fill(text.measure),
                f"{('февраль', 'октябрь')[index % 2]} {year} г.",
                text.executor,
                facts.fill(text.outcome),
            )
        )
    return (
        Heading("8. Дорожная карта реализации"),
        Grid(("Мероприятие", "Срок", "Исполнитель", "Результат"), tuple(rows), (38, 17, 20, 25)),
    )
