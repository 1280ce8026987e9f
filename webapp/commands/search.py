"""`flask search rebuild`: everything that can be searched, taken into the index anew."""

import click
from flask.cli import AppGroup

from webapp.search import operations


def register(cli: click.Group) -> None:
    group = AppGroup("search", help="Поиск: по чему ищут.")
    group.add_command(_rebuild)
    cli.add_command(group)


@click.command("rebuild")
def _rebuild() -> None:
    """Построить указатель поиска заново; поиск тем временем работает."""
    click.echo(f"Указатель построен, записей: {operations.rebuild()}.")
