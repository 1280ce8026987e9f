"""What is done to a package. `take_step` is the one function that changes its state."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.errors import Invalid, NotThere, Stale
from webapp.expertise import operations as expertise
from webapp.formatting import datetime_ru
from webapp.models import (
    ExpertAssignment,
    FileCheck,
    FileViewed,
    LatePermit,
    Message,
    MessageDraft,
    Package,
    PackageEvent,
    User,
    Version,
    VersionFile,
)
from webapp.outbox import announce
from webapp.packages import queries as rows
from webapp.remarks import operations as remarks
from workflows.dates import deadline_instant
from workflows.kinds import route_of
from workflows.route import Refused, Step
from workflows.verdicts import VerdictKind
from workflows.vocabulary import SCHOOL_ROLES, Audience, Event, FileDecision, RemarkKind, Role, State, Turn
from workflows.working_days import add_working_days

MESSAGE_LIMIT = 5000


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


def take_step(number: str, action: str, answer: Answer, *, actor: Actor, seen: int) -> Package:
    """Move a package along its route and return it as it is then.

    Locks the row; raises NotThere, Stale when the page knew an older package, Refused with every unmet
    condition. In one commit: the state and whose turn it is, with its term; the consequence of the action
    (a frozen version, published remarks, the curator's confirmation, an expertise, a verdict, its release, a
    mark of placement); a line of history; a line of the journal; one outbox row for each event."""
    with transaction():
        found = queries.dossier(number, actor, lock=True)
        _refuse_stale(found.package, seen)
        step = _choose(found, action, answer, actor)
        _apply(found, step, answer, actor)
        if step.action == "conclude" and answer.release and actor.role is Role.COORDINATOR:
            session.flush()
            found = queries.dossier(number, actor)
            _apply(found, _choose(found, "release", answer, actor), answer, actor)
        return found.package


def start(
    *,
    school_id: int,
    programme_id: int,
    stage_id: int,
    municipality_id: int,
    kind: str,
    number: str,
    actor: Actor,
    due_at: datetime,
) -> Package:
    """Return a new empty package of a school, in the open transaction of its caller."""
    initial = route_of(kind).initial
    package = Package(
        number=number,
        municipality_id=municipality_id,
        school_id=school_id,
        programme_id=programme_id,
        stage_id=stage_id,
        kind=kind,
        state=initial,
        turn=route_of(kind).turn[initial],
        due_at=due_at,
    )
    session.add(package)
    session.flush()
    _tell(package, "start", "Пакет создан", actor, to_state=initial)
    journal.record("package.started", kind="package", object_id=number, municipality_id=municipality_id)
    return package


def check_file(
    number: str, file_number: int, decision: FileDecision, remark: "remarks.Draft | None", *, actor: Actor
) -> None:
    """Record the curator's decision on a file of the current version (К10); a returned one needs its remark.

    Raises NotThere, Invalid outside the curator's turn."""
    with transaction():
        found = queries.dossier(number, actor, lock=True)
        _require_turn(found.package, State.CURATOR_REVIEW)
        line = next((line for line in found.sent_files() if line.file.number == file_number), None)
        if line is None:
            raise NotThere
        if found.own_school:
            raise Invalid("Это пакет вашей школы: решение по нему принимает другой человек.")
        if decision is FileDecision.RETURNED:
            if remark is None:
                raise Invalid("Напишите замечание: школа должна понять, что исправить.", "text")
            remarks.add(found.package, replace(remark, file_id=line.file.id), actor=actor)
        check = line.check or FileCheck(file_id=line.file.id, package_id=found.package.id)
        check.decision, check.checked_at = decision, now()
        check.checked_by_id, check.checked_by_name = actor.user_id, actor.name
        session.add(check)
        _remember_viewed(found.package.id, line.file.id, actor)
        journal.record(
            "file.checked",
            kind="package",
            object_id=number,
            file=line.file.name,
            sha256=line.file.sha256,
            decision=decision.value,
        )


def mark_viewed(number: str, file_number: int, *, viewed: bool, actor: Actor) -> None:
    """Remember or forget that this person has looked at a file."""
    with transaction():
        package = queries.get(number)
        file = queries.file_of(package, file_number)
        own = (FileViewed.user_id == actor.user_id, FileViewed.file_id == file.id)
        mark = session.scalar(select(FileViewed).where(*own))
        if mark is not None and not viewed:
            session.delete(mark)
        if viewed:
            _remember_viewed(package.id, file.id, actor)


def post_message(number: str, text: str, audience: Audience, *, actor: Actor) -> Message:
    """Add a message to the discussion and forget its draft. A school's message is always for everyone."""
    with transaction():
        package = queries.get(number)
        if not text.strip():
            raise Invalid("Напишите текст сообщения.", "text")
        if len(text) > MESSAGE_LIMIT:
            raise Invalid(f"Сократите сообщение до {MESSAGE_LIMIT} знаков или приложите файл.", "text")
        heard = Audience.EVERYONE if actor.role in SCHOOL_ROLES else audience
        message = Message(
            package_id=package.id,
            audience=heard,
            text=text.strip(),
            author_id=actor.user_id,
            author_name=actor.name,
            author_role=actor.role,
        )
        session.add(message)
        draft = session.scalar(
            select(MessageDraft).where(
                MessageDraft.user_id == actor.user_id, MessageDraft.package_id == package.id
            )
        )
        if draft is not None:
            session.delete(draft)
        session.flush()
        journal.record(
            "message.posted", kind="package", object_id=number, message=message.id, audience=heard.value
        )
        announce(Event.MESSAGE_POSTED, package_id=package.id, message_id=message.id, actor_id=actor.user_id)
        return message


def save_message_draft(number: str, text: str, *, actor: Actor) -> datetime:
    """Keep what is being typed, for its author alone; returns when it was kept."""
    with transaction():
        package = queries.get(number)
        saved = now()
        draft = session.scalar(
            select(MessageDraft).where(
                MessageDraft.user_id == actor.user_id, MessageDraft.package_id == package.id
            )
        ) or MessageDraft(user_id=actor.user_id, package_id=package.id)
        draft.text, draft.saved_at = text[:MESSAGE_LIMIT], saved
        session.add(draft)
        return saved


def allow_late(stage_slug: str, school_slug: str, kind: str, reason: str, *, actor: Actor) -> None:
    """Let a school send one package after its stage closed; the reason stays visible. Raises NotThere, Invalid.

    The coordinator gives it to a school and a kind: the draft itself is the school's own business."""
    with transaction():
        stage, school = rows.stage_and_school(stage_slug, school_slug)
        if not reason.strip():
            raise Invalid("Укажите причину: она останется в карточке пакета и в отчёте этапа.", "text")
        if rows.has_permit(stage.id, school.id, kind):
            raise Invalid("Этой школе приём уже разрешён.", "school")
        permit = LatePermit(
            municipality_id=stage.municipality_id,
            stage_id=stage.id,
            school_id=school.id,
            kind=kind,
            reason=reason.strip(),
            allowed_by_name=actor.name,
        )
        session.add(permit)
        journal.record(
            "package.late_allowed",
            kind="stage",
            object_id=stage_slug,
            school=school_slug,
            package=kind,
            reason=reason.strip(),
        )
        session.flush()
        announce(Event.LATE_ALLOWED, permit_id=permit.id, actor_id=actor.user_id)


def allow_round(number: str, reason: str, *, actor: Actor) -> None:
    """Allow one round of rework over the limit, with a reason that stays visible."""
    with transaction():
        package = _locked(number)
        if not reason.strip():
            raise Invalid("Укажите причину: она останется в истории пакета.", "reason")
        package.extra_rounds += 1
        _tell(package, "allow_round", "Разрешён дополнительный возврат", actor, text=reason.strip())
        journal.record("package.round_allowed", kind="package", object_id=number, reason=reason.strip())


def assign_expert(number: str, user_id: int, *, actor: Actor) -> None:
    """Assign an expert to a package. Refuses the one who confirmed it and people of its school (conflict)."""
    with transaction():
        package = _locked(number)
        person = session.scalar(select(User).where(User.id == user_id))
        if person is None:
            raise NotThere
        if package.confirmed_by_id == user_id:
            raise Invalid(
                "Этот человек подтвердил пакет как куратор и не может проводить его экспертизу.", "expert"
            )
        if queries.works_at(user_id, package.school_id):
            raise Invalid("Этот человек работает в школе, чей пакет рассматривается.", "expert")
        already = rows.is_assigned(package.id, user_id)
        if already:
            return
        session.add(
            ExpertAssignment(
                package_id=package.id, user_id=user_id, user_name=person.name, assigned_by_name=actor.name
            )
        )
        _tell(package, "assign", f"Назначен эксперт: {person.name}", actor, audience=Audience.INTERNAL)
        journal.record("expert.assigned", kind="package", object_id=number, expert=user_id)
        announce(Event.EXPERT_ASSIGNED, package_id=package.id, user_id=user_id, actor_id=actor.user_id)


def _remember_viewed(package_id: int, file_id: int, actor: Actor) -> None:
    seen = select(FileViewed.viewed_at).where(
        FileViewed.user_id == actor.user_id, FileViewed.file_id == file_id
    )
    if session.scalar(seen) is None:
        session.add(FileViewed(user_id=actor.user_id, file_id=file_id, package_id=package_id))


def _choose(found: Dossier, action: str, answer: Answer, actor: Actor) -> Step:
    facts = queries.facts_of(found, actor, verdict=answer.verdict, declared=answer.declared)
    roles = queries.roles_on(actor, found.package)
    return route_of(found.package.kind).choose(action, found.package.state, roles, facts)


def _apply(found: Dossier, step: Step, answer: Answer, actor: Actor) -> None:
    package, before = found.package, found.package.state
    package.state = step.to_state
    package.turn = route_of(package.kind).turn[step.to_state]
    package.updated_at = package.waiting_since = now()
    consequence = CONSEQUENCES.get(step.action)
    if consequence is not None:
        consequence(found, answer, actor)
    package.due_at = _due(found, step.to_state)
    version = session.scalar(select(Version.number).where(Version.id == package.current_version_id))
    _tell(
        package,
        step.action,
        step.emits[0].label if step.emits else step.label,
        actor,
        text=answer.text,
        from_state=before,
        to_state=step.to_state,
        version=version,
        audience=_audience(step),
    )
    journal.record(
        f"package.{step.action}",
        kind="package",
        object_id=package.number,
        municipality_id=package.municipality_id,
        before=before.value,
        after=step.to_state.value,
        version=version,
        seen=package.seen,
    )
    for event in step.emits:
        announce(event, package_id=package.id, actor_id=actor.user_id)


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
        sent_by_id=actor.user_id,
        sent_by_name=actor.name,
        sent_by_role=actor.role,
        declared_no_personal_data=answer.declared,
        late=closed and package.sent_at is None,
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
    if found.permit is not None:
        package.late_reason, package.late_allowed_by = found.permit.reason, found.permit.allowed_by_name
        package.late_allowed_at = found.permit.allowed_at
    package.sent_at = package.sent_at or now()
    package.verdict = None


def _returned(found: Dossier, _answer: Answer, _actor: Actor) -> None:
    found.package.returns += 1
    remarks.publish(found.remarks)


def _confirmed(found: Dossier, answer: Answer, actor: Actor) -> None:
    package = found.package
    package.confirmed_by_id, package.confirmed_by_name, package.confirmed_at = (
        actor.user_id,
        actor.name,
        now(),
    )
    own = next((one for one in found.curators if one.user_id == actor.user_id), None)
    if own is not None and own.substitutes_id is not None:
        main = next((one for one in found.curators if one.id == own.substitutes_id), None)
        package.confirmed_for_name = main.user.name if main else ""
    remarks.publish(found.remarks)
    _assign_default_expert(package)


def _assign_default_expert(package: Package) -> None:
    """Give the confirmed package to the expert its stage names, unless a conflict forbids it."""
    examiner = rows.default_examiner(package.stage_id, package.kind)
    if examiner is None or examiner.id == package.confirmed_by_id:
        return
    if queries.works_at(examiner.id, package.school_id) or rows.is_assigned(package.id, examiner.id):
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


def _reopened(found: Dossier, _answer: Answer, _actor: Actor) -> None:
    if found.expertise is not None:
        expertise.reopen(found.expertise)


def _released(found: Dossier, _answer: Answer, actor: Actor) -> None:
    package = found.package
    if found.expertise is None or found.expertise.verdict is None:
        raise Refused(["Заключение ещё не подготовлено."])
    kind = expertise.release(found.expertise.verdict, actor=actor)
    package.verdict = kind
    remarks.publish(queries.remarks_of(package))
    if kind is VerdictKind.REWORK:
        package.returns += 1


def _placed(found: Dossier, answer: Answer, _actor: Actor) -> None:
    found.package.placed_on, found.package.placed_link = answer.day, answer.link


Consequence = Callable[[Dossier, Answer, Actor], None]
CONSEQUENCES: Mapping[str, Consequence] = MappingProxyType(
    {
        "submit": _submitted,
        "resubmit": _submitted,
        "return": _returned,
        "confirm": _confirmed,
        "begin": _begun,
        "conclude": _concluded,
        "reopen": _reopened,
        "release": _released,
        "place": _placed,
    }
)
INTERNAL_STEPS = frozenset({"begin", "conclude", "reopen"})


def _due(found: Dossier, state: State) -> datetime | None:
    """Return when the one whose turn it is must have moved, at the end of a municipal day."""
    package = found.package
    zone = ZoneInfo(package.municipality.zone)
    today = now().astimezone(zone).date()
    turn = route_of(package.kind).turn[state]
    if turn is Turn.NOBODY:
        return None
    if turn is Turn.CURATOR:
        return deadline_instant(add_working_days(today, package.municipality.curator_days), zone)
    if turn in {Turn.EXPERT, Turn.COORDINATOR}:
        return deadline_instant(max(package.stage.examine_until, today), zone)
    if state is State.DRAFT:
        return deadline_instant(package.stage.closes_on, zone)
    dated = [
        remark.due_on
        for remark in queries.remarks_of(package)
        if remark.due_on and remark.state in queries.WAITING and remark.kind is not RemarkKind.RECOMMENDATION
    ]
    day = max(dated) if dated else add_working_days(today, package.municipality.curator_days)
    return deadline_instant(day, zone)


def _refuse_stale(package: Package, seen: int) -> None:
    if package.seen == seen:
        return
    last = next(iter(queries.history(package)), None)
    when = datetime_ru(package.updated_at, ZoneInfo(package.municipality.zone))
    who = f"{last.title}, {last.actor_name}" if last else package.state.label
    raise Stale(f"Пока вы работали, пакет изменился: {who}, {when}. Проверьте и повторите.")


def _require_turn(package: Package, state: State) -> None:
    if package.state is not state:
        raise Invalid(
            f"Сейчас пакет в состоянии «{package.state.label}»: это действие недоступно. Обновите страницу."
        )


def _locked(number: str) -> Package:
    return queries.get(number, lock=True)


def _tell(
    package: Package,
    action: str,
    title: str,
    actor: Actor,
    *,
    text: str = "",
    audience: Audience = Audience.EVERYONE,
    from_state: State | None = None,
    to_state: State | None = None,
    version: int | None = None,
) -> None:
    session.add(
        PackageEvent(
            package_id=package.id,
            action=action,
            title=title,
            text=text,
            audience=audience,
            from_state=from_state,
            to_state=to_state,
            version_number=version,
            actor_id=actor.user_id,
            actor_name=actor.name,
            actor_role=actor.role,
        )
    )


def _audience(step: Step) -> Audience:
    return Audience.INTERNAL if step.action in INTERNAL_STEPS else Audience.EVERYONE


def _plain_slot(slot: object) -> dict[str, object]:
    raw = asdict(slot)  # type: ignore[call-overload]
    return {**raw, "due_on": raw["due_on"].isoformat() if raw["due_on"] else None}
