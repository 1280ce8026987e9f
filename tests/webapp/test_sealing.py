"""The electronic seal: a paper sealed is genuine, a paper changed by one bit or continued is not, whoever made the seal."""

import asyncio
import random
import stat
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from webapp import sealing
from webapp.errors import Invalid
from webapp.own_thread import in_own_thread
from webapp.sealing import Seal

PAPER = (Path(__file__).resolve().parents[1] / "data" / "roadmaps" / "sayansk-paged.pdf").read_bytes()
OWNER = "Управление образования администрации Приозёрского муниципального округа"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return sealing.init(tmp_path, "01", OWNER, years=3)


def made(seal: Seal) -> bytes:
    return sealing.sealed(PAPER, seal, at=AT, zone=ZoneInfo("Asia/Irkutsk"))


def test_a_sealed_paper_is_genuine_and_holds_what_was_sealed(seal: Seal) -> None:
    paper = made(seal)
    found = sealing.check(paper, (seal.certificate,))
    assert paper.startswith(PAPER)
    assert (found.sealed, found.genuine, found.owner, found.serial) == (True, True, OWNER, seal.serial)


def test_a_paper_changed_in_one_bit_is_never_genuine(seal: Seal) -> None:
    paper, places = made(seal), random.Random(5)
    for place in [places.randrange(len(PAPER)) for _ in range(40)]:
        changed = bytearray(paper)
        changed[place] ^= 1
        assert not sealing.check(bytes(changed), (seal.certificate,)).genuine, place


@pytest.mark.parametrize("tail", [b"\n", b"\n%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"])
def test_a_paper_continued_is_not_genuine(seal: Seal, tail: bytes) -> None:
    assert not sealing.check(made(seal) + tail, (seal.certificate,)).genuine


def test_a_paper_sealed_twice_by_another_is_not_ours(seal: Seal, tmp_path: Path) -> None:
    other = sealing.init(tmp_path / "other", "01", OWNER, years=3)
    assert not sealing.check(made(other), (seal.certificate,)).genuine
    assert sealing.check(PAPER, (seal.certificate,)) == sealing.Checked(sealed=False, genuine=False)
    assert not sealing.check(b"%PDF-1.7 nothing", (seal.certificate,)).genuine


def test_the_key_is_its_owners_and_a_second_seal_is_made_on_purpose(seal: Seal, tmp_path: Path) -> None:
    path = tmp_path / "seal" / "01.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(Invalid, match="уже есть"):
        sealing.init(tmp_path, "01", OWNER, years=3)
    paper = made(seal)
    newer = sealing.init(tmp_path, "01", OWNER, years=3, replace=True)
    assert newer.serial != seal.serial
    assert sealing.check(paper, sealing.known(tmp_path)).genuine, "a former seal is still known"
    path.write_bytes(b"-----BEGIN NOTHING")
    with pytest.raises(Invalid, match="повреждён"):
        sealing.seal_of(tmp_path, "01")


def test_a_seal_of_an_authority_comes_from_its_container(seal: Seal, tmp_path: Path) -> None:
    container = pkcs12.serialize_key_and_certificates(
        b"seal", seal.key, seal.certificate, None, BestAvailableEncryption("пароль".encode())
    )
    taken = sealing.take(tmp_path, "02", container, "пароль")
    kept = sealing.seal_of(tmp_path, "02")
    assert kept is not None and (taken.owner, kept.certificate) == (OWNER, taken.certificate)
    for content, password in ((container, "иной"), (b"nothing", "пароль")):
        with pytest.raises(Invalid, match="PKCS#12"):
            sealing.take(tmp_path, "03", content, password)


def test_a_loop_that_runs_already_does_not_keep_a_paper_from_its_seal(seal: Seal) -> None:
    async def inside() -> bool:
        return sealing.check(made(seal), (seal.certificate,)).genuine

    assert in_own_thread(lambda: asyncio.run(inside()))
