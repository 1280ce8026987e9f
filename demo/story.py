"""What has happened in the demonstration: packages in every state, told through the product's own operations."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from demo import schools
from demo.papers import proofs, writing
from demo.papers.plans import PLANS
from demo.places import Places
from demo.stage_hands import Attachment, Hands
from demo.texts import risk_profiles
from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, transaction
from webapp.models import (
    AntiRiskIndicator,
    AntiRiskMeasure,
    AntiRiskProgramme,
    AntiRiskTask,
    SchoolRisk,
)
from webapp.packages.operations import Answer
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import Role

ONE, ZERO = MarkValue.ONE, MarkValue.ZERO
APPROVED = "Приказ директора № 41"
Chapter = Callable[[Hands], None]


def tell(places: Places, today: date) -> None:
    """Let everything happen, oldest first."""
    hands = Hands(places, today)
    for slug in risk_profiles.RISK_PROFILES:
        _profile(hands, slug)
    for chapter in (*CONCEPTS, *EVIDENCE, *DEVELOPMENT, *EFFECTIVE, *NEIGHBOURS):
        chapter(hands)


def _profile(hands: Hands, slug: str) -> None:
    """The risk profile, and a programme with measures for each activated risk (К04, К05)."""
    school = hands.places.schools[slug]
    place = schools.school(slug).municipality
    programme = hands.places.programmes[place, "500plus"]
    curator = next(
        a
        for a in hands.places.actors.values()
        if a.role is Role.CURATOR and a.municipality_id == school.municipality_id
    )
    with system_scope("demonstration"), transaction():
        for risk in risk_profiles.RISK_PROFILES[slug]:
            row = SchoolRisk(
                municipality_id=school.municipality_id,
                school_id=school.id,
                programme_id=programme.id,
                risk_code=risk.code,
                significance=risk.significance,
                verified_by_id=curator.user_id,
                verified_by_name=curator.name,
                verified_at=now() - timedelta(days=140),
                verification_note=risk.note,
                activated_on=hands.today - timedelta(days=135) if risk.activated else None,
            )
            session.add(row)
            session.flush()
            if risk.activated:
                _plan(row, hands.today)


def _plan(risk: SchoolRisk, today: date) -> None:
    plan = PLANS[risk.risk_code]
    ids = {"municipality_id": risk.municipality_id, "school_id": risk.school_id}
    row = AntiRiskProgramme(
        risk_id=risk.id,
        aim=plan.aim,
        collection=plan.collection,
        starts_on=today - timedelta(days=120),
        ends_on=today + timedelta(days=200),
        **ids,
    )
    session.add(row)
    session.flush()
    for n, text in enumerate(plan.tasks, start=1):
        session.add(AntiRiskTask(plan_id=row.id, number=n, text=text, **ids))
    for n, one in enumerate(plan.indicators, start=1):
        session.add(
            AntiRiskIndicator(
                plan_id=row.id,
                number=n,
                title=one.title,
                unit=one.unit,
                base=one.base,
                planned=one.planned,
                due_on=today + timedelta(days=180),
                **ids,
            )
        )
    for n, measure in enumerate(plan.measures, start=1):
        session.add(
            AntiRiskMeasure(
                plan_id=row.id,
                task_number=measure.task,
                number=n,
                title=measure.title,
                due_on=today + timedelta(days=measure.due),
                executor=measure.executor,
                expected_document=measure.document,
                monitoring_stage=measure.stage,
                **ids,
            )
        )


def _concept(hands: Hands, slug: str, *, start: int, mended: bool, place: str = "srr") -> str:
    """Begin a concept package and fill it; return its number."""
    school, risks = schools.school(slug), [risk.code for risk in risk_profiles.activated(slug)]
    number = hands.begin(slug, "concept", "concept", days=start, place=place)
    hands.attach(
        number,
        slug,
        (
            Attachment(
                "concept",
                f"Концепция развития {school.short_name}.docx",
                writing.concept(school, risks, hands.today, mended=mended),
            ),
            Attachment(
                "medium_term",
                "Среднесрочная программа развития.pdf",
                writing.medium_term(school, risks, hands.today),
            ),
            *(
                Attachment(
                    f"anti_risk-{code}",
                    f"Антирисковая программа {n}.docx",
                    writing.anti_risk(school, code, hands.today),
                )
                for n, code in enumerate(risks, start=1)
            ),
        ),
        days=start,
    )
    hands.answer(
        number,
        slug,
        {
            "approved": APPROVED,
            "collegial": "Педагогический совет, протокол № 4",
            "period_start": (hands.today - timedelta(days=120)).isoformat(),
            "period_end": (hands.today + timedelta(days=900)).isoformat(),
            "comment": "Просим обратить внимание на раздел 4.",
        },
        days=start,
    )
    return number


def _concept_returned_twice(hands: Hands) -> None:
    """Case (а): the concept comes back twice, then conforms with remarks."""
    slug, curator = "school-2-zarechny", hands.places.actor("curator1")
    school, risks = schools.school(slug), [risk.code for risk in risk_profiles.activated(slug)]
    number = _concept(hands, slug, start=-112, mended=False)
    hands.send(number, slug, days=-110)
    hands.check(
        number,
        curator,
        days=-108,
        returned={
            "Концепция": (
                "В разделе 2 перечислены трудности, но не названы риски из рискового профиля. Укажите, какие из них "
                "активированы, и по каждому дайте данные за три года."
            )
        },
    )
    hands.say(
        number,
        curator,
        "Посмотрите образец раздела 2 у Лесногорской школы: там риски названы по профилю.",
        days=-108,
    )
    hands.step(number, "return", curator, days=-108)
    title = f"Концепция развития {school.short_name}, исправлено.docx"
    hands.attach(
        number,
        slug,
        (Attachment("concept", title, writing.concept(school, risks, hands.today, mended=True)),),
        days=-103,
    )
    hands.reply(
        number,
        slug,
        {0: "Назвали активированные риски и добавили данные за три года, раздел 2, стр. 2."},
        days=-103,
    )
    hands.send(number, slug, days=-102, action="resubmit")
    hands.check(number, curator, days=-100)
    hands.settle(number, curator, days=-100)
    hands.step(
        number,
        "confirm",
        curator,
        Answer(text="Документы полны, действительны, относятся к профилю."),
        days=-100,
    )
    examiner = hands.places.actor("coordinator")
    hands.step(number, "begin", examiner, days=-97)
    hands.examine(
        number,
        examiner,
        {
            "К.Б.1": (ZERO, "Цель не имеет срока достижения. Укажите месяц и год."),
            "П.А.3": (ONE, "По двум показателям не указана дата достижения."),
        },
        days=-96,
    )
    hands.conclude(
        number,
        examiner,
        VerdictKind.REWORK,
        "Цель концепции нельзя проверить. Уточните цель и показатели.",
        days=-95,
        release=True,
    )
    hands.reply(
        number, slug, {0: "Уточнили цель и срок: июнь следующего года. Даты показателей добавлены."}, days=-88
    )
    hands.send(number, slug, days=-87, action="resubmit")
    hands.step(
        number, "confirm", curator, Answer(text="Замечания экспертизы учтены, изменения внесены."), days=-85
    )
    hands.step(number, "begin", examiner, days=-83)
    _settle_expertise(hands, number, examiner, days=-82)
    hands.examine(
        number,
        examiner,
        {
            "К.А.2": (ONE, "Добавьте источники данных к таблице 1."),
            "П.Б.1": (ONE, "Назовите источник данных по показателю «качество обучения»."),
        },
        days=-82,
    )
    hands.conclude(
        number,
        examiner,
        VerdictKind.WITH_REMARKS,
        "Концепция и программы отвечают на активированные риски. Источники данных дополните до начала этапа.",
        days=-81,
        release=True,
    )


def _settle_expertise(hands: Hands, number: str, examiner: Actor, *, days: int) -> None:
    hands.settle(number, examiner, days=days)


def _concept_placed(hands: Hands) -> None:
    number = _good_concept(hands, "school-5", "curator1")
    hands.step(
        number,
        "place",
        hands.places.actor("coordinator"),
        Answer(day=hands.today - timedelta(days=62), link="https://example.org/medk/cards/500-05"),
        days=-62,
    )


def _concept_reported(hands: Hands) -> None:
    number = _good_concept(hands, "lesnogorskaya", "curator2")
    hands.step(number, "include", hands.places.actor("coordinator"), days=-58)


def _good_concept(hands: Hands, slug: str, curator: str) -> str:
    """A concept package that is accepted in its first round."""
    who, examiner = hands.places.actor(curator), hands.places.actor("coordinator")
    number = _concept(hands, slug, start=-105, mended=True)
    hands.send(number, slug, days=-98)
    hands.check(number, who, days=-94)
    hands.step(number, "confirm", who, Answer(text="Пакет полон. Программы соответствуют профилю."), days=-94)
    hands.step(number, "begin", examiner, days=-80)
    hands.examine(
        number,
        examiner,
        {"К.А.4": (ONE, "Сильные стороны названы, но дальше в тексте не используются.")},
        days=-79,
    )
    hands.conclude(
        number,
        examiner,
        VerdictKind.CONFORMS,
        "Цели, задачи и меры согласованы с активированными рисками, показатели измеримы.",
        days=-78,
        release=True,
    )
    return number


def _concept_fails(hands: Hands) -> None:
    slug, who = "tikhoozyorskaya", hands.places.actor("curator3")
    examiner = hands.places.actor("coordinator")
    number = _concept(hands, slug, start=-100, mended=False)
    hands.send(number, slug, days=-90)
    hands.check(number, who, days=-88)
    hands.step(
        number, "confirm", who, Answer(text="Состав полон. К содержанию концепции есть вопросы."), days=-88
    )
    hands.step(number, "begin", examiner, days=-84)
    hands.examine(number, examiner, _weak_marks(hands, number, examiner), days=-83)
    hands.conclude(
        number,
        examiner,
        VerdictKind.FAILS,
        "Концепция не опирается на рисковый профиль, цели не измеримы. Требуется новая редакция с куратором.",
        days=-82,
        release=True,
    )


def _weak_marks(hands: Hands, number: str, examiner: Actor) -> dict[str, tuple[MarkValue, str]]:
    """Return zeroes for two criteria of three: a document that fails."""
    from webapp.dossier import queries as dossiers

    with hands.at(examiner, -83, 12):
        sheet = dossiers.dossier(number, examiner).sheet
    codes = [criterion.code for criterion in sheet.criteria] if sheet else []
    text = "В документе этого нет. Дополните раздел по образцу и данным рискового профиля."
    return {code: (ZERO, text) for n, code in enumerate(codes) if n % 3}


def _evidence(hands: Hands, slug: str, *, start: int, with_names: bool = False, skip: int = 0) -> str:
    """Begin an evidence package and put two or three documents into every measure; return its number."""
    school = schools.school(slug)
    number = hands.begin(slug, "evidence-1", "evidence1", days=start)
    files: list[Attachment] = []
    for n, (measure_id, code, place) in enumerate(_measures(hands, slug)):
        measure = PLANS[code].measures[place]
        slot = f"measure-{measure_id}"
        files.append(
            Attachment(
                slot, f"Приказ {n + 1}. {measure.title}.pdf", proofs.order(school, measure, hands.today)
            )
        )
        if n >= skip:
            files.append(
                Attachment(slot, f"Справка {n + 1}.docx", proofs.reference(school, measure, hands.today))
            )
        if n % 3 == 1:
            files.append(
                Attachment(
                    slot,
                    f"Протокол педагогического совета № {n + 2}.pdf",
                    proofs.minutes(school, measure, hands.today),
                )
            )
        if n % 4 == 2:
            files.append(Attachment(slot, f"Фото {n + 1}.jpg", proofs.photograph(n)))
        if with_names and n == 1:
            files.append(
                Attachment(
                    slot,
                    "Лист регистрации участников.docx",
                    proofs.attendance(school, measure, hands.today, with_names=True),
                )
            )
    files.append(
        Attachment("other", "Диагностика, 5–9 классы.xlsx", proofs.results_table(school, hands.today))
    )
    hands.attach(number, slug, files, days=start)
    hands.answer(
        number,
        slug,
        {
            "period_start": (hands.today - timedelta(days=90)).isoformat(),
            "period_end": (hands.today - timedelta(days=10)).isoformat(),
            "moved": "",
            "comment": "Все меры первого этапа исполнены в срок.",
        },
        days=start,
    )
    return number


def _measures(hands: Hands, slug: str) -> Sequence[tuple[int, str, int]]:
    """Return the measures of stage 1: row id, risk code, place in the plan."""
    from sqlalchemy import select

    with system_scope("demonstration"):
        rows = session.execute(
            select(AntiRiskMeasure.id, SchoolRisk.risk_code, AntiRiskMeasure.number)
            .join(AntiRiskProgramme, AntiRiskProgramme.id == AntiRiskMeasure.plan_id)
            .join(SchoolRisk, SchoolRisk.id == AntiRiskProgramme.risk_id)
            .where(
                AntiRiskMeasure.school_id == hands.places.schools[slug].id,
                AntiRiskMeasure.monitoring_stage == 1,
            )
            .order_by(SchoolRisk.risk_code, AntiRiskMeasure.number)
        ).all()
    return [(row[0], row[1], row[2] - 1) for row in rows]


def _evidence_in_work(hands: Hands) -> None:
    """The coordinator is half-way through the sheet, and a little late."""
    slug, curator, examiner = (
        "school-2-zarechny",
        hands.places.actor("curator1"),
        hands.places.actor("coordinator"),
    )
    number = _evidence(hands, slug, start=-30)
    hands.send(number, slug, days=-22)
    hands.say(number, curator, "В справке 3 охват 34 человека, а в приказе 21. Какая цифра верная?", days=-20)
    hands.say(
        number,
        hands.places.staff(slug, Role.SCHOOL),
        "Верная цифра 34: приказ издан до дополнительного набора.",
        days=-19,
    )
    hands.say(
        number, curator, "Был на консультации 24 октября сам, всё подтверждается.", days=-19, internal=True
    )
    hands.check(number, curator, days=-18)
    hands.step(
        number,
        "confirm",
        curator,
        Answer(text="Документы относятся к мерам, подлинные, персональных данных нет."),
        days=-18,
    )
    hands.step(number, "begin", examiner, days=-6)
    hands.examine(
        number,
        examiner,
        {"М1.А.4": (ONE, "Из приказа видно, что мера назначена, но не видно содержания занятий.")},
        days=-5,
        until=37,
    )


def _evidence_with_names(hands: Hands) -> None:
    """Case (б): one measure is not confirmed, because the list of pupils' names is in the package."""
    slug, curator, examiner = "school-5", hands.places.actor("curator1"), hands.places.actor("coordinator")
    number = _evidence(hands, slug, start=-28, with_names=True)
    hands.send(number, slug, days=-25)
    hands.check(number, curator, days=-23)
    hands.step(number, "confirm", curator, Answer(text="Состав полон, меры исполнены."), days=-23)
    hands.step(number, "begin", examiner, days=-12)
    names = "На листе регистрации видны фамилии обучающихся. Замените документ на сводку с количеством участников (152-ФЗ)."
    hands.examine(
        number,
        examiner,
        {
            "М2.А.1": (ZERO, "Справка относится к другой мере. Приложите справку именно этой меры."),
            "М2.Б.1": (ONE, "Не видно содержания сделанного."),
            "М2.В.3": (ZERO, names),
        },
        days=-11,
    )
    hands.conclude(
        number,
        examiner,
        VerdictKind.REWORK,
        "Мера 2 не подтверждена: в пакете есть персональные данные обучающихся. Остальные меры подтверждены.",
        days=-4,
        release=True,
    )


def _evidence_late(hands: Hands) -> None:
    """Case (в): the package is sent after the window, with the coordinator's reason."""
    slug = "lesnogorskaya"
    number = _evidence(hands, slug, start=-12)
    from webapp.packages import operations as packages

    coordinator = hands.places.actor("coordinator")
    with hands.at(coordinator, -7, 9):
        packages.allow_late(
            hands.places.stages["srr", "evidence-1"].slug,
            slug,
            "evidence1",
            "Отключение электроэнергии в посёлке 12–14 числа, письмо школы вх. № 318.",
            actor=coordinator,
        )
    hands.send(number, slug, days=-6)


def _evidence_returned(hands: Hands) -> None:
    slug, curator = "tikhoozyorskaya", hands.places.actor("curator3")
    number = _evidence(hands, slug, start=-20, skip=2)
    hands.send(number, slug, days=-12)
    hands.check(
        number,
        curator,
        days=-9,
        returned={
            "Протокол": "Протокол не содержит решения по мере. Загрузите подписанную редакцию с решением.",
            "Фото": "По фотографии не видно, что это за мероприятие. Приложите справку или приказ.",
        },
    )
    hands.step(number, "return", curator, days=-9)


def _development(hands: Hands, slug: str, *, start: int, kind: str = "development") -> str:
    school = schools.school(slug)
    effective = kind == "effective_mode"
    number = hands.begin(slug, "effective-mode" if effective else "development", kind, days=start)
    files = [
        Attachment(
            "programme",
            f"Программа {school.short_name}.docx",
            writing.development(school, hands.today, effective=effective),
        )
    ]
    if not effective:
        files.append(
            Attachment(
                "diagnosis", "Протокол самодиагностики.pdf", proofs.self_diagnosis(school, hands.today)
            )
        )
    hands.attach(number, slug, files, days=start)
    hands.answer(
        number,
        slug,
        {
            "period_start": (hands.today + timedelta(days=40)).isoformat(),
            "period_end": (hands.today + timedelta(days=1130)).isoformat(),
            "round": "второй раунд этого года",
            "accepted_by": "Педагогический совет, протокол № 2",
            "priorities": "Качество преподавания. Работа с семьёй.",
        },
        days=start,
    )
    return number


def _confirmed_development(hands: Hands, slug: str, *, start: int, kind: str = "development") -> str:
    curator = hands.places.actor("curator2" if slug == "verkhnekamenskaya" else "curator3")
    number = _development(hands, slug, start=start, kind=kind)
    hands.send(number, slug, days=start + 1)
    hands.check(number, curator, days=start + 3)
    hands.step(number, "confirm", curator, Answer(text="Документы полны и действительны."), days=start + 3)
    return number


def _development_conforms(hands: Hands) -> None:
    number, examiner = (
        _confirmed_development(hands, "gymnasium-1", start=-18),
        hands.places.actor("coordinator"),
    )
    hands.step(number, "begin", examiner, days=-9)
    hands.examine(number, examiner, {}, days=-8)
    hands.conclude(
        number,
        examiner,
        VerdictKind.CONFORMS,
        "Программа построена на последнем раунде самодиагностики.",
        days=-7,
        release=True,
    )


def _development_held(hands: Hands) -> None:
    """The expert has concluded; the coordinator still holds the conclusion."""
    number, expert = _confirmed_development(hands, "school-8", start=-17), hands.places.actor("expert2")
    hands.assign(number, expert, days=-12)
    hands.step(number, "begin", expert, days=-10)
    hands.examine(
        number,
        expert,
        {"Б.2": (ONE, "Причины дефицитов названы, но не разделены на внутренние и внешние.")},
        days=-6,
    )
    hands.conclude(
        number,
        expert,
        VerdictKind.WITH_REMARKS,
        "Программа пригодна, причины дефицитов нужно разделить.",
        days=-2,
    )


def _development_with_expert(hands: Hands) -> None:
    number, expert = _confirmed_development(hands, "polevskaya", start=-15), hands.places.actor("expert1")
    hands.assign(number, expert, days=-9)
    hands.step(number, "begin", expert, days=-5)
    hands.examine(
        number, expert, {"А.2": (ONE, "Использованы результаты не по всем направлениям.")}, days=-3, until=6
    )


def _development_admitted(hands: Hands) -> None:
    number = _confirmed_development(hands, "kedrovskaya", start=-13)
    hands.assign(number, hands.places.actor("expert1"), days=-4)
    _confirmed_development(hands, "school-11-novy-klyuch", start=-9)


def _development_at_curator(hands: Hands) -> None:
    hands.send(_development(hands, "verkhnekamenskaya", start=-6), "verkhnekamenskaya", days=-4)
    hands.send(_development(hands, "school-5", start=-3), "school-5", days=-1)


def _development_withdrawn(hands: Hands) -> None:
    number = _development(hands, "lesnogorskaya", start=-8)
    hands.send(number, "lesnogorskaya", days=-7)
    hands.step(
        number,
        "withdraw",
        hands.places.staff("lesnogorskaya", Role.HEAD),
        Answer(text="Приложена не та редакция программы, заменим файл."),
        days=-5,
    )


def _development_draft(hands: Hands) -> None:
    slug = "school-2-zarechny"
    number = hands.begin(slug, "development", "development", days=-3)
    school = schools.school(slug)
    hands.attach(
        number,
        slug,
        (
            Attachment(
                "programme", "Программа развития, проект.docx", writing.development(school, hands.today)
            ),
        ),
        days=-3,
    )


def _effective_modes(hands: Hands) -> None:
    number, examiner = (
        _confirmed_development(hands, "verkhnekamenskaya", start=-26, kind="effective_mode"),
        hands.places.actor("coordinator"),
    )
    hands.step(number, "begin", examiner, days=-16)
    hands.examine(number, examiner, {"А.2": (ONE, "Приоритетов четыре, оставьте не более трёх.")}, days=-15)
    hands.conclude(
        number,
        examiner,
        VerdictKind.WITH_REMARKS,
        "Программа реалистична, приоритеты сократить.",
        days=-14,
        release=True,
    )


def _neighbours(hands: Hands) -> None:
    """The second municipality lives its own life, unseen by the first."""
    slug = "verkhneozyorskaya"
    number = _concept(hands, slug, start=-20, mended=True, place="voz")
    hands.send(number, slug, days=-3)


CONCEPTS: tuple[Chapter, ...] = (_concept_returned_twice, _concept_placed, _concept_reported, _concept_fails)
EVIDENCE: tuple[Chapter, ...] = (_evidence_in_work, _evidence_with_names, _evidence_late, _evidence_returned)
DEVELOPMENT: tuple[Chapter, ...] = (
    _development_conforms,
    _development_held,
    _development_with_expert,
    _development_admitted,
    _development_at_curator,
    _development_withdrawn,
    _development_draft,
)
EFFECTIVE: tuple[Chapter, ...] = (_effective_modes,)
NEIGHBOURS: tuple[Chapter, ...] = (_neighbours,)
