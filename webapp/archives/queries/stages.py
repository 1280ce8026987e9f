"""What a dossier says of itself, and the papers of its stage."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.archives.queries.telling import stage_papers
from webapp.database import session
from webapp.errors import NotThere
from webapp.filestore import settings
from webapp.formatting import datetime_ru, zone_ru
from webapp.models import Municipality, Report
from webapp.printing.dossier import Title

__all__ = ["stage_papers", "title_of"]


def title_of(report: Report, at: datetime) -> tuple[Title, ZoneInfo]:
    """Return the words above each page of a dossier, and the clock it is read by."""
    place = session.scalar(select(Municipality).where(Municipality.id == report.municipality_id))
    if place is None:
        raise NotThere
    zone = ZoneInfo(place.zone)
    made = f"Составлено {datetime_ru(at, zone)} ({zone_ru(zone, at)}) по запросу: {report.requested_by_name}."
    address = f"{settings().base_url}/reports/{report.number}"
    return Title(report.number, report.title, place.department, made, address), zone
