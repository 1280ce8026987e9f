"""Who is to examine a package."""

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.dossier import queries
from webapp.errors import Invalid, NotThere
from webapp.models import ExpertAssignment
from webapp.outbox import announce
from webapp.packages import queries as rows
from webapp.packages.operations.events import tell
from workflows.vocabulary import Audience, Event


def assign_expert(number: str, user_id: int, *, actor: Actor) -> None:
    """Assign an expert to a package. Raises NotThere for one who does not examine here, Invalid on a conflict:
    for the one who confirmed the package and for people of its school."""
    with transaction():
        package = queries.get(number, lock=True)
        person = next((one for one in rows.experts() if one.id == user_id), None)
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
        tell(package, "assign", f"Назначен эксперт: {person.name}", actor, audience=Audience.INTERNAL)
        journal.record("expert.assigned", kind="package", object_id=number, expert=user_id)
        announce(Event.EXPERT_ASSIGNED, package_id=package.id, user_id=user_id, actor_id=actor.user_id)
