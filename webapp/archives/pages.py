"""What the page that asks for a dossier shows."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.archives.queries import About
from webapp.formatting import counted, datetime_ru, filesize_ru
from webapp.models import Report
from workflows.vocabulary import Toned


@dataclass(frozen=True, slots=True)
class Earlier:
    """A dossier made before: its number, page and state, when it was asked for and by whom."""

    number: str
    url: str
    status: Toned
    words: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """What the dossier would hold. `back` is the page it was come from."""

    title: str
    school: str
    back: tuple[str, str]
    holds: str
    earlier: tuple[Earlier, ...]


def order_page(about: About, actor: Actor, back: tuple[str, str]) -> OrderPage:
    zone = ZoneInfo(actor.zone)
    packages = f"{counted(about.packages, 'пакет', 'пакета', 'пакетов')}, " if about.packages > 1 else ""
    files = counted(about.files, "документ", "документа", "документов")
    return OrderPage(
        title=about.title,
        school=about.school,
        back=back,
        holds=f"{packages}{files}, {filesize_ru(about.size)}",
        earlier=tuple(_earlier(one, zone) for one in about.earlier),
    )


def _earlier(report: Report, zone: ZoneInfo) -> Earlier:
    return Earlier(
        report.number,
        url_for("reports.show", report=report.number),
        report.state,
        f"{datetime_ru(report.created_at, zone)}, {report.requested_by_name}",
    )
