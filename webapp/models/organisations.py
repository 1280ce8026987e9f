"""Municipalities and their schools."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, MunicipalityKey


class Municipality(Base):
    """A tenant: owns the time zone and the settings; nothing crosses its border."""

    __tablename__ = "municipality"

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Line]
    region: Mapped[Code]
    zone: Mapped[Code]
    zone_label: Mapped[Line]
    department: Mapped[Line]
    place: Mapped[Line]
    chief_post: Mapped[Line] = mapped_column(default="Начальник управления образования")
    rounds_limit: Mapped[int] = mapped_column(default=2)
    diary_norm: Mapped[int] = mapped_column(default=2)
    """Entries of the curator's diary a month for each school."""
    curator_days: Mapped[int] = mapped_column(default=5)
    """Working days a curator has for a check, a school for rework without a dated remark."""
    founder_days: Mapped[int] = mapped_column(default=10)
    """Working days the founder has to agree to a development programme, the school to approve it after that."""
    send_delay: Mapped[int] = mapped_column(default=0, server_default="0")
    """Minutes a return or a conclusion is held before the school gets it, so that it can be taken back; 0 for none."""
    copy_threshold: Mapped[int] = mapped_column(default=20, server_default="20")
    """Per cent of one document's own text from which another that shares it is told of as its near copy."""
    show_scores: Mapped[bool] = mapped_column(default=True)
    """Whether a school sees the marks of a released conclusion, not only its words."""
    created_at: Mapped[Created]


class School(Base):
    """An educational organisation of a municipality."""

    __tablename__ = "school"
    __table_args__ = (
        UniqueConstraint("municipality_id", "slug"),
        Index("ix_school_municipality_id_name", "municipality_id", "short_name"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    slug: Mapped[Code]
    name: Mapped[Line]
    short_name: Mapped[Line]
    locality: Mapped[Line] = mapped_column(default="")
    pupils: Mapped[int | None]
    teachers: Mapped[int | None]
    director: Mapped[Line] = mapped_column(default="")
    status_shnor: Mapped[bool] = mapped_column(default=False)
    status_shnsu: Mapped[bool] = mapped_column(default=False)
    status_pilot: Mapped[bool] = mapped_column(default=False)
    status_mentor: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)
    search_key: Mapped[Line] = mapped_column(default="")
    """Folded name for search: lower case, ё as е, no quotes and spaces."""
    created_at: Mapped[Created]

    municipality: Mapped[Municipality] = relationship(lazy="raise_on_sql")


class NumberSequence(Base):
    """The last number given out in a municipality's series; locked while the next one is taken."""

    __tablename__ = "number_sequence"
    __table_args__ = (UniqueConstraint("municipality_id", "series"),)

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    series: Mapped[Code]
    last: Mapped[int] = mapped_column(default=0)
