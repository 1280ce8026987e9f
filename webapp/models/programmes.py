"""Programmes of support, who takes part in them, and their stages of expertise."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, LongText, MunicipalityKey, SchoolKey
from webapp.models.organisations import School
from webapp.models.people import User


class Programme(Base):
    """A project («500+», ШМР, ШНОР) in a municipality and year."""

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("municipality_id", "code"),
        CheckConstraint("ends_on >= starts_on", name="period"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    code: Mapped[Code]
    title: Mapped[Line]
    short_title: Mapped[Line]
    year: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    basis: Mapped[Line] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Created]

    stages: Mapped[list["Stage"]] = relationship(
        back_populates="programme", lazy="raise_on_sql", order_by="Stage.opens_on"
    )


class Participation(Base):
    """A school takes part in a programme from a day (К43)."""

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("programme_id", "school_id"),
        Index("ix_participation_school", "school_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    school_id: Mapped[SchoolKey]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    basis: Mapped[Line] = mapped_column(default="")

    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    school: Mapped[School] = relationship(lazy="raise_on_sql")


class FormerParticipation(Base):
    """What a participation was until a day: a figure given for an earlier one is counted with it (К19)."""

    __tablename__ = "former_participation"
    __table_args__ = (Index("ix_former_participation_of", "participation_id", "until"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    school_id: Mapped[SchoolKey]
    joined_on: Mapped[date | None]
    """None: nobody knew yet that the school took part."""
    left_on: Mapped[date | None]
    until: Mapped[date]
    """The first day on which something else was known."""
    at: Mapped[Created]


class Stage(Base):
    """A window of expertise: when packages are taken, when they are examined."""

    __tablename__ = "stage"
    __table_args__ = (
        UniqueConstraint("municipality_id", "slug"),
        CheckConstraint("closes_on >= opens_on", name="window"),
        Index("ix_stage_programme", "programme_id", "opens_on"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    slug: Mapped[Code]
    title: Mapped[Line]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    examine_until: Mapped[date]
    order_requisites: Mapped[Line] = mapped_column(default="")
    note: Mapped[LongText] = mapped_column(default="")
    planned_municipal: Mapped[int] = mapped_column(default=0)
    planned_school: Mapped[int] = mapped_column(default=0)
    """How many programmes the expertise is to judge (К31); both 0: there is no plan."""
    municipal_done: Mapped[int] = mapped_column(default=0)
    municipal_basis: Mapped[Line] = mapped_column(default="")
    """Municipal programmes are no packages: how many are judged, and by which conclusions."""
    created_at: Mapped[Created]

    programme: Mapped[Programme] = relationship(back_populates="stages", lazy="raise_on_sql")
    dues: Mapped[list["StageDue"]] = relationship(
        back_populates="stage", lazy="raise_on_sql", order_by="StageDue.id", cascade="all, delete-orphan"
    )


class StageDue(Base):
    """What a stage expects from each participating school, and who examines it on which sheet."""

    __tablename__ = "stage_due"
    __table_args__ = (UniqueConstraint("stage_id", "kind"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    kind: Mapped[Code]
    examiner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """The expert every package of this kind goes to by default; None: the coordinator."""
    joint: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Two experts examine every package of this kind apart, and the coordinator reconciles."""

    stage: Mapped[Stage] = relationship(back_populates="dues", lazy="raise_on_sql")
    examiner: Mapped[User | None] = relationship(lazy="raise_on_sql")


class LatePermit(Base):
    """The coordinator's leave to send one package after its stage closed, with the reason that stays visible."""

    __tablename__ = "late_permit"
    __table_args__ = (UniqueConstraint("stage_id", "school_id", "kind"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    school_id: Mapped[SchoolKey]
    kind: Mapped[Code]
    reason: Mapped[LongText]
    allowed_by_name: Mapped[Line]
    allowed_at: Mapped[Created]

    school: Mapped[School] = relationship(lazy="raise_on_sql")
    stage: Mapped[Stage] = relationship(lazy="raise_on_sql")
