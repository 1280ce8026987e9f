"""Recommendations addressed to schools, with what the schools answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, LongText, MunicipalityKey, SchoolKey, word
from webapp.models.organisations import School
from webapp.models.programmes import Stage
from workflows.recommendations import RecommendationState


class Recommendation(Base):
    """One recommendation to one school (К39): its ground, its term, whether it was received and carried out."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        Index("ix_recommendation_school", "school_id", "state"),
        Index("ix_recommendation_place", "municipality_id", "state", "id"),
        Index("ix_recommendation_stage", "stage_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    number: Mapped[int]
    school_id: Mapped[SchoolKey]
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    """The stage in whose report it is printed."""
    risk_code: Mapped[Code] = mapped_column(default="")
    """The deficit it is about; '' for none."""
    ground: Mapped[Line] = mapped_column(default="")
    text: Mapped[LongText]
    due_on: Mapped[date | None]
    state: Mapped[RecommendationState] = mapped_column(
        word(RecommendationState), default=RecommendationState.SENT
    )
    sent_at: Mapped[Created]
    sent_by_name: Mapped[Line]
    received_at: Mapped[datetime | None]
    received_by_name: Mapped[Line] = mapped_column(default="")
    report: Mapped[LongText] = mapped_column(default="")
    reported_at: Mapped[datetime | None]
    reported_by_name: Mapped[Line] = mapped_column(default="")
    decision: Mapped[LongText] = mapped_column(default="")
    """Why a report was returned, what was said when it was accepted, why it was withdrawn."""
    decided_at: Mapped[datetime | None]
    decided_by_name: Mapped[Line] = mapped_column(default="")

    school: Mapped[School] = relationship(lazy="raise_on_sql")
    stage: Mapped[Stage | None] = relationship(lazy="raise_on_sql")
