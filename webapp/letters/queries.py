"""The letter of a package as it stands: a draft for those who decide, the sent one for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.access.actor import Actor
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.dossier.queries import Dossier
from webapp.expertise import operations as expertise
from webapp.expertise import queries as sheets
from webapp.formatting import fio_for
from webapp.models import Expertise, Opening, PackageEvent, PackageFile, Remark
from workflows.judgement import judge
from workflows.letter import Letter, LetterItem
from workflows.parts import Parts
from workflows.remarks import WAITING, writes
from workflows.sheet import Sheet
from workflows.verdicts import VerdictKind
from workflows.vocabulary import State

RETURN, CONCLUSION = "Возврат пакета на доработку", "Заключение по итогам экспертизы"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of the decision and is kept nowhere yet; None and '' for what was not typed."""

    verdict: VerdictKind | None = None
    text: str = ""
    day: date | None = None
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A letter, and whether the school has it."""

    letter: Letter
    is_draft: bool


def written(found: Dossier, actor: Actor, typed: Typed | None = None) -> Written | None:
    """Return the letter this person may read now; None when there is none.

    A school reads what it was sent; those who decide read what they are about to send, `typed` included."""
    package = found.package
    if package.state is State.CURATOR_RETURNED:
        return Written(_return(found, _last_sender(found), found.parts), is_draft=False)
    if package.verdict is not None and found.expertise is not None and found.expertise.verdict is not None:
        return Written(_concluded(found, found.expertise, found.parts), is_draft=False)
    if actor.of_school:
        return None
    draft = _draft(found, actor, typed or Typed())
    return None if draft is None else Written(draft, is_draft=True)


def _draft(found: Dossier, actor: Actor, typed: Typed) -> Letter | None:
    state = found.package.state
    if state is State.CURATOR_REVIEW and writes(actor.role, state):
        instead = dossiers.in_place_of(found.package.school_id, actor)
        return _return(found, fio_for(actor.name, instead), typed.parts)
    if found.expertise is None:
        return None
    if state is State.CONCLUDED and found.expertise.verdict is not None:
        return _concluded(found, found.expertise, _prepared_parts(found))
    if dossiers.may_mark(found.package, found.expertise, actor):
        return _unconcluded(found, found.expertise, typed, actor)
    return None


def _return(found: Dossier, sender: str, parts: Parts | None) -> Letter:
    return _letter(found, RETURN, sender, items=_standing(found), opened=_titles(found, parts))


def _concluded(found: Dossier, examined: Expertise, parts: Parts | None) -> Letter:
    verdict = examined.verdict
    assert verdict is not None
    opened = _titles(found, parts) if verdict.kind is VerdictKind.REWORK else None
    return _letter(
        found,
        CONCLUSION,
        fio_for(verdict.decided_by_name, ""),
        items=_standing(found),
        opened=opened,
        verdict=verdict.kind,
        text=verdict.rationale,
    )


def _unconcluded(found: Dossier, examined: Expertise, typed: Typed, actor: Actor) -> Letter:
    """The conclusion that would be made now of the marks and of what stands in its form."""
    proposal = judge(found.kind, examined.sheet, dossiers.answers_of(examined)).proposal
    verdict = typed.verdict or proposal or VerdictKind.REWORK
    day = typed.day or expertise.rework_day(found.package)
    return _letter(
        found,
        CONCLUSION,
        fio_for(actor.name, ""),
        items=tuple(_planned(found, examined, verdict, day)),
        opened=_titles(found, typed.parts) if verdict is VerdictKind.REWORK else None,
        verdict=verdict,
        text=typed.text,
    )


def _letter(
    found: Dossier,
    subject: str,
    sender: str,
    *,
    items: tuple[LetterItem, ...],
    opened: tuple[str, ...] | None,
    verdict: VerdictKind | None = None,
    text: str = "",
) -> Letter:
    version = found.version
    return Letter(
        subject=subject,
        school=found.package.school.name,
        package=found.package.number,
        kind=found.kind.title,
        version=version.number if version else 0,
        round=found.package.round,
        verdict=verdict.label if verdict else "",
        text=text.strip(),
        items=items,
        opened=opened,
        sender=sender,
    )


def _standing(found: Dossier) -> tuple[LetterItem, ...]:
    remarks = dossiers.remarks_of(found.package)
    return tuple(_item(remark, found.sheet, remark.due_on) for remark in remarks if remark.state in WAITING)


def _planned(found: Dossier, examined: Expertise, verdict: VerdictKind, day: date) -> Iterator[LetterItem]:
    """The remarks as they would be numbered: what stands, then what the low marks add."""
    planned = sheets.planned_remarks(found.package, examined, verdict=verdict, due_on=day)
    stand_on = {one.standing.id for one in planned if one.standing is not None}
    for remark in found.remarks:
        if remark.id in stand_on:
            yield _item(remark, examined.sheet, day if remark.due_on else None)
        elif remark.state in WAITING:
            yield _item(remark, examined.sheet, remark.due_on)
    number = max((remark.number for remark in found.remarks), default=0)
    names = {line.file.id: line.file.name for line in found.files}
    for one in planned:
        if one.standing is None:
            number += 1
            mark = one.mark
            yield LetterItem(
                number,
                one.kind,
                mark.comment.strip(),
                mark.criterion,
                _about(examined.sheet, mark.criterion),
                _place(names.get(one.file_id or 0, ""), mark.place),
                one.due_on,
            )


def _item(remark: Remark, sheet: Sheet | None, due_on: date | None) -> LetterItem:
    file: PackageFile | None = remark.file
    return LetterItem(
        remark.number,
        remark.kind,
        remark.text,
        remark.criterion,
        _about(sheet, remark.criterion),
        _place(file.name if file else "", remark.place),
        due_on,
    )


def _place(file: str, place: str) -> str:
    return ", ".join(part for part in (f"«{file}»" if file else "", place.strip()) if part)


def _about(sheet: Sheet | None, code: str) -> str:
    """Return the words of a criterion; '' for one that the sheet of this round does not have."""
    if sheet is None or not code:
        return ""
    return next((one.text for one in sheet.criteria if one.code == code), "")


def _titles(found: Dossier, parts: Parts | None) -> tuple[str, ...]:
    if parts is None:
        return ()
    slots = [slot.title for slot in found.slots if slot.code in parts.slots]
    return tuple(slots + [one.title for one in found.kind.questions if parts.opens_question(one.code)])


def _prepared_parts(found: Dossier) -> Parts | None:
    row = session.scalar(select(Opening).where(Opening.version_id == found.package.current_version_id))
    if row is None:
        return None
    return Parts(frozenset(row.slots), frozenset(row.questions), _codes(found))


def _codes(found: Dossier) -> frozenset[str]:
    return frozenset(slot.code for slot in found.slots)


def _last_sender(found: Dossier) -> str:
    row = session.execute(
        select(PackageEvent.actor_name, PackageEvent.acting_for)
        .where(PackageEvent.package_id == found.package.id, PackageEvent.action == "return")
        .order_by(PackageEvent.id.desc())
        .limit(1)
    ).one_or_none()
    return fio_for(row.actor_name, row.acting_for) if row else ""
