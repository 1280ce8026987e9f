"""Erasing a person who asks for it (152-ФЗ, art. 21): account, letters, sessions, every mention in the journal."""

from sqlalchemy import delete, select
from sqlalchemy.exc import ProgrammingError

from webapp import journal
from webapp.access.actor import system_scope
from webapp.database import now, session, transaction
from webapp.errors import Invalid
from webapp.formatting import NBSP, fio_short
from webapp.models import (
    AccessLink,
    CalendarFeed,
    FormToken,
    LoginSession,
    Mail,
    MessageDraft,
    Notification,
    Postponement,
    User,
)

OF_PERSON = (
    AccessLink,
    CalendarFeed,
    FormToken,
    LoginSession,
    Mail,
    MessageDraft,
    Notification,
    Postponement,
)
"""What is the person's alone. What they did in office belongs to the documents."""
NOT_OWNER = "Стирает только владелец таблиц: выполните команду с его адресом базы данных (DATABASE_URL)."


def erase(email: str, basis: str) -> int:
    """Take a person's data out of the product; return how many entries of the journal changed. Raises Invalid.

    The account must have been disabled before. Papers that were signed or sent keep the name they bear."""
    if not basis.strip():
        raise Invalid("Укажите основание: заявление, его номер и дату.", "basis")
    try:
        return _erase(email, basis)
    except ProgrammingError as error:
        raise Invalid(NOT_OWNER) from error


def _erase(email: str, basis: str) -> int:
    with system_scope("erasing of a person"), transaction():
        user = session.scalar(select(User).where(User.email == email.strip().lower()).with_for_update())
        if user is None:
            raise Invalid(f"Учётной записи с адресом {email} нет. Проверьте адрес.", "email")
        if user.disabled_at is None:
            raise Invalid("Сначала отключите учётную запись на странице «Пользователи».", "email")
        known_as, mentions = f"Удалённый пользователь № {user.id}", _mentions(user)
        for model in OF_PERSON:
            session.execute(delete(model).where(model.user_id == user.id))
        user.name, user.post, user.email = known_as, "", f"erased-{user.id}@invalid"
        user.password_hash, user.password_changed_at, user.search_key = "", now(), ""
        session.flush()
        count = journal.erase_person(user.id, mentions, known_as=known_as)
        journal.record(
            "journal.erased", kind="user", object_id=user.id, entries=count, basis=basis.strip()[:300]
        )
        return count


def _mentions(user: User) -> tuple[str, ...]:
    """Return what the person is called anywhere: whole, by initials with both kinds of space, by address."""
    short = fio_short(user.name)
    return (user.name, short, short.replace(NBSP, " "), user.email)
