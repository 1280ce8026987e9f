"""What a person reads when the system is up."""

from collections.abc import Iterator
from pathlib import Path

from launcher.console import say
from launcher.data_folder import Contents


def welcome(address: str, *, contents: Contents, data_dir: Path) -> None:
    """Say where the system answers, who can sign in and how to stop it."""
    lines = ["", f"Система работает: {address}", f"Данные: {data_dir}"]
    lines += _demo_logins() if contents is Contents.DEMO else _first_steps()
    say("\n".join([*lines, "", "Остановить: Ctrl-C", ""]))


def _demo_logins() -> Iterator[str]:
    try:
        from demo.people import LOGINS, PASSWORD
    except ImportError:  # a distribution without the demo
        return
    emails = [f"{login.email} … {login.last}" if login.last else login.email for login in LOGINS]
    width = max(map(len, emails))
    yield ""
    yield f"Демонстрационные учётные записи, пароль у всех {PASSWORD}:"
    for email, login in zip(emails, LOGINS, strict=True):
        yield f"  {email:<{width}}  {login.role}"


def _first_steps() -> Iterator[str]:
    yield ""
    yield "Первый муниципалитет и первую учётную запись создают команды, их параметры покажут"
    yield "«./run flask municipality add --help» и «./run flask user add --help»."
