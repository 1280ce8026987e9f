"""What was said and done around a package, in a dossier: messages, history, journal, papers."""

from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from webapp.archives.queries.places import Folder
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.formatting import date_ru, datetime_ru, name_for
from webapp.models import JournalEntry, Message, Package, Report, Requisite
from webapp.printing.dossier import Fact, Happening, Paper
from workflows.vocabulary import Audience, ReportKind, ReportState

PAPERS, REPORTS = "Документы", "Отчёты"
OFFICIAL = (ReportKind.CONCLUSION, ReportKind.AGREEMENT)


def messages(package: Package) -> tuple[Happening, ...]:
    """Return what school and municipality wrote to each other; notes without the school are not for a dossier."""
    zone = ZoneInfo(package.municipality.zone)
    rows = session.scalars(
        select(Message)
        .where(Message.package_id == package.id, Message.audience == Audience.EVERYONE)
        .order_by(Message.id)
    )
    return tuple(
        Happening(
            datetime_ru(row.sent_at, zone),
            f"{name_for(row.author_name, row.acting_for)}, {row.author_role.label.lower()}",
            row.text,
        )
        for row in rows
    )


def events(package: Package) -> tuple[Happening, ...]:
    zone = ZoneInfo(package.municipality.zone)
    return tuple(
        Happening(
            datetime_ru(one.at, zone),
            name_for(one.actor_name, one.acting_for),
            one.title,
            one.text,
            f"Редакция {one.version_number}" if one.version_number else "",
        )
        for one in reversed(dossiers.history(package))
    )


def entries(package: Package) -> tuple[Happening, ...]:
    """Return the entries of the journal about the package: their number, what they say, the sum that binds them."""
    zone = ZoneInfo(package.municipality.zone)
    rows = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.object_kind == "package", JournalEntry.object_id == package.number)
        .order_by(JournalEntry.id)
    )
    return tuple(
        Happening(
            f"{row.at.astimezone(zone):%d.%m.%Y %H:%M:%S}",
            row.actor_name,
            row.action,
            "",
            f"Запись № {row.id}. Сумма: {row.digest}",
        )
        for row in rows
    )


def papers(package: Package, folder: Folder) -> tuple[Paper, ...]:
    """Return the conclusions and sheets of agreement the product made of this package, the first one first."""
    return _papers(
        (Report.package_id == package.id, Report.kind.in_(OFFICIAL)),
        ZoneInfo(package.municipality.zone),
        folder,
        PAPERS,
    )


def stage_papers(stage_id: int, zone: ZoneInfo, folder: Folder) -> tuple[Paper, ...]:
    """Return the reports on a stage, the first one first."""
    return _papers((Report.stage_id == stage_id, Report.kind == ReportKind.STAGE), zone, folder, REPORTS)


def _papers(
    which: tuple[ColumnElement[bool], ...], zone: ZoneInfo, folder: Folder, inside: str
) -> tuple[Paper, ...]:
    rows = session.scalars(
        select(Report)
        .where(*which, Report.state == ReportState.READY)
        .order_by(Report.id)
        .options(selectinload(Report.files))
    )
    return tuple(
        Paper(
            f"{report.title}, № {report.number}, {file.format.upper()}",
            f"{_when(report, zone)}. SHA-256: {file.sha256}",
            folder.place(("paper", file.id), (inside,), file.name, size=file.size, sha256=file.sha256),
        )
        for report in rows
        for file in report.files
    )


def _when(report: Report, zone: ZoneInfo) -> str:
    made = f"Составлен {datetime_ru(report.finished_at, zone)}" if report.finished_at else "Составлен"
    if report.accepted_at is None:
        return made
    return f"{made}, принят {datetime_ru(report.accepted_at, zone)}, {report.accepted_by_name}"


def requisites(package: Package) -> tuple[Fact, ...]:
    """Return the papers that accepted, agreed and approved a programme of development."""
    rows = session.scalars(select(Requisite).where(Requisite.package_id == package.id).order_by(Requisite.id))
    return tuple(
        Fact(
            row.act.label,
            f"{row.body}, № {row.number} от {date_ru(row.dated_on)}" + (f". {row.text}" if row.text else ""),
        )
        for row in rows
    )
