"""What is proposed for the diary of a curator: their own acts on a school, in words (К16, «самозаполнение»)."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.vocabulary import Event

WORDS: Mapping[Event, str] = MappingProxyType(
    {
        Event.RETURNED_BY_CURATOR: "Проверен пакет № {number} «{kind}». Возвращён школе на доработку.",
        Event.CONFIRMED: "Проверен пакет № {number} «{kind}». Подтверждён и передан на экспертизу.",
        Event.REMINDED: "Школе напомнили о пакете № {number} «{kind}».",
        Event.SCHOOL_REMINDED: "У школы запросили документы этапа. {text}",
        Event.MESSAGE_POSTED: "Консультация по пакету № {number} «{kind}»: {text}",
    }
)
"""Acts of a curator that are work with a school. Nothing of it is entered before the curator says so."""
LONGEST = 1000


def words_of(event: Event, **named: str) -> str:
    """Return the draft of an entry on an act; '' for what is no work with a school."""
    text = named.get("text", "")
    short = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
    return WORDS[event].format(**{**named, "text": short}).strip() if event in WORDS else ""


def origin_of(event: Event, key: str, about: str, day: str) -> str:
    """Return the key under which an act is proposed once; of letters about one thing, once a day."""
    return f"{event.value}-{about}-{day}" if event is Event.MESSAGE_POSTED else f"{event.value}-{key}"
