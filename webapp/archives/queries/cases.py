"""One package as its dossier tells it, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.access.actor import Actor
from webapp.archives.queries import judging, telling
from webapp.archives.queries.places import Folder
from webapp.archives.queries.versions import versions
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.errors import NotThere
from webapp.formatting import date_ru, datetime_ru, name_for
from webapp.letters import queries as letters
from webapp.models import Package
from webapp.printing.dossier import Case, CaseLetter, Fact, Sum
from workflows.kinds import KINDS
from workflows.letter import Letter, LetterItem
from workflows.vocabulary import State


@dataclass(frozen=True, slots=True)
class Gathered:
    """A package in words, and the kept files that belong to it."""

    case: Case
    documents: tuple[Sum, ...]


def packages_of(stage_id: int) -> Sequence[tuple[int, str]]:
    """Return id and number of the packages of a stage that were ever sent, in the order of their making."""
    rows = session.execute(
        select(Package.id, Package.number)
        .where(Package.stage_id == stage_id, Package.current_version_id.is_not(None))
        .order_by(Package.id)
    )
    return [(package_id, number) for package_id, number in rows]


def gather(package_id: int, base: str, *, actor: Actor) -> Gathered:
    """Return all about one package, its files in the folder `base`; raises NotThere. Call it inside a snapshot."""
    package = session.scalar(
        select(Package)
        .where(Package.id == package_id)
        .options(
            joinedload(Package.school), joinedload(Package.stage), joinedload(Package.programme),
            joinedload(Package.municipality),
        )
        .execution_options(populate_existing=True)
    )  # fmt: skip
    if package is None:
        raise NotThere
    folder = Folder(base)
    case = Case(
        number=package.number,
        school=package.school.name,
        kind=KINDS[package.kind].title if package.kind in KINDS else package.kind,
        outcome=outcome(package),
        facts=_facts(package),
        versions=versions(package, folder),
        sheets=judging.sheets(package),
        remarks=judging.remarks(package),
        letter=_letter(package, actor),
        papers=telling.papers(package, folder),
        messages=telling.messages(package),
        events=telling.events(package),
        journal=telling.entries(package),
    )
    return Gathered(case, tuple(folder.documents))


def outcome(package: Package) -> str:
    """Return where the package stands, with the verdict the school has."""
    if package.verdict is None or package.verdict.label == package.state.label:
        return package.state.label
    return f"{package.state.label}. Вердикт: {package.verdict.label.lower()}"


def _facts(package: Package) -> tuple[Fact, ...]:
    zone = ZoneInfo(package.municipality.zone)
    stage = package.stage
    facts = [
        Fact("Муниципалитет", package.municipality.name),
        Fact("Проект", package.programme.title),
        Fact("Этап", f"{stage.title}, приём {date_ru(stage.opens_on)} – {date_ru(stage.closes_on)}"),
        Fact("Направлен впервые", datetime_ru(package.sent_at, zone) if package.sent_at else "нет"),
        Fact("Раундов", str(package.round)),
    ]
    if package.confirmed_at:
        who = name_for(package.confirmed_by_name, package.confirmed_for_name)
        facts.append(Fact("Подтвердил куратор", f"{who}, {datetime_ru(package.confirmed_at, zone)}"))
    if package.late_reason:
        facts.append(Fact("Приём после срока", f"{package.late_reason}. {package.late_allowed_by}"))
    if package.placed_on:
        facts.append(
            Fact("Размещён в ИС МЭДК", f"{date_ru(package.placed_on)} {package.placed_link}".strip())
        )
    return (*facts, *telling.requisites(package))


def _letter(package: Package, actor: Actor) -> CaseLetter | None:
    """The letter the school has; none while it has none or only a draft stands."""
    if package.state is not State.CURATOR_RETURNED and package.verdict is None:
        return None
    written = letters.written(dossiers.dossier(package.number, actor), actor)
    return _in_words(written.letter) if written and not written.is_draft else None


def _in_words(letter: Letter) -> CaseLetter:
    closing = (
        letter.opened_words,
        f"Исправить до {date_ru(letter.mend_by)} включительно." if letter.mend_by else "",
    )
    return CaseLetter(
        subject=f"{letter.subject}: редакция {letter.version}, раунд {letter.round}",
        verdict=letter.verdict,
        text=letter.text,
        groups=tuple((group.title, tuple(map(_line, group.items))) for group in letter.groups),
        closing=tuple(line for line in closing if line),
        sender=f"Направил: {letter.sender}",
    )


def _line(item: LetterItem) -> str:
    due = f"Срок: {date_ru(item.due_on)}" if item.due_on else ""
    rest = ". ".join(part for part in (item.place, due) if part)
    return f"№ {item.number}, {item.kind.label.lower()}. {item.text}" + (f" {rest}." if rest else "")
