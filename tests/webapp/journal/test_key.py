"""The key of the journal lies outside the database: kept beside embedded data, given to production."""

from pathlib import Path

import pytest

import config

PRODUCTION = {"PRODUCTION": "1", "SECRET_KEY": "s" * 40, "BASE_URL": "https://example.org"}


def test_an_embedded_installation_makes_its_key_once_and_closed(tmp_path: Path) -> None:
    first = config.load({"DATA_DIR": str(tmp_path)})
    second = config.load({"DATA_DIR": str(tmp_path)})
    path = tmp_path / "journal.key"
    assert first.journal_key == second.journal_key == path.read_text().strip() != first.secret_key
    assert path.stat().st_mode & 0o777 == 0o600 and len(first.journal_key) >= 32
    assert first.journal_key not in repr(first)


@pytest.mark.parametrize("key", ["", "short", f"{'j' * 40},short", "s" * 40, f"{'j' * 40},{'s' * 40}"])
def test_production_refuses_a_missing_short_or_shared_key(tmp_path: Path, key: str) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(config.ConfigurationError, match="JOURNAL_KEY"):
        config.load({**PRODUCTION, "DATA_DIR": str(tmp_path), "JOURNAL_KEY": key})
    assert not (tmp_path / "journal.key").exists()


def test_production_takes_the_key_it_is_given(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    given = config.load({**PRODUCTION, "DATA_DIR": str(tmp_path), "JOURNAL_KEY": "j" * 40})
    assert given.journal_key == "j" * 40
