"""Sheets in editions, the reviewer's work on a version, remarks that live through rounds, verdicts."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import (
    Code,
    ComposedSheet,
    Created,
    Id,
    Json,
    JsonList,
    Line,
    LongText,
    MunicipalityKey,
    PackageKey,
    UserKey,
    VersionKey,
    word,
)
from webapp.models.packages import PackageFile, Version
from workflows.sheet import Sheet
from workflows.verdicts import MarkValue, VerdictKind, Zone
from workflows.vocabulary import RemarkKind, RemarkOrigin, RemarkState, Role


class SheetEdition(Base):
    """A criteria sheet as approved at some time. Started expertises keep the edition they began with."""

    __tablename__ = "sheet_edition"
    __table_args__ = (UniqueConstraint("municipality_id", "sheet_code", "number"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    sheet_code: Mapped[Code]
    number: Mapped[int]
    title: Mapped[Line]
    content: Mapped[Json]
    approved_by: Mapped[Line] = mapped_column(default="")
    """The order in words, as conclusions and reports print it."""
    order_number: Mapped[Line] = mapped_column(default="", server_default="")
    order_date: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """None for the editions the product came with."""
    author_name: Mapped[Line] = mapped_column(default="", server_default="")
    effective_from: Mapped[date]
    created_at: Mapped[Created]


class SheetDraft(Base):
    """The next edition of a sheet while it is being written: one for each sheet of a municipality."""

    __tablename__ = "sheet_draft"
    __table_args__ = (UniqueConstraint("municipality_id", "sheet_code"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    sheet_code: Mapped[Code]
    base: Mapped[int]
    """Number of the edition it was begun from."""
    content: Mapped[Json]
    """An outline (`workflows.sheet_draft`): whatever was typed, faults included."""
    saved_by_name: Mapped[Line]
    saved_at: Mapped[Created]
    seen: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012


class Expertise(Base):
    """A reviewer's work on one version of a package, bound to a sheet edition."""

    __tablename__ = "expertise"
    __table_args__ = (
        UniqueConstraint("version_id", "examiner_id"),
        Index("ix_expertise_package", "package_id"),
    )

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    version_id: Mapped[VersionKey]
    round: Mapped[int]
    examiner_id: Mapped[UserKey]
    examiner_name: Mapped[Line]
    examiner_role: Mapped[Role] = mapped_column(word(Role))
    examiner_post: Mapped[Line] = mapped_column(default="")
    editions: Mapped[JsonList]
    """Which editions of which sheets: code, number, title, order of approval."""
    sheet: Mapped[Sheet] = mapped_column(ComposedSheet)
    """The composed sheet as it was when the expertise began."""
    started_at: Mapped[Created]
    handed_in_at: Mapped[datetime | None]
    """When one of two experts handed the sheet in; it does not change afterwards."""
    reconciles: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The coordinator's sheet of a joint expertise: what came of the experts' two."""
    concluded_at: Mapped[datetime | None]

    marks: Mapped[list["Mark"]] = relationship(lazy="raise_on_sql", order_by="Mark.id")
    version: Mapped[Version] = relationship(lazy="raise_on_sql")
    verdict: Mapped["Verdict | None"] = relationship(lazy="raise_on_sql")


class Mark(Base):
    """The answer to one criterion about one subject (the package, a document or a measure)."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("expertise_id", "subject", "criterion"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey] = mapped_column(index=True)
    expertise_id: Mapped[int] = mapped_column(ForeignKey("expertise.id"))
    subject: Mapped[Code] = mapped_column(default="")
    criterion: Mapped[Code]
    value: Mapped[MarkValue | None] = mapped_column(word(MarkValue))
    comment: Mapped[LongText] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("package_file.id"))
    place: Mapped[Line] = mapped_column(default="")
    disputed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The decision of a reconciled sheet goes against one of the experts at least."""
    reason: Mapped[LongText] = mapped_column(default="", server_default="")
    """Why a disputed decision is such; for the municipality, not for the school."""
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Taken over from the round before, by an act of the examiner, and not touched since."""
    seen: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[Created]

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012


class Verdict(Base):
    """The decision on a version. Draft until concluded, unseen by the school until released, then immutable."""

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("expertise_id"), Index("ix_verdict_package", "package_id"))

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    version_id: Mapped[VersionKey]
    expertise_id: Mapped[int] = mapped_column(ForeignKey("expertise.id"))
    round: Mapped[int]
    kind: Mapped[VerdictKind] = mapped_column(word(VerdictKind))
    proposed: Mapped[VerdictKind | None] = mapped_column(word(VerdictKind))
    rationale: Mapped[LongText]
    points: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    maximum: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    zone: Mapped[Zone | None] = mapped_column(word(Zone))
    decided_by_id: Mapped[UserKey]
    decided_by_name: Mapped[Line]
    decided_at: Mapped[Created]
    released_by_name: Mapped[Line] = mapped_column(default="")
    released_at: Mapped[datetime | None]


class Remark(Base):
    """A numbered remark tied to a criterion, a file and a place; it survives rounds until it is settled."""

    __tablename__ = "remark"
    __table_args__ = (
        UniqueConstraint("package_id", "number"),
        CheckConstraint(
            "published_at is null or due_on is not null or kind = 'recommendation'", name="dated"
        ),
    )

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    number: Mapped[int]
    origin: Mapped[RemarkOrigin] = mapped_column(word(RemarkOrigin))
    kind: Mapped[RemarkKind] = mapped_column(word(RemarkKind))
    state: Mapped[RemarkState] = mapped_column(word(RemarkState), default=RemarkState.OPEN)
    text: Mapped[LongText]
    subject: Mapped[Code] = mapped_column(default="")
    criterion: Mapped[Code] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("package_file.id"))
    place: Mapped[Line] = mapped_column(default="")
    reason: Mapped[Code] = mapped_column(default="", server_default="")
    """Why the file is returned (`workflows.dictionaries.return_reasons`); '' where no reason was chosen."""
    due_on: Mapped[date | None]
    round: Mapped[int]
    version_id: Mapped[VersionKey]
    author_id: Mapped[UserKey]
    author_name: Mapped[Line]
    acting_for: Mapped[Line] = mapped_column(default="")
    """The curator on leave in whose place this was done."""
    author_role: Mapped[Role] = mapped_column(word(Role))
    created_at: Mapped[Created]
    published_at: Mapped[datetime | None]
    """When the school first saw it: with the return or the released verdict."""
    answer: Mapped[LongText] = mapped_column(default="")
    answered_by_name: Mapped[Line] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    resolution: Mapped[LongText] = mapped_column(default="")
    resolved_by_name: Mapped[Line] = mapped_column(default="")
    resolved_for: Mapped[Line] = mapped_column(default="")
    resolved_at: Mapped[datetime | None]
    seen: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012

    file: Mapped[PackageFile | None] = relationship(lazy="raise_on_sql")
    changes: Mapped[list["RemarkChange"]] = relationship(lazy="raise_on_sql", order_by="RemarkChange.id")


class AnswerDraft(Base):
    """The school's answer to a remark while it is being typed, kept for its author alone."""

    __tablename__ = "answer_draft"

    user_id: Mapped[UserKey] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"), primary_key=True)
    package_id: Mapped[PackageKey] = mapped_column(index=True)
    text: Mapped[LongText]
    saved_at: Mapped[Created]
    seen: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012


class RemarkTemplate(Base):
    """A municipality's own template of a remark, or what it made of a standard one of the same code (ADR 0029)."""

    __tablename__ = "remark_template"
    __table_args__ = (UniqueConstraint("municipality_id", "code"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    code: Mapped[Code]
    text: Mapped[LongText]
    kind: Mapped[RemarkKind] = mapped_column(word(RemarkKind))
    criteria: Mapped[JsonList]
    """Pairs of a sheet and a criterion where it is offered; none: everywhere."""
    basis: Mapped[Line] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)
    changed_by_name: Mapped[Line]
    changed_at: Mapped[Created]
    seen: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012


class RemarkChange(Base):
    """One change of a remark's state, with round, version and person."""

    __tablename__ = "remark_change"
    __table_args__ = (Index("ix_remark_change_remark", "remark_id", "id"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"))
    state: Mapped[RemarkState] = mapped_column(word(RemarkState))
    text: Mapped[LongText] = mapped_column(default="")
    round: Mapped[int]
    version_number: Mapped[int]
    actor_name: Mapped[Line]
    acting_for: Mapped[Line] = mapped_column(default="")
    """The curator on leave in whose place this was done."""
    actor_role: Mapped[Role] = mapped_column(word(Role))
    at: Mapped[Created]
