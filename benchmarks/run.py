"""`python -m benchmarks.run`: the product against the floor, in one table. See README.md beside this file."""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import cold, crowd, operations, stage_report, statements
from benchmarks.client import Browser, Reply, throughput
from benchmarks.floor import fill
from benchmarks.operations import Operation
from benchmarks.servers import family, flask, new_database, postgresql, resident_mb, web

ROUNDS, WARM = 3, 2
HEADS = (
    "операция",
    "N",
    "база",
    "предел, мс",
    "мы, мс",
    "отношение",
    "цель",
    "итог",
    "запросов SQL",
    "байт gzip",
)
XLSX_ALLOWANCE = 1.3
RATES = {"SQLite": 250, "PostgreSQL": 200}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table; times in milliseconds."""

    title: str
    packages: int
    database: str
    floor: float
    ours: float
    goal: float
    statements: int
    allowed: int | None
    size: int

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal and (self.allowed is None or self.statements <= self.allowed)

    def cells(self) -> tuple[str, ...]:
        return (
            self.title, str(self.packages), self.database, f"{self.floor:.3g}", f"{self.ours:.3g}", f"{self.ratio:.1f}",
            f"≤ {self.goal:g}", _word(self.met), str(self.statements), str(self.size),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """One size on one database, filled and ready."""

    packages: int
    database: str
    product: dict[str, str]
    floor: dict[str, str]


def main() -> None:
    options = _options()
    print(f"Нагрузка до начала: {os.getloadavg()[0]:.1f}; процессоров {os.cpu_count()}.\n")
    print(table_row(HEADS), table_row(("---",) * len(HEADS)), sep="\n", flush=True)
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        for number in options.packages:
            for setting in _settings(Path(name), number, options):
                notes += _measure(setting, Path(name), options.seconds)
                if options.crowd:
                    notes += crowd.lines(setting.product, Path(name), options.crowd)
        if options.cold:
            notes += cold.lines(Path(name))
        if options.report:
            notes += stage_report.lines(Path(name))
    print("", *notes, f"Нагрузка в конце: {os.getloadavg()[0]:.1f}.", sep="\n")


def table_row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument(
        "--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"]
    )
    parser.add_argument(
        "--postgresql", default="", help="address of a server that may be used, without a database"
    )
    parser.add_argument(
        "--seconds", type=float, default=6, help="how long throughput is measured; 0 leaves it out"
    )
    parser.add_argument("--cold", action="store_true", help="measure the cold start of ./run as well")
    parser.add_argument(
        "--crowd", type=float, default=0, help="let fifty people work for so many seconds on each database"
    )
    parser.add_argument("--report", action="store_true", help="measure the report on a stage as well")
    return parser.parse_args()


def _settings(folder: Path, packages: int, options: argparse.Namespace) -> Iterator[Setting]:
    if "sqlite" in options.databases:
        floor = folder / f"floor{packages}.sqlite3"
        fill.fill_sqlite(floor, packages)
        yield _setting(folder, packages, "SQLite", "", str(floor))
    if "postgresql" in options.databases:
        (folder / f"server{packages}").mkdir()
        with postgresql(folder / f"server{packages}", options.postgresql) as server:
            fill.fill_postgresql(address := new_database(server, f"floor{packages}"), packages)
            yield _setting(folder, packages, "PostgreSQL", new_database(server, f"ours{packages}"), address)


def _setting(folder: Path, packages: int, database: str, ours: str, floor: str) -> Setting:
    data, files = folder / f"{database}{packages}", folder / "files"
    data.mkdir(mode=0o700)
    files.mkdir(exist_ok=True)
    product = {
        "DATA_DIR": str(data),
        "DATABASE_URL": ours,
        "DEMO": "1", "THROTTLE": "0", "REDIS_URL": "", "FREE_SPACE_FLOOR_BYTES": "0"
    }  # fmt: skip
    flask(product, "db", "upgrade")
    flask(product, "seed-bench", "--packages", str(packages))
    return Setting(packages, database, product, {"FLOOR_DATABASE": floor, "FLOOR_FILES": str(files)})


def _measure(setting: Setting, folder: Path, seconds: float) -> list[str]:
    """Print a line for each operation; return what is to be said below the table."""
    with ExitStack() as stack:
        ours = stack.enter_context(web("manage:app", setting.product, folder))
        floor = stack.enter_context(web("benchmarks.floor.app:app", setting.floor, folder))
        people, bare = operations.enter(ours.port), Browser(floor.port)
        for one in operations.operations(people, setting.packages):
            print(table_row(_compare(one, bare, setting).cells()), flush=True)
        notes = [_memory(setting, ours.pid)]
        if seconds:
            cookies = dict(people.curator.cookies)
            rate = throughput(
                lambda: Browser(ours.port, dict(cookies)), operations.Request("/"), threads=8, seconds=seconds
            )
            goal = RATES[setting.database]
            notes.append(
                f"{setting.database}, {setting.packages}: очередь {rate:.0f} запросов в секунду, "
                f"цель ≥ {goal}: {_word(rate >= goal)}."
            )
    return notes


def _compare(one: Operation, bare: Browser, setting: Setting) -> Line:
    """Run both by turns, so that what else the machine does falls on both alike."""
    floor_times: list[float] = []
    our_times: list[float] = []
    for number in range(ROUNDS + 1):
        times = WARM if number == 0 else max(1, one.times // ROUNDS)
        floor_replies = [_checked(bare, one.floor(), 200) for _ in range(times)]
        our_replies = [_checked(one.who, one.ours(), one.status) for _ in range(times)]
        if number:
            floor_times += [reply.seconds * 1000 for reply in floor_replies]
            our_times += [reply.seconds * 1000 for reply in our_replies]
    counted = statements.count(setting.product, one.who, one.ours())
    goal = one.goals[0 if setting.database == "SQLite" else 1]
    floor, ours = statistics.median(floor_times), statistics.median(our_times)
    if one.title.startswith("выгрузка"):
        floor = floor / setting.packages * XLSX_ALLOWANCE
        ours /= statements.visible(setting.product)
    return Line(
        one.title, setting.packages, setting.database, floor, ours, goal, counted, one.statements,
        operations.gzip_bytes(our_replies[-1].body),
    )  # fmt: skip


def _checked(browser: Browser, request: operations.Request, status: int) -> Reply:
    reply = browser.send(request)
    if reply.status != status:
        words = reply.body[-1500:].decode(errors="replace")
        raise RuntimeError(f"{request.method} {request.path}: {reply.status}, not {status}: {words}")
    return reply


def _memory(setting: Setting, pid: int) -> str:
    workers = [resident_mb(one) for one in family(pid)[1:]]
    most = max(workers)
    place = f"{setting.database}, {setting.packages}"
    return f"{place}: память процесса web {most:.0f} МБ, цель ≤ 150: {_word(most <= 150)}."


def _word(met: bool) -> str:
    return "да" if met else "НЕТ"


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"Заняло {time.monotonic() - started:.0f} с.")
