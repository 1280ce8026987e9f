"""A sample for every argument of every address, so that a new route is tried by every role without another line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from werkzeug.routing import Rule

from tests.webapp.access.estate import ACT, Estate
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session
from webapp.models import (
    DiaryAgreement,
    DiaryEntry,
    DiaryFile,
    JournalEntry,
    LoginSession,
    Measure,
    MeasureCondition,
    Membership,
    Progress,
    ProgressEvidence,
    Recommendation,
    Report,
    Roadmap,
    RoadmapImport,
    RoadmapParty,
    RoadmapSection,
    SignOff,
    Survey,
    User,
)
from workflows.vocabulary import ReportKind, State


@dataclass(frozen=True, slots=True)
class Sample:
    """A value for an address and the row it stands for; None for a word that names no row."""

    value: object
    row: Any = None


Take = Callable[[Estate, State], Sample]

ARGUMENTS: Mapping[str, Take] = {
    # what every feature means by the word
    "number": lambda e, s: Sample(e.dossiers[s].package.number, e.dossiers[s].package),
    "file": lambda e, s: Sample(e.dossiers[s].sent_file.number, e.dossiers[s].sent_file),
    "version": lambda e, s: Sample(e.dossiers[s].version.number, e.dossiers[s].version),
    "remark": lambda e, s: Sample(e.dossiers[s].published.number, e.dossiers[s].published),
    "pin": lambda e, s: Sample(1),
    "page": lambda _e, _s: Sample(1),
    "slug": lambda e, _: Sample(e.people.school.slug, e.people.school),
    "school": lambda e, _: Sample(e.people.school.slug, e.people.school),
    "risk": lambda e, _: Sample(e.risk.risk_code, e.risk),
    "code": lambda e, _: Sample(e.programme.code, e.programme),
    "calendar.day": lambda _e, _s: Sample("2026-06-01"),
    "user_id": lambda e, _: Sample(e.curator.user_id, _row(User, e.curator.user_id)),
    "membership_id": lambda e, _: Sample(e.curator.membership_id, _row(Membership, e.curator.membership_id)),
    "session_id": lambda e, _: Sample(_session_of(e.curator).id, _session_of(e.curator)),
    "notification_id": lambda e, _: Sample(e.notification.id, e.notification),
    "delivery_id": lambda e, _: Sample(1),
    "mail_id": lambda e, _: Sample(1),
    "key": lambda e, s: Sample(e.dossiers[s].upload.key, e.dossiers[s].upload),
    "offset": lambda _e, _s: Sample(0),
    "token": lambda e, _: Sample("no-such-token"),
    "topic": lambda e, _: Sample("packages"),
    "name": lambda e, _: Sample("no-such-letter"),
    "slot": lambda e, _: Sample("other"),
    "criterion": lambda e, s: Sample("А.1"),
    "template": lambda e, _: Sample("risks_not_named"),
    "measure": lambda e, _: Sample(f"measure-{e.measure.id}", e.measure),
    "action": lambda e, s: Sample(ACTION_IN[s]),
    "report": lambda e, _: Sample(e.report.number, e.report),
    "kind": lambda e, _: Sample("pdf"),
    "signature": lambda e, _: _planned(e, SignOff, "id"),
    "agreement": lambda e, _: _planned(e, DiaryAgreement, "id"),
    "stage_closing.slug": lambda e, _: Sample(e.stage.slug, e.stage),
    "journals.number": lambda e, _: _journal_entry(e),
    "recommendations.number": lambda e, _: _planned(e, Recommendation, "number"),
    "what": lambda _e, _s: Sample("measures"),
    "report_rows.report": lambda e, _: _on_roadmap(e),
    "recommendations.move": lambda _e, _s: Sample("accept"),
    "surveys.number": lambda e, _: _planned(e, Survey, "number"),
    "diary.file": lambda e, _: _planned(e, DiaryFile, "id"),
    "diary.number": lambda e, _: _planned(e, DiaryEntry, "number"),
    "ref": lambda e, _: _planned(e, Measure, "ref"),
    "fact": lambda e, _: _planned(e, Progress, "id"),
    "evidence": lambda e, _: _planned(e, ProgressEvidence, "id"),
    "condition": lambda e, _: _planned(e, MeasureCondition, "id"),
    "part": lambda e, _: _planned(e, RoadmapSection, "id"),
    "party": lambda e, _: _planned(e, RoadmapParty, "id"),
    # what one feature means by it
    "roadmap.what": lambda _e, _s: Sample("transfer"),
    "roadmap.number": lambda e, _: _planned(e, Roadmap, "number"),
    "roadmap_approval.number": lambda e, _: _planned(e, Roadmap, "number"),
    "roadmap_imports.number": lambda e, _: _planned(e, RoadmapImport, "number"),
    "roadmap_approval.kind": lambda _e, _s: Sample("docx"),
    "roadmap_imports.place": lambda _e, _s: Sample(0),
    "verification.code": lambda e, _: Sample(e.report.code),
    "programmes.slug": lambda e, _: Sample(e.stage.slug, e.stage),
    "municipalities.code": lambda e, _: Sample(e.place.code, e.place),
    "experts.conflict": lambda e, _: Sample(e.conflict.id, e.conflict),
    "curators.number": lambda e, _: Sample(e.curatorship.id, e.curatorship),
    "substitutions.number": lambda e, _: Sample(e.leave.id, e.leave),
    "sheets.sheet": lambda e, _: Sample(e.edition.sheet_code, e.edition),
    "sheets.edition": lambda e, _: Sample(e.edition.number, e.edition),
}

STATE_FOR: Mapping[str, State] = {
    "assembly": State.CURATOR_RETURNED,
    "uploads": State.CURATOR_RETURNED,
    "remarks": State.CURATOR_REVIEW,
    "expertise": State.EXPERTISE,
    "expertise.sheet": State.CONFORMS_WITH_REMARKS,
    "evidence": State.CURATOR_RETURNED,
    "packages.check": State.CURATOR_REVIEW,
    "packages.check_file": State.CURATOR_REVIEW,
    "packages.step": State.CURATOR_REVIEW,
    "packages.take_step": State.CURATOR_REVIEW,
    "packages.extra_round": State.CURATOR_RETURNED,
    "packages.experts": State.CURATOR_REVIEW,
}
"""In which state a package is shown to a feature or an endpoint; released otherwise, for everybody reads that."""

ACTION_IN: Mapping[State, str] = {
    State.CURATOR_REVIEW: "confirm",
    State.EXPERTISE: "conclude",
    State.CONFORMS_WITH_REMARKS: "include",
    State.CURATOR_RETURNED: "resubmit",
    State.DRAFT: "submit",
}


def samples_for(rule: Rule, estate: Estate) -> dict[str, Sample]:
    """Return a sample for each argument of the rule; KeyError says which one is to be added here."""
    feature = rule.endpoint.partition(".")[0]
    state = STATE_FOR.get(rule.endpoint, STATE_FOR.get(feature, State.CONFORMS_WITH_REMARKS))
    found = {}
    for name in rule.arguments:
        take = ARGUMENTS.get(f"{feature}.{name}", ARGUMENTS.get(name))
        if take is None:
            raise KeyError(
                f"tests/architecture/samples.py: add a sample for «{name}» of {rule.endpoint} ({rule.rule})"
            )
        found[name] = take(estate, state)
    return found


def sees(actor: Actor, samples: Mapping[str, Sample]) -> bool:
    """Tell whether every row the address names exists for the actor."""
    with acting_as(actor):
        return all(_exists(sample.row) for sample in samples.values() if sample.row is not None)


def _exists(row: Any) -> bool:
    keys = inspect(type(row)).primary_key
    same = (getattr(type(row), key.key) == getattr(row, key.key) for key in keys)
    return session.scalar(select(getattr(type(row), keys[0].key)).where(*same)) is not None


def _row(model: Any, row_id: int) -> Any:
    with system_scope("sample"):
        return session.scalar(select(model).where(model.id == row_id))


def _planned(estate: Estate, model: Any, name: str) -> Sample:
    """The one row of a model in the roadmap of the estate."""
    with system_scope("sample"):
        row = session.scalars(select(model).where(model.municipality_id == estate.place.id).limit(1)).one()
    return Sample(getattr(row, name), row)


def _on_roadmap(estate: Estate) -> Sample:
    """The report on a roadmap: it has frozen data."""
    with system_scope("sample"):
        row = session.scalars(
            select(Report).where(Report.municipality_id == estate.place.id, Report.kind == ReportKind.ROADMAP)
        ).one()
    return Sample(row.number, row)


def _journal_entry(estate: Estate) -> Sample:
    """The act of the estate itself: later ones hold what a browser has sent."""
    with system_scope("sample"):
        row = session.scalars(
            select(JournalEntry)
            .where(JournalEntry.municipality_id == estate.place.id, JournalEntry.action == ACT)
            .limit(1)
        ).one()
    return Sample(row.id, row)


def _session_of(actor: Actor) -> LoginSession:
    with system_scope("sample"):
        found = session.scalar(select(LoginSession).where(LoginSession.user_id == actor.user_id).limit(1))
    if found is None:
        raise LookupError(f"{actor.name} has not signed in")
    return found
