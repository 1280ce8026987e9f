"""The letters of a demonstration, which lie in a folder instead of a mail box."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from webapp import mail
from webapp.errors import NotThere

LETTERS_SHOWN = 200
LETTER_NAME = re.compile(r"[0-9a-f]{32}")
LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that lies in the folder of letters instead of a mail box."""

    name: str
    recipient: str
    subject: str
    sent_at: datetime
    text: str
    links: tuple[str, ...]


def letters() -> tuple[SentLetter, ...]:
    """Return the letters of the demonstration, newest first; none where they go to a real server."""
    folder = mail.post().folder
    if folder is None or not folder.is_dir():
        return ()
    newest = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return tuple(_sent_letter(path) for path in newest[:LETTERS_SHOWN])


def letter(name: str) -> SentLetter:
    """Return one letter of the demonstration; raises NotThere."""
    folder = mail.post().folder
    if folder is None or not LETTER_NAME.fullmatch(name) or not (folder / f"{name}.eml").is_file():
        raise NotThere
    return _sent_letter(folder / f"{name}.eml")


def _sent_letter(path: Path) -> SentLetter:
    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    return SentLetter(
        name=path.stem,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=message["Date"].datetime,
        text=text,
        links=tuple(dict.fromkeys(LINK.findall(text))),
    )
