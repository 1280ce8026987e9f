"""What a coordinator has said of a stage before its report is signed."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Created, Id, Line, LongText, MunicipalityKey, word
from workflows.stage_closing import Item


class StageConclusion(Base):
    """The conclusions of a stage's report as a person wrote them; each saving is a row, the last one stands."""

    __tablename__ = "stage_conclusion"
    __table_args__ = (Index("ix_stage_conclusion_stage", "stage_id", "id"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    text: Mapped[LongText]
    by_name: Mapped[Line]
    at: Mapped[Created]


class StageCheck(Base):
    """An answer to one line of the checklist Л11 that no data give; a later answer takes its place."""

    __tablename__ = "stage_check"
    __table_args__ = (UniqueConstraint("stage_id", "item"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    item: Mapped[Item] = mapped_column(word(Item))
    met: Mapped[bool]
    by_name: Mapped[Line]
    at: Mapped[Created]
