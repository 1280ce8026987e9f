"""Expertise, verdicts and remarks against the version they are about."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import exists, func, or_, select

from webapp.database import session
from webapp.invariants.violation import Violation
from webapp.models import Expertise, Mark, Package, PackageFile, Remark, RemarkChange, Verdict, Version
from workflows.verdicts import VerdictKind
from workflows.vocabulary import RemarkKind, RemarkState, State

FOUNDERS = frozenset({State.FOUNDER_REVIEW, State.FOUNDER_RETURNED, State.AGREED, State.APPROVED})
"""What follows a positive conclusion on a development programme."""
FOLLOWS: Mapping[VerdictKind, frozenset[State]] = MappingProxyType(
    {
        VerdictKind.CONFORMS: frozenset({State.CONFORMS, State.REPORTED, State.PLACED, *FOUNDERS}),
        VerdictKind.WITH_REMARKS: frozenset(
            {State.CONFORMS_WITH_REMARKS, State.REPORTED, State.PLACED, *FOUNDERS}
        ),
        VerdictKind.FAILS: frozenset({State.FAILS, State.REPORTED}),
        VerdictKind.REWORK: frozenset({State.EXPERTISE_RETURNED}),
    }
)
"""The states a package may be in once its current version has this released verdict."""
DECIDED = frozenset().union(*FOLLOWS.values())


def foreign_expertise() -> Iterator[Violation]:
    """Expertises of another package's version or round, and marks of another package."""
    rows = session.execute(
        select(Expertise.id)
        .join(Version, Version.id == Expertise.version_id)
        .where(or_(Version.package_id != Expertise.package_id, Version.round != Expertise.round))
    )
    for (expertise_id,) in rows:
        yield Violation(f"expertise {expertise_id}", "Редакция другого пакета или другого круга.")
    marks = (
        select(Mark.id)
        .join(Expertise, Expertise.id == Mark.expertise_id)
        .where(Mark.package_id != Expertise.package_id)
    )
    for mark_id in session.scalars(marks):
        yield Violation(f"mark {mark_id}", "Отметка относится к другому пакету.")


def foreign_verdict() -> Iterator[Violation]:
    """Verdicts that name another version, package or round than their expertise, or that nobody concluded."""
    apart = or_(
        Verdict.package_id != Expertise.package_id,
        Verdict.version_id != Expertise.version_id,
        Verdict.round != Expertise.round,
    )
    join = select(Verdict.id).join(Expertise, Expertise.id == Verdict.expertise_id).order_by(Verdict.id)
    for verdict_id in session.scalars(join.where(apart)):
        yield Violation(f"verdict {verdict_id}", "Вердикт и экспертиза о разных редакциях.")
    unfinished = join.where(Verdict.released_at.is_not(None), Expertise.concluded_at.is_(None))
    for verdict_id in session.scalars(unfinished):
        yield Violation(f"verdict {verdict_id}", "Направлен вердикт незавершённой экспертизы.")


def state_against_verdict() -> Iterator[Violation]:
    """Packages whose state does not follow from the released verdict of their current version."""
    rows = session.execute(
        select(Package.number, Package.state, Package.verdict, Verdict.kind)
        .outerjoin(
            Verdict, (Verdict.version_id == Package.current_version_id) & Verdict.released_at.is_not(None)
        )
        .order_by(Package.id)
    )
    for number, state, own, released in rows:
        if released is None and (own is not None or state in DECIDED):
            yield Violation(f"package {number}", f"Состояние «{state}», а направленного вердикта нет.")
        elif released is not None and (own is not released or state not in FOLLOWS[released]):
            yield Violation(
                f"package {number}", f"Вердикт «{released}», у пакета «{own}» и состояние «{state}»."
            )


def several_released() -> Iterator[Violation]:
    rows = session.execute(
        select(Verdict.version_id, func.count())
        .where(Verdict.released_at.is_not(None))
        .group_by(Verdict.version_id)
        .having(func.count() > 1)
    )
    for version_id, count in rows:
        yield Violation(f"version {version_id}", f"Направленных вердиктов {count}.")


def undated_remarks() -> Iterator[Violation]:
    undated = select(Remark.id).where(
        Remark.published_at.is_not(None), Remark.due_on.is_(None), Remark.kind != RemarkKind.RECOMMENDATION
    )
    for remark_id in session.scalars(undated.order_by(Remark.id)):
        yield Violation(f"remark {remark_id}", "Школа получила замечание без срока.")


def unanswered_remarks() -> Iterator[Violation]:
    """Binding remarks the school had received and left without an answer when it sent the current version.

    A remark its author found not fixed after that is a word on this very version, so it may wait."""
    spoken_since = exists().where(RemarkChange.remark_id == Remark.id, RemarkChange.at >= Version.sent_at)
    rows = session.scalars(
        select(Remark.id)
        .join(Package, Package.id == Remark.package_id)
        .join(Version, Version.id == Package.current_version_id)
        .where(Remark.state.in_((RemarkState.OPEN, RemarkState.NOT_FIXED)))
        .where(Remark.kind != RemarkKind.RECOMMENDATION, Remark.published_at < Version.sent_at, ~spoken_since)
        .order_by(Remark.id)
    )
    for remark_id in rows:
        yield Violation(f"remark {remark_id}", "Школа направила редакцию без ответа на замечание.")


def foreign_remarks() -> Iterator[Violation]:
    """Remarks about a file or a version of another package."""
    rows = session.scalars(
        select(Remark.id)
        .join(Version, Version.id == Remark.version_id)
        .outerjoin(PackageFile, PackageFile.id == Remark.file_id)
        .where(or_(Version.package_id != Remark.package_id, PackageFile.package_id != Remark.package_id))
        .order_by(Remark.id)
    )
    for remark_id in rows:
        yield Violation(f"remark {remark_id}", "Файл или редакция другого пакета.")
