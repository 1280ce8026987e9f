"""What was read of kept bytes, once for each hash: texts by leaf, pictures by page. It can all be made anew."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Created, Json, JsonList, Line, LongText, Sha256, word
from workflows.reading import Problem, ReadingState
from workflows.scanning import ScanState


class Reading(Base):
    """How far the reading of a file went. The bytes never change, so it is done once for all who keep them."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_state", "state", "edition"),)

    sha256: Mapped[Sha256] = mapped_column(ForeignKey("stored_file.sha256"), primary_key=True)
    state: Mapped[ReadingState] = mapped_column(word(ReadingState), default=ReadingState.WAITING)
    problem: Mapped[Problem | None] = mapped_column(word(Problem))
    edition: Mapped[int]
    """Of the readers that read it: a later edition reads again."""
    leaves: Mapped[int] = mapped_column(default=0)
    characters: Mapped[int] = mapped_column(default=0)
    notices: Mapped[JsonList]
    asked_at: Mapped[Created]
    read_at: Mapped[datetime | None]
    printed: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    """An office document as a PDF, by the hash of that; made when somebody wants to see its pages."""
    printed_pages: Mapped[int] = mapped_column(default=0)
    scan: Mapped[ScanState | None] = mapped_column(word(ScanState))
    """What the scanner said; None while it was not asked: none is connected, or it will be."""
    signature: Mapped[Line] = mapped_column(default="")
    scanned_at: Mapped[datetime | None]


class LeafText(Base):
    """What one page, sheet or slide says: its plain text and its blocks (`webapp.documents.content`)."""

    __tablename__ = "leaf_text"

    sha256: Mapped[Sha256] = mapped_column(ForeignKey("reading.sha256"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Line] = mapped_column(default="")
    text: Mapped[LongText]
    blocks: Mapped[JsonList]


class PagePicture(Base):
    """One drawn page. The picture lies in the storage by its own hash; nothing of the file's metadata is in it."""

    __tablename__ = "page_picture"
    __table_args__ = (Index("ix_page_picture_picture", "picture"),)

    sha256: Mapped[Sha256] = mapped_column(ForeignKey("reading.sha256"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ReadingState] = mapped_column(word(ReadingState), default=ReadingState.WAITING)
    picture: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    problem: Mapped[Problem | None] = mapped_column(word(Problem))
    asked_at: Mapped[Created]


class FileExamination(Base):
    """What the machine noticed in a file that was read (`webapp.documents.examination`): parts, personal data,
    requisites. Finds are masked: no personal data are copied here."""

    __tablename__ = "file_examination"

    sha256: Mapped[Sha256] = mapped_column(ForeignKey("reading.sha256"), primary_key=True)
    edition: Mapped[int]
    """Of the rules: a later edition examines again."""
    facts: Mapped[Json]
    examined_at: Mapped[Created]


class TextComparison(Base):
    """What changed from the words of one file to those of another, once for each pair. Made anew when lost."""

    __tablename__ = "text_comparison"
    __table_args__ = (Index("ix_text_comparison_after", "after"),)

    before: Mapped[Sha256] = mapped_column(ForeignKey("reading.sha256"), primary_key=True)
    after: Mapped[Sha256] = mapped_column(ForeignKey("reading.sha256"), primary_key=True)
    state: Mapped[ReadingState] = mapped_column(word(ReadingState), default=ReadingState.WAITING)
    edition: Mapped[int]
    figures: Mapped[JsonList]
    """What lists tell of it (`webapp.documents.comparison.Figures`)."""
    result: Mapped[Json]
    """The comparison (`webapp.documents.comparison`); empty until it is ready."""
    asked_at: Mapped[Created]
    compared_at: Mapped[datetime | None]
