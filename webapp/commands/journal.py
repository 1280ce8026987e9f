"""`flask journal`: where the journal ends, and is it what was written (AU-02)."""

import json
import re
from dataclasses import asdict

import click
from flask.cli import AppGroup

from webapp import journal
from webapp.administration import operations as people
from webapp.commands.wrong_input import WrongInput
from webapp.errors import Invalid

BROKEN = 1
WRITTEN = re.compile(r"(\d{1,18}):([0-9a-f]{64})|0:")


def register(cli: click.Group) -> None:
    group = AppGroup("journal", help="Журнал действий: показать конец цепочки, проверить её.")
    for command in (_head, _verify, _erase):
        group.add_command(command)
    cli.add_command(group)


@click.command("head")
@click.option("--json", "as_json", is_flag=True, help="Вывести JSON.")
def _head(as_json: bool) -> None:
    """Показать конец журнала (ЧИСЛО:СУММА). Сохраните его вне системы: по нему видно, что записи не удалены."""
    reached = journal.head()
    click.echo(json.dumps(asdict(reached)) if as_json else str(reached))


@click.command("verify")
@click.option("--head", "known", default="", help="Конец журнала, сохранённый раньше: ЧИСЛО:СУММА.")
@click.option("--json", "as_json", is_flag=True, help="Вывести JSON.")
def _verify(known: str, as_json: bool) -> None:
    """Проверить каждую запись журнала. Код завершения 1, если он изменён."""
    found = journal.verify(_read(known) if known else None)
    if as_json:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        _tell(found)
    if found.faults:
        raise SystemExit(BROKEN)


@click.command("erase")
@click.argument("email")
@click.option("--basis", required=True, help="Основание: заявление, его номер и дата.")
def _erase(email: str, basis: str) -> None:
    """Стереть данные человека EMAIL: имя, адреса, письма – из учётной записи и из журнала. Журнал останется целым.

    Документы, которые человек подписал или направил, хранятся по закону об архивном деле и не меняются."""
    try:
        count = people.erase(email, basis)
    except Invalid as error:
        raise WrongInput(error.sentence) from error
    click.echo(f"Данные стёрты. Записей журнала изменено: {count}. Проверьте журнал: flask journal verify.")


def _read(known: str) -> journal.Head:
    written = WRITTEN.fullmatch(known.strip())
    if written is None:
        raise WrongInput(
            f"Конец журнала «{known}» не прочитан: укажите его так, как вывела команда flask journal head."
        )
    return journal.Head(int(written[1] or 0), written[2] or "")


def _as_json(found: journal.Verification) -> dict[str, object]:
    faults = [asdict(one) | {"at": one.at and one.at.isoformat()} for one in found.faults]
    return {
        "ok": not faults,
        "bare": found.bare,
        "erased": found.erased,
        "head": asdict(found.head),
        "faults": faults,
    }


def _tell(found: journal.Verification) -> None:
    for one in found.faults:
        at = f" от {one.at.isoformat(sep=' ', timespec='seconds')}" if one.at else ""
        click.echo(f"№ {one.number}{at}: {one.text}")
    if not found.faults:
        click.echo(f"Журнал цел, записей: {found.head.count}.")
    if found.erased:
        click.echo(f"Персональные данные стёрты с разрешения ключа: {found.erased}.")
    if found.bare:
        click.echo(f"Записаны до появления ключа и закреплены следующей за ними записью: {found.bare}.")
    click.echo(f"Конец журнала: {found.head}")
