"""Curators on leave: one whose school a colleague looks after now, one who has just come back; case (д)."""

from datetime import timedelta

from sqlalchemy import select

from demo import people
from demo.stage_hands import Chapter, Hands
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.models import Package, School
from webapp.packages import operations as packages
from webapp.substitutions import operations as substitutions
from webapp.substitutions.operations import Plan
from webapp.substitutions.queries import Period
from workflows.vocabulary import FileDecision

_BACK = people.Substitution(
    "curator3@example.org", "curator2@example.org", "kedrovskaya", "208-од", starts_in=-9, ends_in=-2
)
"""The summary of these days waits for the one who has come back."""


def _leave(hands: Hands, one: people.Substitution) -> None:
    since, until = one.period(hands.today)
    coordinator, places = hands.places.actor("coordinator"), hands.places
    plan = Plan(
        absent_id=places.actors[one.curator].user_id,
        period=Period(since, until),
        substitutes={places.schools[one.school].id: places.actors[one.substitute].user_id},
        order_number=one.order_number,
        order_date=since - timedelta(days=4),
    )
    with hands.at(coordinator, one.starts_in - 2, 9, 40):
        substitutions.assign(plan, actor=coordinator)


def _on_leave(hands: Hands) -> None:
    """The substitute goes on with the open package: one file is confirmed, a question is asked."""
    one = people.SUBSTITUTION
    _leave(hands, one)
    substitute = hands.places.actors[one.substitute]
    with hands.at(substitute, -1, 13):
        number = session.scalars(
            select(Package.number)
            .join(School, School.id == Package.school_id)
            .where(School.slug == one.school, Package.kind == "development")
        ).one()
        file = dossiers.dossier(number, substitute).sent_files()[0].file
        packages.check_file(number, file.number, FileDecision.CONFIRMED, None, actor=substitute)
    words = "Куратор в отпуске, пакет проверяю я. Подтвердите, что приложен протокол второго раунда."
    hands.say(number, substitute, words, days=-1)


def _came_back(hands: Hands) -> None:
    _leave(hands, _BACK)


CHAPTERS: tuple[Chapter, ...] = (_on_leave, _came_back)
