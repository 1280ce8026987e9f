"""The notice of a decision that waits before it reaches the school."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from webapp.access.actor import Actor
from webapp.formatting import fio_short, time_ru
from webapp.models import HeldStep, Package
from webapp.packages.operations import HELD, may_cancel
from webapp.packages.pages.parts import Fact, zone_of
from webapp.packages.queries import OnItsWay

POLL_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Held:
    """What goes to the school and when; the addresses are empty for those who only watch."""

    title: str
    text: str
    poll_url: str
    cancel_url: str
    send_url: str


def on_their_way(rows: Iterable[OnItsWay], actor: Actor) -> tuple[Fact, ...]:
    """Return the conclusions that go to their schools soon, with the way to take each back."""
    zone = zone_of(actor)
    return tuple(
        Fact(
            f"{row.school}, № {row.number}",
            f"в {time_ru(row.due_at, zone)}, отправляет {fio_short(row.sent_by)}",
            url_for("packages.show", number=row.number),
        )
        for row in rows
    )


def held(package: Package, row: HeldStep | None, actor: Actor) -> Held | None:
    """Return the notice for this person; None when nothing waits that they may know of."""
    if package.held_until is None or row is None:
        return None
    moment, number = time_ru(package.held_until, zone_of(actor)), package.number
    return Held(
        f"{HELD[row.action]}: отправка школе в {moment}",
        f"Отправляет {fio_short(row.user_name)}. До этого времени школа ничего не видит, а пакет не меняется.",
        url_for("held_sending.held", number=number),
        url_for("packages.cancel_sending", number=number) if may_cancel(row, actor) else "",
        url_for("packages.send_now", number=number) if row.user_id == actor.user_id else "",
    )
