"""What people say of documents and the measures they prove."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, PackageKey, UserKey, word
from workflows.vocabulary import Role


class EvidenceLink(Base):
    """A person said that a file does, or does not, prove a measure. Rows are only added; the latest counts."""

    __tablename__ = "evidence_link"
    __table_args__ = (
        Index("ix_evidence_link_package", "package_id", "id"),
        Index("ix_evidence_link_file", "file_id"),
    )

    id: Mapped[Id]
    package_id: Mapped[PackageKey]
    file_id: Mapped[int] = mapped_column(ForeignKey("package_file.id"))
    measure: Mapped[Code]
    """The slot of a measure, or what stands for one that only a document names."""
    related: Mapped[bool]
    set_by_id: Mapped[UserKey]
    set_by_name: Mapped[Line]
    set_by_role: Mapped[Role] = mapped_column(word(Role))
    acting_for: Mapped[Line] = mapped_column(default="")
    """The curator on leave in whose place this was done."""
    set_at: Mapped[Created]
