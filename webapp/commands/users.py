"""`flask user`: the first administrator, and help when nobody can sign in."""

import sys

import click
from flask.cli import AppGroup
from flask.cli import with_appcontext as in_app

from webapp.accounts import operations as accounts
from webapp.administration import operations, queries
from webapp.administration.operations import Grant, NewUser
from webapp.commands.wrong_input import WrongInput, told
from webapp.database import now, transaction
from workflows import passwords
from workflows.vocabulary import Role

UNKNOWN = "Такого пользователя нет."
users = AppGroup("user", help="Учётные записи: завести, отключить, завершить сеансы.")


def register(cli: click.Group) -> None:
    cli.add_command(users)


@users.command("add")
@click.argument("email", default="")
@click.option("--name", default="", help="Фамилия, имя и отчество.")
@click.option("--post", default="", help="Должность.")
@click.option("--role", default="", help=f"Роль: {', '.join(Role)}.")
@click.option("--municipality", default="", help="Код муниципалитета.")
@click.option("--school", default="", help="Код школы в муниципалитете.")
@click.option("--region", default="", help="Регион наблюдателя.")
@click.option(
    "--password-stdin", is_flag=True, help="Взять пароль из стандартного ввода, письмо не отправлять."
)
@in_app
def add(
    *,
    email: str,
    name: str,
    post: str,
    role: str,
    municipality: str,
    school: str,
    region: str,
    password_stdin: bool,
) -> None:
    """Завести пользователя с одной ролью; без --password-stdin ему уйдёт приглашение."""
    with told(UNKNOWN):
        password = _read_password() if password_stdin else ""
        grant = _grant(role, municipality, school, region)
        with transaction():
            user_id = operations.create_user(NewUser(name, email, post), grant, invite=not password_stdin)
            if password_stdin:
                accounts.give_password(user_id, password)
    click.echo(f"Пользователь {email} заведён{'' if password_stdin else ', приглашение отправляется'}.")


@users.command("disable")
@click.argument("email", default="")
@in_app
def disable(email: str) -> None:
    """Отключить учётную запись и завершить её сеансы."""
    with told(UNKNOWN):
        operations.disable(_user_id(email))
    click.echo(f"Пользователь {email} отключён.")


@users.command("end-sessions")
@click.argument("email", default="")
@in_app
def end_sessions(email: str) -> None:
    """Завершить все сеансы пользователя."""
    with told(UNKNOWN):
        ended = operations.end_sessions(_user_id(email))
    click.echo(f"Завершено сеансов: {ended}.")


def _grant(role: str, municipality: str, school: str, region: str) -> Grant:
    if role not in set(Role):
        raise WrongInput(f"Укажите роль (--role): {', '.join(Role)}.")
    place = queries.place_by_codes(municipality, school)
    if municipality and place.municipality_id is None:
        raise WrongInput(f"Нет муниципалитета с кодом «{municipality}».")
    if school and place.school_id is None:
        raise WrongInput(f"Нет школы с кодом «{school}» в муниципалитете «{municipality}».")
    return Grant(
        role=Role(role),
        since=now().date(),
        municipality_id=place.municipality_id,
        school_id=place.school_id,
        region=region or None,
    )


def _user_id(email: str) -> int:
    found = queries.user_id_by_email(operations.checked_email(email))
    if found is None:
        raise WrongInput(UNKNOWN)
    return found


def _read_password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    sentence = passwords.refusal(password)
    if sentence:
        raise WrongInput(sentence)
    return password
