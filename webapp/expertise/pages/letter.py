"""The conclusion as the school will read it, before it is sent."""

from dataclasses import dataclass

from webapp.access.actor import Actor
from webapp.dossier import queries as dossiers
from webapp.dossier.queries import Dossier
from webapp.expertise.pages.sheet import SheetPage
from workflows.judgement import judge
from workflows.remarks import SETTLED
from workflows.verdicts import MarkValue
from workflows.vocabulary import Role, State, Toned


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A remark as the school will read it."""

    code: str
    criterion: str
    mark: Toned
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What the school will receive: remarks by criterion, who will see it, and what may be done here."""

    lines: tuple[LetterLine, ...]
    earlier: tuple[str, ...]
    audience: str
    may_conclude: bool
    may_release: bool
    may_release_at_once: bool
    blocking: tuple[str, ...]
    missing: tuple[str, ...]


def letter(found: Dossier, page: SheetPage, actor: Actor) -> Letter:
    """Return the conclusion as the school will read it, with what still stands in its way."""
    sheet = found.sheet
    marks = found.expertise.marks if found.expertise else []
    if sheet is None:
        raise KeyError("no sheet")
    judgement = judge(found.kind, sheet, dossiers.answers_of(found.expertise) if found.expertise else ())
    low = [mark for mark in marks if mark.value in {MarkValue.ZERO, MarkValue.ONE}]
    return Letter(
        lines=tuple(
            LetterLine(mark.criterion, sheet.criterion(mark.criterion).text, mark.value, mark.comment)
            for mark in low
            if mark.value
        ),
        earlier=tuple(
            f"№ {remark.number}. {remark.text}"
            for remark in found.remarks
            if remark.published_at and remark.state not in SETTLED
        ),
        audience="Заключение увидят школа, её куратор и руководитель управления образования.",
        may_conclude=page.editable,
        may_release=actor.role is Role.COORDINATOR and found.package.state is State.CONCLUDED,
        may_release_at_once=actor.role is Role.COORDINATOR,
        blocking=judgement.score.blocking_zero,
        missing=(*judgement.score.missing, *(problem.criterion_code for problem in judgement.score.problems)),
    )
