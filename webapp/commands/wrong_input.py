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
