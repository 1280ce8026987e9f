"""`/verify`: what anybody learns of a document, and what nobody does."""

import pypdf
import pytest
from flask import Flask

from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import rows
from tests.webapp.signing.test_signing import paper, signed
from tests.world import World
from webapp.access.actor import acting_as
from webapp.filestore import storage
from webapp.models import Report, SignOff, Stage
from webapp.signing import operations
from webapp.signing.operations import Requisites


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app.test_client())


def test_a_signed_report_is_genuine_by_its_code_however_typed(
    town: World, report: Report, agreed: Requisites, stranger: Browser
) -> None:
    signed(report, town)
    code = report.code or ""
    page = stranger.get(f"/verify/{code}")
    assert page.has("Подлинный", report.number, "Простая электронная подпись")
    (row,) = rows(SignOff)
    assert page.has(row.signer_post or row.signer_role.label)
    for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} ", code.replace("0", "О")):
        answer = stranger.get("/verify", query_string={"code": typed}, status=303)
        assert answer.location == f"/verify/{code}"
    for private in (
        town.coordinator.name,
        town.coordinator.name.split()[0],
        "10.0.0.7",
        town.school_1.school.name,
    ):
        assert private not in page.text


def test_the_code_stands_on_the_paper_and_leads_to_the_check(report: Report) -> None:
    with storage().open(paper(report)) as stream:
        text = "".join(page.extract_text() for page in pypdf.PdfReader(stream).pages)
    assert report.code and report.code in text.replace("\n", "")


def test_a_file_is_known_by_its_hash_and_an_altered_one_is_not(
    town: World, report: Report, agreed: Requisites, stranger: Browser
) -> None:
    signed(report, town)
    for file in report.files:
        assert stranger.get(f"/verify?sha256={file.sha256.upper()}").has("Подлинный", "файл не изменён")
    other = paper(report)[:-1] + ("0" if paper(report)[-1] != "0" else "1")
    page = stranger.get(f"/verify?sha256={other}", status=404)
    assert page.has("Не найден", "Файл изменён после выдачи или выдан не этой системой")
    assert stranger.get("/verify?sha256=abc", status=404).has("Не найден")


def test_an_unsigned_and_an_outdated_document_say_so(
    town: World, stage: Stage, report: Report, agreed: Requisites, stranger: Browser
) -> None:
    address = f"/verify/{report.code}"
    assert stranger.get(address).has("Выдан системой, не подписан")
    signed(report, town)
    with acting_as(town.coordinator):
        operations.reopen(stage.slug, "Ошибка.", actor=town.coordinator)
    page = stranger.get(address)
    assert page.has("Подпись устарела", "Попросите новый отчёт") and not page.has("Ошибка.")


@pytest.mark.parametrize("code", ["7K4M-92QX-1BCD-5FGH", "нет", "a" * 300, "<b>"])
def test_wrong_codes_all_go_one_way(stranger: Browser, code: str) -> None:
    page = stranger.get(f"/verify/{code}", status=404)
    assert page.has("Не найден", "Проверьте, верно ли введён код")


def test_thirty_wrong_codes_a_minute_are_enough(stranger: Browser, report: Report) -> None:
    for _ in range(30):
        stranger.get("/verify/7K4M-92QX-1BCD-5FGH", status=404)
    slow = stranger.get("/verify/7K4M-92QX-1BCD-5FGH", status=429)
    assert slow.has("Слишком много неверных кодов") and int(slow.headers["Retry-After"]) > 0
    stranger.get(f"/verify/{report.code}", status=429)


def test_the_form_needs_no_sign_in_and_shows_itself_to_those_inside_too(
    stranger: Browser, town: World, sign_in: SignIn
) -> None:
    assert stranger.get("/verify").has("Код с документа", "Проверить файл")
    sign_in(town.school_1.head).get("/verify")
