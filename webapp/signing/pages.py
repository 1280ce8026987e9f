"""What the pages of signing show."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.formatting import date_ru, datetime_ru, fio_short
from webapp.models import SignatureAgreement
from webapp.signatures import SignatureLine, signature_lines
from webapp.signing.queries import Signing
from workflows.signing import SignState
from workflows.vocabulary import Role


@dataclass(frozen=True, slots=True)
class SignPage:
    """The page on which a report is signed."""

    number: str
    title: str
    pdf_url: str
    sha256: str
    included: int
    obstacles: tuple[str, ...]
    basis: str
    """The agreement that a simple signature rests on, '' while there is none."""
    signatures: tuple[SignatureLine, ...]
    fresh_url: str
    """Where the password is given before a file is attached, '' when it was given lately."""
    may_sign: bool
    may_decline: bool
    closes: bool
    """Whether it closes a stage."""


def sign_page(found: Signing, actor: Actor, *, fresh: bool) -> SignPage:
    """Return the page; `fresh` when the password was given within the time that signing asks for (SE-09)."""
    own, report = found.own(actor), found.report
    return SignPage(
        number=report.number,
        title=report.title,
        pdf_url=url_for("reports.download", report=report.number, kind="pdf"),
        sha256=found.paper.sha256,
        included=found.included,
        obstacles=found.obstacles,
        basis=agreement_words(found.agreement) if found.agreement else "",
        signatures=signature_lines(found.signatures, report.number, ZoneInfo(actor.zone)),
        fresh_url=""
        if fresh
        else url_for("accounts.fresh", next=url_for("signing.show", report=report.number)),
        may_sign=own is None or own.state is SignState.DECLINED,
        may_decline=own is None and actor.role is Role.CHIEF,
        closes=report.stage_id is not None,
    )


def agreement_words(row: SignatureAgreement) -> str:
    return f"{row.title}, № {row.number} от {date_ru(row.dated)}"


def agreement_lines(rows: tuple[SignatureAgreement, ...], actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return each agreement with who recorded it and when."""
    zone = ZoneInfo(actor.zone)
    return tuple(
        (agreement_words(row), f"{fio_short(row.recorded_by_name)}, {datetime_ru(row.recorded_at, zone)}")
        for row in rows
    )
