"""Every act that the code writes into the journal has Russian words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from workflows.dictionaries.acts import ACTS

ROOT = Path(__file__).resolve().parents[2]
SHAPE = re.compile(r"[a-z_]+\.[a-z_]+")
WRITERS = re.compile(r"record|_written|_note")


def written() -> Iterator[str]:
    """The acts named as whole words where something is written into the journal."""
    for path in [
        *(ROOT / "webapp").rglob("*.py"),
        *(ROOT / "tasks").rglob("*.py"),
        *(ROOT / "demo").rglob("*.py"),
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if WRITERS.search(called):
                words = (one for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant))
                yield from (
                    one.value for one in words if isinstance(one.value, str) and SHAPE.fullmatch(one.value)
                )


def test_every_act_has_words() -> None:
    found = set(written())
    assert len(found) > 100
    assert sorted(found - set(ACTS) - {"package.sending_"}) == []
