"""Marks of texts, by which near copies are found (`workflows.near_copies`). It can all be made anew."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Created, Id, JsonList, MunicipalityKey, SchoolKey, Sha256


class TextSketch(Base):
    """The marks of a text, once for each SHA-256."""

    __tablename__ = "text_sketch"

    id: Mapped[Id]
    sha256: Mapped[Sha256] = mapped_column(ForeignKey("reading.sha256", ondelete="CASCADE"), unique=True)
    edition: Mapped[int] = mapped_column(index=True)
    """Of the rules: what an earlier edition sketched is sketched again."""
    marks: Mapped[JsonList]
    sketched_at: Mapped[Created]


class TextMark(Base):
    """A mark of a text that a school has sent: what a search for near copies walks through.

    Parted by municipality, so that what others keep costs nothing; by school, so that common text shows."""

    __tablename__ = "text_mark"
    __table_args__: Any = (Index("ix_text_mark_text_id", "text_id"), {"sqlite_with_rowid": False})

    municipality_id: Mapped[MunicipalityKey] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    school_id: Mapped[SchoolKey] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text_sketch.id", ondelete="CASCADE"), primary_key=True)


class CommonMark(Base):
    """A mark that many schools of a municipality have: of a template, of a law. It is nobody's finding."""

    __tablename__ = "common_mark"
    __table_args__: Any = ({"sqlite_with_rowid": False},)

    municipality_id: Mapped[MunicipalityKey] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True)
