"""What the coordinator lets a school do beyond the rules, each with a reason that stays visible."""

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.dossier import queries
from webapp.errors import Invalid
from webapp.models import LatePermit, Stage
from webapp.outbox import announce
from webapp.packages import queries as rows
from webapp.packages.operations.events import tell
from workflows.vocabulary import Event


def allow_late(stage_slug: str, school_slug: str, kind: str, reason: str, *, actor: Actor) -> None:
    """Let a school send one package after its stage closed; the reason stays visible. Raises NotThere, Invalid.

    The coordinator gives it to a school and a kind: the draft itself is the school's own business."""
    with transaction():
        stage, school = rows.stage_and_school(stage_slug, school_slug)
        session.scalar(select(Stage.id).where(Stage.id == stage.id).with_for_update(key_share=True))
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
        package = queries.get(number, lock=True)
        if not reason.strip():
            raise Invalid("Укажите причину: она останется в истории пакета.", "reason")
        package.extra_rounds += 1
        tell(package, "allow_round", "Разрешён дополнительный возврат", actor, text=reason.strip())
        journal.record("package.round_allowed", kind="package", object_id=number, reason=reason.strip())
