"""«Расписка о приёме пакета» of the version on the table, as values to be printed."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.calendars.queries import calendars
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.errors import NotThere
from webapp.formatting import date_ru
from webapp.models import Package, Version, VersionFile
from webapp.printing.contents import PackageReceipt, Person
from webapp.reports.queries.conclusion_contents import file_lines
from webapp.reports.queries.official import moment, organisation, provenance, signed_name
from workflows.kinds import KINDS
from workflows.working_days import add_working_days


def receipt(number: str) -> PackageReceipt:
    """Return the receipt of the version a school has sent last, sealed; raises NotThere before it has sent any.

    The data are as of the sending, so that the same version always gives the same paper."""
    package = dossiers.get(number)
    version = sent_version(package)
    place = package.municipality
    return PackageReceipt(
        organisation=organisation(place),
        package_number=package.number,
        school=package.school.name,
        programme=package.programme.title,
        stage=package.stage.title,
        kind_title=KINDS[package.kind].title if package.kind in KINDS else package.kind,
        version=version.number,
        received=moment(version.sent_at, place),
        sender=Person(version.sent_by_role.label, signed_name(version.sent_by_name)),
        files=file_lines(version, ZoneInfo(place.zone)),
        next_steps=_next_steps(package, version),
        provenance=provenance(version.sent_at, place, f"/packages/{package.number}"),
        late_reason=package.late_reason if version.late else "",
    ).sealed()


def sent_version(package: Package) -> Version:
    """Return the version on the table with its files; raises NotThere."""
    version = session.scalar(
        select(Version)
        .where(Version.id == package.current_version_id)
        .options(selectinload(Version.files).joinedload(VersionFile.file))
    )
    if version is None:
        raise NotThere
    return version


def _next_steps(package: Package, version: Version) -> tuple[str, ...]:
    sent_on = version.sent_at.astimezone(ZoneInfo(package.municipality.zone)).date()
    until = add_working_days(sent_on, package.municipality.curator_days, calendars())
    return (
        f"Куратор проверит пакет до {date_ru(until)} Если потребуется доработка, школа получит замечания со сроками.",
        "После подтверждения куратором пакет поступит на содержательную экспертизу.",
        "О каждом решении школа получит уведомление в системе.",
    )
