"""Two experts' sheets side by side: differences first, what was decided, how well the experts agree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from flask import url_for

from webapp.access.actor import Actor
from webapp.dossier import queries as dossiers
from webapp.dossier.queries import Dossier
from webapp.expertise.pages.sheet import CriterionItem, Opinion, SheetPage, criterion_item, sheet_page
from webapp.formatting import fio_short
from webapp.models import Expertise
from workflows.judgement import judge
from workflows.reconciliation import Agreement, Pair, agreement, pairs
from workflows.verdicts import MarkValue
from workflows.vocabulary import Role, State, Toned


@dataclass(frozen=True, slots=True)
class ExpertColumn:
    """One expert's sheet in numbers."""

    name: str
    points: int
    maximum: int
    percent: Decimal | None
    proposal: Toned | None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What the page of a joint expertise shows."""

    sheet: SheetPage
    experts: tuple[ExpertColumn, ...]
    agreement: Agreement
    gap: int
    """How many points lie between the experts' totals."""
    differing: tuple[CriterionItem, ...]
    equal: tuple[CriterionItem, ...]
    left: int
    """Differences still without a whole decision."""
    decides: bool
    begin_url: str


def reconciliation(found: Dossier, sheets: Sequence[Expertise], actor: Actor) -> Reconciliation | None:
    """Return the sheets that were handed in beside each other; None while there is nothing to compare for them."""
    page = sheet_page(found, actor)
    package = found.package
    apart = actor.role is Role.EXPERT and package.state is State.EXPERTISE
    if page is None or found.expertise is None or apart or not (package.joint and sheets):
        return None
    columns = tuple(_column(found, one) for one in sheets)
    compared = pairs(sheets[0].sheet, [dossiers.answers_of(one) for one in sheets])
    decides = found.expertise.reconciles and page.editable
    shown = tuple(
        _item(page, pair, sheets, found, decided=found.expertise.reconciles, decides=decides)
        for pair in compared
    )
    differing = tuple(one for one in shown if one.differs)
    offered = {step.action for step, lacks in dossiers.steps_for(found, actor) if not lacks}
    points = [column.points for column in columns]
    return Reconciliation(
        sheet=page,
        experts=columns,
        agreement=agreement(_both(compared)),
        gap=max(points) - min(points),
        differing=differing,
        equal=tuple(one for one in shown if not one.differs),
        left=sum(1 for one in differing if not one.value or one.error),
        decides=decides,
        begin_url=url_for("packages.step", number=page.number, action="reconcile")
        if "reconcile" in offered
        else "",
    )


def opinions_of(page: SheetPage, code: str, found: Dossier, sheets: Sequence[Expertise]) -> CriterionItem:
    """Return one criterion with both opinions, for the answer to an act upon it."""
    compared = pairs(sheets[0].sheet, [dossiers.answers_of(one) for one in sheets])
    pair = next(one for one in compared if one.criterion.code == code)
    return _item(page, pair, sheets, found, decided=True, decides=True)


def _item(
    page: SheetPage, pair: Pair, sheets: Sequence[Expertise], found: Dossier, *, decided: bool, decides: bool
) -> CriterionItem:
    code, number = pair.criterion.code, found.package.number
    _group, item = criterion_item(page, code)
    opinions = tuple(
        Opinion(
            expertise_id=one.id,
            name=fio_short(one.examiner_name),
            mark=answer.value if answer else None,
            note=answer.comment if answer else "",
            take_url=url_for("expertise.take", number=number, criterion=code) if decides and answer else "",
        )
        for one, answer in zip(sheets, pair.answers, strict=True)
    )
    shown = replace(item, opinions=opinions, differs=pair.differs, now=False)
    return shown if decided else replace(shown, value="", mark=None, note="", reason="", error="")


def _column(found: Dossier, one: Expertise) -> ExpertColumn:
    judgement = judge(found.kind, one.sheet, dossiers.answers_of(one))
    score = judgement.score
    return ExpertColumn(
        fio_short(one.examiner_name), score.points, score.maximum, score.percent, judgement.proposal
    )


def _both(compared: Sequence[Pair]) -> list[tuple[MarkValue, MarkValue]]:
    return [(pair.values[0], pair.values[1]) for pair in compared if len(pair.values) > 1]
