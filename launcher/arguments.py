"""The parameters of `./run`, read and judged before anything is touched."""

import argparse
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from launcher.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Options:
    """What `./run` was asked for. Port 0 means any free port."""

    host: str
    port: int
    data_dir: Path
    empty: bool

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can open the address, so that demo passwords are harmless."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse(arguments: Sequence[str]) -> Options:
    """Return the options; a wrong one raises Refusal with what to write. `--help` prints and exits."""
    given = _parser().parse_args(list(arguments))
    return Options(
        host=given.host.strip("[]"), port=_port(given.port), data_dir=_folder(given.data), empty=given.empty
    )


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refusal("Не понимаю параметры: «./run --help» перечисляет их.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="./run",
        usage="./run [--port N] [--host H] [--data КАТАЛОГ] [--empty] | test | check | flask КОМАНДА",
        description="Устанавливает и запускает «Экспертизу».",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="показать эту справку")
    parser.add_argument(
        "--port", default=str(DEFAULT_PORT), help=f"порт, 0 — любой свободный ({DEFAULT_PORT})"
    )
    parser.add_argument("--host", default=DEFAULT_HOST, help=f"адрес, на котором отвечать ({DEFAULT_HOST})")
    parser.add_argument("--data", default="", help="каталог данных (var в каталоге проекта)")
    parser.add_argument("--empty", action="store_true", help="начать без демонстрационных данных")
    return parser


def _port(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or int(raw) > LAST_PORT:
        raise Refusal(
            f"Порт «{raw}» не годится: укажите число от 0 до {LAST_PORT}, например «./run --port 8080»."
        )
    return int(raw)


def _folder(raw: str) -> Path:
    return Path(raw).expanduser().resolve() if raw else ROOT / "var"
