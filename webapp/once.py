"""Every form acts once: a repeated send is answered with the first result (BZ-04)."""

import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass

from flask import Flask, Response, g, request
from sqlalchemy import Integer, String, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from webapp.access.actor import system_scope
from webapp.database import kept, opening_hooks, session, table_of, transaction
from webapp.models import FormToken

RESULT_POLLS = 20
RESULT_PAUSE = 0.05


@dataclass(slots=True)
class Ticket:
    """The one-time token of the form being answered."""

    user_id: int
    token: str
    location: str = ""
    spent: bool = False


class AlreadyActed(Exception):
    """This form has acted before; `location` is where its first result is shown ('' if not known yet)."""

    def __init__(self, location: str) -> None:
        self.location = location
        super().__init__(location)


_ticket: ContextVar[Ticket | None] = ContextVar("ticket", default=None)


def new_token() -> str:
    return secrets.token_urlsafe(24)


def present(user_id: int, token: str) -> None:
    """Take the token of the form being sent; raises AlreadyActed when it was spent before."""
    _ticket.set(None)
    if not token:
        return
    location = _result(user_id, token)
    if location is not None:
        raise AlreadyActed(location)
    _ticket.set(Ticket(user_id, token[:64]))


def leads_to(location: str) -> str:
    """Say before the act where its result will be shown: it is then kept in the commit of the act itself."""
    ticket = _ticket.get()
    if ticket is not None:
        ticket.location = location
    return location


def spend() -> None:
    """Spend the presented token as the first act of the transaction that opens; the first one of a request takes it.

    A second sender of the same form waits here until the first has finished, and then shows the first's result."""
    ticket = _ticket.get()
    if ticket is None or ticket.spent:
        return
    ticket.spent = True
    _insert(ticket)


def settle(location: str) -> None:
    """Remember where the result is shown, once the answer is known."""
    ticket = _ticket.get()
    if ticket is None or not ticket.spent or ticket.location == location:
        return
    with system_scope("form token"), transaction():
        session.execute(
            update(FormToken)
            .where(FormToken.user_id == ticket.user_id, FormToken.token == ticket.token)
            .values(location=location[:500])
        )


def clear() -> None:
    _ticket.set(None)


def install(app: Flask) -> None:
    """Take the token of every form a signed-in person sends. Call it after the guard was installed."""
    if spend not in opening_hooks:
        opening_hooks.append(spend)

    @app.before_request
    def _take() -> None:
        clear()
        visitor = g.get("visitor")
        if request.method == "POST" and visitor is not None:
            present(visitor.actor.user_id, request.form.get("form_token", ""))

    @app.after_request
    def _keep(response: Response) -> Response:
        location = response.headers.get("HX-Redirect") or response.headers.get("Location", "")
        if location:
            settle(location)
        clear()
        return response


def first_result(error: AlreadyActed, user_id: int, token: str, fallback: str) -> str:
    """Return where the first result of this form is shown, waiting a moment while it is being written."""
    location = error.location
    for _ in range(RESULT_POLLS):
        if location:
            break
        time.sleep(RESULT_PAUSE)
        session.rollback()
        location = _result(user_id, token) or ""
    return location or fallback


def _insert(ticket: Ticket) -> None:
    with system_scope("form token"):
        try:
            session.execute(
                _SPEND,
                {"user_id": ticket.user_id, "token": ticket.token, "location": ticket.location[:500]},
            )
        except IntegrityError as error:
            session.rollback()
            raise AlreadyActed(_result(ticket.user_id, ticket.token) or "") from error


def _result(user_id: int, token: str) -> str | None:
    with system_scope("form token"):
        return session.scalar(_RESULT, {"user": user_id, "token": token[:64]})


_SPEND = insert(table_of(FormToken))
_RESULT = kept(
    select(FormToken.location).where(
        FormToken.user_id == bindparam("user", type_=Integer()),
        FormToken.token == bindparam("token", type_=String()),
    )
)
