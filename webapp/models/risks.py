"""The risk profile of a school and its anti-risk programmes as structured data (К04, К05)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, LongText, MunicipalityKey, SchoolKey, word
from workflows.vocabulary import Significance


class SchoolRisk(Base):
    """A risk factor of a school in a programme: significance, who verified it, whether it is activated."""

    __tablename__ = "school_risk"
    __table_args__ = (UniqueConstraint("programme_id", "school_id", "risk_code"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    school_id: Mapped[SchoolKey] = mapped_column(index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    risk_code: Mapped[Code]
    significance: Mapped[Significance] = mapped_column(word(Significance))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    verified_by_name: Mapped[Line] = mapped_column(default="")
    verified_at: Mapped[datetime | None]
    verification_note: Mapped[LongText] = mapped_column(default="")
    activated_on: Mapped[date | None]
    created_at: Mapped[Created]

    plan: Mapped["AntiRiskProgramme | None"] = relationship(back_populates="risk", lazy="raise_on_sql")


class AntiRiskProgramme(Base):
    """The programme against one activated risk: aim, tasks, indicators and measures."""

    __tablename__ = "anti_risk_programme"

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    school_id: Mapped[SchoolKey] = mapped_column(index=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("school_risk.id"), unique=True)
    aim: Mapped[LongText]
    collection: Mapped[LongText] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    seen: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Created]

    risk: Mapped[SchoolRisk] = relationship(back_populates="plan", lazy="raise_on_sql")
    tasks: Mapped[list["AntiRiskTask"]] = relationship(lazy="raise_on_sql", order_by="AntiRiskTask.number")
    indicators: Mapped[list["AntiRiskIndicator"]] = relationship(
        lazy="raise_on_sql", order_by="AntiRiskIndicator.number"
    )
    measures: Mapped[list["AntiRiskMeasure"]] = relationship(
        lazy="raise_on_sql", order_by="AntiRiskMeasure.number"
    )

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012


class AntiRiskTask(Base):
    __tablename__ = "anti_risk_task"
    __table_args__ = (Index("ix_anti_risk_task_plan", "plan_id", "number"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    school_id: Mapped[SchoolKey]
    plan_id: Mapped[int] = mapped_column(ForeignKey("anti_risk_programme.id"))
    number: Mapped[int]
    text: Mapped[LongText]


class AntiRiskIndicator(Base):
    """An indicator with its base, planned and actual value; the values keep the school's own notation."""

    __tablename__ = "anti_risk_indicator"
    __table_args__ = (Index("ix_anti_risk_indicator_plan", "plan_id", "number"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    school_id: Mapped[SchoolKey]
    plan_id: Mapped[int] = mapped_column(ForeignKey("anti_risk_programme.id"))
    number: Mapped[int]
    title: Mapped[LongText]
    unit: Mapped[Line] = mapped_column(default="")
    base: Mapped[Line] = mapped_column(default="")
    planned: Mapped[Line] = mapped_column(default="")
    actual: Mapped[Line] = mapped_column(default="")
    due_on: Mapped[date | None]


class AntiRiskMeasure(Base):
    """A measure: what, by when, by whom, and which document will prove it. Evidence slots are measures."""

    __tablename__ = "anti_risk_measure"
    __table_args__ = (Index("ix_anti_risk_measure_plan", "plan_id", "number"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    school_id: Mapped[SchoolKey] = mapped_column(index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("anti_risk_programme.id"))
    task_number: Mapped[int | None]
    number: Mapped[int]
    title: Mapped[LongText]
    due_on: Mapped[date | None]
    executor: Mapped[Line] = mapped_column(default="")
    expected_document: Mapped[Line] = mapped_column(default="")
    monitoring_stage: Mapped[int] = mapped_column(default=1)
    """1 or 2: the stage of monitoring that examines its evidence."""
    dropped: Mapped[bool] = mapped_column(default=False)
