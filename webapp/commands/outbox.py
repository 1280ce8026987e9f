"""`flask outbox`: what waits, what has failed, another try."""

import json
from dataclasses import asdict

import click
from flask.cli import AppGroup

from webapp import delivery
from webapp.access.actor import system_scope
from webapp.commands.wrong_input import WrongInput
from webapp.health import operations, queries


def register(cli: click.Group) -> None:
    group = AppGroup("outbox", help="Очередь последствий: что ждёт, что не выполнено.")
    group.add_command(_status)
    group.add_command(_retry)
    cli.add_command(group)


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Вывести JSON.")
def _status(as_json: bool) -> None:
    """Показать, что ждёт, и задания, у которых не осталось попыток."""
    with system_scope("outbox status"):
        found = queries.outbox_status()
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, default=str))
        return
    click.echo(f"Ждут: {found.waiting}, самое старое – {found.oldest_seconds} с.")
    click.echo(f"Задания: {_words(found.deliveries)}. Письма: {_words(found.mails)}.")
    for one in found.failed:
        click.echo(f"Не выполнено: {one.id} {one.task} ({one.event}), попыток {one.attempts}. {one.reason}")
    for letter in found.failed_mails:
        click.echo(f"Не отправлено: письмо {letter.id}, попыток {letter.attempts}. {letter.reason}")


@click.command("retry")
@click.argument("number", type=int)
@click.option("--mail", is_flag=True, help="Номер письма, а не задания.")
def _retry(number: int, mail: bool) -> None:
    """Дать невыполненному заданию или письму ещё пять попыток."""
    work = delivery.MAILS if mail else delivery.DELIVERIES
    with system_scope("outbox retry"):
        found = operations.retry(work, number)
    if not found:
        raise WrongInput(f"Нет невыполненного с номером {number}. Номера показывает flask outbox status.")
    click.echo(f"Номер {number} вернулся в очередь: исполнитель возьмёт его в течение минуты.")


def _words(states: dict[str, int]) -> str:
    return ", ".join(f"{state} {number}" for state, number in states.items()) or "нет"
