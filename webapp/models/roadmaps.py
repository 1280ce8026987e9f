"""Roadmaps: their measures with deadlines, who is responsible, and what came of them (К17–К20, К24, К32, К40)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, literal_column
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
    UserKey,
    word,
)
from webapp.models.organisations import Municipality, School
from webapp.models.people import User
from webapp.models.programmes import Programme, Stage
from webapp.models.surveys import Survey
from workflows.deadlines import Status
from workflows.roadmaps.words import (
    ConditionKind,
    EvidenceKind,
    PartyKind,
    ProgressState,
    RoadmapState,
    TermOrigin,
)
from workflows.vocabulary import Role


class Roadmap(Base):
    """A plan of measures with its period and the order that approved it: of a municipality, or of a school (К24)."""

    __tablename__ = "roadmap"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index("ix_roadmap_place", "municipality_id", "school_id", "starts_on"),
        Index("ix_roadmap_parent", "parent_id"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    municipality_id: Mapped[MunicipalityKey]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    """Whose roadmap it is; None for that of the municipality."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap.id"))
    """The municipal roadmap a school's one rolls up to."""
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    """The project whose participants «все школы проекта» are."""
    title: Mapped[LongText]
    territory: Mapped[Line] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_school_year: Mapped[bool] = mapped_column(default=False)
    state: Mapped[RoadmapState] = mapped_column(word(RoadmapState), default=RoadmapState.DRAFT)
    order_title: Mapped[Line] = mapped_column(default="")
    """«Приказ Управления образования»."""
    order_number: Mapped[Line] = mapped_column(default="")
    order_date: Mapped[date | None]
    approved_at: Mapped[datetime | None]
    approved_by_name: Mapped[Line] = mapped_column(default="")
    columns: Mapped[JsonList]
    """The columns of the file it came from, in their order: [{role, title, year}]; an export has the same."""
    counts_periods: Mapped[bool] = mapped_column(default=False)
    """Whether each period of a measure with several is counted for itself in the indicator (domain.md §2.9)."""
    last_serial: Mapped[int] = mapped_column(default=0)
    created_by_name: Mapped[Line]
    created_at: Mapped[Created]
    seen: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012

    municipality: Mapped[Municipality] = relationship(lazy="raise_on_sql")
    school: Mapped[School | None] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme | None] = relationship(lazy="raise_on_sql")


class RoadmapEdition(Base):
    """The text of a roadmap as an order approved it, frozen; the first one, and one for each amendment."""

    __tablename__ = "roadmap_edition"
    __table_args__ = (UniqueConstraint("roadmap_id", "number"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    number: Mapped[int]
    content: Mapped[Json]
    """As `flask roadmap parse --json` tells a roadmap."""
    reason: Mapped[LongText] = mapped_column(default="")
    order_title: Mapped[Line] = mapped_column(default="")
    order_number: Mapped[Line] = mapped_column(default="")
    order_date: Mapped[date | None]
    source_name: Mapped[Line] = mapped_column(default="")
    source_sha256: Mapped[str] = mapped_column(String(64), default="")
    made_by_name: Mapped[Line]
    made_at: Mapped[Created]


class RoadmapSection(Base):
    """A section as its heading is written; `level` counts from 1."""

    __tablename__ = "roadmap_section"
    __table_args__ = (Index("ix_roadmap_section_order", "roadmap_id", "position"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    position: Mapped[int]
    number: Mapped[Code] = mapped_column(default="")
    title: Mapped[LongText]
    level: Mapped[int] = mapped_column(default=1)
    goals: Mapped[LongText] = mapped_column(default="")


class RoadmapParty(Base):
    """A name in the column of the responsible, and whom it means in this roadmap: «ДО» is another body elsewhere."""

    __tablename__ = "roadmap_party"
    __table_args__ = (
        UniqueConstraint("roadmap_id", "name"),
        Index("ix_roadmap_party_school", "school_id"),
        Index("ix_roadmap_party_user", "user_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    name: Mapped[Line]
    meaning: Mapped[Line] = mapped_column(default="")
    """The abbreviation in full."""
    kind: Mapped[PartyKind] = mapped_column(word(PartyKind), default=PartyKind.OTHER)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    school: Mapped[School | None] = relationship(lazy="raise_on_sql")
    user: Mapped[User | None] = relationship(lazy="raise_on_sql")


class Measure(Base):
    """A row of a roadmap. Its deadline here is the one in force; `MeasureTerm` keeps all it ever had."""

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_measure_order", "roadmap_id", "position"),
        Index("ix_measure_due", "municipality_id", "due_on"),
        Index("ix_measure_section", "section_id"),
    )

    id: Mapped[Id]
    ref: Mapped[Code]
    """Number of the roadmap and serial of the row: its address, never given again."""
    municipality_id: Mapped[MunicipalityKey]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap_section.id"))
    position: Mapped[int]
    number: Mapped[Code] = mapped_column(default="")
    """As written: «1.», «3.2», nothing."""
    title: Mapped[LongText]
    result: Mapped[LongText] = mapped_column(default="")
    responsible_text: Mapped[LongText] = mapped_column(default="")
    plan: Mapped[Json]
    """Plan values by year as `flask roadmap parse --json` tells them; empty for a measure without."""
    per_school: Mapped[bool] = mapped_column(default=False)
    """Each school of the project carries it out, from the day it joined."""
    deadline_text: Mapped[LongText] = mapped_column(default="")
    """What the cell says, for ever (domain.md §5.1)."""
    deadline: Mapped[Json]
    term_status: Mapped[Status] = mapped_column(word(Status), default=Status.PARSED)
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    """The last day in force; None for what never ends or was not read."""
    transferred: Mapped[bool] = mapped_column(default=False)
    excluded_on: Mapped[date | None]
    exclusion_reason: Mapped[LongText] = mapped_column(default="")
    exclusion_order: Mapped[Line] = mapped_column(default="")
    excluded_by_name: Mapped[Line] = mapped_column(default="")
    seen: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012

    roadmap: Mapped[Roadmap] = relationship(lazy="raise_on_sql")
    section: Mapped[RoadmapSection | None] = relationship(lazy="raise_on_sql")
    parties: Mapped[list["MeasureParty"]] = relationship(
        lazy="raise_on_sql", order_by="MeasureParty.position", back_populates="measure"
    )
    terms: Mapped[list["MeasureTerm"]] = relationship(
        lazy="raise_on_sql", order_by="MeasureTerm.id", back_populates="measure"
    )
    facts: Mapped[list["Progress"]] = relationship(
        lazy="raise_on_sql", order_by="Progress.id", back_populates="measure"
    )


class MeasureParty(Base):
    """One of those responsible for a measure, in the order of its cell."""

    __tablename__ = "measure_party"
    __table_args__ = (
        UniqueConstraint("measure_id", "party_id"),
        Index("ix_measure_party_party", "party_id", "measure_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("roadmap_party.id"))
    position: Mapped[int]

    measure: Mapped[Measure] = relationship(lazy="raise_on_sql", back_populates="parties")
    party: Mapped[RoadmapParty] = relationship(lazy="raise_on_sql")


class MeasureTerm(Base):
    """A deadline of a measure and the day it was in force from; the last one on a date counts on it."""

    __tablename__ = "measure_term"
    __table_args__ = (Index("ix_measure_term_measure", "measure_id", "id"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    origin: Mapped[TermOrigin] = mapped_column(word(TermOrigin))
    text: Mapped[LongText]
    deadline: Mapped[Json]
    since: Mapped[date]
    reason: Mapped[LongText] = mapped_column(default="")
    order_requisites: Mapped[Line] = mapped_column(default="")
    set_by_name: Mapped[Line]
    set_at: Mapped[Created]

    measure: Mapped[Measure] = relationship(lazy="raise_on_sql", back_populates="terms")


class Progress(Base):
    """One execution of a measure or of an occurrence of it: executed by one person, confirmed by another.

    What was declined, withdrawn or revoked stays as it was; the next execution is another row."""

    __tablename__ = "progress"
    __table_args__ = (
        Index("ix_progress_measure", "measure_id", "id"),
        Index("ix_progress_roadmap", "roadmap_id", "state"),
        Index("ix_progress_waiting", "municipality_id", "state", "executed_at"),
        Index(
            "uq_progress_standing",
            "measure_id",
            "occurrence",
            unique=True,
            postgresql_where=literal_column("state in ('executed', 'confirmed')"),
            sqlite_where=literal_column("state in ('executed', 'confirmed')"),
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    occurrence: Mapped[Code] = mapped_column(default="")
    """Which turn, day, year or school of the measure (`workflows.roadmaps.occurrences`); '' for the only one."""
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    state: Mapped[ProgressState] = mapped_column(word(ProgressState), default=ProgressState.EXECUTED)
    done_on: Mapped[date]
    note: Mapped[LongText] = mapped_column(default="")
    actual: Mapped[JsonList]
    """What was reached, one number for each part of the plan value."""
    by_system: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The product knew the fact and proposed it; a person accepted."""
    executed_by_id: Mapped[UserKey]
    executed_by_name: Mapped[Line]
    executed_by_role: Mapped[Role] = mapped_column(word(Role))
    executed_at: Mapped[Created]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_by_name: Mapped[Line] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[LongText] = mapped_column(default="")
    ended_by_name: Mapped[Line] = mapped_column(default="")
    """Who withdrew the execution or revoked its confirmation."""
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[LongText] = mapped_column(default="")

    measure: Mapped[Measure] = relationship(lazy="raise_on_sql", back_populates="facts")
    evidence: Mapped[list["ProgressEvidence"]] = relationship(
        lazy="raise_on_sql", order_by="ProgressEvidence.id", back_populates="progress"
    )


class ProgressEvidence(Base):
    """What proves an execution: a file, a link, a package, a report, an entry of the diary."""

    __tablename__ = "progress_evidence"
    __table_args__ = (
        Index("ix_progress_evidence_progress", "progress_id"),
        Index("ix_progress_evidence_content", "sha256"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    progress_id: Mapped[int] = mapped_column(ForeignKey("progress.id"))
    kind: Mapped[EvidenceKind] = mapped_column(word(EvidenceKind))
    title: Mapped[Line]
    url: Mapped[str] = mapped_column(String(1000), default="")
    sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    diary_entry_id: Mapped[int | None] = mapped_column(ForeignKey("diary_entry.id"))

    progress: Mapped[Progress] = relationship(lazy="raise_on_sql", back_populates="evidence")


class MeasureCondition(Base):
    """A fact the product knows; when all of a measure are met, its execution is proposed."""

    __tablename__ = "measure_condition"
    __table_args__ = (
        UniqueConstraint("measure_id", "kind", "stage_id", "package_kind"),
        UniqueConstraint("measure_id", "survey_id"),
        CheckConstraint("(stage_id IS NULL) <> (survey_id IS NULL)", name="one_source"),
        Index("ix_measure_condition_stage", "stage_id"),
        Index("ix_measure_condition_survey", "survey_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    kind: Mapped[ConditionKind] = mapped_column(word(ConditionKind))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"))
    """Of a condition on a survey; all others are on a stage."""
    package_kind: Mapped[Code] = mapped_column(default="")
    """'' for all kinds of the stage."""
    set_by_name: Mapped[Line]
    set_at: Mapped[Created]

    stage: Mapped[Stage | None] = relationship(lazy="raise_on_sql")
    survey: Mapped[Survey | None] = relationship(lazy="raise_on_sql")


class MeasureEvent(Base):
    """A line of a measure's history."""

    __tablename__ = "measure_event"
    __table_args__ = (Index("ix_measure_event_stream", "measure_id", "id"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    at: Mapped[Created]
    action: Mapped[Code]
    title: Mapped[Line]
    text: Mapped[LongText] = mapped_column(default="")
    takes_effect_on: Mapped[date | None]
    """From which day an exclusion, a return or a transfer counts; the indicator of a past date asks it."""
    actor_name: Mapped[Line]


class YearClosing(Base):
    """The plan and fact of a year are final (К32)."""

    __tablename__ = "year_closing"
    __table_args__ = (UniqueConstraint("roadmap_id", "year"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    year: Mapped[int]
    note: Mapped[LongText] = mapped_column(default="")
    closed_by_name: Mapped[Line]
    closed_at: Mapped[Created]
