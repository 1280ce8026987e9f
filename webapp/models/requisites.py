"""What stands on the title page of a development programme: who accepted, agreed and approved it (К23)."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, LongText, PackageKey, UserKey, VersionKey, word
from workflows.vocabulary import Act, Role


class Requisite(Base):
    """One paper about one version: the body that issued it, its number and day. A refusal is one too."""

    __tablename__ = "requisite"
    __table_args__ = (UniqueConstraint("version_id", "act"),)

    id: Mapped[Id]
    package_id: Mapped[PackageKey] = mapped_column(index=True)
    version_id: Mapped[VersionKey]
    act: Mapped[Act] = mapped_column(word(Act))
    body: Mapped[Line]
    number: Mapped[Code]
    dated_on: Mapped[date]
    text: Mapped[LongText] = mapped_column(default="")
    """The reasons of a refusal; what the founder adds to the consent."""
    entered_by_id: Mapped[UserKey]
    entered_by_name: Mapped[Line]
    entered_by_post: Mapped[Line] = mapped_column(default="")
    entered_by_role: Mapped[Role] = mapped_column(word(Role))
    entered_at: Mapped[Created]
