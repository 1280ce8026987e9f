"""What the system could not do after five attempts, and another try."""

from zoneinfo import ZoneInfo

from flask import Response, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import tables
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission
from webapp.delivery import DELIVERIES, MAILS, Work
from webapp.errors import Stale
from webapp.health import operations, queries
from webapp.rendering import render, see_other

Answer = Response | WerkzeugResponse
KEEP = Permission.KEEP_SYSTEM
GONE = "Этого сбоя в списке уже нет: повторную попытку назначил другой человек. Откройте список заново."

section = Section("failures", __name__, url_prefix="/admin/failures")


@section.get("", access=KEEP)
def register() -> Answer:
    found = queries.failures()
    return render(
        "health/failures.html",
        failures=found,
        shown=queries.FAILED_SHOWN,
        columns=tables.columns("Что не выполнено", "Когда", "Попыток", "Причина", "Действие"),
        zone=ZoneInfo(current_actor().zone),
    )


@section.post("/deliveries/<int:delivery_id>/retry", access=KEEP)
def retry_delivery(delivery_id: int) -> Answer:
    return _retry(DELIVERIES, delivery_id)


@section.post("/letters/<int:mail_id>/retry", access=KEEP)
def retry_letter(mail_id: int) -> Answer:
    return _retry(MAILS, mail_id)


def _retry(work: Work, number: int) -> Answer:
    if not operations.retry(work, number):
        raise Stale(GONE)
    return see_other(url_for(".register"))
