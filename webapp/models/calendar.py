"""The working days of the country, where they differ from the calendars the product came with."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Created, Id, Line


class CalendarDay(Base):
    """A day that was made working or made free, for the whole installation, and the decree that says so."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("day"),)

    id: Mapped[Id]
    day: Mapped[date]
    works: Mapped[bool]
    name: Mapped[Line] = mapped_column(default="")
    source: Mapped[Line] = mapped_column(default="")
    changed_by_name: Mapped[Line]
    changed_at: Mapped[Created]
