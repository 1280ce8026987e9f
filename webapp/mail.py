"""Letters: a row in the commit of what they tell about, sent by the worker under a lease, one person each.

A template `templates/emails/<name>.txt` is plain text: its first line is the subject, the rest the body.
Beside its own context it gets `name` (of the person), `product`, `base_url` (no slash at its end), `support`.

`MAIL_URL` understands:

* ``file:///var/lib/ekspertiza/mail`` — each letter becomes a file `.eml` in the folder;
* ``smtp://USER:PASSWORD@HOST:PORT?tls=1&from=noreply@example.org`` — `tls=1` asks for STARTTLS, ``smtps://``
  means TLS from the first byte; USER and PASSWORD are percent-encoded and may be absent."""

import hashlib
import logging
import os
import smtplib
import ssl
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask, current_app
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

import config
from webapp import delivery
from webapp.access.actor import system_scope
from webapp.database import after_commit, release, session, transaction
from webapp.extensions import doorbell
from webapp.models import Mail, User

log = logging.getLogger(__name__)
SMTP_TIMEOUT = 10.0
SENDING_LEASE = timedelta(seconds=180)
"""Longer than every step of one SMTP talk at its time limit."""
BATCH_SECONDS = 60.0
SUBJECT_LIMIT = 300
HOLD = "letters_held"
"""In the payload of an event: its consequences write letters that nobody sends by himself."""
HELD = "Письмо из резервной копии: оно могло уйти до восстановления. Отправьте повторно, если это не так."
_held: ContextVar[bool] = ContextVar("letters held", default=False)
UNPRINTED = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes over the wire: one recipient, a fixed Message-ID."""

    recipient: str
    subject: str
    body: str
    message_id: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """How this installation sends: the transport, the sender's address and name."""

    send: Callable[[EmailMessage], None]
    sender: str
    name: str
    folder: Path | None = None
    """Where letters lie when they are files."""


class LetterPolicy(EmailPolicy):
    """Folds the subject with the older encoder: the newer one loses spaces between encoded words."""

    def fold(self, name: str, value: Any) -> str:
        return self._subject(value) if name.lower() == "subject" else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return (
            self._subject(value).encode() if name.lower() == "subject" else super().fold_binary(name, value)
        )

    def _subject(self, value: Any) -> str:
        folded = Header(str(value), header_name="Subject").encode(linesep=self.linesep)
        return f"Subject: {folded}{self.linesep}"


LETTERS = LetterPolicy(linesep="\r\n")


class Refused(Exception):
    """The server will never take this letter; another attempt cannot help."""


def install(app: Flask, settings: config.Settings) -> None:
    """Choose the transport of the application; raises ConfigurationError for an unknown one."""
    app.extensions["post"] = open_post(settings)


def open_post(settings: config.Settings) -> Post:
    """Return the transport that `settings.mail_url` names."""
    parts = urlsplit(settings.mail_url)
    options = parse_qs(parts.query)
    sender = (options.get("from") or [f"noreply@{_mail_host(settings.base_url)}"])[0]
    if parts.scheme == "file" and parts.path:
        folder = Path(unquote(parts.path))
        return Post(lambda message: _write(folder, message), sender, settings.product_name, folder)
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return Post(lambda message: _transmit(settings.mail_url, message), sender, settings.product_name)
    raise config.ConfigurationError("MAIL_URL должен начинаться с file://, smtp:// или smtps://.")


@contextmanager
def held(when: bool) -> Iterator[None]:
    """Let letters written inside wait for a person's word, if they are to."""
    token = _held.set(when)
    try:
        yield
    finally:
        _held.reset(token)


def enqueue(*, user_id: int, key: str, template: str, **context: Any) -> None:
    """Write a letter to one person into the open transaction; the same key is the same letter.

    Nobody is written to who is disabled. Raises WriteOutsideTransaction without a transaction."""
    after_commit(doorbell.push)
    with system_scope("letter"):
        person = session.execute(
            select(User.email, User.name).where(User.id == user_id, User.disabled_at.is_(None))
        ).one_or_none()
        if person is None or session.scalar(select(Mail.id).where(Mail.key == key)):
            return
        subject, body = _render(template, {**context, "name": person.name})
        row = Mail(
            key=key, user_id=user_id, recipient=person.email, subject=subject, body=body,
            message_id=message_id(key),
        )  # fmt: skip
        if _held.get():
            row.state, row.last_error = delivery.FAILED, HELD
        _add_once(row)


def send_due(*, seconds: float = BATCH_SECONDS) -> int:
    """Send what waits, one letter after another, for so long at most; returns how many went out."""
    ends, sent = time.monotonic() + seconds, 0
    delivery.bury(delivery.MAILS)
    for mail_id in delivery.due(delivery.MAILS):
        if time.monotonic() > ends:
            break
        sent += send(mail_id)
    return sent


def send(mail_id: int) -> bool:
    """Send one letter under its lease; False when it is not to be sent now, or did not go out.

    Only a crash between the server's answer and our commit sends it twice, with one Message-ID (RL-05)."""
    lease = delivery.claim(delivery.MAILS, mail_id, length=SENDING_LEASE)
    if lease is None:
        return False
    letter = _letter(mail_id)
    try:
        post().send(compose(letter))
    except Refused as error:
        delivery.give_up(lease, error)
        return False
    except Exception as error:  # whatever is wrong with this letter or this server, the others go on
        log.warning("letter not sent", extra={"fields": {"mail": mail_id, "error": type(error).__name__}})
        delivery.fail(lease, error)
        return False
    return _sent(lease)


def waiting() -> bool:
    """Tell whether a letter is to be sent now."""
    return bool(delivery.due(delivery.MAILS, limit=1))


def states() -> dict[str, int]:
    """Return how many letters there are in each state."""
    rows = session.execute(select(Mail.state, func.count()).group_by(Mail.state)).all()
    release()
    return {state: count for state, count in rows}


def compose(letter: Letter) -> EmailMessage:
    """Return the message as it is sent; no text of a person can add a header or a recipient (IN-03)."""
    used = post()
    message = EmailMessage(policy=LETTERS)
    message["From"] = Address(one_line(used.name), addr_spec=used.sender)
    message["To"] = Address(addr_spec=one_line(letter.recipient))
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.body, cte="quoted-printable")
    return message


def one_line(text: str) -> str:
    """Return the text without control characters, separators of lines and signs that turn its direction."""
    plain = "".join(" " if unicodedata.category(sign) in UNPRINTED else sign for sign in text)
    return " ".join(plain.split())[:SUBJECT_LIMIT]


def message_id(key: str) -> str:
    """Return the Message-ID of the letter with this key: always the same, telling nothing."""
    settings: config.Settings = current_app.extensions["settings"]
    digest = hashlib.sha256(f"{settings.secret_key}:{key}".encode()).hexdigest()[:32]
    return f"<{digest}@{_mail_host(settings.base_url)}>"


def post() -> Post:
    found: Post = current_app.extensions["post"]
    return found


def _sent(lease: delivery.Lease) -> bool:
    """Close the row and forget the text: it may hold a one-time link, and nobody needs it any more."""
    try:
        with system_scope("letter"), transaction():
            delivery.finish(lease)
            session.execute(update(Mail).where(Mail.id == lease.row_id).values(body=""))
    except delivery.LeaseLost:
        log.warning("letter was sent after its lease ran out", extra={"fields": {"mail": lease.row_id}})
        return False
    return True


def _render(template: str, context: dict[str, Any]) -> tuple[str, str]:
    settings: config.Settings = current_app.extensions["settings"]
    page = current_app.jinja_env.get_template(f"emails/{template}.txt")
    text = page.render(
        product=settings.product_name, base_url=settings.base_url, support=settings.support_contact, **context
    )
    subject, _, body = text.lstrip().partition("\n")
    plain = "".join(sign for sign in body if sign in "\n\t" or unicodedata.category(sign) not in UNPRINTED)
    return one_line(subject), plain.strip() + "\n"


def _add_once(row: Mail) -> None:
    """Add the row unless another process has just written the same key."""
    with transaction():
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            return


def _letter(mail_id: int) -> Letter:
    with system_scope("letter"):
        parts = (Mail.recipient, Mail.subject, Mail.body, Mail.message_id, Mail.created_at)
        row = session.execute(select(*parts).where(Mail.id == mail_id)).one()
        release()
    return Letter(*row)


def _transmit(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=SMTP_TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SMTP_TIMEOUT)
    with server:
        if options.get("tls") == ["1"]:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            _raise_for_recipient(error)


def _raise_for_recipient(error: smtplib.SMTPRecipientsRefused) -> None:
    """A permanent refusal (5xx) ends the letter, a temporary one (greylisting) waits for the next attempt."""
    code, answer = next(iter(error.recipients.values()))
    sentence = f"Сервер отклонил адрес: {code} {answer.decode(errors='replace')}"
    if code >= 500:
        raise Refused(sentence) from error
    raise smtplib.SMTPException(sentence) from error


def _write(folder: Path, message: EmailMessage) -> None:
    """Write the letter under a name made of its Message-ID: written twice, it is still one file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".tmp")
    with os.fdopen(descriptor, "wb") as target:
        target.write(message.as_bytes())
        target.flush()
        os.fsync(target.fileno())
    Path(temporary).replace(folder / f"{name}.eml")


def _mail_host(base_url: str) -> str:
    """Return the name to send from; a bare IP address is no mail domain."""
    host = urlsplit(base_url).hostname or "localhost"
    return host if any(sign.isalpha() for sign in host) and ":" not in host else "localhost"
