"""Accounts: creating, closing, inviting, correcting. Every act is journalled."""

from dataclasses import asdict, dataclass

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts import operations as accounts
from webapp.accounts.operations import Purpose
from webapp.administration.operations.roles import Grant, settled, words
from webapp.administration.operations.standing import (
    keep_an_administrator,
    managed,
    own_place,
    record,
    require_managed,
)
from webapp.database import now, transaction
from webapp.errors import Invalid
from webapp.models import Membership, User
from workflows.search_keys import fold

TAKEN = "Этот адрес уже занят. Если человека нет в вашем списке, обратитесь к администратору системы."


@dataclass(frozen=True, slots=True)
class NewUser:
    name: str
    email: str
    post: str = ""


def create_user(person: NewUser, grant: Grant, *, invite: bool = True) -> int:
    """Create an account with its first role and, with `invite`, order the letter; returns the id.

    Raises Invalid with the field for what must be corrected."""
    email = checked_email(person.email)
    if not person.name.strip():
        raise Invalid("Укажите фамилию, имя и отчество.", "name")
    with transaction() as unit:
        given = settled(unit, grant)
        user = User(email=email)
        _name(user, person.name, person.post)
        unit.add(user)
        _flush_unique(unit)
        unit.add(Membership(user_id=user.id, **asdict(given)))
        unit.flush()
        record("user.created", user, given.municipality_id, after={"name": user.name, "email": email})
        record("user.role_granted", user, given.municipality_id, after=words(given))
        if invite:
            _invite(user, given.municipality_id)
        return user.id


def disable(user_id: int) -> None:
    """Close an account: sessions end, links die. Raises Invalid for the last administrator."""
    with transaction() as unit:
        require_managed(unit, user_id)
        keep_an_administrator(unit, user_id=user_id)
        user = managed(unit, user_id)
        if user.disabled_at is not None:
            return
        user.disabled_at = now()
        accounts.end_all_sessions(user_id, "disabled")
        accounts.void_links(user_id)
        record("user.disabled", user, own_place())


def enable(user_id: int) -> None:
    """Open a closed account again."""
    with transaction() as unit:
        user = managed(unit, user_id)
        if user.disabled_at is None:
            return
        user.disabled_at = None
        record("user.enabled", user, own_place())


def invite(user_id: int) -> None:
    """Order an invitation. Raises Invalid for a person who has a password already or is disabled."""
    with transaction() as unit:
        user = managed(unit, user_id)
        if user.password_hash:
            raise Invalid("Пароль уже задан. Отправьте ссылку для нового пароля.")
        _refuse_disabled(user)
        _invite(user, own_place())


def send_reset(user_id: int) -> None:
    """Order a letter with a link for a new password. Raises Invalid for a person without one or disabled."""
    with transaction() as unit:
        user = managed(unit, user_id)
        _refuse_disabled(user)
        if not user.password_hash:
            raise Invalid("Пароль ещё не задан. Отправьте приглашение.")
        accounts.order_link(user_id, Purpose.RESET)
        record("user.reset_sent", user, own_place())


def end_sessions(user_id: int) -> int:
    """End every session of a person; returns how many."""
    with transaction() as unit:
        user = managed(unit, user_id)
        ended = accounts.end_all_sessions(user_id, "administrator")
        record("user.sessions_ended", user, own_place(), count=ended)
        return ended


def change_email(user_id: int, email: str) -> None:
    """Change the address of a person: sessions end, links die (SE-10). Raises Invalid with the field."""
    wanted = checked_email(email)
    with transaction() as unit:
        user = managed(unit, user_id)
        if user.email == wanted:
            return
        before, user.email = user.email, wanted
        _flush_unique(unit)
        accounts.end_all_sessions(user_id, "email changed")
        accounts.void_links(user_id)
        record("user.email_changed", user, own_place(), before=before, after=wanted)


def rename(user_id: int, name: str, post: str) -> None:
    """Correct a person's name and post."""
    if not name.strip():
        raise Invalid("Укажите фамилию, имя и отчество.", "name")
    with transaction() as unit:
        user = managed(unit, user_id)
        before = {"name": user.name, "post": user.post}
        _name(user, name, post)
        record("user.renamed", user, own_place(), before=before, after={"name": user.name, "post": user.post})


def checked_email(raw: str) -> str:
    """Return the address as it is kept; raises Invalid."""
    try:
        checked = validate_email(raw.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise Invalid("Укажите адрес электронной почты, например имя@школа.рф.", "email") from error
    return checked.normalized.lower()


def _name(user: User, name: str, post: str) -> None:
    user.name, user.post = " ".join(name.split()), post.strip()
    user.search_key = fold(user.name)


def _flush_unique(unit: Session) -> None:
    """Flush; the unique constraint decides about the address, not a look beforehand."""
    try:
        unit.flush()
    except IntegrityError as error:
        raise Invalid(TAKEN, "email") from error


def _invite(user: User, municipality_id: int | None) -> None:
    user.invited_at = now()
    accounts.order_link(user.id, Purpose.INVITATION)
    record("user.invited", user, municipality_id)


def _refuse_disabled(user: User) -> None:
    if user.disabled_at is not None:
        raise Invalid("Учётная запись отключена. Сначала включите её.")
