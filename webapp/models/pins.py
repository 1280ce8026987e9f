"""Places in documents that marks and remarks point to."""

from typing import Annotated

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, LongText, PackageKey, UserKey
from webapp.models.expertise import Remark
from webapp.models.packages import PackageFile

Share = Annotated[float, mapped_column(Numeric(5, 4, asdecimal=False))]


class Pin(Base):
    """A page, a region of it or a quotation that a mark of a sheet, or a remark, points to.

    The file never changes, so a pin stays where it was put; in a later file a quotation is looked for anew."""

    __tablename__ = "pin"
    __table_args__ = (
        CheckConstraint("(remark_id is null) <> (expertise_id is null)", name="owned"),
        Index("ix_pin_remark", "remark_id"),
        Index("ix_pin_expertise", "expertise_id", "criterion"),
    )

    id: Mapped[Id]
    package_id: Mapped[PackageKey] = mapped_column(index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("package_file.id"))
    page: Mapped[int]
    x: Mapped[Share | None]
    """Shares of the page, as all four are; None for the whole page."""
    y: Mapped[Share | None]
    width: Mapped[Share | None]
    height: Mapped[Share | None]
    quote: Mapped[LongText] = mapped_column(default="")
    remark_id: Mapped[int | None] = mapped_column(ForeignKey("remark.id"))
    expertise_id: Mapped[int | None] = mapped_column(ForeignKey("expertise.id"))
    criterion: Mapped[Code] = mapped_column(default="")
    author_id: Mapped[UserKey]
    author_name: Mapped[Line]
    created_at: Mapped[Created]

    file: Mapped[PackageFile] = relationship(lazy="raise_on_sql")
    remark: Mapped[Remark | None] = relationship(lazy="raise_on_sql")
