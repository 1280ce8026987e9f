"""Accepting a stage report: its packages are included in it, once, and only while it says what is so (BZ-07)."""

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, transaction
from webapp.errors import NotThere, Stale
from webapp.models import Report
from webapp.packages import operations as packages
from webapp.reports import queries
from workflows.listing import listed
from workflows.vocabulary import ReportKind, ReportState

ACCEPTED = frozenset({ReportKind.STAGE, ReportKind.ROADMAP})
"""Kinds a coordinator answers for; the region sees them once they are accepted."""


def accept(number: str, *, actor: Actor) -> int:
    """Accept a ready report and, of a stage, include its decided packages in it; returns how many were included.

    Raises NotThere; Stale when it is accepted already, when a newer one exists, or when packages have changed since
    it was frozen, naming them. All in one transaction: a package that cannot be included stops the whole."""
    with transaction():
        report = queries.get(number, lock=True)
        if report.kind not in ACCEPTED or report.state is not ReportState.READY:
            raise NotThere
        refuse_outdated(report)
        included = dict(queries.to_include(report)) if report.kind is ReportKind.STAGE else {}
        packages.take_step_together(included, "include", actor=actor)
        report.accepted_at, report.accepted_by_name = now(), actor.name
        journal.record(
            "report.accepted", kind="report", object_id=report.number, municipality_id=report.municipality_id,
            data=report.content_sha256, packages=len(included),
        )  # fmt: skip
        return len(included)


def refuse_outdated(report: Report) -> None:
    """Raise Stale with what stands against accepting the report, if anything does."""
    if report.revoked_at is not None:
        raise Stale("Этот отчёт отозван. Сформируйте новый и примите его.")
    if report.accepted_at is not None:
        raise Stale("Этот отчёт уже принят.")
    if report.stage_id and (newer := queries.newer(report)):
        raise Stale(f"По этому этапу есть более новый отчёт, № {newer}. Примите его.")
    changed = [change.number for change in queries.changes(report)]
    if not changed:
        return
    raise Stale(
        f"С момента формирования отчёта изменились пакеты № {listed(changed)}. "
        "Сформируйте отчёт заново и примите новый."
    )
