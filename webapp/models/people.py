"""People, what they may be in which organisation, and who looks after which school."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, MunicipalityKey, SchoolKey, UserKey, word
from webapp.models.organisations import Municipality, School
from workflows.vocabulary import Role


class User(Base):
    """A person with an account. What they may do stands in their memberships."""

    __tablename__ = "user"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Line]
    post: Mapped[Line] = mapped_column(default="")
    password_hash: Mapped[Line] = mapped_column(default="")
    password_changed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]
    display: Mapped[str] = mapped_column(String(100), default="")
    search_key: Mapped[Line] = mapped_column(default="")
    """Folded name for search, as that of a school."""
    created_at: Mapped[Created]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="raise_on_sql")


class Membership(Base):
    """A role of a person in a school, a municipality or a region, from a day until a day."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("school_id is null or municipality_id is not null", name="school_in_municipality"),
        Index("ix_membership_user", "user_id"),
        Index("ix_membership_place", "municipality_id", "role", "user_id"),
        Index("ix_membership_school", "school_id", "role"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserKey]
    role: Mapped[Role] = mapped_column(word(Role))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    region: Mapped[str | None] = mapped_column(String(64))
    may_send: Mapped[bool] = mapped_column(default=False)
    """A school coordinator to whom the director delegated sending."""
    since: Mapped[date]
    until: Mapped[date | None]
    basis: Mapped[Line] = mapped_column(default="")
    created_at: Mapped[Created]

    user: Mapped[User] = relationship(back_populates="memberships", lazy="raise_on_sql")
    school: Mapped[School | None] = relationship(lazy="raise_on_sql")
    municipality: Mapped[Municipality | None] = relationship(lazy="raise_on_sql")


class Substitution(Base):
    """A curator on leave from a day to a day. Who stands in at which school, its curatorships say."""

    __tablename__ = "substitution"
    __table_args__ = (
        CheckConstraint("until >= since", name="period"),
        Index("ix_substitution_absent", "absent_id", "since"),
        Index("ix_substitution_place", "municipality_id", "since"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    absent_id: Mapped[UserKey]
    since: Mapped[date]
    until: Mapped[date]
    order_number: Mapped[Line] = mapped_column(default="")
    order_date: Mapped[date | None]
    made_by_name: Mapped[Line]
    created_at: Mapped[Created]
    ended_by_name: Mapped[Line] = mapped_column(default="")
    """Who ended it before its last day."""
    cancelled: Mapped[bool] = mapped_column(default=False)
    """Ended before it had begun: nobody stands in."""
    dismissed_at: Mapped[datetime | None]
    """When the one who came back had read what happened meanwhile."""

    absent: Mapped[User] = relationship(lazy="raise_on_sql")


class Curatorship(Base):
    """A curator fixed to a school for a period by order (К45); a dated substitution is one too."""

    __tablename__ = "curatorship"
    __table_args__ = (
        CheckConstraint("until is null or until >= since", name="period"),
        Index("ix_curatorship_user", "user_id", "school_id"),
        Index("ix_curatorship_school", "school_id", "since"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    user_id: Mapped[UserKey]
    school_id: Mapped[SchoolKey]
    direction: Mapped[Code] = mapped_column(default="")
    since: Mapped[date]
    until: Mapped[date | None]
    order_number: Mapped[Line] = mapped_column(default="")
    order_date: Mapped[date | None]
    substitutes_id: Mapped[int | None] = mapped_column(ForeignKey("curatorship.id"))
    substitution_id: Mapped[int | None] = mapped_column(ForeignKey("substitution.id"), index=True)
    created_at: Mapped[Created]

    user: Mapped[User] = relationship(lazy="raise_on_sql")
    school: Mapped[School] = relationship(lazy="raise_on_sql")
    substitutes: Mapped["Curatorship | None"] = relationship(
        lazy="raise_on_sql", remote_side="Curatorship.id", foreign_keys="Curatorship.substitutes_id"
    )
