"""Entrance of `./run`: picks the subcommand; a refusal is one sentence on standard error and exit code 2."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # started as a file, so that any working directory will do

from launcher import console, preparation  # noqa: E402
from launcher.refusal import EXIT_CODE, Refusal  # noqa: E402


def main(arguments: Sequence[str]) -> int:
    """Run the subcommand and return the exit code of the process."""
    word, rest = (
        (arguments[0], arguments[1:]) if arguments[:1] and arguments[0] in SUBCOMMANDS else ("", arguments)
    )
    try:
        return SUBCOMMANDS[word](rest)
    except Refusal as refusal:
        console.complain(str(refusal))
        return EXIT_CODE
    except KeyboardInterrupt:
        return 130


def _start(arguments: Sequence[str]) -> int:
    from launcher.arguments import parse

    options = parse(arguments)
    preparation.prepare(with_tests=False)
    preparation.compile_product()
    from launcher.start import start

    return start(options)


def _test(arguments: Sequence[str]) -> int:
    preparation.prepare(with_tests=True)
    from launcher.testing import run_tests

    return run_tests(arguments)


def _check(arguments: Sequence[str]) -> int:
    if arguments:
        raise Refusal("У «./run check» нет параметров: запустите его без них.")
    preparation.prepare(with_tests=True)
    from launcher.checks import run_checks

    return run_checks()


def _flask(arguments: Sequence[str]) -> int:
    preparation.prepare(with_tests=False, aside=True)
    from launcher.flask_command import run_flask

    return run_flask(arguments)


SUBCOMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "": _start,
    "test": _test,
    "check": _check,
    "flask": _flask,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
