"""Surveys of directors and curators: campaigns, and who said that they took part."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import Created, Id, Line, LongText, MunicipalityKey, SchoolKey, UserKey
from webapp.models.organisations import School
from webapp.models.people import User
from webapp.models.programmes import Programme


class Survey(Base):
    """A campaign: a window, the address of the questionnaire, who is asked (К49). The answers are given elsewhere."""

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        CheckConstraint("closes_on >= opens_on", name="window"),
        CheckConstraint("asks_directors OR asks_curators", name="asked"),
        Index("ix_survey_programme", "programme_id", "opens_on"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    number: Mapped[int]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    title: Mapped[Line]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    link: Mapped[Line] = mapped_column(default="")
    asks_directors: Mapped[bool]
    asks_curators: Mapped[bool]
    note: Mapped[LongText] = mapped_column(default="")
    summary: Mapped[LongText] = mapped_column(default="")
    """What the answers show, in the words of the coordinator (К50)."""
    created_by_name: Mapped[Line]
    created_at: Mapped[Created]
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")


class SurveyMark(Base):
    """The director of a school, or a curator, took part in a survey on a day."""

    __tablename__ = "survey_mark"
    __table_args__ = (
        UniqueConstraint("survey_id", "school_id"),
        UniqueConstraint("survey_id", "user_id"),
        CheckConstraint("(school_id IS NULL) <> (user_id IS NULL)", name="one_respondent"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    school_id: Mapped[SchoolKey | None]
    """Whose director took part."""
    user_id: Mapped[UserKey | None]
    """Which curator took part."""
    taken_on: Mapped[date]
    by_name: Mapped[Line]
    at: Mapped[Created]

    school: Mapped[School | None] = relationship(lazy="raise_on_sql")
    user: Mapped[User | None] = relationship(lazy="raise_on_sql")
