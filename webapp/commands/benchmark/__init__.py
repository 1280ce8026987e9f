"""`flask seed-bench`: an empty demonstration filled with as many packages as a measurement asks for.

Everything follows from the number of a package, so that a load client knows addresses and sign-ins by heart:
package `b01-<year>-1` … `-50` wait for `bench-curator-1@example.org`, `-51` … `-100` are on the open sheets of
`bench-coordinator-1@example.org`, `b02-<year>-20` is a draft of `bench-head-120@example.org`. Rows only: the
files are not in the store.
"""

from datetime import timedelta

import click
from sqlalchemy import func, select, text

from webapp import journal
from webapp.access.actor import system_scope
from webapp.commands.benchmark.cases import PLACES, Case, Plan
from webapp.commands.benchmark.rows import PASSWORD, Rows, package, surroundings
from webapp.commands.wrong_input import WrongInput
from webapp.database import now, session, transaction
from webapp.expertise.operations import ensure_editions
from webapp.filestore import settings
from webapp.models import (
    Expertise,
    Municipality,
    Package,
    PackageFile,
    Programme,
    School,
    Stage,
    User,
    Version,
)

SMALLEST, LARGEST = 100, 1_000_000
BATCH = 1000


def register(cli: click.Group) -> None:
    cli.add_command(_seed_bench)


@click.command("seed-bench")
@click.option("--packages", type=click.IntRange(SMALLEST, LARGEST), required=True, help="Сколько пакетов.")
def _seed_bench(packages: int) -> None:
    """Наполнить пустую демонстрационную установку пакетами для измерений."""
    if not settings().demo:
        raise WrongInput("Данные для измерений ставят только в демонстрационную установку: задайте DEMO=1.")
    with system_scope("benchmark"):
        if session.scalar(select(func.count()).select_from(User)) or session.scalar(
            select(School.id).limit(1)
        ):
            raise WrongInput("В базе уже есть данные: для измерений укажите пустую базу.")
        fill(packages)
    click.echo(f"Пакетов: {packages}. Пароль всех участников: {PASSWORD}.")


def fill(packages: int) -> None:
    """Write everything in one transaction, inside the scope of the caller."""
    plan = Plan(packages, now())
    with transaction():
        rows = Rows()
        surroundings(rows, plan)
        rows.write()
        for place in range(1, PLACES + 1):
            ensure_editions(place, plan.today - timedelta(days=365))
        for i in range(packages):
            package(rows, Case(plan, i))
            if (i + 1) % BATCH == 0:
                rows.write()
        rows.write()
        _move_sequences()
        journal.record("bench.seeded", kind="installation", packages=packages)


def _move_sequences() -> None:
    """On PostgreSQL let the next row take the next number: rows above came with their own."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for model in (Municipality, Programme, Stage, School, User, Package, Version, PackageFile, Expertise):
        session.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('\"{model.__tablename__}\"', 'id'),"  # noqa: S608
                f' (SELECT max(id) FROM "{model.__tablename__}"))'
            )
        )
