"""The criteria a remark of a package may name."""

from webapp.access.actor import Actor
from webapp.database import today_in
from webapp.dossier.queries import Dossier
from webapp.expertise import queries as expertise
from workflows.sheet import BrokenSheet, Sheet


def sheet_of(found: Dossier, actor: Actor) -> Sheet | None:
    """Return the sheet the package is judged by, or would be if its expertise began today; None without one."""
    if found.sheet is not None:
        return found.sheet
    try:
        return expertise.in_force(found.package, found.kind, found.slots, today=today_in(actor.zone)).sheet
    except (BrokenSheet, KeyError):
        return None
