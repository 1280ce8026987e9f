"""Events and messages of a package as lines of one stream."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from webapp.access.actor import Actor
from webapp.dossier.queries import EventLine, StreamItem
from webapp.formatting import datetime_ru, fio_for, initials, iso
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
    "agree": ("badge-check", "ok"),
    "decline": ("undo-2", "warn"),
    "approve": ("circle-check", "ok"),
    "assign": ("user-round", ""),
    "remove_content": ("file-x", "warn"),
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
    if isinstance(item, EventLine):
        return event_entry(item, when, stamp)
    return Entry(
        "message",
        item.id,
        "",
        "",
        fio_for(item.author_name, item.acting_for),
        item.text,
        when,
        stamp,
        initials=initials(item.author_name),
        role=item.author_role.label.lower(),
        internal=item.audience is Audience.INTERNAL,
        mine=item.author_id == actor.user_id,
    )


def event_entry(event: EventLine, when: str, stamp: str) -> Entry:
    icon, tone = EVENT_LOOK.get(event.action, ("circle-dot", ""))
    text = f"{event.title[:1].lower()}{event.title[1:]}" if event.actor_name else event.title
    version = f". Редакция {event.version_number}" if event.version_number else ""
    reason = f". {event.text}" if event.text else "."
    who = f"{fio_for(event.actor_name, event.acting_for)}:"
    return Entry("event", event.id, icon, tone, who, f"{text}{version}{reason}", when, stamp)


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
