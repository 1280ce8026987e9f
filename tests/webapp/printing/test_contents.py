"""Contents go to JSON and back without loss, and the seal tells a touched copy."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from tests.webapp.printing import samples
from webapp.printing.contents import CONTENTS, Kind, Moment, PackageConclusion, StageReport
from webapp.printing.contents.codec import Damaged

DOCUMENTS = {
    Kind.CONCLUSION: samples.conclusion(),
    Kind.STAGE_REPORT: samples.stage_report(5, long=True),
    Kind.RECEIPT: samples.receipt(),
    Kind.AGREEMENT: samples.agreement(),
    Kind.LETTER: samples.letter(),
    Kind.ROADMAP_REPORT: samples.roadmap_report(),
    Kind.DIARY: samples.diary_report(),
}


@pytest.mark.parametrize("kind", Kind)
def test_contents_return_from_json_equal_and_with_the_same_bytes(kind: Kind) -> None:
    document = DOCUMENTS[kind]
    returned = CONTENTS[kind].from_json(document.to_json())
    assert returned == document
    assert returned.to_json() == document.to_json()


@pytest.mark.parametrize("kind", Kind)
def test_seal_survives_storage_and_shows_a_change(kind: Kind) -> None:
    document = DOCUMENTS[kind]
    assert CONTENTS[kind].from_json(document.to_json()).is_intact()
    changed = document.to_json().replace("500+", "600+")
    assert changed != document.to_json()
    assert not CONTENTS[kind].from_json(changed).is_intact()


def test_unsealed_contents_are_not_intact() -> None:
    blank = replace(samples.conclusion(), provenance=samples.PROVENANCE)
    assert not blank.is_intact()


def test_odd_texts_return_exactly() -> None:
    odd = '\x00 "кавычки" \\ \u2028 \ud800 {{7*7}} <w:p> 😀'
    document = samples.conclusion(verdict=odd)
    assert PackageConclusion.from_json(document.to_json()).verdict == odd
    assert document.is_intact()


def test_absent_optional_fields_take_their_defaults() -> None:
    value = json.loads(samples.conclusion().to_json())
    del value["requisites"]["long_kept"]
    assert PackageConclusion.from_json(json.dumps(value)).requisites.long_kept is False


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": 7},
        {"version": "3"},
        {"version": True},
        {"files": {}},
        {"provenance": None},
        {"score": {"points": "много", "maximum": "1", "percent": "1", "zone": ""}},
        {"stranger": 1},
    ],
)
def test_json_of_another_shape_is_refused(change: dict[str, object]) -> None:
    value = {**json.loads(samples.conclusion().to_json()), **change}
    with pytest.raises(Damaged):
        PackageConclusion.from_json(json.dumps(value))


def test_json_without_a_field_and_no_json_at_all_are_refused() -> None:
    value = json.loads(samples.stage_report(1).to_json())
    del value["results"]
    for text in (json.dumps(value), "[]", "{", ""):
        with pytest.raises(Damaged):
            StageReport.from_json(text)


def test_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        Moment(datetime(2026, 1, 1), samples.ZONE)
