"""What the started processes find in their environment."""

from pathlib import Path

import pytest

from launcher.data_folder import open_folder
from launcher.environment import MEMORY, for_data

ROOT = Path(__file__).parents[2]


def test_freed_memory_goes_back_to_the_system_unless_the_operator_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in MEMORY:
        monkeypatch.delenv(name, raising=False)
    assert for_data(open_folder(tmp_path / "data")).items() >= MEMORY.items()
    monkeypatch.setenv("MALLOC_ARENA_MAX", "8")
    assert for_data(open_folder(tmp_path / "data"))["MALLOC_ARENA_MAX"] == "8"


@pytest.mark.parametrize(
    "place",
    [
        "deploy/Dockerfile",
        *(f"deploy/systemd/ekspertiza-{part}.service" for part in ("web", "worker", "beat")),
    ],
)
def test_an_installation_sets_the_same(place: str) -> None:
    text = (ROOT / place).read_text("utf-8")
    assert all(f"{name}={value}" in text for name, value in MEMORY.items())
