"""The ledger of one package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from wtforms.fields.choices import SelectChoice

from webapp.access.actor import Actor
from webapp.models import AnswerDraft, Package, PackageFile
from webapp.remarks.operations import SCHOOL_TURN
from webapp.remarks.pages.around import Around, around
from webapp.remarks.pages.items import LedgerItem, item
from webapp.remarks.queries import Facet, Filters, LedgerRow
from workflows.remarks import writes
from workflows.sheet import Sheet
from workflows.vocabulary import SCHOOL_ROLES


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a person tried with one row and may try again: nothing they wrote is lost."""

    number: int
    fault: str
    text: str
    stale: bool = False
    """Somebody else was first: both texts are shown."""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    package: Package
    items: tuple[LedgerItem, ...]
    around: Around
    filters: Filters
    conditions: dict[str, str]
    """The same as an address writes them: the forms of the rows carry them along."""
    may_write: bool
    answering: bool
    export_url: str


def ledger_page(
    package: Package,
    rows: Sequence[LedgerRow],
    *,
    facets: Sequence[Facet],
    filters: Filters,
    actor: Actor,
    drafts: Mapping[int, AnswerDraft],
) -> LedgerPage:
    """Return the ledger of a package as this person sees it under these conditions."""

    def address(conditions: Mapping[str, str]) -> str:
        return url_for("remarks.ledger", number=package.number, **dict(conditions))  # type: ignore[arg-type]

    return LedgerPage(
        package=package,
        items=tuple(item(row, actor, drafts) for row in rows),
        around=around(facets, filters, address, answering=package.state in SCHOOL_TURN),
        filters=filters,
        conditions=filters.given,
        may_write=writes(actor.role, package.state),
        answering=actor.role in SCHOOL_ROLES,
        export_url=url_for("remarks.export", number=package.number, **filters.given),  # type: ignore[arg-type]
    )


def criterion_choices(sheet: Sheet | None, known: str) -> list[SelectChoice]:
    """Return the criteria of the sheet; one that is chosen already stays, though the sheet has changed since."""
    chosen = [(one.code, f"{one.code}. {one.text}") for one in sheet.criteria] if sheet else []
    if known and known not in dict(chosen):
        chosen.append((known, known))
    return [SelectChoice("", "Не по критерию"), *(SelectChoice(*one) for one in chosen)]


def words_of(filters: Filters) -> str:
    """Return the conditions in one line, for the journal."""
    return urlencode(filters.given)


def file_choices(files: Sequence[PackageFile]) -> list[SelectChoice]:
    return [SelectChoice(0, "Весь пакет"), *(SelectChoice(file.id, file.name) for file in files)]
