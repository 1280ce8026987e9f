"""`flask doctor`: is everything as it must be, in the database, in the store, in the journal?"""

import json
from dataclasses import asdict

import click

from webapp import invariants

VIOLATED = 1


def register(cli: click.Group) -> None:
    cli.add_command(_doctor)


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Вывести JSON.")
@click.option("--deep", is_flag=True, help="Прочитать и проверить содержимое каждого файла.")
def _doctor(as_json: bool, deep: bool) -> None:
    """Проверить целостность данных. Код завершения 1, если что-то нарушено."""
    findings = invariants.examine(deep=deep)
    checked = sum(1 for check in invariants.CHECKS if deep or not check.deep)
    if as_json:
        answer = {"ok": not findings, "checked": checked, "findings": [asdict(one) for one in findings]}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _tell(findings, checked)
    if findings:
        raise SystemExit(VIOLATED)


def _tell(findings: tuple[invariants.Finding, ...], checked: int) -> None:
    for found in findings:
        click.echo(f"Нарушено: {found.title} ({found.name}), случаев: {found.count}")
        for one in found.violations:
            click.echo(f"  {one.object}: {one.text}")
    if not findings:
        click.echo(f"Всё в порядке, проверок: {checked}.")
