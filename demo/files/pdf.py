"""Prints a paper as PDF with Typst, in this process."""

import json
import tempfile
from dataclasses import asdict, fields
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from demo.files.paper import Block, Paper, Picture, Signatures
from demo.files.pen import scribble, stamp

MAIN = "main.typ"
TEMPLATE = Path(__file__).with_name("paper.typ")
FONTS = Path(__file__).resolve().parents[2] / "webapp" / "fonts"


def to_pdf(paper: Paper) -> bytes:
    """The paper as PDF; the same paper and fonts give the same bytes.

    Without the fonts of the product the fonts of the renderer are taken.
    """
    sources: dict[str, bytes] = {MAIN: TEMPLATE.read_bytes()}
    blocks = [_described(block, index, sources) for index, block in enumerate(paper.blocks)]
    page = {"title": paper.title, "author": paper.author, "blocks": blocks}
    moment = datetime.combine(paper.made_on, time(9, 0), tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        for name, data in sources.items():
            Path(folder, name).write_bytes(data)
        output: bytes = typst.compile(
            str(Path(folder, MAIN)),
            root=folder,
            font_paths=[str(FONTS)] if FONTS.is_dir() else [],
            ignore_system_fonts=FONTS.is_dir(),
            sys_inputs={"data": json.dumps(page, ensure_ascii=False)},
            timestamp=int(moment.timestamp()),
        )
    return output


def _described(block: Block, index: int, sources: dict[str, bytes]) -> dict[str, Any]:
    """The block as JSON; pictures become files beside the template."""
    kind = type(block).__name__
    if isinstance(block, Picture):
        name = f"picture-{index}.{_picture_extension(block.data)}"
        sources[name] = block.data
        return {"block": kind, "file": name, "caption": block.caption, "width": block.width_mm}
    if isinstance(block, Signatures):
        return _signed(block, index, sources)
    return {"block": kind, **{field.name: _plain(getattr(block, field.name)) for field in fields(block)}}


def _signed(block: Signatures, index: int, sources: dict[str, bytes]) -> dict[str, Any]:
    rows = []
    for place, one in enumerate(block.people):
        name = f"pen-{index}-{place}.svg" if one.signed else ""
        if name:
            sources[name] = scribble(one.name).encode()
        rows.append({"post": one.post, "name": one.name, "pen": name})
    seal = f"stamp-{index}.svg" if block.stamp else ""
    if seal:
        sources[seal] = stamp(block.stamp).encode()
    return {"block": "Signatures", "people": rows, "stamp": seal}


def _picture_extension(data: bytes) -> str:
    return "png" if data.startswith(b"\x89PNG") else "jpg"


def _plain(value: Any) -> Any:
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
