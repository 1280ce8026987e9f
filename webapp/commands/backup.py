"""`flask backup`: a copy of everything in one file, and putting it back (design.md §10, RL-15)."""

import logging
from pathlib import Path

import click
from flask.cli import AppGroup

from webapp import backup
from webapp.commands.wrong_input import told


def register(cli: click.Group) -> None:
    group = AppGroup("backup", help="Резервная копия: сделать, показать, восстановить.")
    for command in (_create, _show, _restore):
        group.add_command(command)
    cli.add_command(group)


@click.command("create")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-keys", is_flag=True, help="Не класть в копию ключи из каталога данных.")
def _create(file: Path, without_keys: bool) -> None:
    """Сделать копию всех данных и файлов в новый файл FILE. Система при этом работает."""
    logging.getLogger("alembic").setLevel(logging.WARNING)  # the revisions tell nothing to who copies
    with told():
        made = backup.create(file.absolute(), with_keys=not without_keys)
    click.echo(f"Копия готова: {file}, строк {made.rows}, файлов {made.files}.")
    if made.missing:
        click.echo(
            f"В хранилище нет файлов, которые названы в базе: {len(made.missing)}, первый {made.missing[0]}. "
            "В копию они не вошли. Проверьте: flask doctor --deep.",
            err=True,
        )
    if made.keys:
        click.echo("В копии лежат ключи установки: храните её так же закрыто, как сами ключи.")


@click.command("show")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def _show(file: Path) -> None:
    """Показать, что лежит в копии, не трогая данных."""
    with told(), backup.opened(file) as archive:
        found = backup.read_manifest(archive)
    click.echo(f"Сделана {found.made_at} ({found.product}), база {found.database}, схема {found.schema}.")
    click.echo(f"Строк {found.rows}, файлов {found.files}, ключи: {', '.join(found.keys) or 'нет'}.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def _restore(file: Path) -> None:
    """Вернуть данные и файлы из копии FILE в пустую установку."""
    logging.getLogger("alembic").setLevel(logging.WARNING)  # the revisions tell nothing to who copies
    with told():
        found = backup.restore(file)
    click.echo(f"Восстановлено: строк {found.rows}, файлов {found.files}. Копия от {found.made_at}.")
    click.echo("Все сеансы завершены. Письма, которые ждали отправки, не уйдут сами: flask outbox status.")
    click.echo("Запустите систему и проверьте её: flask doctor --deep.")
