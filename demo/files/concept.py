"""«Концепция развития» in three qualities: weak, mended after the first return, good after the second."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from demo import people
from demo.files import parts
from demo.files.docx import to_docx
from demo.files.paper import Block, Grid, Heading, Paper, Para
from demo.files.wording import MONTHS, sentence, short_date
from demo.schools import DemoSchool
from demo.texts.anti_risk import risk_name
from demo.texts.filling import Filling, filling
from demo.texts.risks import BY_CODE, RiskText


class Quality(StrEnum):
    WEAK = "weak"
    """No risk is named, no base values, results are processes, surnames instead of posts."""
    MENDED = "mended"
    """Sections 2.2 and 3 are rewritten; results and responsible people are as they were."""
    GOOD = "good"


def concept_docx(school: DemoSchool, risks: Sequence[str], made_on: date, *, quality: Quality) -> bytes:
    return to_docx(concept(school, risks, made_on, quality=quality))


def concept(school: DemoSchool, risks: Sequence[str], made_on: date, *, quality: Quality) -> Paper:
    """The concept for three years from `made_on`; `risks` are codes of the activated risks."""
    facts = filling(school, made_on)
    texts = [BY_CODE[code] for code in risks]
    weak = quality is Quality.WEAK
    body: tuple[Block, ...] = (
        *_introduction(facts, made_on),
        *_analysis(facts, texts, weak=weak),
        *_voices(facts),
        *_goals(facts, texts, made_on, weak=weak),
        *_measures(facts, texts, made_on),
        *_results(facts, texts, good=quality is Quality.GOOD),
        *_people(school, texts, good=quality is Quality.GOOD),
        *_following(good=quality is Quality.GOOD),
    )
    period = f"на {made_on.year}–{made_on.year + 2} годы"
    return parts.programme_paper(school, "Концепция развития", period, made_on, body)


def _introduction(facts: Filling, made_on: date) -> tuple[Block, ...]:
    school, f = facts.school, facts.figures
    return (
        Heading("1. Введение"),
        Para(f"{school.short_name} основана в {facts.profile.founded} году. {facts.profile.about}"),
        Para(
            f"На {short_date(made_on)} в школе обучаются {f.pupils} человек (классов – {len(f.classes)}), работают "
            f"{f.staff.total} педагогов. Концепция определяет, какие изменения должны произойти в школе до конца "
            f"{made_on.year + 2} года, и служит основой среднесрочной и антирисковых программ."
        ),
        Para(
            "Документ подготовлен рабочей группой школы; проект обсуждён на методических объединениях, совете родителей "
            "и совете старшеклассников. Партнёры школы: " + "; ".join(facts.profile.partners) + "."
        ),
    )


def _analysis(facts: Filling, texts: list[RiskText], *, weak: bool) -> tuple[Block, ...]:
    f = facts.figures
    state = parts.last_year_only(f, "Таблица 1. Результаты последнего учебного года")
    if not weak:
        state = parts.three_years(f, "Таблица 1. Результаты за три года")
    return (
        Heading("2. Анализ текущего состояния"),
        Heading("2.1. Контингент, кадры и результаты", 2),
        Para(
            f"Классов-комплектов – {len(f.classes)}. Обучающихся из многодетных семей – {f.large_families}, из "
            f"малообеспеченных – {f.low_income}, под опекой – {f.guarded}; детей с ограниченными возможностями "
            f"здоровья – {f.special_needs}."
        ),
        state,
        parts.staff_table(f, "Таблица 2. Педагогические кадры"),
        *(_difficulties(facts, texts) if weak else _named_risks(facts, texts)),
        Heading("2.3. Сильные стороны и ресурсы", 2),
        parts.clauses(facts.profile.strengths),
        Para(
            "Эти ресурсы используются далее: опыт названных направлений переносится в основную школу, а партнёры "
            "участвуют в мерах раздела 4."
        ),
    )


def _difficulties(facts: Filling, texts: list[RiskText]) -> tuple[Block, ...]:
    return (
        Heading("2.2. Трудности в работе школы", 2),
        Para(
            "Наряду с достижениями в школе имеются и трудности, общие для многих образовательных организаций:"
        ),
        parts.clauses(text.vague for text in texts),
        Para(f"{facts.profile.symptom} Коллектив осознаёт эти трудности и работает над их преодолением."),
    )


def _named_risks(facts: Filling, texts: list[RiskText]) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading("2.2. Ключевые риски развития школы", 2),
        Para(
            f"Рисковый профиль верифицирован вместе с куратором. Активированы следующие риски (всего {len(texts)}): "
            + "; ".join(f"«{risk_name(text.code)}»" for text in texts)
            + "."
        ),
    ]
    for index, text in enumerate(texts, start=1):
        blocks += [
            Heading(f"Риск {index}. {risk_name(text.code)}", 3),
            Para(facts.fill(text.data)),
            Para(facts.story(text.code).found),
            Para("Причины, установленные рабочей группой:"),
            parts.clauses(facts.fill(reason) for reason in text.reasons),
        ]
    blocks += [
        Para(f"Проявление рисков. {facts.profile.symptom}"),
        Para(f"Общая причина. {facts.profile.cause}"),
    ]
    return tuple(blocks)


def _voices(facts: Filling) -> tuple[Block, ...]:
    p, f = facts.profile, facts.figures
    return (
        Heading("2.4. Позиции участников образовательных отношений", 2),
        Para(
            f"Опрос охватил педагогов ({f.staff.total - 1}), родителей ({f.parents_asked}) и обучающихся 7–{facts.school.last_grade} "
            f"классов. {p.teachers_say} {p.pupils_say} {p.parents_say}"
        ),
    )


def _goals(facts: Filling, texts: list[RiskText], made_on: date, *, weak: bool) -> tuple[Block, ...]:
    end = short_date(date(made_on.year + 2, 12, 25))
    aim = "Цель: повышение качества образования и создание условий для развития каждого обучающегося."
    if not weak:
        aim = facts.fill(
            f"Цель: к {end} повысить качество обучения с {{y2.quality}} до {{n.quality_target}} и долю подтвердивших "
            "отметки на проверочных работах с {y2.confirmed} до {n.confirmed_target} за счёт снижения "
            "активированных рисков."
        )
    tasks = (facts.fill(text.vague_task if weak else text.task) for text in texts)
    return (
        Heading("3. Цели и задачи развития"),
        Para(aim),
        Para("Задачи:"),
        parts.clauses(tasks),
        _indicators(facts, end, weak=weak),
    )


def _indicators(facts: Filling, end: str, *, weak: bool) -> Grid:
    caption = "Таблица 3. Показатели"
    if weak:
        rows = (
            ("Повышение качества обучения", "рост"),
            ("Повышение результатов оценочных процедур", "положительная динамика"),
            ("Участие родителей в жизни школы", "увеличение"),
        )
        return Grid(("Показатель", "Ожидаемое значение"), rows, (65, 35), caption)
    fields = (
        ("Качество обучения", "{y2.quality}", "{n.quality_target}", "электронный журнал"),
        (
            "Подтвердили отметки на проверочных работах",
            "{y2.confirmed}",
            "{n.confirmed_target}",
            "протоколы ВПР",
        ),
        ("Доля обучающихся группы риска", "{n.at_risk}", "{n.at_risk_target}", "списки группы риска"),
        ("Явка родителей на встречи и собрания", "{y2.attendance}", "{n.attendance_target}", "протоколы"),
        (
            "Учителя, применяющие критериальное оценивание",
            "{n.strong}",
            "{n.strong_target}",
            "карты посещения",
        ),
    )
    filled = tuple((a, facts.fill(b), facts.fill(c), end, d) for a, b, c, d in fields)
    return Grid(
        ("Показатель", "Исходное", "Целевое", "Дата", "Источник"), filled, (36, 14, 14, 15, 21), caption
    )


def _measures(facts: Filling, texts: list[RiskText], made_on: date) -> tuple[Block, ...]:
    rows: list[tuple[str, ...]] = []
    for text in texts:
        rows.append((sentence(text.answers_post),))
        for number, measure in enumerate(text.measures):
            rows.append((facts.fill(measure), _when(made_on, number), facts.profile.partners[number % 2]))
    return (
        Heading("4. Меры и мероприятия"),
        Para(
            "Меры сгруппированы по ответственным; подробные сроки и документы приведены в антирисковых программах."
        ),
        Grid(
            ("Мера", "Срок", "Участвует партнёр"),
            tuple(rows),
            (56, 20, 24),
            "Таблица 4. Меры по достижению целей",
        ),
    )


def _when(made_on: date, number: int) -> str:
    """«до ноября 2026 г.»: four, nine and eighteen months after the concept."""
    months = made_on.month - 1 + (4, 9, 18)[number]
    return f"до {MONTHS[months % 12]} {made_on.year + months // 12} г."


def _results(facts: Filling, texts: list[RiskText], *, good: bool) -> tuple[Block, ...]:
    items = (facts.fill(text.change if good else text.process_result) for text in texts)
    return (Heading("5. Ожидаемые результаты"), parts.clauses(items))


def _people(school: DemoSchool, texts: list[RiskText], *, good: bool) -> tuple[Block, ...]:
    names = (people.deputy_of(school).initials, people.director_of(school).initials)
    rows = tuple(
        (_direction(text, index, good=good), text.answers_post if good else names[index % 2])
        for index, text in enumerate(texts, start=1)
    )
    total = ("Общее руководство", "директор" if good else names[1])
    return (
        Heading("6. Лица, ответственные за достижение результатов"),
        Grid(("Направление", "Ответственный"), (total, *rows), (40, 60), "Таблица 5. Ответственные"),
    )


def _direction(text: RiskText, index: int, *, good: bool) -> str:
    return f"Риск «{risk_name(text.code)}»" if good else f"Направление {index}"


def _following(*, good: bool) -> tuple[Block, ...]:
    if not good:
        text = "Контроль за выполнением концепции осуществляет администрация школы."
        return (Heading("7. Контроль выполнения"), Para(text))
    return (
        Heading("7. Порядок отслеживания и внесения изменений"),
        Para(
            "Показатели таблицы 3 пересчитываются дважды в год, в январе и июне, одним и тем же способом. Итоги "
            "рассматриваются на педагогическом совете с участием совета родителей и куратора; отчёт размещается на сайте."
        ),
        Para(
            "Если значение показателя отстаёт от графика более чем на треть, рабочая группа в течение 20 рабочих дней "
            "вносит изменения в антирисковую программу. Изменения концепции принимаются педагогическим советом и "
            "утверждаются приказом."
        ),
    )
