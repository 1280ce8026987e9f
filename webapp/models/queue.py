"""What a person does with their queue and with what they read: put off, remind, take note."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Created, Id, Line, MunicipalityKey, PackageKey, SchoolKey, UserKey, word
from workflows.vocabulary import Turn


class Postponement(Base):
    """A thing a person has put off for themselves. It hides a line of their queue and moves no deadline."""

    __tablename__ = "postponement"
    __table_args__ = (UniqueConstraint("user_id", "package_id"),)

    id: Mapped[Id]
    user_id: Mapped[UserKey]
    package_id: Mapped[PackageKey]
    until: Mapped[date]
    created_at: Mapped[Created]


class Reminder(Base):
    """A reminder one person sent to those whose turn it is: they get one a day for a package, whoever sends it."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("package_id", "turn", "day"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    turn: Mapped[Turn] = mapped_column(word(Turn))
    day: Mapped[date]
    sent_by_id: Mapped[UserKey]
    sent_by_name: Mapped[Line]
    created_at: Mapped[Created]


class SchoolReminder(Base):
    """A reminder about the documents of a stage, sent to a school: one a day for both, whoever sends it.

    The school may not have begun a package yet, so it is about the stage, not about a package."""

    __tablename__ = "school_reminder"
    __table_args__ = (UniqueConstraint("school_id", "stage_id", "day"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    school_id: Mapped[SchoolKey]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    day: Mapped[date]
    text: Mapped[Line]
    sent_by_id: Mapped[UserKey]
    sent_by_name: Mapped[Line]
    created_at: Mapped[Created]


class Acquaintance(Base):
    """A reader's own mark that they have read an accepted report."""

    __tablename__ = "acquaintance"
    __table_args__ = (UniqueConstraint("report_id", "user_id"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    user_id: Mapped[UserKey]
    user_name: Mapped[Line]
    created_at: Mapped[Created]
