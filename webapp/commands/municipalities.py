"""`flask municipality`: the first thing an empty installation needs."""

import json
from dataclasses import asdict

import click
from flask.cli import AppGroup
from flask.cli import with_appcontext as in_app

from webapp.administration import operations, queries
from webapp.administration.queries import Identity, Terms
from webapp.commands.wrong_input import told
from workflows.zones import DEFAULT_ZONE, ZONES

municipalities = AppGroup("municipality", help="Муниципалитеты: добавить, показать.")


def register(cli: click.Group) -> None:
    cli.add_command(municipalities)


@municipalities.command("add")
@click.argument("code", default="")
@click.option("--name", default="", help="Наименование полностью.")
@click.option("--region", default="", help="Регион: по нему видит муниципалитеты региональный наблюдатель.")
@click.option("--zone", default=DEFAULT_ZONE, help=f"Часовой пояс: {', '.join(ZONES)}.")
@click.option("--department", default=Terms().department, help="Орган управления образованием.")
@click.option("--place", default="", help="Место составления документов.")
@click.option("--chief-post", default=Terms().chief_post, help="Должность его руководителя.")
@in_app
def add(
    *, code: str, name: str, region: str, zone: str, department: str, place: str, chief_post: str
) -> None:
    """Добавить муниципалитет с экспертными листами; CODE стоит в номерах пакетов."""
    with told():
        identity = Identity(code, name, region, zone)
        added = operations.add_municipality(identity, Terms(department, place, chief_post))
    click.echo(f"Муниципалитет {added} добавлен.")


@municipalities.command("list")
@click.option("--json", "as_json", is_flag=True, help="Вывести JSON.")
@in_app
def show(as_json: bool) -> None:
    """Показать муниципалитеты."""
    with told():
        rows = queries.municipalities()
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row.code}: {row.name}, {row.region}, {row.zone_label}, школ {row.schools}")
    if not rows:
        click.echo("Муниципалитетов нет. Добавьте: flask municipality add КОД --name … --region …")
