"""Signatures made outside: a detached file that is of this very paper, a scan; named for what they are."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from tests import samples
from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import rows
from tests.webapp.signing.test_signing import paper
from tests.world import World
from webapp import sealing
from webapp.access.actor import acting_as
from webapp.errors import Invalid, Stale
from webapp.filestore import settings, storage
from webapp.models import JournalEntry, Package, Report, SignOff, Stage
from webapp.reading.operations import Upload
from webapp.sealing import Seal
from webapp.signing import operations
from workflows.signing import SignState, Way
from workflows.vocabulary import State

OWNER = "Начальник управления образования Приозёрского муниципального округа"
Make = Callable[[Stage], Report]


@pytest.fixture
def person(tmp_path: Path) -> Seal:
    """A key and a certificate as somebody has in a program of theirs."""
    return sealing.init(tmp_path, "person", OWNER, years=1)


def bytes_of(report: Report) -> bytes:
    with storage().open(paper(report)) as stream:
        return stream.read()


def signature(person: Seal, document: bytes, encoding: Encoding = Encoding.DER) -> bytes:
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(document)
    return builder.add_signer(person.certificate, person.key, hashes.SHA256()).sign(encoding, options)


def attach(town: World, report: Report, content: bytes, sha256: str = "") -> int:
    with acting_as(town.coordinator):
        return operations.attach_signature(
            report.number,
            sha256 or paper(report),
            "отчёт.pdf.sig",
            io.BytesIO(content),
            actor=town.coordinator,
        )


def scan(
    town: World, report: Report, content: bytes, name: str = "скан.pdf", by: str = "Начальник Иванова"
) -> int:
    with acting_as(town.coordinator):
        return operations.attach_scan(
            report.number, paper(report), Upload(name, io.BytesIO(content)), by, date(2026, 2, 1), actor=town.coordinator
        )  # fmt: skip


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_a_detached_signature_signs_and_says_whose_it_is_and_what_was_checked(
    town: World, report: Report, person: Seal, as_coordinator: Browser, encoding: Encoding
) -> None:
    content = signature(person, bytes_of(report), encoding)
    attach(town, report, content)
    (row,) = rows(SignOff)
    assert (row.state, row.way, row.sha256) == (SignState.STANDING, Way.QUALIFIED, paper(report))
    assert {one.state for one in rows(Package) if one.stage_id == report.stage_id} == {State.REPORTED}
    page = as_coordinator.get(f"/reports/{report.number}")
    assert page.has(
        "Квалифицированная подпись, приложенная файлом",
        OWNER,
        person.serial,
        "издателя сертификата система не знает",
    )
    file = as_coordinator.get(f"/reports/{report.number}/signatures/{row.id}")
    assert (file.body, file.mimetype) == (content, "application/pkcs7-signature")
    assert "signature.downloaded" in [one.action for one in rows(JournalEntry)]


def test_an_authority_the_operator_trusts_makes_it_checked(town: World, report: Report, person: Seal) -> None:
    folder = settings().data_dir / "trust"
    folder.mkdir(exist_ok=True)
    trusted = folder / "authority.pem"
    trusted.write_text(sealing.certificate_of(person), encoding="ascii")
    (folder / "записка.txt").write_text("не сертификат", encoding="utf-8")
    try:
        attach(town, report, signature(person, bytes_of(report)))
    finally:
        trusted.unlink()
    assert rows(SignOff)[0].certificate["checked"] == "valid"


def test_a_signature_of_another_paper_and_what_is_none_sign_nothing(
    town: World, report: Report, person: Seal
) -> None:
    good = signature(person, bytes_of(report))
    for content, words in (
        (signature(person, bytes_of(report) + b" "), "другому файлу"),
        (b"", "не похож"),
        (b"%PDF-1.7 nothing of the kind", "не похож"),
        (good[: len(good) // 2], "не похож"),
        (b"\x30\x80" * 600, "не похож"),
    ):
        with pytest.raises(Invalid, match=words):
            attach(town, report, content)
    with pytest.raises(Stale, match="файл отчёта стал другим"):
        attach(town, report, good, sha256="0" * 64)
    assert rows(SignOff) == []


def test_pressed_twice_it_is_one_signature(town: World, report: Report, person: Seal) -> None:
    content = signature(person, bytes_of(report))
    assert attach(town, report, content) == attach(town, report, content)
    assert len(rows(SignOff)) == 1


def test_a_scan_of_the_signed_paper_is_called_a_scan(
    town: World, report: Report, as_coordinator: Browser, sign_in: SignIn
) -> None:
    with pytest.raises(Invalid, match="PDF, JPEG или PNG"):
        scan(town, report, samples.docx_file("не скан"), "скан.docx")
    with pytest.raises(Invalid, match="кто подписал"):
        scan(town, report, samples.pdf("скан"), by=" ")
    scan(town, report, samples.pdf("скан"))
    (row,) = rows(SignOff)
    assert row.way is Way.SCAN
    page = as_coordinator.get(f"/reports/{report.number}")
    assert page.has(
        "Скан-копия документа, подписанного на бумаге",
        "На бумаге подписал: Начальник Иванова",
        "1 февраля 2026",
    )
    url = f"/reports/{report.number}/signatures/{row.id}"
    assert as_coordinator.get(url).status == 200
    sign_in(town.foreign_coordinator).get(url, status=404)
    sign_in(town.school_1.head).get(url, status=404)


def test_the_page_of_signing_takes_files_after_a_fresh_password_and_loses_nothing_typed(
    town: World, report: Report, person: Seal, as_coordinator: Browser
) -> None:
    url = f"/reports/{report.number}/sign"
    page = as_coordinator.get(url)
    assert page.has("Подпись файлом", "Подпись на бумаге")
    bad = as_coordinator.post(
        f"{url}/scan",
        {"sha256": paper(report), "signed_by": "Начальник Иванова", "signed_on": "01.02.2026"},
        status=422,
    )
    assert bad.has("Выберите скан-копию") and 'value="Начальник Иванова"' in bad.text
    sent = {"sha256": paper(report), "signature": (io.BytesIO(b"nothing"), "а.sig")}
    assert as_coordinator.post(f"{url}/file", sent, status=422).has("не похож на электронную подпись")
    good = {"sha256": paper(report), "signature": (io.BytesIO(signature(person, bytes_of(report))), "а.sig")}
    as_coordinator.post(f"{url}/file", good)
    assert [row.way for row in rows(SignOff)] == [Way.QUALIFIED]
