"""Asking for a report: once while one is being made, a new one after that (RL-04)."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, today_in, transaction
from webapp.diary import queries as diary
from webapp.diary.queries import Extract
from webapp.errors import Invalid, NotThere, Stale
from webapp.formatting import date_ru
from webapp.models import Municipality, NumberSequence, Package, Report, Requisite, Stage, Verdict
from webapp.outbox import announce
from webapp.reports import queries
from webapp.reports.operations.concluding import keep_conclusion
from webapp.reports.queries import HEADINGS, Asked, number_about_roadmap_in_work, number_in_work
from webapp.roadmap import queries as roadmaps
from workflows.kinds import KINDS
from workflows.roadmaps.indicator import Reading
from workflows.roadmaps.words import RoadmapState
from workflows.vocabulary import Act, Event, ReportKind, ReportState, Role

SERIES = {
    ReportKind.STAGE: "О", ReportKind.CONCLUSION: "З", ReportKind.AGREEMENT: "С", ReportKind.ROADMAP: "Д",
    ReportKind.DOSSIER: "ДС", ReportKind.DIARY: "К",
}  # fmt: skip
CONCLUSION_KEY = "conclusion:"
"""With the id of the verdict it is the request key of a conclusion."""
AGREEMENT_KEY = "agreement:"
"""With the id of the requisite it is the request key of a sheet of agreement."""
ROADMAP_KEY = "roadmap:"
"""With roadmap, day, reading, form and count, a colon between them, it is the request key of a report on a roadmap."""
DIARY_KEY = "diary:"
"""With who asks, school, curator, both days and count it is the request key of a diary; 0 is for all of them."""
DIARY_LIMIT = 1000
"""Entries of one diary at most."""
IN_WORK = frozenset({ReportState.QUEUED, ReportState.BUILDING})
CONCLUSION_LIMIT = 20_000
TITLE_LIMIT = 300


def order(stage_slug: str, conclusion: str, *, actor: Actor) -> str:
    """Ask for the report on a stage with the conclusions a person wrote; returns its number.

    While one is waiting or being made it is that one that is returned, however often and by however many people
    it is asked for. Raises NotThere, Invalid."""
    if len(conclusion) > CONCLUSION_LIMIT:
        raise Invalid(f"Сократите выводы до {CONCLUSION_LIMIT} знаков.", "conclusions")
    with transaction():
        stage = session.scalar(select(Stage).where(Stage.slug == stage_slug).with_for_update())
        if stage is None:
            raise NotThere
        if in_work := number_in_work(stage.id):
            return in_work
        keep_conclusion(stage, conclusion, actor=actor)
        made = session.scalar(
            select(func.count()).select_from(Report).where(
                Report.stage_id == stage.id, Report.kind == ReportKind.STAGE
            )
        )  # fmt: skip
        report = _new(
            Report(
                municipality_id=stage.municipality_id,
                kind=ReportKind.STAGE,
                stage_id=stage.id,
                title=f"Отчёт по итогам содержательной экспертизы: {stage.title}"[:TITLE_LIMIT],
                request_key=f"stage:{stage.id}:{(made or 0) + 1}",
                conclusion=conclusion.strip(),
                requested_by_id=actor.user_id,
                requested_by_name=actor.name,
            )
        )
        return report.number


def order_on_roadmap(number: str, asked: Asked, conclusion: str, *, actor: Actor) -> str:
    """Ask for a report on a roadmap as of a day; returns its number, that of the one being made while there is one.

    Raises NotThere, Invalid."""
    if len(conclusion) > CONCLUSION_LIMIT:
        raise Invalid(f"Сократите выводы до {CONCLUSION_LIMIT} знаков.", "conclusions")
    if asked.on > today_in(actor.zone):
        raise Invalid("Укажите дату не позже сегодняшней: на будущее исполнение неизвестно.", "on")
    with transaction():
        roadmap = roadmaps.get(number, lock=True)
        if roadmap.state is RoadmapState.DRAFT:
            raise Invalid("Отчёт составляется по утверждённой дорожной карте. Сначала утвердите её.", "on")
        if in_work := number_about_roadmap_in_work(roadmap.id):
            return in_work
        made = session.scalar(select(func.count()).select_from(Report).where(Report.roadmap_id == roadmap.id))
        kind, heading = HEADINGS[asked.form]
        key = (roadmap.id, asked.on.isoformat(), asked.reading.value, asked.form, (made or 0) + 1)
        report = _new(
            Report(
                municipality_id=roadmap.municipality_id,
                kind=ReportKind.ROADMAP,
                roadmap_id=roadmap.id,
                title=f"{kind} {heading.format(on=date_ru(asked.on))}"[:TITLE_LIMIT],
                request_key=ROADMAP_KEY + ":".join(map(str, key)),
                conclusion=conclusion.strip(),
                requested_by_id=actor.user_id,
                requested_by_name=actor.name,
            )
        )
        return report.number


def asked_of(report: Report) -> Asked:
    """Return what a report on a roadmap was asked for."""
    _, on, reading, form, _ = report.request_key.removeprefix(ROADMAP_KEY).split(":")
    return Asked(date.fromisoformat(on), Reading(reading), form)


def order_diary(asked: Extract, *, actor: Actor) -> str:
    """Ask for the diary of some days; returns its number, that of the one being made while there is one.

    A curator gets their own. Raises Invalid."""
    if asked.until < asked.since:
        raise Invalid("Последний день раньше первого. Исправьте одну из дат.", "until")
    if actor.role is Role.CURATOR:
        asked = replace(asked, author_id=actor.user_id)
    count = diary.count_in_days(asked, actor.municipality_id or 0, ZoneInfo(actor.zone))
    if not count:
        raise Invalid("За эти дни записей нет. Выберите другие дни, школу или куратора.", "since")
    if count > DIARY_LIMIT:
        raise Invalid(f"Записей больше {DIARY_LIMIT}: {count}. Сократите период или выберите школу.", "until")
    with transaction():
        session.scalar(
            select(Municipality.id).where(Municipality.id == actor.municipality_id).with_for_update()
        )
        same = DIARY_KEY + ":".join(
            map(str, (actor.user_id, asked.school_id, asked.author_id, asked.since, asked.until))
        )
        known = session.execute(
            select(Report.number, Report.state)
            .where(
                Report.kind == ReportKind.DIARY, Report.request_key.startswith(f"{same}:", autoescape=True)
            )
            .order_by(Report.id)
        ).all()
        if waiting := next((number for number, state in known if state in IN_WORK), ""):
            return waiting
        return _new(
            Report(
                municipality_id=actor.municipality_id,
                kind=ReportKind.DIARY,
                title=f"Дневник куратора, {date_ru(asked.since)} – {date_ru(asked.until)}",
                request_key=f"{same}:{len(known) + 1}",
                requested_by_id=actor.user_id,
                requested_by_name=actor.name,
            )
        ).number


def diary_asked_of(report: Report) -> Extract:
    """Return what the diary of some days was asked for."""
    _user, school, author, since, until, _n = report.request_key.removeprefix(DIARY_KEY).split(":")
    return Extract(date.fromisoformat(since), date.fromisoformat(until), int(school), int(author))


def order_conclusion(package_id: int) -> None:
    """Ask for the document of every released verdict of a package that has none. Repeating it changes nothing."""
    with system_scope("conclusion of a released verdict"), transaction():
        session.scalar(select(Package.id).where(Package.id == package_id).with_for_update())
        keys = select(Report.request_key).where(Report.package_id == package_id)
        known = set(session.scalars(keys))
        rows = session.execute(
            select(Verdict, Package.number, Package.kind, Package.municipality_id)
            .join(Package, Package.id == Verdict.package_id)
            .where(Verdict.package_id == package_id, Verdict.released_at.is_not(None))
            .order_by(Verdict.id)
        ).all()
        for verdict, number, kind, municipality_id in rows:
            key = f"{CONCLUSION_KEY}{verdict.id}"
            if key in known:
                continue
            title = KINDS[kind].short_title if kind in KINDS else kind
            _new(
                Report(
                    municipality_id=municipality_id,
                    kind=ReportKind.CONCLUSION,
                    package_id=package_id,
                    title=f"Экспертное заключение по пакету {number}, {title}"[:TITLE_LIMIT],
                    request_key=key,
                    requested_by_id=verdict.decided_by_id,
                    requested_by_name=verdict.decided_by_name,
                )
            )


def order_agreement(package_id: int) -> None:
    """Ask for the sheet of each decision of the founder, and again when the school has approved the programme.

    Repeating it changes nothing."""
    with system_scope("sheet of a founder's decision"), transaction():
        session.scalar(select(Package.id).where(Package.id == package_id).with_for_update())
        known = set(session.scalars(select(Report.request_key).where(Report.package_id == package_id)))
        rows = session.execute(
            select(Requisite, Package.number, Package.municipality_id)
            .join(Package, Package.id == Requisite.package_id)
            .where(Requisite.package_id == package_id, Requisite.act != Act.ACCEPTED)
            .order_by(Requisite.id)
        ).all()
        for requisite, number, municipality_id in rows:
            key = f"{AGREEMENT_KEY}{requisite.id}"
            if key in known:
                continue
            _new(
                Report(
                    municipality_id=municipality_id,
                    kind=ReportKind.AGREEMENT,
                    package_id=package_id,
                    title=f"Лист согласования программы развития, пакет {number}",
                    request_key=key,
                    requested_by_id=requisite.entered_by_id,
                    requested_by_name=requisite.entered_by_name,
                )
            )


def retry(number: str, *, actor: Actor) -> None:
    """Give a failed report new attempts; what was frozen stays. Raises NotThere, Stale."""
    with transaction():
        report = queries.get(number, lock=True)
        if report.stage_id is not None:
            session.scalar(select(Stage.id).where(Stage.id == report.stage_id).with_for_update())
        if report.state is not ReportState.FAILED:
            raise Stale("Отчёт уже формируется или готов: повторять не нужно.")
        if report.kind is ReportKind.STAGE and report.stage_id and (other := number_in_work(report.stage_id)):
            raise Stale(f"Уже формируется новый отчёт по этому этапу, № {other}. Дождитесь его.")
        report.state, report.attempts, report.failure = ReportState.QUEUED, 0, ""
        report.step, report.done, report.finished_at = "", 0, None
        journal.record("report.retried", kind="report", object_id=report.number)
        _want(report, actor.user_id)


def order_dossier(about: Package | Stage, *, actor: Actor) -> str:
    """Ask for the dossier of a package or a stage, the row locked by the caller's transaction; returns its number.

    While one is waiting or being made it is that one that is returned."""
    one = isinstance(about, Package)
    mine = (Report.package_id if one else Report.stage_id) == about.id
    made = session.execute(
        select(Report.number, Report.state).where(mine, Report.kind == ReportKind.DOSSIER).order_by(Report.id)
    ).all()
    if waiting := next((number for number, state in made if state in IN_WORK), ""):
        return waiting
    title = f"Досье пакета {about.number}" if isinstance(about, Package) else f"Досье этапа: {about.title}"
    return _new(
        Report(
            municipality_id=about.municipality_id,
            kind=ReportKind.DOSSIER,
            package_id=about.id if one else None,
            stage_id=None if one else about.id,
            title=title[:TITLE_LIMIT],
            request_key=f"dossier:{'package' if one else 'stage'}:{about.id}:{len(made) + 1}",
            requested_by_id=actor.user_id,
            requested_by_name=actor.name,
        )
    ).number


def _new(report: Report) -> Report:
    """Number the report, keep it, and say that it is wanted."""
    report.number = _number(report.municipality_id, report.kind)
    session.add(report)
    session.flush()
    journal.record(
        "report.requested", kind="report", object_id=report.number, municipality_id=report.municipality_id,
        report_kind=report.kind.value, request=report.request_key,
    )  # fmt: skip
    _want(report, report.requested_by_id)
    return report


def _want(report: Report, user_id: int) -> None:
    wanted = Event.DOSSIER_REQUESTED if report.kind is ReportKind.DOSSIER else Event.REPORT_REQUESTED
    announce(wanted, report_id=report.id, actor_id=user_id)


def _number(municipality_id: int, kind: ReportKind) -> str:
    """Return the next number of the municipality's year: «О-2026-3»."""
    with system_scope("number series"):
        zone = session.scalar(select(Municipality.zone).where(Municipality.id == municipality_id)) or "UTC"
        year = now().astimezone(ZoneInfo(zone)).year
        sequence = _sequence(municipality_id, f"report-{kind.value}-{year}")
        sequence.last += 1
        session.flush()
        return f"{SERIES[kind]}-{year}-{sequence.last}"


def _sequence(municipality_id: int, series: str) -> NumberSequence:
    """Return the series, locked; begun here when it is the first number of the year."""
    wanted = (
        select(NumberSequence)
        .where(NumberSequence.municipality_id == municipality_id, NumberSequence.series == series)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.scalar(wanted)
    if found is not None:
        return found
    # Another may begin it at the same moment: then it has committed by now.
    with suppress(IntegrityError), session.begin_nested():
        session.add(NumberSequence(municipality_id=municipality_id, series=series, last=0))
    begun = session.scalar(wanted)
    assert begun is not None
    return begun
