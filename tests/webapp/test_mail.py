"""Letters through a real SMTP talk and into files: one recipient, no foreign headers, sent once."""

import email
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

import config
from tests.conftest import settings_for
from tests.world import World
from webapp import delivery, mail
from webapp.access.actor import system_scope
from webapp.database import WriteOutsideTransaction, now, session, transaction
from webapp.delivery import MAX_ATTEMPTS
from webapp.models import Mail, User


@dataclass
class Sink:
    """A mail server that keeps what it is given; `answers` replaces its reply to a command."""

    port: int
    answers: dict[str, bytes] = field(default_factory=dict)
    envelopes: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        parsed = (email.message_from_bytes(raw, policy=default) for _sender, _to, raw in self.envelopes)
        return [message for message in parsed if isinstance(message, EmailMessage)]


class Talk(socketserver.StreamRequestHandler):
    """One SMTP talk: every command is answered, every envelope kept in the sink of the server."""

    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        sender, to = "", []
        self.wfile.write(b"220 sink\r\n")
        while line := self.rfile.readline():
            command = line.split(b" ")[0].split(b":")[0].strip().upper().decode()
            self.wfile.write(sink.answers.get(command) or REPLIES.get(command, b"250 ok\r\n"))
            if command == "MAIL":
                sender, to = line.decode().partition(":")[2].strip(), []
            elif command == "RCPT":
                to.append(line.decode().partition(":")[2].strip())
            elif command == "DATA" and command not in sink.answers:
                sink.envelopes.append((sender, to, self._data()))
                self.wfile.write(b"250 taken\r\n")
            elif command == "QUIT":
                return

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.sink = Sink(server.server_address[1])  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.sink  # type: ignore[attr-defined]
        server.shutdown()


REPLIES = {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n", "EHLO": b"250 sink\r\n"}


@pytest.fixture
def post(app: Flask, sink: Sink, town: World) -> Iterator[Sink]:
    """The application sends through the sink."""
    before = app.extensions["post"]
    settings = app.extensions["settings"]
    app.extensions["post"] = mail.open_post(replace(settings, mail_url=f"smtp://127.0.0.1:{sink.port}"))
    with system_scope("test"):
        yield sink
    app.extensions["post"] = before


def write(town: World, key: str = "k", title: str = "Пакет направлен куратору") -> Mail:
    with transaction():
        mail.enqueue(
            user_id=town.curator.user_id, key=key, template="notice", title=title, link="/packages/1"
        )
    return letter(key)


def letter(key: str = "k") -> Mail:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Mail).where(Mail.key == key)).one()


def let_time_pass() -> None:
    with transaction():
        session.execute(update(Mail).values(lease_until=now() - timedelta(seconds=1)))


def test_a_letter_arrives_once_with_one_recipient_and_a_fixed_message_id(post: Sink, town: World) -> None:
    row = write(town)
    assert mail.send_due() == 1
    assert mail.send_due() == 0
    assert not mail.send(row.id)
    (_sender, recipients, _raw), message = post.envelopes[0], post.messages[0]
    assert recipients == [f"<{town.curator.email}>"] and len(post.envelopes) == 1
    assert message["To"] == town.curator.email
    assert message["Subject"] == "Пакет направлен куратору"
    assert message["Message-ID"] == row.message_id == mail.message_id("k")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == row.created_at.replace(microsecond=0)
    assert "http://127.0.0.1:8000/packages/1" in message.get_content()
    assert letter().state == "sent"


@pytest.mark.parametrize(
    "title",
    [
        "Пакет возвращён на доработку по итогам экспертизы: программа развития, «Лесногорская СОШ», № srr-2026-12",
        "Отчёт готов: Отчёт по итогам содержательной экспертизы концептуальных документов, № 7 от 15.03.2026 г.",
        "A plain subject that is long enough to be folded once or twice on its way through the servers of the world",
        "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ э ю я " * 5,
    ],
)
def test_a_long_subject_arrives_letter_for_letter(post: Sink, town: World, title: str) -> None:
    write(town, title=title)
    mail.send_due()
    assert post.messages[0]["Subject"] == title.strip()[:300].strip()
    assert all(len(line) <= 78 for line in post.envelopes[0][2].split(b"\r\n\r\n")[0].split(b"\r\n"))


def test_the_text_of_a_sent_letter_is_forgotten_since_it_may_hold_a_one_time_link(
    post: Sink, town: World
) -> None:
    assert "/packages/1" in write(town).body
    mail.send_due()
    assert letter().body == ""


def test_the_same_key_is_the_same_letter(post: Sink, town: World) -> None:
    write(town)
    write(town)
    mail.send_due()
    write(town)
    mail.send_due()
    assert len(post.envelopes) == 1


def test_a_letter_exists_only_if_the_operation_succeeded(post: Sink, town: World) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        mail.enqueue(user_id=town.curator.user_id, key="k", template="notice", title="x", link="/")
        _ = 1 / 0
    assert session.scalars(select(Mail)).all() == []
    with pytest.raises(WriteOutsideTransaction):
        mail.enqueue(user_id=town.curator.user_id, key="k", template="notice", title="x", link="/")


def test_a_disabled_person_gets_no_letter(post: Sink, town: World) -> None:
    with transaction():
        session.execute(update(User).where(User.id == town.curator.user_id).values(disabled_at=now()))
        mail.enqueue(user_id=town.curator.user_id, key="k", template="notice", title="x", link="/")
        mail.enqueue(user_id=999_999, key="n", template="notice", title="x", link="/")
    assert session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize(
    "title",
    [
        "Тема\r\nBcc: thief@example.org",
        "Тема\nBcc: thief@example.org\n\nТело",
        "Тема\x00\x1b[31m\u2028Bcc: thief@example.org",
        "Тема \u202egro.elpmaxe",
        "=?utf-8?b?QmNjOiB0aGllZkBleGFtcGxlLm9yZw==?=",
        "Ж" * 400,
        "ё" * 100 + " " + "a" * 900,
        '"; <b>тег</b> {{ 7*7 }} %s',
    ],
)
def test_no_text_adds_a_header_or_a_recipient(post: Sink, town: World, title: str) -> None:
    write(town, title=title)
    assert mail.send_due() == 1
    (_sender, recipients, raw), message = post.envelopes[0], post.messages[0]
    assert recipients == [f"<{town.curator.email}>"]
    assert message["Bcc"] is None and message["Cc"] is None and len(message.get_all("To")) == 1
    assert set(message.keys()) <= HEADERS
    head = raw.split(b"\r\n\r\n")[0]
    assert b"\x00" not in head and b"\x1b" not in head and all(byte < 128 for byte in head)
    assert not message.defects and all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert "\u202e" not in message["Subject"]


HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version",
    "Content-Type", "Content-Transfer-Encoding",
}  # fmt: skip


@pytest.mark.parametrize(
    "address", ["a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "нет", ""]
)
def test_an_address_that_is_not_one_address_is_not_written_to(post: Sink, town: World, address: str) -> None:
    with transaction():
        session.execute(update(User).where(User.id == town.curator.user_id).values(email=address))
    write(town)
    assert mail.send_due() == 0
    assert post.envelopes == []
    assert letter().last_error


def test_a_server_that_is_away_is_tried_five_times_with_growing_pauses(app: Flask, town: World) -> None:
    with system_scope("test"):
        app.extensions["post"], before = mail.Post(_refuse, "a@example.org", "x"), app.extensions["post"]
        row, pauses = write(town), []
        for _ in range(MAX_ATTEMPTS + 2):
            mail.send_due()
            until = letter().lease_until
            pauses.append(until - now() if until else timedelta())
            let_time_pass()
        app.extensions["post"] = before
        found = letter()
    assert (found.state, found.attempts) == ("failed", MAX_ATTEMPTS)
    assert found.last_error.startswith("ConnectionRefusedError")
    assert pauses[0] < pauses[1] < pauses[2] < pauses[3]
    assert row.message_id == found.message_id


def test_a_letter_goes_out_when_the_server_is_back(post: Sink, town: World) -> None:
    post.answers["MAIL"] = b"451 later\r\n"
    write(town)
    assert mail.send_due() == 0
    assert letter().state == "ready"
    post.answers.clear()
    assert mail.send_due() == 0, "not before the pause is over"
    let_time_pass()
    assert mail.send_due() == 1
    assert letter().last_error == ""


def test_an_address_refused_for_good_ends_at_once_and_a_greylisted_one_waits(post: Sink, town: World) -> None:
    post.answers["RCPT"] = b"450 greylisted\r\n"
    write(town)
    mail.send_due()
    assert letter().state == "ready"
    let_time_pass()
    post.answers["RCPT"] = b"550 no such user\r\n"
    mail.send_due()
    assert letter().state == "failed" and "550" in letter().last_error


def test_one_bad_letter_does_not_hold_up_the_others(post: Sink, town: World) -> None:
    write(town, "bad")
    with transaction():
        session.execute(update(Mail).values(recipient="нет адреса"))
    write(town, "good")
    assert mail.send_due() == 1
    assert letter("good").state == "sent" and letter("bad").state == "ready"


def test_a_crash_after_the_server_took_it_sends_it_again_with_the_same_message_id(
    post: Sink, town: World
) -> None:
    row = write(town)
    lease = delivery.claim(delivery.MAILS, row.id)
    assert lease is not None
    mail.post().send(mail.compose(mail._letter(row.id)))  # and the process dies before its commit
    assert mail.send_due() == 0, "another worker does not send while the lease holds"
    let_time_pass()
    assert mail.send_due() == 1
    assert {message["Message-ID"] for message in post.messages} == {row.message_id}
    assert len(post.envelopes) == 2


def test_two_senders_at_once_send_each_letter_once(post: Sink, app: Flask, town: World) -> None:
    for n in range(20):
        write(town, f"k{n}")
    faults: list[BaseException] = []

    def sender() -> None:
        try:
            with app.app_context(), system_scope("sender"):
                mail.send_due()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=sender) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert len(post.envelopes) == 20


def test_letters_as_files_are_whole_and_a_repeated_one_is_one_file(
    app: Flask, town: World, tmp_path: Path
) -> None:
    before = app.extensions["post"]
    app.extensions["post"] = mail.open_post(
        settings_for("sqlite://", tmp_path, mail_url=f"file://{tmp_path}/letters")
    )
    with system_scope("test"):
        row = write(town)
        mail.send_due()
        with transaction():
            session.execute(update(Mail).values(state="ready", body="Ещё раз\n"))
        mail.send_due()
    app.extensions["post"] = before
    files = list((tmp_path / "letters").iterdir())
    assert [path.suffix for path in files] == [".eml"]
    message: Any = email.message_from_bytes(files[0].read_bytes(), policy=default)
    assert message["Message-ID"] == row.message_id
    assert files[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "почта", ""])
def test_an_unknown_transport_is_refused_with_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(config.ConfigurationError, match="MAIL_URL"):
        mail.open_post(settings_for("sqlite://", tmp_path, mail_url=url))


def test_the_sender_can_be_named_and_otherwise_lives_at_the_host_of_the_product(tmp_path: Path) -> None:
    named = settings_for("sqlite://", tmp_path, mail_url="smtp://h?from=otvet@obr.example.org")
    assert mail.open_post(named).sender == "otvet@obr.example.org"
    own = settings_for("sqlite://", tmp_path, mail_url="smtp://h", base_url="https://ekspertiza.example.org")
    assert mail.open_post(own).sender == "noreply@ekspertiza.example.org"


def _refuse(_message: EmailMessage) -> None:
    raise ConnectionRefusedError(111, "Connection refused")
