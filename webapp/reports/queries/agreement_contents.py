"""«Лист согласования» of a development programme, as values to be printed (К23)."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.database import session
from webapp.errors import NotThere
from webapp.formatting import date_ru
from webapp.models import Report, Requisite, Verdict
from webapp.printing.contents import AgreementSheet, Person, Requisites, Stamp
from webapp.reports.queries.conclusion_contents import file_lines, package_of, version_of
from webapp.reports.queries.official import moment, organisation, provenance, signed_name
from workflows.dates import from_iso
from workflows.vocabulary import Act, ReportKind

SENTENCES: Mapping[Act, str] = {
    Act.AGREED: "Программа развития согласована с учредителем",
    Act.DECLINED: "В согласовании программы развития отказано",
}


def agreement_contents(report: Report, requisite_id: int, at: datetime) -> AgreementSheet:
    """Return the sheet as of `at`, sealed: the papers up to the one that asked for it. Call it inside a snapshot."""
    rows = _up_to(requisite_id)
    decision = next((row for row in rows if row.act in SENTENCES), None)
    if decision is None:
        raise NotThere
    package, version = package_of(decision.package_id), version_of(decision.version_id)
    place = package.municipality
    signatory = Person(decision.entered_by_post or place.chief_post, signed_name(decision.entered_by_name))
    return AgreementSheet(
        requisites=Requisites(
            organisation=organisation(place),
            document_kind="Лист согласования",
            number=report.number,
            issued_on=at.astimezone(ZoneInfo(place.zone)).date(),
            place=place.place,
            heading=f"программы развития, {package.school.name}",
            signatories=(signatory,),
            long_kept=True,
        ),
        package_number=package.number,
        school=package.school.name,
        programme=package.programme.title,
        stage=package.stage.title,
        period=_period(version.answers),
        version=version.number,
        sent_at=moment(version.sent_at, place),
        verdict=package.verdict.label if package.verdict else "",
        conclusion=_conclusion(version.id),
        stamps=tuple(Stamp(row.act.label, row.body, row.number, row.dated_on) for row in rows),
        files=file_lines(version, ZoneInfo(place.zone)),
        decision=f"{SENTENCES[decision.act]}: {decision.body}, № {decision.number} от {date_ru(decision.dated_on)}",
        text=tuple(line for line in decision.text.splitlines() if line.strip()),
        provenance=provenance(at, place, f"/packages/{package.number}", report.code),
    ).sealed()


def _up_to(requisite_id: int) -> list[Requisite]:
    last = session.scalar(select(Requisite).where(Requisite.id == requisite_id))
    if last is None:
        raise NotThere
    return list(
        session.scalars(
            select(Requisite)
            .where(Requisite.version_id == last.version_id, Requisite.id <= last.id)
            .order_by(Requisite.id)
        )
    )


def _period(answers: Mapping[str, str]) -> str:
    days = [from_iso(answers.get(name, "")) for name in ("period_start", "period_end")]
    return " – ".join(date_ru(day) for day in days if day) if all(days) else ""


def _conclusion(version_id: int) -> str:
    """Return the number of the conclusion on this version, '' while it is being made."""
    key = (
        select(Verdict.id).where(Verdict.version_id == version_id, Verdict.released_at.is_not(None)).limit(1)
    )
    verdict_id = session.scalar(key)
    number = session.scalar(
        select(Report.number).where(
            Report.kind == ReportKind.CONCLUSION, Report.request_key == f"conclusion:{verdict_id}"
        )
    )
    return f"№ {number}" if number else ""
