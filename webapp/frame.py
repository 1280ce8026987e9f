"""What surrounds every page: sections by role, the person and the place, display settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import current_app, g, request, url_for
from flask_wtf.csrf import generate_csrf

from webapp.access.actor import Visitor
from webapp.access.permissions import Permission, holds
from webapp.database import now
from webapp.formatting import fio_short, initials


@dataclass(frozen=True, slots=True)
class NavItem:
    code: str
    icon: str
    title: str
    url: str
    count: int = 0
    tone: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    initials: str
    role: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    id: int
    title: str
    place: str
    current: bool


@dataclass(frozen=True, slots=True)
class Display:
    """How pages are shown; kept in a cookie so that the first byte is right already."""

    size: str = "100"
    theme: str = "system"
    contrast: str = "normal"
    density: str = "normal"
    motion: str = "on"

    @classmethod
    def parse(cls, raw: str) -> "Display":
        """Read «size.theme.contrast.density.motion»; anything unknown falls back to the default."""
        values = (raw.split(".") + [""] * len(DISPLAY_CHOICES))[: len(DISPLAY_CHOICES)]
        chosen = {
            name: value
            for (name, allowed), value in zip(DISPLAY_CHOICES.items(), values, strict=True)
            if value in allowed
        }
        return cls(**chosen)

    def dump(self) -> str:
        return ".".join(getattr(self, name) for name in DISPLAY_CHOICES)


DISPLAY_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "size": ("100", "125", "150"),
        "theme": ("system", "light", "dark"),
        "contrast": ("normal", "high"),
        "density": ("normal", "compact"),
        "motion": ("on", "off"),
    }
)
DISPLAY_COOKIE = "display"


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers in the frame: what waits for this person, unread notifications."""

    waiting: int = 0
    overdue: int = 0
    unread: int = 0
    put_off: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    product: str
    section: str
    """The name of the part of the product that this page belongs to; "" outside of all."""
    place: str
    zone: str
    sections: tuple[NavItem, ...]
    management: tuple[NavItem, ...]
    tabs: tuple[NavItem, ...]
    person: Person | None
    roles: tuple[RoleChoice, ...]
    unread: int
    display: Display
    csrf: str
    session_ends: int | None
    help_url: str
    demo: bool
    now: int = 0
    """The server's clock, epoch seconds: the session warning does not trust the browser's."""
    search: bool = False
    """The person has something to search in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: shown to the roles that hold the permission of its page."""

    code: str
    icon: str
    title: str
    endpoint: str
    access: Permission
    phone: bool = False


SECTIONS: tuple[Entry, ...] = (
    Entry("home", "inbox", "Сегодня", "dashboard.home", Permission.SIGNED_IN, phone=True),
    Entry("packages", "file-stack", "Пакеты", "packages.register", Permission.READ_PACKAGES, phone=True),
    Entry("roadmap", "milestone", "Дорожная карта", "roadmap.show", Permission.READ_ROADMAP),
    Entry("schools", "school", "Школы", "schools.register", Permission.READ_SCHOOLS, phone=True),
    Entry("diary", "notebook-pen", "Дневник", "diary.register", Permission.READ_DIARY, phone=True),
    Entry(
        "recommendations", "flag", "Рекомендации", "recommendations.register", Permission.READ_RECOMMENDATIONS
    ),
    Entry("surveys", "circle-question-mark", "Опросы", "surveys.register", Permission.READ_SURVEYS),
    Entry(
        "reports",
        "file-chart-column",
        "Отчёты этапов",
        "reports.register",
        Permission.READ_REPORTS,
        phone=True,
    ),
)
MANAGEMENT: tuple[Entry, ...] = (
    Entry("monitoring", "grid-3x3", "Мониторинг", "monitoring.matrix", Permission.READ_MONITORING),
    Entry("programmes", "folder-open", "Проекты и этапы", "programmes.register", Permission.READ_REGISTERS),
    Entry("curators", "users", "Кураторы", "curators.register", Permission.READ_REGISTERS),
    Entry("experts", "clipboard-check", "Эксперты", "experts.register", Permission.ASSIGN_EXPERTS),
    Entry("sheets", "list-checks", "Экспертные листы", "sheets.register", Permission.MANAGE_REGISTERS),
    Entry(
        "templates", "message-square", "Шаблоны замечаний", "templates.register", Permission.MANAGE_REGISTERS
    ),
    Entry("municipality", "settings", "Муниципалитет", "municipality.show", Permission.MANAGE_REGISTERS),
    Entry("journal", "history", "Журнал действий", "journals.register", Permission.READ_JOURNAL),
    Entry("users", "user-cog", "Пользователи", "administration.users", Permission.MANAGE_USERS, phone=True),
    Entry(
        "municipalities",
        "landmark",
        "Муниципалитеты",
        "municipalities.register",
        Permission.KEEP_SYSTEM,
        phone=True,
    ),
    Entry("calendar", "calendar-days", "Производственный календарь", "calendar.year", Permission.KEEP_SYSTEM),
    Entry("failures", "triangle-alert", "Сбои", "failures.register", Permission.KEEP_SYSTEM, phone=True),
)
PHONE_TABS = 4
"""At the bottom of a telephone, with «Ещё» beside them."""
HELP_DEFAULT = "start"
SECTION_TITLES: Mapping[str, str] = MappingProxyType(
    {entry.code: entry.title for entry in (*SECTIONS, *MANAGEMENT)}
    | {"start": "Справка", "accounts": "Учётная запись", "notifications": "Уведомления", "search": "Поиск"}
)
"""What a title calls the section of its page; those outside the navigation too."""


def build(*, counts: Counts, section: str) -> Frame:
    """Return the frame of this request; `section` is the code of the navigation line to mark."""
    visitor: Visitor | None = g.get("visitor")
    config = current_app.config
    return Frame(
        product=config["PRODUCT_NAME"],
        section=SECTION_TITLES.get(section, ""),
        place=visitor.place if visitor else "",
        zone=visitor.zone_label if visitor else "",
        sections=_entries(SECTIONS, visitor, section, counts),
        management=_entries(MANAGEMENT, visitor, section, counts),
        tabs=tuple(item for item in _phone(visitor, section, counts)),
        person=_person(visitor),
        roles=_roles(visitor),
        unread=counts.unread,
        display=Display.parse(
            request.cookies.get(DISPLAY_COOKIE, "") or (visitor.display if visitor else "")
        ),
        csrf=generate_csrf(),
        session_ends=int(visitor.ends_at.timestamp()) if visitor else None,
        help_url=url_for("help.topic", topic=section or HELP_DEFAULT),
        demo=config["DEMO"],
        now=int(now().timestamp()),
        search=visitor is not None and holds(visitor.actor, Permission.SEARCH),
    )


def _person(visitor: Visitor | None) -> Person | None:
    if visitor is None:
        return None
    return Person(fio_short(visitor.actor.name), initials(visitor.actor.name), visitor.actor.role.label)


def _roles(visitor: Visitor | None) -> tuple[RoleChoice, ...]:
    if visitor is None:
        return ()
    own = visitor.actor.membership_id
    return tuple(
        RoleChoice(option.membership_id, option.role.label, option.place, option.membership_id == own)
        for option in visitor.roles
    )


def _entries(
    table: tuple[Entry, ...], visitor: Visitor | None, section: str, counts: Counts
) -> tuple[NavItem, ...]:
    if visitor is None:
        return ()
    return tuple(_item(entry, section, counts) for entry in table if holds(visitor.actor, entry.access))


def _phone(visitor: Visitor | None, section: str, counts: Counts) -> tuple[NavItem, ...]:
    both = tuple(entry for entry in (*SECTIONS, *MANAGEMENT) if entry.phone)
    return _entries(both, visitor, section, counts)[:PHONE_TABS]


def _item(entry: Entry, section: str, counts: Counts) -> NavItem:
    waiting = counts.waiting if entry.code == "home" else 0
    tone = "bad" if waiting and counts.overdue else ""
    return NavItem(
        entry.code, entry.icon, entry.title, url_for(entry.endpoint), waiting, tone, entry.code == section
    )
