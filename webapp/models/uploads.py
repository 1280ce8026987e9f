"""Files that come in parts: whose, where to, how far. The parts lie in the storage until the file is whole."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Json, JsonList, Line, PackageKey, UserKey


class FileUpload(Base):
    """One file on its way into a slot. It belongs to who sends it, and becomes a document only when it is whole."""

    __tablename__ = "file_upload"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("received >= 0 AND received <= size", name="received"),
        Index("ix_file_upload_package", "package_id", "user_id"),
        Index("ix_file_upload_touched", "touched_at"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(32))
    """128 random bits in hexadecimal, chosen by who sends: beginning twice under one key is beginning once."""
    user_id: Mapped[UserKey]
    package_id: Mapped[PackageKey]
    slot: Mapped[Code]
    replaces: Mapped[int | None]
    """The number of the file it takes the place of."""
    name: Mapped[Line]
    """As the browser gave it: by it the same file is known again."""
    size: Mapped[int]
    part_size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    parts: Mapped[JsonList]
    """`webapp.storage.Part` of each, in order; part n begins at n × `part_size`."""
    outcome: Mapped[Json]
    """What became of it, once finished: a repeated finish is answered with it."""
    created_at: Mapped[Created]
    touched_at: Mapped[Created]
    finished_at: Mapped[datetime | None]
