"""`flask outbox`: what waits, what has failed, another try."""

import json
from dataclasses import asdict

import click
from flask.cli import AppGroup

from webapp import delivery, journal
from webapp.access.actor import system_scope
from webapp.database import transaction
from webapp.health import queries

WRONG_INPUT = 2


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
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
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
    with system_scope("outbox retry"), transaction():
        found = delivery.retry(work, number)
        if found:
            journal.record("outbox.retried", kind=work.model.__tablename__, object_id=number)
    if not found:
        click.echo(f"Нет невыполненного с номером {number}. Номера показывает flask outbox status.", err=True)
        raise SystemExit(WRONG_INPUT)
    click.echo(f"Номер {number} вернулся в очередь: исполнитель возьмёт его в течение минуты.")


def _words(states: dict[str, int]) -> str:
    return ", ".join(f"{state} {number}" for state, number in states.items()) or "нет"
