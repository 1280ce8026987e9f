"""Remarks on a package for tests of the ledger, written by the operations themselves."""

from dataclasses import replace

from tests.webapp.packages import walk as on
from webapp.access.actor import Actor, acting_as
from webapp.models import Remark
from webapp.remarks import operations


def write(walk: on.Walk, words: str, *, actor: Actor | None = None, **changes: object) -> Remark:
    """Write a remark in the turn of its author, the curator of the school when nobody else is named."""
    draft = replace(on.remark(walk.town.today, words), **changes)  # type: ignore[arg-type]
    with acting_as(actor or walk.town.curator) as author:
        return operations.write(walk.number, draft, actor=author)
