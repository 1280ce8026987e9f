"""`flask roadmap parse`: every format of the same roadmap gives the same rows."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from tests.conftest import settings_for
from tests.workflows.roadmaps import truth
from webapp import create_app

EXACT = [path.name for path in sorted(truth.ROADMAPS.iterdir()) if path.suffix in {".txt", ".docx", ".xlsx"}]
TORN = {
    "13": ("result", "организация — участница", "организация— участница"),
}
"""What a page of the PDF does not tell: whether a space was where a line ended before a dash."""


@pytest.fixture(scope="module")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> FlaskCliRunner:
    folder = tmp_path_factory.mktemp("roadmap")
    return create_app(settings_for(f"sqlite:///{folder / 'none.sqlite3'}", folder)).test_cli_runner()


def parse(command_line: FlaskCliRunner, path: Path) -> Any:
    answer = command_line.invoke(args=["roadmap", "parse", str(path), "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


@pytest.mark.parametrize("name", EXACT)
def test_every_format_gives_every_row(command_line: FlaskCliRunner, name: str) -> None:
    code = name.split("-", maxsplit=1)[0].split(".", maxsplit=1)[0]
    found = parse(command_line, truth.ROADMAPS / name)
    assert truth.told(found) == truth.items(code)
    assert [
        (s["title"], s["number"], s["level"], s["goals"], len(s["items"])) for s in found["sections"]
    ] == (truth.sections(code))
    assert (found["title"], found["project"]) == (truth.TRUTH[code]["title"], truth.TRUTH[code]["project"])


def test_a_printed_roadmap_gives_every_row(command_line: FlaskCliRunner) -> None:
    found = truth.told(parse(command_line, truth.ROADMAPS / "sayansk-paged.pdf"))
    for row in found:
        if row["number"] in TORN:
            field, printed, written = TORN[row["number"]]
            row[field] = row[field].replace(printed, written)
    assert found == truth.items("sayansk")


def test_a_person_reads_the_same(command_line: FlaskCliRunner) -> None:
    answer = command_line.invoke(args=["roadmap", "parse", str(truth.ROADMAPS / "sayansk.txt")])
    assert "2 Разработка и утверждение муниципальной дорожной карты" in answer.stdout
    assert "— 2 декада октября 2022 года" in answer.stdout
    assert "Нет окончания: текст, возможно, обрезан." in answer.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("нет.docx", None, "Укажите путь к файлу"),
        ("пустой.docx", b"", "пустой"),
        ("записка.txt", "Просто текст.\nБез таблицы.".encode(), "не найдено таблицы мероприятий"),
        ("программа.exe", b"MZ" + b"\0" * 100, "программа"),
    ],
)
def test_what_is_no_roadmap_is_said_in_one_sentence(
    command_line: FlaskCliRunner, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    answer = command_line.invoke(args=["roadmap", "parse", str(path), "--json"])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert words in answer.stderr and len(answer.stderr.strip().splitlines()) == 1


ELSEWHERE = Path(__file__).resolve().parents[2] / "data" / "roadmaps_elsewhere"
ON_PAGES = {"tikhoozersk.pdf": ("Чек-лист", "Чеклист")}
"""A hyphen at the end of a narrow printed cell looks like that of a cut word."""


@pytest.mark.parametrize(
    "name", [path.name for path in sorted(ELSEWHERE.iterdir()) if path.suffix not in {".json", ".md"}]
)
def test_files_of_other_municipalities_are_read(command_line: FlaskCliRunner, name: str) -> None:
    found = parse(command_line, ELSEWHERE / name)
    expected = (ELSEWHERE / name).with_suffix(".json").read_text("utf-8")
    told = json.loads(expected.replace(*ON_PAGES.get(name, ("", ""))))
    for one in (found, told):
        one["warnings"] = sorted(warning["code"] for warning in one["warnings"])
    assert found == told
