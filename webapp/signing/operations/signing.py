"""Signing a report inside the system, and declining to."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.errors import Invalid, Stale
from webapp.formatting import date_ru
from webapp.models import SignatureAgreement, SignOff
from webapp.outbox import announce
from webapp.reports import operations as reports
from webapp.signing import queries
from webapp.signing.queries import Signing
from workflows.signing import SignState, Way
from workflows.vocabulary import Event, ReportKind, Role

REASON_LIMIT = 2000
NO_AGREEMENT = (
    "Простая подпись пока недоступна: не указаны реквизиты соглашения об электронной подписи. "
    "Их вносит координатор на странице «Соглашение о подписи»."
)


def sign(number: str, sha256: str, *, actor: Actor, address: str = "") -> int:
    """Sign the report by a simple signature and return the id of the signature.

    `sha256` is that of the paper the person was shown: Stale when it is another one now. A report of a stage that was
    not accepted is accepted by it; from then on nothing below the stage changes. A second press finds the first
    signature. Raises NotThere, Invalid without an agreement, Stale with what stands against signing."""

    def complete(row: SignOff) -> None:
        agreement = queries.agreement(row.municipality_id)
        if agreement is None:
            raise Invalid(NO_AGREEMENT)
        row.way, row.basis = Way.SIMPLE, basis_of(agreement)

    return put_signature(number, sha256, complete, actor=actor, address=address)


def put_signature(
    number: str, sha256: str, complete: Callable[[SignOff], None], *, actor: Actor, address: str
) -> int:
    """Write a signature of any way, `complete` fills in what is its own; as `sign` in everything else."""
    with transaction():
        queries.hold(number)
        found = queries.signing(number, lock=True)
        if (own := found.own(actor)) is not None and own.state is SignState.STANDING:
            return own.id
        _require(found, sha256)
        if found.report.accepted_at is None:
            reports.accept(number, actor=actor)
        row = _put(found, actor, SignState.STANDING, complete, address=address)
        assert row.way is not None
        journal.record(
            "report.signed", kind="report", object_id=number, municipality_id=row.municipality_id,
            way=row.way.value, sha256=row.sha256, data=row.data_sha256, attached=row.attachment_sha256 or "",
        )  # fmt: skip
        announce(Event.REPORT_SIGNED, report_id=found.report.id, actor_id=actor.user_id)
        return row.id


def decline(number: str, reason: str, *, actor: Actor) -> None:
    """Write that the head of the department does not sign, and why. Raises NotThere, Invalid, Stale."""
    words = reason.strip()
    if actor.role is not Role.CHIEF:
        raise Invalid("Отказать в подписании может руководитель управления.")
    if not words:
        raise Invalid(
            "Напишите, почему отчёт не подписан: координатор исправит и сформирует новый.", "reason"
        )
    if len(words) > REASON_LIMIT:
        raise Invalid(f"Сократите причину до {REASON_LIMIT} знаков.", "reason")
    with transaction():
        found = queries.signing(number, lock=True)
        if found.own(actor) is not None:
            raise Stale("Вы уже подписали этот отчёт или отказали в подписании.")

        def complete(row: SignOff) -> None:
            row.reason = words

        row = _put(found, actor, SignState.DECLINED, complete)
        journal.record(
            "report.declined",
            kind="report",
            object_id=number,
            municipality_id=row.municipality_id,
            reason=words,
        )
        announce(Event.REPORT_DECLINED, report_id=found.report.id, actor_id=actor.user_id)


def basis_of(agreement: SignatureAgreement) -> str:
    """Return the requisites in a line: «Соглашение …, № 5 от 1 сентября 2026 г.»."""
    return f"{agreement.title}, № {agreement.number} от {date_ru(agreement.dated)}"[:300]


def _require(found: Signing, sha256: str) -> None:
    if found.obstacles:
        raise Stale(" ".join(found.obstacles))
    if found.paper.sha256 != sha256:
        raise Stale(
            "Пока страница была открыта, файл отчёта стал другим. Откройте отчёт заново и проверьте его."
        )


def _put(
    found: Signing, actor: Actor, state: SignState, complete: Callable[[SignOff], None], *, address: str = ""
) -> SignOff:
    report = found.report
    row = SignOff(
        municipality_id=report.municipality_id,
        report_id=report.id,
        stage_id=report.stage_id if report.kind is ReportKind.STAGE else None,
        state=state,
        sha256=found.paper.sha256,
        data_sha256=report.content_sha256,
        signer_id=actor.user_id,
        signer_name=actor.name,
        signer_post=queries.post_of(actor.user_id),
        signer_role=actor.role,
        address=address,
        certificate={},
        differences={},
    )
    complete(row)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Stale("Вы уже подписали этот отчёт или отказали в подписании.") from None
    return row
