"""`flask seed-demo`: fills an empty demonstration, or finishes one that was interrupted."""

from datetime import date, timedelta

import click
from flask import Flask
from sqlalchemy import select, update

from demo import places, schools, story
from webapp import journal
from webapp.access.actor import system_scope
from webapp.commands.wrong_input import WrongInput
from webapp.database import Base, now, session, today_in, transaction
from webapp.filestore import settings
from webapp.models import JournalEntry, OutboxMessage

DONE = "demo.seeded"
NEWS_DAYS = 5


def install(app: Flask) -> None:
    @app.cli.command("seed-demo", help="Наполнить установку вымышленными школами, людьми и пакетами.")
    def _seed() -> None:
        if not settings().demo:
            raise WrongInput(
                "Демонстрационные данные ставят только в демонстрационную установку: задайте DEMO=1."
            )
        if _seeded():
            click.echo("Демонстрационные данные уже есть.")
            return
        _wipe()
        seed(_today())
        click.echo("Демонстрационные данные готовы.")


def seed(today: date) -> None:
    """Write the whole demonstration into an empty database."""
    story.tell(places.fill(today), today)
    with system_scope("demonstration"), transaction():
        _tell_only_the_latest()
        journal.record(DONE, kind="installation", today=today.isoformat())


def _tell_only_the_latest() -> None:
    """Let the past be told already: people find the news of the last days, not of half a year.

    What is left begins to wait for the worker now, whenever it happened in the story."""
    instant = now()
    cut = instant - timedelta(days=NEWS_DAYS)
    old, rest = OutboxMessage.created_at < cut, OutboxMessage.spread_at.is_(None)
    for told in (
        update(OutboxMessage).where(old).values(spread_at=cut),
        update(OutboxMessage).where(rest).values(created_at=instant),
    ):
        session.execute(told, execution_options={"synchronize_session": False})


def _seeded() -> bool:
    with system_scope("demonstration"):
        return session.scalar(select(JournalEntry.id).where(JournalEntry.action == DONE)) is not None


def _wipe() -> None:
    """Remove what an interrupted filling left; only a demonstration is ever wiped."""
    if not places.exists():
        return
    with system_scope("demonstration, filled anew"), transaction():
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())


def _today() -> date:
    return today_in(schools.MAIN.zone)
