"""Which rows exist for whom: one criterion per model, added to every ORM statement by the session."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, event, true
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql import visitors

from webapp import models as m
from webapp.access import criteria as c
from webapp.access import judging
from webapp.access import planning as plans
from webapp.access.actor import Actor, SystemScope, acting
from webapp.database import Base, is_kept
from workflows.vocabulary import Role

Criterion = Callable[[c.Eyes], ColumnElement[bool]]


class UnscopedQuery(RuntimeError):
    """A read with nobody acting, or past the ORM. Forgetting raises, it never leaks."""


VISIBLE: Mapping[type[Base], Criterion] = MappingProxyType(
    {
        m.Municipality: c.municipality,
        m.School: c.school(m.School, "id"),
        m.NumberSequence: c.own_municipality(m.NumberSequence),
        m.User: c.user,
        m.Membership: c.membership,
        m.Substitution: c.substitution,
        m.Curatorship: c.curatorship,
        m.LoginSession: lambda eyes: m.LoginSession.user_id == eyes.user_id,
        m.AccessLink: c.nobody,
        m.SignInAttempt: c.nobody,
        m.FormToken: lambda eyes: m.FormToken.user_id == eyes.user_id,
        m.Programme: c.own_municipality(m.Programme),
        m.Participation: c.school(m.Participation, "school_id"),
        m.FormerParticipation: c.school(m.FormerParticipation, "school_id"),
        m.Stage: c.own_municipality(m.Stage),
        m.StageDue: c.own_municipality(m.StageDue),
        m.LatePermit: c.school(m.LatePermit, "school_id"),
        m.SchoolRisk: c.school(m.SchoolRisk, "school_id"),
        m.AntiRiskProgramme: c.school(m.AntiRiskProgramme, "school_id"),
        m.AntiRiskTask: c.school(m.AntiRiskTask, "school_id"),
        m.AntiRiskIndicator: c.school(m.AntiRiskIndicator, "school_id"),
        m.AntiRiskMeasure: c.school(m.AntiRiskMeasure, "school_id"),
        m.Package: c.package,
        m.PackageDraft: c.in_package(m.PackageDraft, roles=c.SCHOOL),
        m.HeldStep: c.in_package(m.HeldStep, roles=c.REVIEWERS),
        m.PackageFile: c.package_file,
        m.FileUpload: lambda eyes: m.FileUpload.user_id == eyes.user_id,
        m.StoredFile: c.nobody,
        m.Reading: c.nobody,
        m.LeafText: c.nobody,
        m.FileExamination: c.nobody,
        m.PagePicture: c.nobody,
        m.TextComparison: c.nobody,
        m.TextSketch: c.nobody,
        m.TextMark: c.nobody,
        m.CommonMark: c.nobody,
        m.SchoolWords: c.nobody,
        m.PackageWords: c.nobody,
        m.FileWords: c.nobody,
        m.RemarkWords: c.nobody,
        m.TextWords: c.nobody,
        m.Version: c.in_package(m.Version),
        m.VersionFile: c.in_package(m.VersionFile),
        m.Opening: c.opening,
        m.FileCheck: c.file_check,
        m.EvidenceLink: c.evidence_link,
        m.FileViewed: lambda eyes: m.FileViewed.user_id == eyes.user_id,
        m.PackageEvent: c.for_audience(m.PackageEvent),
        m.Message: c.for_audience(m.Message),
        m.MessageDraft: lambda eyes: m.MessageDraft.user_id == eyes.user_id,
        m.ExpertAssignment: judging.expert_assignment,
        m.ConflictOfInterest: judging.conflict_of_interest,
        m.SheetEdition: c.own_municipality(m.SheetEdition),
        m.SheetDraft: c.held_by(m.SheetDraft, frozenset({Role.COORDINATOR})),
        m.Expertise: judging.expertise,
        m.Mark: judging.mark,
        m.Verdict: judging.verdict,
        m.Remark: judging.remark,
        m.RemarkChange: judging.remark_change,
        m.Pin: judging.pin,
        m.RemarkTemplate: c.held_by(m.RemarkTemplate, judging.WRITE_REMARKS),
        m.AnswerDraft: lambda eyes: m.AnswerDraft.user_id == eyes.user_id,
        m.Requisite: c.in_package(m.Requisite),
        m.Roadmap: plans.roadmap,
        m.RoadmapEdition: plans.in_roadmap(m.RoadmapEdition),
        m.RoadmapSection: plans.in_roadmap(m.RoadmapSection),
        m.RoadmapParty: plans.in_roadmap(m.RoadmapParty),
        m.YearClosing: plans.in_roadmap(m.YearClosing),
        m.Measure: plans.measure,
        m.MeasureParty: plans.of_measure(m.MeasureParty),
        m.MeasureTerm: plans.of_measure(m.MeasureTerm),
        m.MeasureCondition: plans.of_measure(m.MeasureCondition),
        m.MeasureEvent: plans.of_measure_and_school(m.MeasureEvent),
        m.Progress: plans.of_measure_and_school(m.Progress),
        m.ProgressEvidence: plans.evidence,
        m.RoadmapImport: plans.roadmap_import,
        m.CalendarFeed: lambda eyes: m.CalendarFeed.user_id == eyes.user_id,
        m.DiaryEntry: c.diary_entry,
        m.DiaryAgreement: c.in_diary_entry(m.DiaryAgreement),
        m.DiaryAddition: c.in_diary_entry(m.DiaryAddition),
        m.DiaryFile: c.in_diary_entry(m.DiaryFile),
        m.Recommendation: c.recommendation,
        m.Survey: c.own_municipality(m.Survey),
        m.SurveyMark: c.survey_mark,
        m.Report: c.report,
        m.ReportFile: c.report_file,
        m.SignOff: c.sign_off,
        m.SignatureAgreement: c.own_municipality(m.SignatureAgreement),
        m.StageReopening: c.own_municipality(m.StageReopening),
        m.StageCheck: c.held_by(m.StageCheck, c.READS_ALL),
        m.StageConclusion: c.held_by(m.StageConclusion, c.READS_ALL),
        m.Acquaintance: c.acquaintance,
        m.Postponement: lambda eyes: m.Postponement.user_id == eyes.user_id,
        m.Reminder: c.in_package(m.Reminder),
        m.SchoolReminder: c.school(m.SchoolReminder, "school_id"),
        m.Notification: lambda eyes: m.Notification.user_id == eyes.user_id,
        m.Mail: c.nobody,
        m.OutboxMessage: c.nobody,
        m.Delivery: c.nobody,
        m.Heartbeat: c.nobody,
        m.JournalEntry: c.journal_entry,
        m.JournalHead: c.nobody,
    }
)
UNSCOPED: frozenset[type[Base]] = frozenset({m.CalendarDay})
"""Models every actor may read whole. Name one here only with its reason: the working days of the country are public."""

_BY_TABLE = {model.__tablename__: model for model in (*VISIBLE, *UNSCOPED)}


def install() -> None:
    """Put every ORM statement of every session under the scope of whoever acts."""
    if not event.contains(Session, "do_orm_execute", _restrict):
        event.listen(Session, "do_orm_execute", _restrict)


def visible(model: type[Base], actor: Actor) -> ColumnElement[bool]:
    """Return the criterion of one model for one actor, the same the session applies."""
    return _criterion(model, c.Eyes.of(actor))


def _restrict(state: ORMExecuteState) -> None:
    who, loading = acting(), state.is_column_load or state.is_relationship_load
    if isinstance(who, SystemScope):
        if loading:
            state.statement = _unbound(state.statement)
        return
    if who is None:
        raise UnscopedQuery(f"nobody acts: {_short(state.statement)}")
    if not (state.is_orm_statement or loading):
        raise UnscopedQuery(f"past the ORM: {_short(state.statement)}")
    if state.is_insert:
        return
    narrow = _narrowed_once if is_kept(state.statement) else _narrowed
    state.statement = narrow(state.statement, who.role, who.municipality_id is None, loading)


def _unbound(statement: Any) -> Any:
    """Return a later load of a row without the criteria of the person who first read it: they stand for nobody now."""
    free = statement._generate()
    free._with_options = tuple(
        option for option in statement._with_options if not isinstance(option, LoaderCriteriaOption)
    )
    return free


def _narrowed(statement: Any, role: Role, placeless: bool, loading: bool) -> Any:
    """Return a statement with the criteria of all it names, for everyone of a role."""
    options = [
        _option(model, role, placeless) for model in _named(statement, loading) if model not in UNSCOPED
    ]
    return statement.options(*options)


_narrowed_once = lru_cache(maxsize=4096)(_narrowed)
"""The same for statements that live as long as the process."""


def _named(statement: Any, loading: bool) -> Iterable[type[Base]]:
    """Return the models a statement names, in its clauses and in its eager-loading options.

    Raises UnscopedQuery for a bare column of a table in a statement people wrote: no criterion would reach it."""
    tables = set()
    for part in visitors.iterate(statement):
        if part.__visit_name__ == "table":
            tables.add(getattr(part, "name", None))
        elif part.__visit_name__ == "column" and not loading and _is_bare(part):
            raise UnscopedQuery(f"past the ORM, {part}: {_short(statement)}")
    for option in getattr(statement, "_with_options", ()):
        for context in getattr(option, "context", ()):
            tables.update(
                entity.local_table.name for entity in context.path if hasattr(entity, "local_table")
            )
            tables.update(
                prop.mapper.local_table.name
                for prop in context.path
                if hasattr(prop, "mapper") and hasattr(prop, "key")
            )
    return [model for name, model in _BY_TABLE.items() if name in tables]


def _is_bare(column: Any) -> bool:
    """Tell whether a column was taken from a table itself, not from a model.

    Keys are spared: an ORM update or delete first asks for the keys of its rows, under the same criteria."""
    if column._annotations or getattr(column, "primary_key", False):
        return False
    return getattr(getattr(column, "table", None), "name", None) in _BY_TABLE


@cache
def _option(model: type[Base], role: Role, placeless: bool) -> Any:
    return _OfEachName(model, _criterion(model, c.Eyes.alike(role, placeless)), include_aliases=True)


class _OfEachName(LoaderCriteriaOption):
    """A criterion about the very name a statement gives its model: SQLAlchemy leaves that of a join onto an alias
    about the table itself, so that the joined rows would not be narrowed."""

    _traverse_internals = LoaderCriteriaOption._traverse_internals

    def _resolve_where_criteria(self, ext_info: Any) -> Any:
        criterion = super()._resolve_where_criteria(ext_info)
        return ext_info._adapter.traverse(criterion) if ext_info.is_aliased_class else criterion


def _criterion(model: type[Base], eyes: c.Eyes) -> ColumnElement[bool]:
    if model in UNSCOPED:
        return true()
    return VISIBLE[model](eyes)


def _short(statement: object) -> str:
    return str(statement)[:200]
