"""What a command says to wrong input: one sentence on standard error, exit code 2, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from webapp.access.actor import system_scope
from webapp.errors import Invalid, NotThere


class WrongInput(click.ClickException):
    """One sentence on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


def install() -> None:
    """Let every command of `flask` answer a wrong line as our own do, without a page of usage."""
    click.UsageError.show = _tell  # type: ignore[assignment, method-assign]


def _tell(error: click.UsageError, file: object = None) -> None:
    path = error.ctx.command_path if error.ctx else "flask"
    click.echo(f"Команда «{path}» введена неверно: {_fault(error)}. Подсказка: {path} --help.", err=True)


def _fault(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"параметра {error.option_name} у неё нет"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else ""
        lacks = isinstance(error, click.MissingParameter)
        return f"не указано {name}" if lacks else f"значение {name} не подходит"
    return "такой команды нет или в ней лишние слова"


@contextmanager
def told(unknown: str = "") -> Iterator[None]:
    """Act as the product itself, and turn what a person must correct into a sentence and exit code 2.

    `unknown` is said of a thing that is not there."""
    try:
        with system_scope("командная строка"):
            yield
    except Invalid as error:
        raise WrongInput(error.sentence) from error
    except NotThere as error:
        raise WrongInput(unknown) from error
