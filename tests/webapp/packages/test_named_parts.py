"""A return that opens named parts: the rest of the package stays locked and unchanged in the next version."""

import io

import pytest

from tests import samples
from tests.pages import SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as
from webapp.assembly import operations as assembly
from webapp.errors import Invalid
from webapp.models import Opening, PackageFile, Version
from workflows.parts import Parts
from workflows.route import Refused
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import FileDecision

SLOTS = frozenset({"programme", "diagnosis"})
PROGRAMME = Parts(slots=frozenset({"programme"}), sent_slots=SLOTS)
LOW = {"А.2": (MarkValue.ZERO, "Результаты последнего раунда не использованы.")}


def returned(town: World, parts: Parts | None) -> on.Walk:
    """A package the curator returned with a remark on its programme."""
    walk = on.sent(town)
    programme, other = walk.files()
    walk.check(programme, FileDecision.RETURNED, text="Нет исходных значений показателей.")
    walk.check(other)
    walk.step(town.curator, "return", parts=parts)
    return walk


def _file(walk: on.Walk, slot: str) -> PackageFile:
    return next(file for file in walk.files() if file.slot == slot)


def _answers(walk: on.Walk, **given: str) -> dict[str, str]:
    actor = walk.town.school_1.coordinator
    with acting_as(actor):
        seen = on.dossiers.dossier(walk.number, actor).package.draft.seen  # type: ignore[union-attr]
        return dict(assembly.save_answers(walk.number, given, actor=actor, seen=seen).answers)


def test_a_closed_slot_takes_and_loses_no_file(town: World) -> None:
    walk = returned(town, PROGRAMME)
    with acting_as(town.school_1.coordinator) as actor:
        with pytest.raises(Invalid, match="не открыт для исправления"):
            assembly.remove_file(walk.number, _file(walk, "diagnosis").number, actor=actor)
        with pytest.raises(Invalid, match="не открыт для исправления"):
            assembly.add_files(walk.number, "diagnosis", (), actor=actor)
        assembly.remove_file(walk.number, _file(walk, "programme").number, actor=actor)
    assert [file.slot for file in walk.files()] == ["diagnosis"]


def test_closed_answers_stay_whatever_the_page_sends(town: World) -> None:
    opened = Parts(slots=frozenset({"programme"}), questions=frozenset({"round"}), sent_slots=SLOTS)
    walk = returned(town, opened)
    kept = _answers(walk, round="сентябрь 2026 года", accepted_by="Кто-то другой")
    assert (kept["round"], kept["accepted_by"]) == ("сентябрь 2026 года", on.ANSWERS["accepted_by"])


def test_the_next_version_differs_in_the_named_part_only_and_the_package_is_then_open_again(
    town: World,
) -> None:
    walk = returned(town, PROGRAMME)
    walk.add("programme", "Программа 2.pdf", replaces=_file(walk, "programme"))
    walk.answer(1)
    walk.submit("resubmit")
    assert walk.changes() == {"Программа 2.pdf": "changed", "Протокол.pdf": "same"}
    walk.settle(1, town.curator, on.RemarkState.NOT_FIXED)
    walk.step(town.curator, "return")
    with acting_as(town.school_1.coordinator) as actor:
        assembly.remove_file(walk.number, _file(walk, "diagnosis").number, actor=actor)
    assert [file.slot for file in walk.files()] == ["programme"]


def test_a_return_that_names_nothing_or_closes_what_a_remark_concerns_is_refused(town: World) -> None:
    walk = on.sent(town)
    programme, other = walk.files()
    walk.check(programme, FileDecision.RETURNED, text="Нет исходных значений показателей.")
    walk.check(other)
    with pytest.raises(Refused, match="Отметьте хотя бы одну часть"):
        walk.step(town.curator, "return", parts=Parts(sent_slots=SLOTS))
    with pytest.raises(Refused, match="замечания № 1"):
        walk.step(town.curator, "return", parts=Parts(slots=frozenset({"diagnosis"}), sent_slots=SLOTS))
    assert on.count(Opening) == 0


def test_an_examiner_names_parts_too_and_a_reopened_conclusion_forgets_them(town: World) -> None:
    walk = on.admitted(town)
    walk.examine(VerdictKind.CONFORMS)
    walk.step(town.coordinator, "reopen", text="Пересмотреть критерий.")
    low = next(iter(sheet_codes(walk)))
    walk.mark(low, MarkValue.ZERO, "Не использованы результаты.", seen=1)
    walk.conclude(VerdictKind.REWORK, parts=PROGRAMME)
    assert on.count(Opening, Opening.version_id == Version.id, Version.number == 1) == 1
    walk.step(town.coordinator, "release")
    with acting_as(town.school_1.coordinator) as actor, pytest.raises(Invalid):
        assembly.remove_file(walk.number, _file(walk, "diagnosis").number, actor=actor)


def test_a_verdict_other_than_rework_opens_nothing(town: World) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    walk.mark_all({next(iter(sheet_codes(walk))): (MarkValue.ONE, "Не везде.")})
    walk.conclude(VerdictKind.WITH_REMARKS, parts=PROGRAMME)
    assert on.count(Opening) == 0


def sheet_codes(walk: on.Walk) -> list[str]:
    actor = walk.town.coordinator
    with acting_as(actor):
        sheet = on.dossiers.dossier(walk.number, actor).sheet
    assert sheet is not None
    return [criterion.code for criterion in sheet.criteria]


def test_the_curator_ticks_the_parts_on_the_page_and_the_school_sees_which_are_open(
    town: World, sign_in: SignIn
) -> None:
    walk = on.sent(town)
    programme, other = walk.files()
    walk.check(programme, FileDecision.RETURNED, text="Нет исходных значений показателей.")
    walk.check(other)
    curator, path = sign_in(town.curator), f"/packages/{walk.number}/steps/return"
    page = curator.get(path)
    assert page.tree.xpath("//input[@name='parts' and @checked]/@value") == ["slot:programme"]
    refused = curator.post(path, {"seen": str(walk.seen), "extent": "named"}, status=422)
    assert "Отметьте хотя бы одну часть" in refused.text
    curator.post(
        path, {"seen": str(walk.seen), "extent": "named", "parts": ["slot:programme", "question:round"]}
    )
    school = sign_in(town.school_1.coordinator)
    assert (
        "Для исправления открыты: Программа развития" in school.get(f"/packages/{walk.number}/history").words
    )
    files = school.get(f"/packages/{walk.number}/edit/files")
    assert "Для исправления открыты:" in files.text and "Не открыт для исправления" in files.text
    assert files.tree.xpath("//input[@type='file']/@id") == ["slot-programme-files"]
    answers = school.get(f"/packages/{walk.number}/edit/answers")
    assert answers.tree.xpath("//@name[starts-with(., 'q_')]") == ["q_round"]
    assert on.ANSWERS["accepted_by"] in answers.text
    turned_away = school.post(
        f"/packages/{walk.number}/edit/files/diagnosis",
        {"files": (io.BytesIO(samples.pdf("Новый протокол")), "Новый.pdf")},
        content_type="multipart/form-data",
        status=422,
    )
    assert "не открыт для исправления" in turned_away.text
