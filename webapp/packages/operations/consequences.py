"""What follows from each step, in the transaction of the step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import delete

from webapp.access.actor import Actor
from webapp.database import now, session, today_in
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.expertise import operations as expertise
from webapp.models import ExpertAssignment, Opening, Package, Remark, Version, VersionFile
from webapp.outbox import announce
from webapp.packages import queries as rows
from webapp.packages.operations import founding
from webapp.packages.operations.founding import Paper
from webapp.remarks import operations as remarks
from workflows.dictionaries.return_reasons import PERSONAL_DATA
from workflows.parts import Parts
from workflows.route import Refused
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Act, Event, FileDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the person answered to the question of a step; each step reads its own part."""

    text: str = ""
    declared: bool = False
    verdict: VerdictKind | None = None
    release: bool = False
    """Send the conclusion to the school in the same act, where the person may."""
    day: date | None = None
    link: str = ""
    parts: Parts | None = None
    """What a return opens; None when the whole package is open."""
    paper: Paper | None = None
    """The requisites of the founder's decision, or of the order that approves the programme."""
    until: date | None = None
    """By when the school is to have mended what the founder refused."""


def _submitted(found: Dossier, answer: Answer, actor: Actor) -> None:
    """Freeze what is sent: files, answers, slots; files returned by the curator are to be judged again."""
    package, previous = found.package, found.version
    _, closed = queries.window(package)
    if previous is not None:
        package.round += 1
    version = Version(
        package_id=package.id,
        number=(previous.number if previous else 0) + 1,
        round=package.round,
        slots=[_plain_slot(slot) for slot in found.slots],
        answers=dict(package.draft.answers if package.draft else {}),
        explanations=list(package.draft.excuses.values() if package.draft else ()),
        sent_by_id=actor.user_id,
        sent_by_name=actor.name,
        sent_by_role=actor.role,
        declared_no_personal_data=answer.declared,
        late=closed and (package.sent_at is None or found.permit is not None),
    )
    session.add(version)
    session.flush()
    earlier = {line.file.id for line in found.files if line.sent}
    for position, line in enumerate(found.draft_files(), start=1):
        change = (
            "same" if line.file.id in earlier else "changed" if line.file.replaces_id in earlier else "new"
        )
        session.add(
            VersionFile(
                package_id=package.id,
                version_id=version.id,
                file_id=line.file.id,
                position=position,
                change=change,
            )
        )
        if line.check is not None and line.check.decision is FileDecision.RETURNED:
            session.delete(line.check)
    package.current_version_id = version.id
    founding.accepted(found, version.id, actor)
    if found.permit is not None:
        package.late_reason, package.late_allowed_by = found.permit.reason, found.permit.allowed_by_name
        package.late_allowed_at = found.permit.allowed_at
    package.sent_at = package.sent_at or now()
    package.verdict = None


def _returned(found: Dossier, answer: Answer, actor: Actor) -> None:
    found.package.returns += 1
    _publish(found.package, found.remarks, actor)
    _open_parts(found, answer.parts, actor)


def _publish(package: Package, told: Sequence[Remark], actor: Actor) -> None:
    """Let the school see the remarks; where one says that a file holds personal data, the coordinator is asked."""
    asking = [one for one in told if one.published_at is None and one.reason == PERSONAL_DATA]
    remarks.publish(told)
    if any(one.published_at for one in asking):
        announce(Event.REMOVAL_ASKED, package_id=package.id, actor_id=actor.user_id)


def _open_parts(found: Dossier, parts: Parts | None, actor: Actor) -> None:
    """Keep what the return of this version opens, in place of what was prepared before."""
    package = found.package
    session.execute(delete(Opening).where(Opening.version_id == package.current_version_id))
    if parts is None:
        return
    session.add(
        Opening(
            package_id=package.id,
            version_id=package.current_version_id,
            slots=sorted(parts.slots | {line.file.slot for line in found.files if line.file.removed_at}),
            questions=sorted(parts.questions),
            opened_by_name=actor.name,
        )
    )


def _confirmed(found: Dossier, answer: Answer, actor: Actor) -> None:
    package = found.package
    package.confirmed_by_id, package.confirmed_by_name, package.confirmed_at = (
        actor.user_id,
        actor.name,
        now(),
    )
    package.confirmed_for_name = queries.acting_for(found.curators, actor)
    _publish(package, found.remarks, actor)
    package.joint = package.joint or rows.is_joint(package.stage_id, package.kind)
    _assign_default_expert(package)


def _assign_default_expert(package: Package) -> None:
    """Give the confirmed package to the expert its stage names, unless a conflict forbids it."""
    examiner = rows.default_examiner(package.stage_id, package.kind)
    if examiner is None:
        return
    if rows.kept_from(package, examiner.id) or rows.assignment(package.id, examiner.id) is not None:
        return
    session.add(
        ExpertAssignment(
            package_id=package.id,
            user_id=examiner.id,
            user_name=examiner.name,
            assigned_by_name="по настройке этапа",
        )
    )


def _begun(found: Dossier, _answer: Answer, actor: Actor) -> None:
    expertise.begin(found.package, found.kind, queries.frozen_slots(found.version), actor=actor)
    if not found.package.joint:
        found.package.examiner_id = actor.user_id


def _handed_in(found: Dossier, _answer: Answer, _actor: Actor) -> None:
    if found.expertise is not None:
        found.expertise.handed_in_at = now()


def _reconciling(found: Dossier, _answer: Answer, actor: Actor) -> None:
    expertise.reconcile(found.package, actor=actor)
    found.package.examiner_id = actor.user_id


def _concluded(found: Dossier, answer: Answer, actor: Actor) -> None:
    if found.expertise is None or answer.verdict is None:
        raise Refused(["Заполните экспертный лист."])
    expertise.conclude(
        found.package,
        found.kind,
        found.expertise,
        answer.verdict,
        answer.text,
        actor=actor,
        due_on=answer.day,
    )
    _open_parts(found, answer.parts if answer.verdict is VerdictKind.REWORK else None, actor)


def _reopened(found: Dossier, _answer: Answer, _actor: Actor) -> None:
    if found.expertise is not None:
        expertise.reopen(found.expertise)


def _released(found: Dossier, _answer: Answer, actor: Actor) -> None:
    package = found.package
    if found.expertise is None or found.expertise.verdict is None:
        raise Refused(["Заключение ещё не подготовлено."])
    kind = expertise.release(found.expertise.verdict, actor=actor)
    package.verdict = kind
    _publish(package, queries.remarks_of(package), actor)
    if kind is VerdictKind.REWORK:
        package.returns += 1


def _placed(found: Dossier, answer: Answer, _actor: Actor) -> None:
    if answer.day is not None and answer.day > today_in(found.package.municipality.zone):
        raise Refused(["Дата размещения ещё не наступила: укажите день не позже сегодняшнего."])
    found.package.placed_on, found.package.placed_link = answer.day, answer.link


def _agreed(found: Dossier, answer: Answer, actor: Actor) -> None:
    founding.decided(found, Act.AGREED, answer.paper or Paper(), answer.text, actor)


def _declined(found: Dossier, answer: Answer, actor: Actor) -> None:
    if answer.until is not None and answer.until < today_in(found.package.municipality.zone):
        raise Refused(["Срок доработки уже прошёл: укажите день не раньше сегодняшнего."])
    founding.decided(found, Act.DECLINED, answer.paper or Paper(), answer.text, actor)


def _approved(found: Dossier, answer: Answer, actor: Actor) -> None:
    founding.decided(found, Act.APPROVED, answer.paper or Paper(), "", actor)


def _plain_slot(slot: object) -> dict[str, object]:
    raw = asdict(slot)  # type: ignore[call-overload]
    return {**raw, "due_on": raw["due_on"].isoformat() if raw["due_on"] else None}


Consequence = Callable[[Dossier, Answer, Actor], None]
CONSEQUENCES: Mapping[str, Consequence] = MappingProxyType(
    {
        "submit": _submitted,
        "resubmit": _submitted,
        "return": _returned,
        "confirm": _confirmed,
        "begin": _begun,
        "join": _begun,
        "hand_in": _handed_in,
        "reconcile": _reconciling,
        "conclude": _concluded,
        "reopen": _reopened,
        "release": _released,
        "place": _placed,
        "agree": _agreed,
        "decline": _declined,
        "approve": _approved,
    }
)
