"""One-time links to set a password: an invitation, or a reset (SE-10)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp import journal, mail, outbox
from webapp.access.actor import system_scope
from webapp.accounts import queries
from webapp.accounts.operations import throttling
from webapp.accounts.operations.passwords import locked_user, store_password
from webapp.accounts.operations.sessions import SECRET_BYTES, Browser, end_all_sessions
from webapp.accounts.operations.signing_in import canonical_email
from webapp.database import now, transaction
from webapp.errors import Invalid
from webapp.models import AccessLink, Mail, User
from workflows.vocabulary import Event

GONE = "Ссылка уже использована или её срок истёк. Запросите новую."


class Purpose(StrEnum):
    """What a link is for; the word stands in its address and names the letter's template."""

    RESET = "reset"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class _Rule:
    lives: timedelta
    words: str
    event: Event


RULES: Mapping[Purpose, _Rule] = MappingProxyType(
    {
        Purpose.RESET: _Rule(timedelta(minutes=60), "60 минут", Event.RESET_REQUESTED),
        Purpose.INVITATION: _Rule(timedelta(hours=72), "72 часа", Event.INVITED),
    }
)


def request_reset(email: str, browser: Browser) -> None:
    """Order a letter with a reset link for whoever has this address.

    Known, unknown and disabled accounts do the same work; who gets a letter is decided by the worker (SE-02).
    Raises TooMany when this network asks too often."""
    wanted = canonical_email(email)
    with system_scope("reset"), transaction() as unit:
        may_write = throttling.count_reset(unit, wanted, browser)
        user_id = unit.scalar(select(User.id).where(User.email == wanted)) or 0
        outbox.announce(Event.RESET_REQUESTED, user_id=user_id if may_write else 0)


def order_link(user_id: int, purpose: Purpose) -> None:
    """Order a letter with a link inside the open transaction; the secret is made when the letter is."""
    outbox.announce(RULES[purpose].event, user_id=user_id)


def send_link(user_id: int, purpose: str, delivery_key: str) -> None:
    """Write the letter with a new link; one delivery key writes one letter, however often it is called."""
    rule, kind = RULES[Purpose(purpose)], Purpose(purpose)
    with system_scope("one-time link"), transaction() as unit:
        if not _may_get(unit, user_id, kind) or unit.scalar(select(Mail.id).where(Mail.key == delivery_key)):
            return
        token = secrets.token_urlsafe(SECRET_BYTES)
        unit.add(
            AccessLink(
                user_id=user_id,
                purpose=kind,
                token_hash=queries.token_hash(token),
                expires_at=now() + rule.lives,
            )
        )
        mail.enqueue(
            user_id=user_id, key=delivery_key, template=kind.value, path=f"/{kind}/{token}", lives=rule.words
        )


def accept_link(token: str, purpose: Purpose, password: str) -> None:
    """Set the password of the link's owner and spend the link; every session of the owner ends.

    Raises Invalid for a bad password (field «new») and for a link that is gone (no field)."""
    owner = queries.link_owner(token, purpose)
    if owner is None:
        raise Invalid(GONE)
    with system_scope("one-time link"), transaction() as unit:
        user = locked_user(unit, owner.user_id)
        if queries.link_owner(token, purpose) is None:
            raise Invalid(GONE)
        store_password(user, password, field="new")
        end_all_sessions(user.id, "password")
        journal.record("user.password_set", kind="user", object_id=user.id, by=purpose.value)


def _may_get(unit: Session, user_id: int, purpose: Purpose) -> bool:
    user = unit.scalar(select(User).where(User.id == user_id))
    if user is None or user.disabled_at is not None:
        return False
    return purpose is Purpose.INVITATION or bool(user.password_hash or user.invited_at)
