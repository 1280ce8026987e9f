"""Small values that several pages of a package show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.access.actor import Actor
from webapp.database import now
from webapp.dossier.queries import Dossier
from webapp.formatting import DueIn, counted, date_ru, days_left, filesize_ru, fio_for
from webapp.models import PackageFile, Version
from workflows.dates import from_iso
from workflows.kind import Answering, Kind, Question
from workflows.vocabulary import State, Toned

FILE_ICONS = {
    "pdf": "file-text",
    "docx": "file-text",
    "odt": "file-text",
    "xlsx": "file-spreadsheet",
    "ods": "file-spreadsheet",
    "csv": "file-spreadsheet",
    "jpeg": "image",
    "png": "image",
}

CHANGE_TAGS = {"new": ("acc", "plus", "Новый"), "changed": ("acc", "pencil", "Изменён")}

RETURNED = frozenset({State.CURATOR_RETURNED, State.EXPERTISE_RETURNED, State.FOUNDER_RETURNED})

DECIDED = frozenset({State.CONFORMS, State.CONFORMS_WITH_REMARKS, State.FAILS, State.AGREED, State.APPROVED})


@dataclass(frozen=True, slots=True)
class Tag:
    tone: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class Head:
    title: str
    status: Toned
    facts: tuple[tuple[str, str], ...]
    due: DueIn | None


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    url: str = ""


def head(found: Dossier, zone: ZoneInfo) -> Head:
    package = found.package
    facts = [("file-text", found.kind.title)]
    if package.stage.title != found.kind.title:
        facts.append(("folder-open", package.stage.title))
    if found.version:
        facts.append(
            (
                "history",
                f"Редакция {found.version.number} от {date_ru(found.version.sent_at.astimezone(zone))}",
            )
        )
    return Head(
        f"{package.school.short_name}: {found.kind.short_title}",
        package.state,
        tuple(facts),
        due_in(package.due_at, zone),
    )


def due_in(instant: datetime | None, zone: ZoneInfo) -> DueIn | None:
    if instant is None:
        return None
    return days_left(instant.astimezone(zone).date(), now().astimezone(zone).date())


def curator_names(found: Dossier) -> tuple[str, ...]:
    """Return who looks after the school today; a curator on leave stands behind the name of the substitute."""
    replaced = {one.substitutes_id for one in found.curators}
    return tuple(
        fio_for(one.user.name, one.substitutes.user.name if one.substitutes else "")
        for one in found.curators
        if one.id not in replaced
    )


def zone_of(actor: Actor) -> ZoneInfo:
    return ZoneInfo(actor.zone)


def explained(version: Version) -> tuple[Fact, ...]:
    """Return what the check had found in a version and what the school said of it."""
    return tuple(Fact(told["about"], told["reason"]) for told in version.explanations)


def answer_facts(kind: Kind, answers: Mapping[str, str]) -> tuple[Fact, ...]:
    return tuple(
        Fact(question.title, _answer(question, answers.get(question.code, ""))) for question in kind.questions
    )


def _answer(question: Question, text: str) -> str:
    day = from_iso(text) if question.answering is Answering.DATE else None
    return date_ru(day) if day else text


def file_meta(file: PackageFile) -> tuple[str, ...]:
    pages = counted(file.pages, "страница", "страницы", "страниц") if file.pages else ""
    return tuple(part for part in (pages, filesize_ru(file.size), file.note) if part)
