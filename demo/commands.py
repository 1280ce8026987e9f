"""`flask seed-demo`: fills an empty demonstration, or finishes one that was interrupted."""

from datetime import date
from zoneinfo import ZoneInfo

import click
from flask import Flask
from sqlalchemy import select

from demo import places, schools, story
from webapp import journal
from webapp.access.actor import system_scope
from webapp.database import Base, now, session, transaction
from webapp.filestore import settings
from webapp.models import JournalEntry

DONE = "demo.seeded"


def install(app: Flask) -> None:
    @app.cli.command("seed-demo", help="Наполнить установку вымышленными школами, людьми и пакетами.")
    def _seed() -> None:
        if not settings().demo:
            raise click.UsageError(
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
        journal.record(DONE, kind="installation", today=today.isoformat())


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
    return now().astimezone(ZoneInfo(schools.MAIN.zone)).date()
