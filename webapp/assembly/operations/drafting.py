"""A draft of a package: begun, its questions answered, its findings explained. Everything typed is kept at once."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.assembly import queries
from webapp.assembly.operations.files import assembling
from webapp.database import now, session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Package, PackageDraft
from webapp.numbering import next_number
from webapp.packages import operations as packages
from workflows.dates import deadline_instant
from workflows.kinds import KINDS

ANSWER_LIMIT = 5000
START_ATTEMPTS = 3


def start(stage_slug: str, kind: str, *, actor: Actor) -> str:
    """Return the number of the school's package for a stage and kind, begun now or found as begun before.

    The number counts per municipality, and the unique constraint is its last defence (BZ-08)."""
    for _ in range(START_ATTEMPTS):
        try:
            return _start(stage_slug, kind, actor)
        except IntegrityError:
            continue
    raise Stale("Этот пакет только что создал ваш коллега. Откройте его в списке пакетов.")


def save_answers(number: str, answers: Mapping[str, str], *, actor: Actor, seen: int) -> PackageDraft:
    """Keep answers to the questions of the kind; unknown codes are ignored. Raises Stale for an old page."""
    with transaction():
        package = assembling(number)
        draft = _draft(package)
        known = queries.open_questions(KINDS[package.kind], dossiers.parts_of(package))
        changed = {code: text.strip()[:ANSWER_LIMIT] for code, text in answers.items() if code in known}
        merged = {**draft.answers, **changed}
        if merged == draft.answers:
            return draft
        if draft.seen != seen:
            raise Stale(
                "Сведения тем временем изменил другой человек или другое окно. Обновите страницу: ваш текст "
                "остался в полях ниже."
            )
        draft.answers, draft.saved_at = merged, now()
        journal.record("package.answers_saved", kind="package", object_id=number, fields=sorted(changed))
        session.flush()
        return draft


def excuse(number: str, finding: str, reason: str, *, actor: Actor) -> None:
    """Keep the reason why a finding of the check is right as it is («Так и надо, потому что…»).

    It is frozen with the version, beside the words of the finding, for those who check. Raises Invalid."""
    about = {one.code: one.text for one in queries.cautions(dossiers.dossier(number, actor))}
    with transaction():
        draft = _draft(assembling(number))
        if not reason.strip():
            raise Invalid("Напишите, почему это не ошибка.", "reason")
        if finding not in about:
            raise Invalid("Этого замечания проверки уже нет: обновите страницу.")
        told = {"about": about[finding], "reason": reason.strip()[:ANSWER_LIMIT]}
        draft.excuses = {**draft.excuses, finding: told}
        journal.record("package.finding_excused", kind="package", object_id=number, finding=finding)


def _start(stage_slug: str, kind: str, actor: Actor) -> str:
    with transaction():
        due = queries.due_for(actor, stage_slug, kind)
        if actor.school_id is None:
            raise NotThere
        begun = queries.existing(actor.school_id, due.stage_id, kind)
        if begun is not None:
            return begun
        place, year = queries.municipality_of(actor.school_id), due.stage.programme.year
        number = f"{place.code}-{year}-{next_number(place.id, f'package-{year}')}"
        package = packages.start(
            school_id=actor.school_id,
            programme_id=due.stage.programme_id,
            stage_id=due.stage_id,
            municipality_id=place.id,
            kind=kind,
            number=number,
            actor=actor,
            due_at=deadline_instant(due.stage.closes_on, ZoneInfo(place.zone)),
        )
        session.add(PackageDraft(package_id=package.id, answers={}, excuses={}))
        return number


def _draft(package: Package) -> PackageDraft:
    draft = session.scalar(
        select(PackageDraft)
        .where(PackageDraft.package_id == package.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if draft is None:
        raise NotThere
    return draft
