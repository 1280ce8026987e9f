"""`flask roadmap indicator`: both readings with every row, or one sentence and exit code 2."""

import json
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests import factories as make
from tests.world import World
from webapp.models import Roadmap
from workflows.roadmaps.words import ProgressState


def give(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["roadmap", "indicator", *words])


def answer(app: Flask, on: str, roadmap: object) -> Any:
    result = give(app, "--date", on, "--roadmap", str(roadmap), "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("on", "due"), [("2022-06-10", 19), ("2022-09-10", 26), ("2022-12-31", 49), ("10.06.2022", 19)]
)
def test_both_readings_of_the_real_roadmap(
    app: Flask, town: World, sayansk: Roadmap, on: str, due: int
) -> None:
    found = answer(app, on, sayansk.number)
    assert (found["roadmap"], found["title"]) == (sayansk.number, sayansk.title)
    first, second = found["readings"]
    assert (first["reading"], first["denominator"], first["numerator"], first["percent"]) == (
        "due",
        due,
        0,
        0.0,
    )
    assert (second["reading"], second["denominator"], len(second["rows"])) == ("all", 50, 50)
    assert sum(row["planned"] for row in first["rows"]) == due
    assert set(first["rows"][0]) == {"ref", "number", "title", "period", "planned", "done", "why"}
    assert "Знаменатель" in first["rule"] and first["rule"] != second["rule"]


def test_a_roadmap_may_be_named_by_its_id(app: Flask, town: World, sayansk: Roadmap) -> None:
    assert answer(app, "2022-06-10", sayansk.id) == answer(app, "2022-06-10", sayansk.number)


def test_before_a_roadmap_was_approved_there_is_no_share(app: Flask, town: World, sayansk: Roadmap) -> None:
    found = answer(app, "2021-12-31", sayansk.number)
    assert [one["percent"] for one in found["readings"]] == [None, None]
    assert {row["why"] for row in found["readings"][0]["rows"]} == {"not_yet"}


def test_a_person_reads_the_same(app: Flask, town: World, sayansk: Roadmap) -> None:
    result = give(app, "--date", "2022-06-10", "--roadmap", sayansk.number)
    assert "0\xa0% (0 из 19)" in result.stdout and "0\xa0% (0 из 50)" in result.stdout
    assert "Знаменатель" in result.stdout and "срок ещё не наступил" in result.stdout


@pytest.mark.parametrize(("words", "said"), [
    (("--date", "32.13.2022", "--roadmap", "srr-dk-sayansk", "--json"), "Месяца с номером 13 не бывает"),
    (("--date", "когда-нибудь", "--roadmap", "srr-dk-sayansk"), "не распознана"),
    (("--date", "2022-06-10", "--roadmap", "srr-dk-0", "--json"), "Дорожной карты srr-dk-0 нет"),
    (("--date", "2022-06-10", "--roadmap", "99999"), "Дорожной карты 99999 нет"),
    (("--date", "2022-06-10"), "не указано --roadmap"),
])  # fmt: skip
def test_wrong_input_is_one_sentence(
    app: Flask, town: World, sayansk: Roadmap, words: tuple[str, ...], said: str
) -> None:
    result = give(app, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_confirmed_measures_are_in_the_numerator(app: Flask, town: World) -> None:
    roadmap = make.roadmap(town.municipality)
    done = make.measure(roadmap, "15.03.2026")
    make.measure(roadmap, "15.04.2026")
    make.progress(done, town.curator, ProgressState.CONFIRMED, decided_by=town.coordinator)
    found = answer(app, "2030-01-01", roadmap.number)
    assert [(one["numerator"], one["denominator"], one["percent"]) for one in found["readings"]] == [
        (1, 2, 50.0)
    ] * 2
