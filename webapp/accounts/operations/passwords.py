"""Setting and changing passwords."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.accounts.operations import throttling
from webapp.accounts.operations.hashing import hash_password, is_right
from webapp.accounts.operations.sessions import Browser, end_all_sessions, open_session
from webapp.database import now, release, session, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import AccessLink, LoginSession, Membership, School, User
from workflows import passwords

WRONG_CURRENT = "Текущий пароль указан неверно. Проверьте раскладку и регистр."


def give_password(user_id: int, password: str, *, field: str = "password") -> None:
    """Set the password of a person, end all their sessions and kill their links, in one transaction.

    Raises Invalid with the sentence of the rule that the password breaks."""
    with system_scope("password"), transaction() as unit:
        user = locked_user(unit, user_id)
        store_password(user, password, field=field)
        end_all_sessions(user_id, "password")
        journal.record("user.password_set", kind="user", object_id=user_id)


def change_password(actor: Actor, current: str, new: str, browser: Browser) -> str:
    """Change one's own password and return the secret of the new session; every older one ends (SE-03).

    Raises Invalid for a wrong current password or a bad new one, TooMany after many wrong ones."""
    with system_scope("password"):
        known = session.scalar(select(User.password_hash).where(User.id == actor.user_id)) or ""
        release()
    attempt = throttling.count_attempt(actor.email, browser)
    if not is_right(current, known):
        raise Invalid(WRONG_CURRENT, "current")
    with system_scope("password"), transaction() as unit:
        user = locked_user(unit, actor.user_id)
        if user.password_hash != known:
            raise Invalid(WRONG_CURRENT, "current")
        store_password(user, new, field="new")
        throttling.take_back(unit, attempt)
        end_all_sessions(actor.user_id, "password")
        token = open_session(unit, actor.user_id, actor.membership_id, browser)
    return token


def confirm_password(actor: Actor, password: str, browser: Browser) -> None:
    """Make the present session fresh again (SE-09); raises Invalid, or TooMany after many wrong passwords."""
    with system_scope("fresh sign-in"):
        known = session.scalar(select(User.password_hash).where(User.id == actor.user_id)) or ""
        release()
    attempt = throttling.count_attempt(actor.email, browser)
    if not is_right(password, known):
        raise Invalid("Пароль указан неверно. Проверьте раскладку и регистр.", "password")
    with system_scope("fresh sign-in"), transaction() as unit:
        throttling.take_back(unit, attempt)
        unit.execute(
            update(LoginSession)
            .where(LoginSession.id == actor.session_id, LoginSession.ended_at.is_(None))
            .values(fresh_at=now())
            .execution_options(synchronize_session=False)
        )


def store_password(user: User, password: str, *, field: str) -> None:
    """Put the password into the locked row; links made for the old one die with it (SE-10)."""
    sentence = passwords.refusal(password, own=_own_words(user))
    if sentence:
        raise Invalid(sentence, field)
    user.password_hash = hash_password(password)
    user.password_changed_at = now()
    void_links(user.id)


def locked_user(unit: Session, user_id: int) -> User:
    """Return the row of a person, locked until the commit; raises NotThere."""
    user = unit.scalar(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    )
    if user is None:
        raise NotThere
    return user


def void_links(user_id: int) -> None:
    """Kill every one-time link of a person inside the open transaction."""
    with system_scope("one-time links"):
        session.execute(
            update(AccessLink)
            .where(AccessLink.user_id == user_id, AccessLink.used_at.is_(None))
            .values(used_at=now())
            .execution_options(synchronize_session=False)
        )


def _own_words(user: User) -> tuple[str, ...]:
    """What must not be a password of this person: name, address, the names of their schools."""
    names = session.execute(
        select(School.name, School.short_name)
        .join(Membership, Membership.school_id == School.id)
        .where(Membership.user_id == user.id)
    ).all()
    return (user.name, user.email, *(name for row in names for name in row))
