"""`flask user`: what it does, and one sentence with exit code 2 for wrong input."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.world import World
from webapp.access.actor import system_scope
from webapp.accounts import operations as accounts
from webapp.accounts.operations import Browser
from webapp.commands import users
from webapp.database import session
from webapp.models import LoginSession, Membership, OutboxMessage, User
from workflows.vocabulary import Event, Role

PASSWORD = "три слона на одном балконе"


@pytest.fixture
def run(app: Flask) -> object:
    if "user" not in app.cli.commands:
        users.register(app.cli)
    runner = app.test_cli_runner()
    return lambda *words, typed="": runner.invoke(args=["user", *words], input=typed)


def found(email: str) -> User | None:
    with system_scope("test"):
        session.rollback()
        return session.scalar(select(User).where(User.email == email))


def test_the_first_administrator_is_made_with_a_password_from_standard_input(app: Flask, run) -> None:  # type: ignore[no-untyped-def]
    words = (
        "add",
        "root@example.org",
        "--name",
        "Админова Инна Львовна",
        "--role",
        "admin",
        "--password-stdin",
    )
    result = run(*words, typed=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert accounts.sign_in("root@example.org", PASSWORD, Browser("127.0.0.1")).user_id
    with system_scope("test"):
        assert session.scalars(select(OutboxMessage)).all() == []


def test_without_a_password_an_invitation_goes_out(run, town: World) -> None:  # type: ignore[no-untyped-def]
    result = run("add", "vera@example.org", "--name", "Новичкова Вера Павловна", "--role", "head",
                 "--municipality", "srr", "--school", "school-2")  # fmt: skip
    assert result.exit_code == 0, result.output
    user = found("vera@example.org")
    assert user is not None and user.invited_at is not None
    with system_scope("test"):
        held = session.scalars(select(Membership).where(Membership.user_id == user.id)).one()
        assert (held.role, held.school_id) == (Role.HEAD, town.school_2.school.id)
        assert session.scalars(select(OutboxMessage)).one().event == Event.INVITED


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "a@example.org", "--name", "Имя", "--role", "king"), "Укажите роль"),
        (("add", "a@example.org", "--name", "Имя"), "Укажите роль"),
        (("add", "a@example.org", "--name", "", "--role", "admin"), "Укажите фамилию"),
        (("add", "не адрес", "--name", "Имя", "--role", "admin"), "адрес электронной почты"),
        (("add", "--name", "Имя", "--role", "admin"), "адрес электронной почты"),
        (("add", "a@example.org", "--name", "Имя", "--role", "curator"), "Выберите муниципалитет"),
        (("add", "a@example.org", "--name", "Имя", "--role", "curator", "--municipality", "zzz"), "«zzz»"),
        (
            (
                "add",
                "a@example.org",
                "--name",
                "Имя",
                "--role",
                "head",
                "--municipality",
                "srr",
                "--school",
                "zzz",
            ),
            "Нет школы",
        ),
        (
            ("add", "a@example.org", "--name", "Имя", "--role", "admin", "--password-stdin"),
            "не менее 12 знаков",
        ),
        (("disable", "nobody@example.org"), "Такого пользователя нет"),
        (("disable",), "адрес электронной почты"),
        (("end-sessions", "nobody@example.org"), "Такого пользователя нет"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_code_two(
    run, town: World, words: tuple[str, ...], sentence: str
) -> None:  # type: ignore[no-untyped-def]
    result = run(*words, typed="мало\n")
    assert result.exit_code == 2
    assert sentence in result.stderr and result.stderr.count("\n") == 1
    assert "Traceback" not in result.output and found("a@example.org") is None


def test_a_password_that_breaks_a_rule_leaves_no_account(run, town: World) -> None:  # type: ignore[no-untyped-def]
    words = (
        "add",
        "root@example.org",
        "--name",
        "Админова Инна Львовна",
        "--role",
        "admin",
        "--password-stdin",
    )
    result = run(*words, typed="Админова Инна Львовна\n")
    assert result.exit_code == 2 and "ваше имя" in result.stderr
    assert found("root@example.org") is None


def test_disabling_and_ending_sessions(run, town: World) -> None:  # type: ignore[no-untyped-def]
    accounts.give_password(town.curator.user_id, PASSWORD)
    accounts.sign_in(town.curator.email, PASSWORD, Browser("127.0.0.1"))
    result = run("end-sessions", town.curator.email)
    assert result.exit_code == 0 and "сеансов: 1" in result.output
    assert run("disable", town.curator.email).exit_code == 0
    assert run("disable", town.admin.email).exit_code == 2
    user = found(town.curator.email)
    assert user is not None and user.disabled_at is not None
    with system_scope("test"):
        assert all(row.ended_at for row in session.scalars(select(LoginSession)))
