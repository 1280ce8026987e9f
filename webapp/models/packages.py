"""Packages on their route: files, frozen versions, checks, messages, the stream."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import (
    Code,
    Created,
    Id,
    Json,
    JsonList,
    Line,
    LongText,
    MunicipalityKey,
    PackageKey,
    SchoolKey,
    Sha256,
    UserKey,
    VersionKey,
    word,
)
from webapp.models.organisations import Municipality, School
from webapp.models.people import User
from webapp.models.programmes import Programme, Stage
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Audience, FileDecision, Role, State, Turn


class Package(Base):
    """One school × stage × kind, going along a route. Narrow on purpose: registers and queues read it."""

    __tablename__ = "package"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("school_id", "stage_id", "kind"),
        CheckConstraint("round >= 1", name="round"),
        Index("ix_package_queue", "municipality_id", "turn", "due_at", "id"),
        Index("ix_package_school_queue", "school_id", "turn", "due_at", "id"),
        Index("ix_package_register", "municipality_id", "updated_at", "id"),
        Index("ix_package_state", "municipality_id", "state", "updated_at", "id"),
        Index("ix_package_school", "school_id", "updated_at", "id"),
        Index("ix_package_stage", "stage_id", "state"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    municipality_id: Mapped[MunicipalityKey]
    school_id: Mapped[SchoolKey]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    kind: Mapped[Code]
    state: Mapped[State] = mapped_column(word(State))
    turn: Mapped[Turn] = mapped_column(word(Turn))
    round: Mapped[int] = mapped_column(default=1)
    """Counts how often the package was sent: 1 until the first return is answered."""
    returns: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    """When the one whose turn it is must have moved."""
    waiting_since: Mapped[Created]
    sent_at: Mapped[datetime | None]
    """When the package was first sent, by the clock of the server."""
    updated_at: Mapped[Created]
    created_at: Mapped[Created]
    current_version_id: Mapped[int | None]
    """The version on the table. No constraint: two tables that point at each other cannot be migrated on SQLite;
    the invariants of `flask doctor` watch it instead."""
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    confirmed_by_name: Mapped[Line] = mapped_column(default="")
    confirmed_for_name: Mapped[Line] = mapped_column(default="")
    """The assigned curator when a dated substitute confirmed."""
    confirmed_at: Mapped[datetime | None]
    joint: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Two experts examine apart, the coordinator reconciles; decided before the expertise begins."""
    examiner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who examines; in a joint expertise the coordinator who reconciles, once that has begun."""
    verdict: Mapped[VerdictKind | None] = mapped_column(word(VerdictKind))
    """The released verdict of the current round; None until the school may see it."""
    extra_rounds: Mapped[int] = mapped_column(default=0)
    """Rounds the coordinator allowed over the limit, each with a reason in the history."""
    late_reason: Mapped[LongText] = mapped_column(default="")
    late_allowed_by: Mapped[Line] = mapped_column(default="")
    late_allowed_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    """When the decision that waits as a `HeldStep` goes to the school; None when nothing waits."""
    placed_on: Mapped[date | None]
    placed_link: Mapped[str] = mapped_column(String(500), default="")
    seen: Mapped[int] = mapped_column(default=1)
    """Grows with each step; a page that knows an older number is stale (BZ-02)."""

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012

    municipality: Mapped[Municipality] = relationship(lazy="raise_on_sql")
    school: Mapped[School] = relationship(lazy="raise_on_sql")
    stage: Mapped[Stage] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    current_version: Mapped["Version | None"] = relationship(
        lazy="raise_on_sql", primaryjoin="foreign(Package.current_version_id) == Version.id", viewonly=True
    )
    draft: Mapped["PackageDraft | None"] = relationship(lazy="raise_on_sql", back_populates="package")
    files: Mapped[list["PackageFile"]] = relationship(
        lazy="raise_on_sql", order_by="PackageFile.number", back_populates="package"
    )
    versions: Mapped[list["Version"]] = relationship(
        lazy="raise_on_sql",
        order_by="Version.number",
        foreign_keys="Version.package_id",
        back_populates="package",
    )


class HeldStep(Base):
    """A decision on its way to the school that may still be taken back: who sends what.

    It waits while `Package.held_until` is set; afterwards the row keeps what was chosen for the next time."""

    __tablename__ = "held_step"
    __table_args__ = (UniqueConstraint("package_id"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    action: Mapped[Code]
    opened: Mapped[Json]
    """Slots and questions the return opens; empty for the whole package."""
    user_id: Mapped[UserKey]
    user_name: Mapped[Line]
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    held_at: Mapped[Created]


class PackageDraft(Base):
    """What the school is writing: answers to the questions of the kind, saved as they are typed."""

    __tablename__ = "package_draft"

    package_id: Mapped[PackageKey] = mapped_column(primary_key=True)
    answers: Mapped[Json]
    excuses: Mapped[Json]
    """Reasons given for findings of the check that are right as they are: code → {about, reason}."""
    seen: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[Created]

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012

    package: Mapped[Package] = relationship(lazy="raise_on_sql", back_populates="draft")


class StoredFile(Base):
    """The bytes behind one or many package files, by content: immutable, named by SHA-256."""

    __tablename__ = "stored_file"

    sha256: Mapped[Sha256] = mapped_column(primary_key=True)
    size: Mapped[int]
    kind: Mapped[Code]
    media_type: Mapped[Line]
    pages: Mapped[int | None]
    created_at: Mapped[Created]
    removed_at: Mapped[datetime | None]
    """When the bytes were deleted for personal data; hash, name and reason stay."""


class PackageFile(Base):
    """A file in a slot of a package, as one person uploaded it. A correction is another row.

    Nothing changes it but the removal of its content."""

    __tablename__ = "package_file"
    __table_args__ = (
        UniqueConstraint("package_id", "number"),
        Index("ix_package_file_content", "sha256"),
    )

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    number: Mapped[int]
    slot: Mapped[Code]
    name: Mapped[Line]
    sha256: Mapped[Sha256] = mapped_column(ForeignKey("stored_file.sha256"))
    size: Mapped[int]
    kind: Mapped[Code]
    pages: Mapped[int | None]
    note: Mapped[Line] = mapped_column(default="")
    """Which pages matter, date and number of the document."""
    in_draft: Mapped[bool] = mapped_column(default=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("package_file.id"))
    uploaded_by_id: Mapped[UserKey]
    uploaded_by_name: Mapped[Line]
    uploaded_at: Mapped[Created]
    removed_at: Mapped[datetime | None]
    """When its content was removed for personal data. The row stays, under a name without them."""
    removed_by_name: Mapped[Line] = mapped_column(default="", server_default="")
    removal_reason: Mapped[LongText] = mapped_column(default="", server_default="")

    package: Mapped[Package] = relationship(lazy="raise_on_sql", back_populates="files")
    stored: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
    check: Mapped["FileCheck | None"] = relationship(lazy="raise_on_sql", back_populates="file")


class Version(Base):
    """What was sent, frozen: files, answers, slots as they were at that instant."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("package_id", "number"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    number: Mapped[int]
    round: Mapped[int]
    slots: Mapped[JsonList]
    answers: Mapped[Json]
    sent_by_id: Mapped[UserKey]
    sent_by_name: Mapped[Line]
    sent_by_role: Mapped[Role] = mapped_column(word(Role))
    sent_at: Mapped[Created]
    explanations: Mapped[JsonList] = mapped_column(server_default="[]")
    """What the school said of findings of the check it left as they were: [{about, reason}]."""
    declared_no_personal_data: Mapped[bool]
    late: Mapped[bool] = mapped_column(default=False)

    package: Mapped[Package] = relationship(
        lazy="raise_on_sql", foreign_keys="Version.package_id", back_populates="versions"
    )
    files: Mapped[list["VersionFile"]] = relationship(
        lazy="raise_on_sql", order_by="VersionFile.position", back_populates="version"
    )


class Opening(Base):
    """What a return opened of the version it returned. Without a row the whole package is open."""

    __tablename__ = "opening"
    __table_args__ = (UniqueConstraint("version_id"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey] = mapped_column(index=True)
    version_id: Mapped[VersionKey]
    slots: Mapped[JsonList]
    questions: Mapped[JsonList]
    opened_by_name: Mapped[Line]
    created_at: Mapped[Created]


class VersionFile(Base):
    """A file of a frozen version, and whether it is new, changed or carried over."""

    __tablename__ = "version_file"
    __table_args__ = (UniqueConstraint("version_id", "file_id"), Index("ix_version_file_file", "file_id"))

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    version_id: Mapped[VersionKey]
    file_id: Mapped[int] = mapped_column(ForeignKey("package_file.id"))
    position: Mapped[int]
    change: Mapped[Code]
    """new, changed or same."""

    version: Mapped[Version] = relationship(lazy="raise_on_sql", back_populates="files")
    file: Mapped[PackageFile] = relationship(lazy="raise_on_sql")


class FileCheck(Base):
    """The curator's decision on one file (К10). Files never change, so it holds for every later version."""

    __tablename__ = "file_check"

    file_id: Mapped[int] = mapped_column(ForeignKey("package_file.id"), primary_key=True)
    package_id: Mapped[PackageKey] = mapped_column(index=True)
    decision: Mapped[FileDecision] = mapped_column(word(FileDecision))
    checked_by_id: Mapped[UserKey]
    checked_by_name: Mapped[Line]
    acting_for: Mapped[Line] = mapped_column(default="")
    """The curator on leave in whose place this was done."""
    checked_at: Mapped[Created]

    file: Mapped[PackageFile] = relationship(lazy="raise_on_sql", back_populates="check")


class FileViewed(Base):
    """A person has looked at a file; a changed file is another file, so the mark drops by itself."""

    __tablename__ = "file_viewed"

    user_id: Mapped[UserKey] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("package_file.id"), primary_key=True)
    package_id: Mapped[PackageKey]
    viewed_at: Mapped[Created]


class PackageEvent(Base):
    """A line of the package's history: who did what, when, on which version."""

    __tablename__ = "package_event"
    __table_args__ = (Index("ix_package_event_stream", "package_id", "id"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    at: Mapped[Created]
    action: Mapped[Code]
    title: Mapped[Line]
    text: Mapped[LongText] = mapped_column(default="")
    audience: Mapped[Audience] = mapped_column(word(Audience), default=Audience.EVERYONE)
    from_state: Mapped[State | None] = mapped_column(word(State))
    to_state: Mapped[State | None] = mapped_column(word(State))
    version_number: Mapped[int | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    actor_name: Mapped[Line]
    acting_for: Mapped[Line] = mapped_column(default="")
    """The curator on leave in whose place this was done."""
    actor_role: Mapped[Role | None] = mapped_column(word(Role))


class Message(Base):
    """A word in the discussion of a package, for everyone or without the school."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_stream", "package_id", "id"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    audience: Mapped[Audience] = mapped_column(word(Audience))
    text: Mapped[LongText]
    author_id: Mapped[UserKey]
    author_name: Mapped[Line]
    acting_for: Mapped[Line] = mapped_column(default="")
    """The curator on leave in whose place this was done."""
    author_role: Mapped[Role] = mapped_column(word(Role))
    sent_at: Mapped[Created]


class MessageDraft(Base):
    """A message being typed, kept for its author alone."""

    __tablename__ = "message_draft"

    user_id: Mapped[UserKey] = mapped_column(primary_key=True)
    package_id: Mapped[PackageKey] = mapped_column(primary_key=True)
    text: Mapped[LongText]
    saved_at: Mapped[Created]


class ExpertAssignment(Base):
    """An expert assigned to a package by the coordinator; the scope of an expert is these rows, the declined apart."""

    __tablename__ = "expert_assignment"
    __table_args__ = (
        UniqueConstraint("package_id", "user_id"),
        Index("ix_expert_assignment_user", "user_id", "package_id"),
    )

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    user_id: Mapped[UserKey]
    user_name: Mapped[Line]
    assigned_by_name: Mapped[Line]
    assigned_at: Mapped[Created]
    declined_at: Mapped[datetime | None]
    """The expert refused before beginning; the package is out of their reach from then on."""
    decline_reason: Mapped[LongText] = mapped_column(default="", server_default="")

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class ConflictOfInterest(Base):
    """A person may not judge the packages of a school, and why: declared by themselves or by the coordinator."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (Index("ix_conflict_of_interest_user", "user_id", "school_id"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    user_id: Mapped[UserKey]
    user_name: Mapped[Line]
    school_id: Mapped[SchoolKey]
    reason: Mapped[LongText]
    declared_by_name: Mapped[Line]
    declared_at: Mapped[Created]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_name: Mapped[Line] = mapped_column(default="")

    school: Mapped[School] = relationship(lazy="raise_on_sql")
