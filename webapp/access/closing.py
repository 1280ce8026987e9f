"""What may no longer be written once the report of its stage is signed (design.md §5, invariant 7).

One guard for every way of writing: it looks at what a session is about to write, not at who asked for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from webapp import models as m
from webapp.access.actor import system_scope
from webapp.database import Base
from workflows.signing import SignState

BELOW: frozenset[type[Base]] = frozenset(
    {
        m.AnswerDraft, m.ConflictOfInterest, m.EvidenceLink, m.ExpertAssignment, m.Expertise, m.FileCheck, m.HeldStep,
        m.Mark, m.Opening, m.PackageDraft, m.PackageFile, m.Remark, m.RemarkChange, m.Requisite, m.Verdict,
        m.Version, m.VersionFile,
    }
)  # fmt: skip
"""Models whose rows belong to a package and stand behind what its stage's report says."""
_despite: ContextVar[str] = ContextVar("despite a sign-off", default="")


class StageSigned(Exception):
    """The report of the stage is signed: nothing below it changes until the stage is taken up again."""

    def __init__(self, stage: str) -> None:
        self.sentence = (
            f"Отчёт этапа «{stage}» подписан, поэтому данные этапа не изменяются. "
            "Если изменение необходимо, координатор возобновляет этап с указанием причины."
        )
        super().__init__(self.sentence)


@contextmanager
def despite_sign_off(reason: str) -> Iterator[None]:
    """Let something be written below a signed stage; give the reason in one phrase."""
    token = _despite.set(reason)
    try:
        yield
    finally:
        _despite.reset(token)


def install() -> None:
    """Put every flush of every session under the guard."""
    if not event.contains(Session, "before_flush", _refuse):
        event.listen(Session, "before_flush", _refuse)


def _refuse(session: Session, _context: Any, _instances: Any) -> None:
    if _despite.get():
        return
    changed = [row for row in session.dirty if session.is_modified(row)]
    packages, stages = set[int](), set[int]()
    written = {row.id for row in changed if isinstance(row, m.Package)}
    for row in (*session.new, *changed, *session.deleted):
        if isinstance(row, m.Package):
            stages.add(row.stage_id)
        elif isinstance(row, m.Stage) and row.id is not None:
            stages.add(row.id)
        elif type(row) in BELOW and getattr(row, "package_id", None):
            packages.add(row.package_id)
    if packages or stages:
        _look(session, packages, stages, written)


def _look(session: Session, packages: set[int], stages: set[int], written: set[int]) -> None:
    with system_scope("is the stage signed"), session.no_autoflush:
        if packages:
            stages |= set(session.scalars(select(m.Package.stage_id).where(m.Package.id.in_(packages))))
        # Packages before their stage, as whoever signs locks them: nobody waits in a ring.
        if held := packages | written:
            session.execute(
                select(m.Package.id).where(m.Package.id.in_(held)).order_by(m.Package.id).with_for_update()
            )
        # Whoever signs now is waited for, and waits for this: looked at alone, both could pass each other.
        session.execute(select(m.Stage.id).where(m.Stage.id.in_(stages)).with_for_update(read=True))
        title = session.scalar(
            select(m.Stage.title)
            .join(m.SignOff, m.SignOff.stage_id == m.Stage.id)
            .where(m.Stage.id.in_(stages), m.SignOff.state == SignState.STANDING)
            .limit(1)
        )
    if title is not None:
        raise StageSigned(title)
