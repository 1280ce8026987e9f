"""Sessions on the server, one-time links, counters against guessing, one-time form tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Instant, Line, Sha256, UserKey


class LoginSession(Base):
    """A signed-in browser. The cookie holds a secret, this row its SHA-256; ending the row ends the session."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_user", "user_id", "ended_at"),)

    id: Mapped[Id]
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    user_id: Mapped[UserKey]
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    created_at: Mapped[Created]
    fresh_at: Mapped[Created]
    """When the password was last given in this session (SE-09)."""
    last_seen_at: Mapped[Created]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[Code] = mapped_column(default="")
    address: Mapped[Line] = mapped_column(default="")
    browser: Mapped[Line] = mapped_column(default="")


class AccessLink(Base):
    """A link by which a person sets a password once: an invitation or a reset (SE-10)."""

    __tablename__ = "access_link"

    id: Mapped[Id]
    user_id: Mapped[UserKey]
    purpose: Mapped[Code]
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    expires_at: Mapped[Instant]
    used_at: Mapped[datetime | None]
    created_at: Mapped[Created]


class SignInAttempt(Base):
    """Failed sign-ins of one account key from one network within a window, for slowing down guessing (SE-08)."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (UniqueConstraint("account_key", "network"),)

    id: Mapped[Id]
    account_key: Mapped[Sha256]
    network: Mapped[Code]
    failures: Mapped[int] = mapped_column(default=0)
    window_start: Mapped[Instant]
    blocked_until: Mapped[datetime | None]


class FormToken(Base):
    """A form that has acted: a repeated send is answered with the first result (BZ-04)."""

    __tablename__ = "form_token"
    __table_args__ = (UniqueConstraint("user_id", "token"),)

    id: Mapped[Id]
    user_id: Mapped[UserKey]
    token: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[Created]
