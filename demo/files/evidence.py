"""Orders, minutes, reports, contracts: the written evidence that a measure was carried out."""

from datetime import date, timedelta

from demo import people
from demo.files import parts
from demo.files.docx import to_docx
from demo.files.paper import Block, Grid, Heading, Listing, Paper, Para, Signatory, Signatures
from demo.files.pdf import to_pdf
from demo.files.tallies import Tallies, tallies
from demo.files.wording import count, long_date, lowered, school_day, sentence, short_date
from demo.schools import DemoSchool
from demo.texts.anti_risk import AntiRiskPlan, PlanMeasure
from demo.texts.filling import Filling, filling
from demo.texts.proofs import BY_CODE, PUPIL_NAMES, ProofText


def order_pdf(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    """The signed order that starts the measure, issued a week or two before its date."""
    return to_pdf(order(school, plan, measure))


def order_docx(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    return to_docx(order(school, plan, measure))


def approval_order_pdf(school: DemoSchool, documents: tuple[str, ...], day: date) -> bytes:
    """The order that approves the programmes of a school; `documents` are their names."""
    body: tuple[Block, ...] = (
        Para("На основании решения педагогического совета и с учётом мнения совета родителей"),
        Para("ПРИКАЗЫВАЮ:", bold=True),
        _numbered(
            (
                "Утвердить прилагаемые документы: " + "; ".join(documents) + ".",
                "Координатором реализации считать заместителя директора по учебно-воспитательной работе.",
                f"Разместить документы на сайте {parts.site(school)} не позднее {short_date(school_day(day + timedelta(days=5)))}.",
                "Контроль исполнения приказа оставляю за собой.",
            )
        ),
        parts.director_signs(school),
    )
    head = parts.letterhead(
        school, "ПРИКАЗ", "Об утверждении программных документов школы", day, parts.order_number(day)
    )
    return to_pdf(parts.official_paper(school, head, day, body))


def order(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> Paper:
    facts, text = filling(school, plan.starts_on), BY_CODE[plan.risk_code]
    day = _issued(plan, measure)
    body: tuple[Block, ...] = (
        Para(
            f"В целях {text.ground}, во исполнение антирисковой программы «{plan.risk_name}» (мера {measure.number})"
        ),
        Para("ПРИКАЗЫВАЮ:", bold=True),
        _numbered(
            (
                f"Исполнить в срок до {long_date(measure.due_on)} меру: «{measure.title}».",
                f"Ответственный исполнитель: {measure.executor}.",
                f"Участники: {measure.participants}. Ожидаемый охват и результат: {measure.indicator}.",
                f"Представить по итогам: {measure.expected_document}; срок – {short_date(school_day(measure.due_on + timedelta(days=3)))}.",
                "Не включать в отчётные документы фамилии и иные персональные данные обучающихся (Федеральный закон № 152-ФЗ).",
                facts.fill(
                    "Освободить от замещения уроков участников мероприятия из числа педагогов (до {n.covered} человек)."
                ),
                "Контроль исполнения приказа оставляю за собой.",
            )
        ),
        _schedule(measure, day),
        parts.director_signs(school),
        Para(f"С приказом ознакомлены: исполнители по листу ознакомления, {short_date(day)}."),
    )
    head = parts.letterhead(
        school, "ПРИКАЗ", f"О проведении меры «{measure.title}»", day, parts.order_number(day, measure.number)
    )
    return parts.official_paper(school, head, day, body)


def minutes_pdf(
    school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure, *, signed: bool = True
) -> bytes:
    """Minutes of the pedagogical council. Unsigned ones have no decision either (remark 5)."""
    return to_pdf(minutes(school, plan, measure, signed=signed))


def minutes(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure, *, signed: bool) -> Paper:
    facts, text, day = filling(school, plan.starts_on), BY_CODE[plan.risk_code], measure.due_on
    total, present = facts.figures.staff.total, facts.figures.staff.total - 1 - measure.number % 3
    chair, secretary = people.director_of(school), people.deputy_of(school)
    speakers = tuple(f"{facts.fill(one)}." for one in text.discussion)
    body: tuple[Block, ...] = (
        Para(f"Присутствовали: {present} из {total} членов педагогического совета. Кворум имеется."),
        Para(f"Председатель – {chair.initials}; секретарь – {secretary.initials}"),
        Heading("Повестка дня", 2),
        _numbered(
            (
                f"О мере «{measure.title}» антирисковой программы.",
                "О сроках и порядке представления результатов.",
            )
        ),
        Heading("По первому вопросу", 2),
        Para(
            f"СЛУШАЛИ об исполнении меры. Докладчик – {secretary.initials}, {lowered(secretary.post)}. {facts.fill(text.speech)}"
        ),
        Para("ВЫСТУПИЛИ:"),
        Listing(speakers),
        *(_decided(text, facts, present, measure) if signed else ()),
        Signatures(
            (
                Signatory("Председатель", chair.signature, signed),
                Signatory("Секретарь", secretary.signature, signed),
            )
        ),
    )
    head = parts.letterhead(
        school, "ПРОТОКОЛ", "заседания педагогического совета", day, parts.council_number(day)
    )
    return parts.official_paper(school, head, day, body)


def report_docx(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    return to_docx(report(school, plan, measure))


def report_pdf(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    return to_pdf(report(school, plan, measure))


def report(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> Paper:
    """«Справка по итогам» a few days after the measure: what was done, results by classes, conclusions."""
    facts, text = filling(school, plan.starts_on), BY_CODE[plan.risk_code]
    day, results = school_day(measure.due_on + timedelta(days=2)), tallies(school, plan, measure)
    kind = "АНАЛИТИЧЕСКАЯ СПРАВКА" if measure.document_type == "analysis" else "СПРАВКА"
    body: tuple[Block, ...] = (
        Para(
            f"Мера {measure.number} антирисковой программы «{plan.risk_name}» исполнена {long_date(measure.due_on)} в соответствии с "
            f"приказом от {short_date(_issued(plan, measure))} № {parts.order_number(_issued(plan, measure), measure.number)}. "
            f"Ответственный: {measure.executor}. Участники: {measure.participants}."
        ),
        Heading("1. Что сделано", 2),
        Para(facts.fill(text.done)),
        Para(facts.story(plan.risk_code).lever),
        Para(f"План: {measure.indicator}. Факт: {_coverage(facts, plan, measure, results)}."),
        Heading("2. Результаты", 2),
        _results(results, text),
        Para(_compared(results, text)),
        Heading("3. Выводы", 2),
        parts.clauses(facts.fill(one) for one in text.seen),
        Heading("4. Решения и сроки", 2),
        _numbered(tuple(f"{sentence(one)}." for one in _rotated(text.decisions, measure.number))),
        parts.deputy_signs(school),
    )
    head = parts.letterhead(school, kind, f"по итогам меры «{measure.title}»", day, str(measure.number + 10))
    return parts.official_paper(school, head, day, body)


def contract_pdf(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    """An agreement with the school's partner, signed by both."""
    partner, director = filling(school, plan.starts_on).profile.partners[1], people.director_of(school)
    body: tuple[Block, ...] = (
        Para(
            f"{school.name}, именуемое «Школа», и {partner}, именуемый «Партнёр», заключили соглашение о следующем."
        ),
        Heading("1. Предмет", 2),
        Para(
            f"Стороны совместно исполняют меру «{measure.title}» антирисковой программы «{plan.risk_name}»."
        ),
        Heading("2. Обязанности сторон", 2),
        Listing(
            (
                "Партнёр предоставляет специалистов не менее чем на четыре часа в неделю и место для занятий.",
                f"Школа обеспечивает участие ({measure.participants}), безопасность и сопровождение в пути.",
                "Стороны согласуют расписание на четверть и не передают друг другу персональные данные обучающихся.",
            )
        ),
        Heading("3. Срок", 2),
        Para(
            f"Соглашение действует с {short_date(_issued(plan, measure))} по {short_date(plan.ends_on)}. Плата не взимается."
        ),
        Signatures(
            (
                Signatory("От Школы, директор", director.signature),
                Signatory("От Партнёра", "П. П. Партнёров"),
            ),
            school.short_name,
        ),
    )
    head = parts.letterhead(
        school, "СОГЛАШЕНИЕ", "о взаимодействии", _issued(plan, measure), str(measure.number)
    )
    return to_pdf(parts.official_paper(school, head, _issued(plan, measure), body))


def attendance_docx(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    """A registration sheet with names of pupils: what must not be sent (case «персональные данные»)."""
    results = tallies(school, plan, measure)
    names = results.classes[: max(1, len(PUPIL_NAMES) // 6)]
    rows = tuple(
        (str(index), name, names[index % len(names)].name, "присутствовал(а)")
        for index, name in enumerate(PUPIL_NAMES, start=1)
    )
    body: tuple[Block, ...] = (
        Para(f"Мера: {measure.title}. Дата: {short_date(measure.due_on)}."),
        Grid(("№", "Фамилия, имя обучающегося", "Класс", "Отметка"), rows, (8, 46, 16, 30), "Обучающиеся"),
        parts.deputy_signs(school),
    )
    head = parts.letterhead(school, "ЛИСТ РЕГИСТРАЦИИ", "участников", measure.due_on, str(measure.number))
    return to_docx(parts.official_paper(school, head, measure.due_on, body))


def participation_docx(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    """The summary that replaces the registration sheet: counts by classes, no names."""
    results = tallies(school, plan, measure)
    body: tuple[Block, ...] = (
        Para(
            f"Мера: {measure.title}. Дата: {short_date(measure.due_on)}. Учтены обучающиеся числом, фамилии не указаны."
        ),
        _results(results, BY_CODE[plan.risk_code]),
        Para(
            f"Всего участвовали {count(results.present, 'обучающийся', 'обучающихся', 'обучающихся')} из {results.pupils}."
        ),
        parts.deputy_signs(school),
    )
    head = parts.letterhead(
        school, "СВОДКА УЧАСТИЯ", "без персональных данных обучающихся", measure.due_on, str(measure.number)
    )
    return to_docx(parts.official_paper(school, head, measure.due_on, body))


def _issued(plan: AntiRiskPlan, measure: PlanMeasure) -> date:
    """The order comes a week before the measure, but not before the programme."""
    return max(plan.starts_on, school_day(measure.due_on - timedelta(days=11)))


def _schedule(measure: PlanMeasure, day: date) -> Grid:
    middle = school_day(day + (measure.due_on - day) / 2)
    rows = (
        ("Подготовка материалов, оповещение участников", short_date(day), measure.executor),
        ("Проведение", f"{short_date(middle)} – {short_date(measure.due_on)}", measure.executor),
        (
            "Обработка результатов",
            short_date(school_day(measure.due_on + timedelta(days=3))),
            "заместитель директора по УВР",
        ),
    )
    return Grid(("Действие", "Срок", "Исполнитель"), rows, (46, 27, 27), "Порядок исполнения")


def _decided(text: ProofText, facts: Filling, present: int, measure: PlanMeasure) -> tuple[Block, ...]:
    decisions = tuple(f"{sentence(one)}." for one in _rotated(text.decisions, measure.number))
    return (
        Para("РЕШИЛИ:", bold=True),
        _numbered(decisions),
        Para(f"Голосовали: «за» – {present}, «против» – 0, «воздержались» – 0. Решение принято."),
        Heading("По второму вопросу", 2),
        Para(
            facts.fill(
                f"СЛУШАЛИ о сроках. РЕШИЛИ: представить документы ({measure.expected_document}) до {short_date(school_day(measure.due_on + timedelta(days=5)))}."
            )
        ),
    )


def _results(results: Tallies, text: ProofText) -> Grid:
    rows = [
        (one.name, str(one.pupils), str(one.present), str(one.reached), one.share) for one in results.classes
    ]
    rows.append(("Итого", str(results.pupils), str(results.present), str(results.reached), results.share))
    head = ("Класс", "Обучающихся", "Участвовали", sentence(text.counted), "Доля")
    return Grid(head, tuple(rows), (14, 20, 20, 28, 18), "Результаты по классам")


def _compared(results: Tallies, text: ProofText) -> str:
    best = max(results.classes, key=lambda one: one.reached / one.present)
    worst = min(results.classes, key=lambda one: one.reached / one.present)
    return (
        f"В целом показатель «{text.counted}» составил {results.share}. Лучший результат – в классе {best.name} ({best.share}), "
        f"наибольшая помощь нужна классу {worst.name} ({worst.share})."
    )


def _coverage(facts: Filling, plan: AntiRiskPlan, measure: PlanMeasure, results: Tallies) -> str:
    """Who was reached, in the words of the measure: teachers, families or pupils."""
    participants = measure.participants.lower()
    if "педагог" in participants or "учител" in participants:
        return facts.fill(
            "участвовали {n.covered} из {f.staff.total} педагогов, результаты их классов приведены в таблице"
        )
    if plan.risk_code == "parents":
        return f"учтены семьи {results.present} из {results.pupils} обучающихся"
    return f"охвачены {results.present} из {results.pupils} обучающихся, указанных в таблице"


def _rotated(items: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Three of the decisions, other ones for another measure."""
    shift = number % len(items)
    return (items[shift:] + items[:shift])[:3]


def _numbered(items: tuple[str, ...]) -> Listing:
    return Listing(items, numbered=True)
