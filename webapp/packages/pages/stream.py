"""Events and messages of a package as lines of one stream."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from webapp.access.actor import Actor
from webapp.dossier.queries import StreamItem
from webapp.formatting import datetime_ru, fio_short, initials, iso
from webapp.models import PackageEvent
from workflows.vocabulary import SCHOOL_ROLES, Audience, Role

EVENT_LOOK = {
    "submit": ("send", "ok"),
    "resubmit": ("send", "ok"),
    "return": ("undo-2", "warn"),
    "confirm": ("check", "ok"),
    "begin": ("clipboard-check", ""),
    "conclude": ("file-check", ""),
    "release": ("circle-check", "ok"),
    "withdraw": ("rotate-ccw", "warn"),
    "place": ("circle-check", "ok"),
    "assign": ("user-round", ""),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the stream: an event or a message."""

    kind: str
    id: int
    icon: str
    tone: str
    who: str
    text: str
    when: str
    iso: str
    initials: str = ""
    role: str = ""
    internal: bool = False
    mine: bool = False
    reference: str = ""
    url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class AudienceButton:
    value: str
    label: str
    button: str
    icon: str


def entry(item: StreamItem, actor: Actor, zone: ZoneInfo) -> Entry:
    when, stamp = datetime_ru(item.at, zone), iso(item.at)
    if item.message is not None:
        message = item.message
        return Entry(
            "message",
            message.id,
            "",
            "",
            fio_short(message.author_name),
            message.text,
            when,
            stamp,
            initials=initials(message.author_name),
            role=message.author_role.label.lower(),
            internal=message.audience is Audience.INTERNAL,
            mine=message.author_id == actor.user_id,
        )
    return (
        event_entry(item.event, when, stamp)
        if item.event
        else Entry("event", 0, "circle", "", "", "", when, stamp)
    )


def event_entry(event: PackageEvent, when: str, stamp: str) -> Entry:
    icon, tone = EVENT_LOOK.get(event.action, ("circle-dot", ""))
    text = f"{event.title[:1].lower()}{event.title[1:]}" if event.actor_name else event.title
    version = f". Редакция {event.version_number}" if event.version_number else ""
    reason = f". {event.text}" if event.text else "."
    return Entry(
        "event",
        event.id,
        icon,
        tone,
        fio_short(event.actor_name) + ":",
        f"{text}{version}{reason}",
        when,
        stamp,
    )


def audiences(actor: Actor) -> tuple[AudienceButton, ...]:
    if actor.role in SCHOOL_ROLES:
        return (AudienceButton(Audience.EVERYONE.value, "", "Отправить куратору", "send"),)
    if actor.role not in {Role.CURATOR, Role.EXPERT, Role.COORDINATOR}:
        return ()
    words = "Отправить школе" if actor.role is Role.CURATOR else "Отправить школе и куратору"
    return (
        AudienceButton(Audience.EVERYONE.value, "", words, "send"),
        AudienceButton(Audience.INTERNAL.value, "", "Сохранить без школы", "lock"),
    )
