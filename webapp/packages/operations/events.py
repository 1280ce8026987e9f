"""A line of the history of a package."""

from webapp.access.actor import Actor
from webapp.database import session
from webapp.dossier.queries import in_place_of
from webapp.models import Package, PackageEvent
from workflows.vocabulary import Audience, State


def tell(
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
    """Add the line to the history, in the open transaction of the act it tells."""
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
            acting_for=in_place_of(package.school_id, actor),
            actor_role=actor.role,
        )
    )
