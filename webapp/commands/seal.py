"""`flask seal`: the electronic seal of a municipality's papers: made here, or issued by an authority (К21)."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup
from flask.cli import with_appcontext as in_app

from webapp import journal, sealing
from webapp.administration import queries as municipalities
from webapp.commands.wrong_input import WrongInput, told
from webapp.database import now, transaction
from webapp.filestore import settings
from webapp.sealing import Seal

CHANGED = 1
LARGEST = 300 * 1024 * 1024
LONGEST_YEARS = 15

seals = AppGroup(
    "seal", help="Электронная печать на документах: создать, указать свою, показать, проверить файл."
)


def register(cli: click.Group) -> None:
    cli.add_command(seals)


@seals.command("init")
@click.argument("code")
@click.option("--years", type=click.IntRange(1, LONGEST_YEARS), default=5, help="На сколько лет.")
@click.option("--replace", is_flag=True, help="Заменить печать, которая уже есть.")
@in_app
def init(code: str, *, years: int, replace: bool) -> None:
    """Создать ключ и самоподписанный сертификат печати муниципалитета CODE."""
    with told(f"Муниципалитета «{code}» нет: flask municipality list."):
        owner = municipalities.municipality(code).terms.department
        made = sealing.init(settings().data_dir, code, owner, years=years, replace=replace)
        _note("seal.made", code, made)
    _tell(code, made)


@seals.command("take")
@click.argument("code")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Заменить печать, которая уже есть.")
@in_app
def take(code: str, file: Path, *, replace: bool) -> None:
    """Взять печать муниципалитета CODE из контейнера PKCS#12 FILE; пароль к нему – в переменной SEAL_PASSWORD."""
    with told(f"Муниципалитета «{code}» нет: flask municipality list."):
        municipalities.municipality(code)
        password = os.environ.get("SEAL_PASSWORD", "")
        made = sealing.take(settings().data_dir, code, _read(file), password, replace=replace)
        _note("seal.taken", code, made)
    _tell(code, made)


@seals.command("show")
@click.argument("code")
@click.option("--pem", is_flag=True, help="Вывести сертификат для тех, кто проверяет документы без системы.")
@in_app
def show(code: str, *, pem: bool) -> None:
    """Показать печать муниципалитета CODE."""
    with told():
        found = sealing.seal_of(settings().data_dir, code) if sealing.CODE.fullmatch(code) else None
    if found is None:
        raise WrongInput(f"У муниципалитета «{code}» нет печати: flask seal init {code}.")
    if pem:
        click.echo(sealing.certificate_of(found), nl=False)
    else:
        _tell(code, found)


@seals.command("check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Вывести JSON.")
@in_app
def check(file: Path, *, as_json: bool) -> None:
    """Проверить печать на файле PDF. Код завершения 1, если файл изменён или печать не наша."""
    content = _read(file)
    with told():
        known = sealing.known(settings().data_dir)
    found = sealing.check(content, known)
    if as_json:
        answer = asdict(found) | {"at": found.at and found.at.isoformat()}
        click.echo(json.dumps(answer, ensure_ascii=False))
    elif found.genuine:
        click.echo(f"Подлинный: печать «{found.owner}», сертификат {found.serial}.")
    else:
        click.echo(
            "Изменён после печати, или печать не этой системы." if found.sealed else "Печати на файле нет."
        )
    if not found.genuine:
        raise SystemExit(CHANGED)


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise WrongInput(f"Файл «{file}» слишком велик.")
        return file.read_bytes()
    except OSError:
        raise WrongInput(f"Файл «{file}» не прочитан: укажите путь к файлу.") from None


def _note(action: str, code: str, made: Seal) -> None:
    with transaction():
        journal.record(action, kind="seal", object_id=code, serial=made.serial, until=made.until.isoformat())


def _tell(code: str, found: Seal) -> None:
    state = "действует" if found.is_valid(now()) else "не действует"
    click.echo(
        f"Печать муниципалитета {code}: {found.owner}. Сертификат {found.serial}, {state} до {found.until:%d.%m.%Y}."
    )
