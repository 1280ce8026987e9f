"""Signing in by address and password."""

import logging
from dataclasses import dataclass

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.accounts import queries
from webapp.accounts.operations import throttling
from webapp.accounts.operations.hashing import hash_password, is_outdated, is_right
from webapp.accounts.operations.passwords import locked_user
from webapp.accounts.operations.sessions import Browser, open_session
from webapp.database import now, release, session, transaction
from webapp.errors import Invalid
from webapp.models import LoginSession, User

log = logging.getLogger(__name__)
WRONG = "Неверный адрес электронной почты или пароль. Проверьте раскладку и регистр и повторите."
NO_ROLE = "У вас сейчас нет действующей роли. Обратитесь к администратору системы."
EMAIL_LIMIT = 254


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: its secret for the cookie, whose it is, how this person likes pages to be shown."""

    token: str
    user_id: int
    display: str


def canonical_email(email: str) -> str:
    """Return the address as it is kept and compared."""
    return email.strip().lower()[:EMAIL_LIMIT]


def sign_in(email: str, password: str, browser: Browser) -> SignedIn:
    """Open a session for the person with this address and password.

    Unknown, disabled and not yet invited people get the very answer of a wrong password, after the same work:
    Invalid (SE-02). Raises TooMany when guessing has to wait (SE-08)."""
    address = canonical_email(email)
    attempt = throttling.count_attempt(address, browser)
    user_id, known = _credentials(address)
    if not is_right(password, known):
        log.info(
            "sign-in refused", extra={"fields": {"account": attempt.account[:12], "network": attempt.network}}
        )
        _write_refusal(address, attempt.account)
        raise Invalid(WRONG)
    with system_scope("sign-in"), transaction() as unit:
        user = locked_user(unit, user_id)
        if user.password_hash != known or user.disabled_at is not None:
            raise Invalid(WRONG)  # changed while the password was being checked
        throttling.take_back(unit, attempt)
        place = _place(user_id)
        if is_outdated(known):
            user.password_hash = hash_password(password)
        user.last_login_at = now()
        token = open_session(unit, user_id, place.membership_id, browser)
        with acting_as(_actor(user, place)):
            journal.record("session.started", kind="user", object_id=user_id)
        return SignedIn(token, user_id, user.display)


def _write_refusal(address: str, account: str) -> None:
    """Write a wrong password into the journal (AU-01): of a known account whose it is, of any other its digest alone.

    The limits of guessing bound how often."""
    with system_scope("sign-in"), transaction():
        user_id = session.scalar(select(User.id).where(User.email == address))
        places = queries.current_places(user_id) if user_id else ()
        journal.record(
            "session.refused", kind="user", object_id=user_id or "", account=account[:12],
            municipality_id=next((place.municipality_id for place in places), None),
        )  # fmt: skip


def _credentials(address: str) -> tuple[int, str]:
    """Return whom an address belongs to and the hash to check; (0, '') for nobody who may sign in."""
    with system_scope("sign-in"):
        row = session.execute(
            select(User.id, User.password_hash, User.disabled_at).where(User.email == address)
        ).first()
        release()
    if row is None or row.disabled_at is not None:
        return 0, ""
    return row.id, row.password_hash


def _place(user_id: int) -> queries.Place:
    """Return the role to begin with: the one of the last session if it is still held, else the first."""
    places = queries.current_places(user_id)
    if not places:
        raise Invalid(NO_ROLE)
    last = session.scalar(
        select(LoginSession.membership_id)
        .where(LoginSession.user_id == user_id)
        .order_by(LoginSession.id.desc())
        .limit(1)
    )
    return next((place for place in places if place.membership_id == last), places[0])


def _actor(user: User, place: queries.Place) -> Actor:
    return Actor(
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=place.role,
        membership_id=place.membership_id,
        municipality_id=place.municipality_id,
        school_id=place.school_id,
        region=place.region,
        zone=place.zone,
    )
