"""What the pages of the diary show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.database import now, today_in
from webapp.diary import queries
from webapp.diary.queries import Filters, Option, Silent
from webapp.diary_lines import Line, diary_lines
from webapp.formatting import DueIn, counted, datetime_ru, days_left, filesize_ru, fio_short
from webapp.models import DiaryEntry
from webapp.tables import TabItem, columns
from workflows.diary import DOERS, OPEN_FOR, EntryState, Facts, refusal_to_add, refusal_to_edit, state_of
from workflows.dictionaries.risks import RISKS
from workflows.vocabulary import Role

COLUMNS = columns("Школа и день", "Форма", "Что рассмотрели", "Состояние")
SILENT_COLUMNS = columns("Школа", "Записей в этом месяце", "Куратор", "Последняя встреча")
RISK_NAMES = {one.code: one.name for one in RISKS}


@dataclass(frozen=True, slots=True)
class AgreementLine:
    what: str
    doer: str
    done: str
    due: DueIn | None
    finish_url: str


@dataclass(frozen=True, slots=True)
class FileLine:
    name: str
    about: str
    url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry as this person reads it; an empty address is something they may not do."""

    number: int
    school: str
    school_url: str
    heading: str
    author: str
    state: EntryState
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    agreements: tuple[AgreementLine, ...]
    additions: tuple[tuple[str, str], ...]
    mark: str
    mark_remark: str
    read: str
    edit_url: str
    edit_until: str
    why_not: str
    add_url: str
    files: tuple[FileLine, ...]
    attach_url: str
    mark_url: str
    heed_url: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class SilentLine:
    school: str
    url: str
    count: int
    curators: str
    last: str


def choices(everything: str, options: Iterable[Option]) -> list[tuple[str, str]]:
    return [("", everything), *((one.value, one.name) for one in options)]


def lines(rows: Sequence[DiaryEntry], actor: Actor) -> tuple[Line, ...]:
    """Return entries as lines; which stages are signed is asked once for all of them."""
    closed = queries.closed_stages([row.stage_id for row in rows if row.stage_id is not None])
    return diary_lines(rows, closed, actor)


def tabs(filters: Filters, actor: Actor) -> tuple[TabItem, ...]:
    """Return the lists a person may choose among; () for those who have one."""
    shown = "drafts" if filters.drafts else "asked" if filters.asked else ""
    found = [("", "Все записи")]
    if may(actor.role, P.WRITE_DIARY):
        found.append(("drafts", "Черновики"))
    if may(actor.role, P.MARK_DIARY):
        found.append(("asked", "Вопросы координатору"))
    if len(found) == 1:
        return ()
    return tuple(
        TabItem(title, url_for("diary.register", show=code or None), None, code == shown)
        for code, title in found
    )


def entry_page(row: DiaryEntry, facts: Facts, actor: Actor) -> EntryPage:
    zone, number = ZoneInfo(actor.zone), row.number
    own, state = row.author_id == actor.user_id and may(actor.role, P.WRITE_DIARY), state_of(facts)
    refusal = refusal_to_edit(facts, now())
    return EntryPage(
        number=number,
        school=row.school.short_name,
        school_url=url_for("schools.show", slug=row.school.slug, tab="diary"),
        heading=f"{row.contact.label}, {datetime_ru(row.happened_at, zone)}",
        author=fio_short(row.author_name),
        state=state,
        facts=tuple(_known(row, zone)),
        texts=tuple(_texts(row, actor)),
        agreements=tuple(_agreements(row, actor)),
        additions=tuple(
            (f"{fio_short(one.by_name)}, {datetime_ru(one.at, zone)}", one.text) for one in row.additions
        ),
        mark=f"{fio_short(row.marked_by_name)}, {datetime_ru(row.marked_at, zone)}" if row.marked_at else "",
        mark_remark=row.mark_remark,
        read=f"{fio_short(row.read_by_name)}, {datetime_ru(row.read_at, zone)}" if row.read_at else "",
        edit_url=url_for("diary.edit", number=number) if own and not refusal else "",
        edit_until=datetime_ru(row.entered_at + OPEN_FOR, zone) if row.entered_at else "",
        why_not=refusal if own else "",
        add_url=url_for("diary.add", number=number) if own and not refusal_to_add(facts) else "",
        files=tuple(
            FileLine(
                one.name,
                f"{filesize_ru(one.size)}, {fio_short(one.by_name)}, {datetime_ru(one.at, zone)}",
                url_for("diary.file", number=number, file=one.id),
                url_for("diary.detach", number=number, file=one.id) if own and not refusal else "",
            )
            for one in row.files
        ),
        attach_url=url_for("diary.attach", number=number)
        if own and (row.entered_at is None or not refusal_to_add(facts))
        else "",
        mark_url=url_for("diary.mark", number=number)
        if may(actor.role, P.MARK_DIARY) and not facts.closed
        else "",
        heed_url=url_for("diary.heed", number=number)
        if may(actor.role, P.HEED_DIARY) and row.read_at is None
        else "",
        drop_url=url_for("diary.drop", number=number) if own and row.entered_at is None else "",
    )


def silent_lines(rows: Iterable[Silent], zone: ZoneInfo) -> tuple[SilentLine, ...]:
    return tuple(
        SilentLine(
            one.school,
            url_for("schools.show", slug=one.slug, tab="diary"),
            one.count,
            ", ".join(map(fio_short, one.curators)) or "не назначен",
            datetime_ru(one.last, zone) if one.last else "не было",
        )
        for one in rows
    )


def _known(row: DiaryEntry, zone: ZoneInfo) -> Iterable[tuple[str, str]]:
    yield "Школа", row.school.short_name
    yield "Когда", datetime_ru(row.happened_at, zone)
    yield "Форма", row.contact.label
    if row.minutes:
        yield "Продолжительность", counted(row.minutes, "минута", "минуты", "минут")
    if row.participants:
        yield "Участники от школы", row.participants
    if row.stage:
        yield "Этап проекта", row.stage.title
    if row.risks:
        yield "Рисковые направления", ", ".join(RISK_NAMES.get(code, str(code)) for code in row.risks)
    if row.advance:
        yield "Продвижение", row.advance.label
    yield "Куратор", fio_short(row.author_name)
    if row.entered_at:
        yield "Внесена", datetime_ru(row.entered_at, zone)
    if row.edited_at:
        yield "Исправлена", datetime_ru(row.edited_at, zone)


def _texts(row: DiaryEntry, actor: Actor) -> Iterable[tuple[str, str]]:
    told = [
        ("Цель", row.goal),
        ("Что рассмотрено", row.examined),
        ("Выявленные проблемы", row.problems),
        ("Рекомендации школе", row.recommendations),
    ]
    if not actor.of_school:
        told.append(("Вопрос координатору", row.question))
    return ((title, text) for title, text in told if text)


def _agreements(row: DiaryEntry, actor: Actor) -> Iterable[AgreementLine]:
    zone, today = ZoneInfo(actor.zone), today_in(actor.zone)
    mine = DOERS.get(actor.role)
    for one in row.agreements:
        done = f"{fio_short(one.done_by_name)}, {datetime_ru(one.done_at, zone)}" if one.done_at else ""
        able = may(actor.role, P.KEEP_AGREEMENTS) and (one.doer is mine or actor.role is Role.CURATOR)
        yield AgreementLine(
            one.what,
            one.doer.label,
            done,
            days_left(one.due_on, today) if one.due_on and not done else None,
            url_for("diary.finish", number=row.number, agreement=one.id)
            if able and not done and row.entered_at
            else "",
        )
