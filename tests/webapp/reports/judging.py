"""Packages with a released verdict, put into the database at once: the whole way is the journeys' business."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from tests import factories as make
from tests.world import World
from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, transaction
from webapp.filestore import storage
from webapp.models import (
    AntiRiskIndicator,
    AntiRiskMeasure,
    AntiRiskProgramme,
    Expertise,
    FileCheck,
    Mark,
    Package,
    Remark,
    School,
    SchoolRisk,
    SheetEdition,
    Stage,
    Verdict,
    Version,
    VersionFile,
)
from workflows.judgement import compose_sheet, judge, plan_parts
from workflows.kind import Kind, MeasureSubject, RiskSubject, Slot, Subject, expand
from workflows.kinds import KINDS, route_of
from workflows.scoring import MarkAnswer
from workflows.sheet import from_json
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import FileDecision, RemarkKind, RemarkOrigin, RemarkState, Role, State

STATES = {
    VerdictKind.CONFORMS: State.CONFORMS,
    VerdictKind.WITH_REMARKS: State.CONFORMS_WITH_REMARKS,
    VerdictKind.REWORK: State.EXPERTISE_RETURNED,
    VerdictKind.FAILS: State.FAILS,
}


@dataclass(frozen=True, slots=True)
class Case:
    """How a package was judged: marks that are not «Соответствует», remarks as (kind, criterion, text)."""

    verdict: VerdictKind | None = VerdictKind.CONFORMS
    low: dict[str, MarkValue] = field(default_factory=dict)
    remarks: Sequence[tuple[RemarkKind, str, str]] = ()
    days_late: int = 0


def judged(
    town: World, school: School, stage: Stage, case: Case = Case(), *, kind: str = "development"
) -> Package:
    """Return a package sent, confirmed and judged as the case says; without a verdict it is on expertise."""
    state = _state(kind, case.verdict) if case.verdict else State.EXPERTISE
    package = make.package(school, stage, kind=kind, state=state)
    with system_scope("test"), transaction():
        slots = expand(KINDS[kind], _subject(school, stage))
        version = _send(package, slots, town.school_1.head, case.days_late)
        package.confirmed_by_id, package.confirmed_by_name = town.curator.user_id, town.curator.name
        package.confirmed_at = now()
        package.examiner_id, package.verdict = town.expert.user_id, case.verdict
        expertise = _examine(package, version, KINDS[kind], slots, town.expert, case)
        _tell(package, version, town.expert, case)
        if case.verdict:
            _decide(package, version, expertise, KINDS[kind], town.expert, case)
    return package


def _state(kind: str, verdict: VerdictKind) -> State:
    """Where a judged package stands; a development programme has gone on to the founder and its order."""
    state = STATES[verdict]
    return state if state in route_of(kind).states else State.APPROVED


def change_verdict(number: str, verdict: VerdictKind) -> None:
    """Change what is decided about a package, as a new round would."""
    with system_scope("test"), transaction():
        package = session.scalar(select(Package).where(Package.number == number))
        assert package is not None
        package.verdict, package.state, package.updated_at = verdict, _state(package.kind, verdict), now()


def anti_risk(
    school: School,
    stage: Stage,
    risk: SchoolRisk,
    measures: int,
    indicators: Sequence[tuple[str, str, str]] = (),
) -> None:
    plan = AntiRiskProgramme(
        municipality_id=school.municipality_id,
        school_id=school.id,
        risk_id=risk.id,
        aim="Снизить риск",
        starts_on=date(2026, 1, 10),
        ends_on=date(2026, 12, 20),
    )
    make.save(plan)
    common = {"municipality_id": school.municipality_id, "school_id": school.id, "plan_id": plan.id}
    for n in range(1, measures + 1):
        make.save(AntiRiskMeasure(**common, number=n, title=f"Мероприятие {n}", monitoring_stage=1))
    for n, (base, planned, actual) in enumerate(indicators, 1):
        make.save(
            AntiRiskIndicator(
                **common, number=n, title=f"Показатель {n}", base=base, planned=planned, actual=actual
            )
        )


def _subject(school: School, stage: Stage) -> Subject:
    risks = session.scalars(
        select(SchoolRisk).where(
            SchoolRisk.school_id == school.id, SchoolRisk.programme_id == stage.programme_id
        )
    ).all()
    rows = session.execute(
        select(AntiRiskMeasure, SchoolRisk.risk_code)
        .join(AntiRiskProgramme, AntiRiskProgramme.id == AntiRiskMeasure.plan_id)
        .join(SchoolRisk, SchoolRisk.id == AntiRiskProgramme.risk_id)
        .where(SchoolRisk.school_id == school.id)
        .order_by(AntiRiskMeasure.id)
    )
    return Subject(
        tuple(RiskSubject(risk.risk_code, f"Риск {risk.risk_code}", True) for risk in risks),
        tuple(
            MeasureSubject(m.id, code, f"Риск {code}", m.number, m.title, "", "Справка", None)
            for m, code in rows
        ),
    )


def _send(package: Package, slots: Sequence[Slot], head: Actor, days_late: int) -> Version:
    version = Version(
        package_id=package.id,
        number=1,
        round=1,
        slots=[{**asdict(slot), "due_on": None} for slot in slots],
        answers={},
        sent_by_id=head.user_id,
        sent_by_name=head.name,
        sent_by_role=Role.HEAD,
        declared_no_personal_data=True,
        late=days_late > 0,
    )
    session.add(version)
    session.flush()
    package.current_version_id = version.id
    package.sent_at = now() + timedelta(days=days_late)
    for position, slot in enumerate((slot for slot in slots if slot.required), 1):
        data = f"{package.number} {slot.code}".encode()
        received = storage().receive(io.BytesIO(data), limit=10_000)
        storage().keep(received)
        file = make.file(package, slot.code, f"{slot.title[:60]}.pdf", actor=head)
        file.sha256, file.size = _stored(data), len(data)
        session.add(
            VersionFile(
                package_id=package.id, version_id=version.id, file_id=file.id, position=position, change="new"
            )
        )
        session.add(
            FileCheck(
                file_id=file.id,
                package_id=package.id,
                decision=FileDecision.CONFIRMED,
                checked_by_id=head.user_id,
                checked_by_name="Примеров Алексей Сергеевич",
            )
        )
    session.flush()
    return version


def _stored(data: bytes) -> str:
    from webapp.models import StoredFile

    sha256 = hashlib.sha256(data).hexdigest()
    session.merge(StoredFile(sha256=sha256, size=len(data), kind="pdf", media_type="application/pdf"))
    session.flush()
    return sha256


def _examine(
    package: Package, version: Version, kind: Kind, slots: Sequence[Slot], expert: Actor, case: Case
) -> Expertise:
    plans = plan_parts(kind, [slot for slot in slots if slot.required])
    codes = {kind.sheet, *(plan.sheet for plan in plans)}
    editions = session.scalars(
        select(SheetEdition)
        .where(SheetEdition.municipality_id == package.municipality_id, SheetEdition.sheet_code.in_(codes))
        .order_by(SheetEdition.sheet_code)
    ).all()
    sheet = compose_sheet(kind, plans, {one.sheet_code: from_json(one.content) for one in editions})
    expertise = Expertise(
        package_id=package.id, version_id=version.id, round=1, examiner_id=expert.user_id, examiner_name=expert.name,
        examiner_role=expert.role, examiner_post="методист",
        editions=[
            {"sheet": one.sheet_code, "number": one.number, "title": one.title, "approved_by": one.approved_by,
             "from": one.effective_from.isoformat()}
            for one in editions
        ],
        sheet=sheet,
    )  # fmt: skip
    session.add(expertise)
    session.flush()
    for criterion in sheet.criteria:
        value = case.low.get(criterion.code, MarkValue.TWO)
        session.add(
            Mark(
                package_id=package.id,
                expertise_id=expertise.id,
                criterion=criterion.code,
                subject="",
                value=value,
                comment="" if value is MarkValue.TWO else f"Недостаточно: {criterion.code}",
                place="",
            )
        )
    session.flush()
    return expertise


def _tell(package: Package, version: Version, expert: Actor, case: Case) -> None:
    for number, (kind, criterion, text) in enumerate(case.remarks, 1):
        session.add(
            Remark(
                package_id=package.id,
                number=number,
                origin=RemarkOrigin.EXPERTISE,
                kind=kind,
                state=RemarkState.OPEN,
                text=text,
                criterion=criterion,
                round=1,
                version_id=version.id,
                author_id=expert.user_id,
                author_name=expert.name,
                author_role=expert.role,
                published_at=now(),
                due_on=date(2026, 12, 15),
            )
        )


def _decide(
    package: Package, version: Version, expertise: Expertise, kind: Kind, expert: Actor, case: Case
) -> None:
    assert case.verdict is not None
    marks = session.scalars(select(Mark).where(Mark.expertise_id == expertise.id)).all()
    score = judge(
        kind,
        expertise.sheet,
        [MarkAnswer(m.criterion, m.value, m.comment) for m in marks if m.value],
    ).score
    session.add(
        Verdict(
            package_id=package.id,
            version_id=version.id,
            expertise_id=expertise.id,
            round=1,
            kind=case.verdict,
            rationale="Документ рассмотрен.\nЦели измеримы.",
            points=Decimal(score.points),
            maximum=Decimal(score.maximum),
            percent=score.percent,
            zone=score.zone,
            decided_by_id=expert.user_id,
            decided_by_name=expert.name,
            released_at=now(),
            released_by_name="Образцова Мария Петровна",
        )
    )
