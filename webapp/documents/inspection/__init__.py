"""What happens to a file inside the room: recognise its shape, look into it, compare it with its name.

Imported only by the helper process of the room: nothing here is safe to run in the web process.
"""

import json
import mmap
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from webapp.documents.inspection.findings import Findings, Refused, Source
from webapp.documents.inspection.images import inspect_jpeg, inspect_png
from webapp.documents.inspection.office import inspect_office
from webapp.documents.inspection.pdf import inspect_pdf
from webapp.documents.inspection.shapes import Shape, recognise, refuse_foreign
from webapp.documents.inspection.text import inspect_text
from webapp.documents.names import extension_of, with_extension
from workflows.file_rules import ACCEPTED_EXTENSIONS, FileKind, Limits, Refusal

Inspector = Callable[[Source], Findings]

_INSPECTORS: dict[Shape, Inspector] = {
    Shape.PDF: inspect_pdf,
    Shape.ZIP: inspect_office,
    Shape.JPEG: inspect_jpeg,
    Shape.PNG: inspect_png,
    Shape.TEXT: inspect_text,
}


def judge_file(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    """Return the verdict as JSON: {"accepted": findings} or {"refused": code, "facts": {…}}."""
    name, limits = str(arguments["name"]), Limits(**arguments["limits"])
    try:
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            findings = _inspect(Source(data, stream, extension_of(name), limits))
        _compare_with_name(findings.kind, name)
    except Refused as refused:
        return json.dumps({"refused": refused.code, "facts": refused.facts}, ensure_ascii=False).encode()
    answer = {**asdict(findings), "notices": sorted(findings.notices)}
    return json.dumps({"accepted": answer}, ensure_ascii=False).encode()


def _inspect(source: Source) -> Findings:
    shape = recognise(source.data)
    inspector = _INSPECTORS.get(shape)
    if inspector is None:
        refuse_foreign(shape, source.data, source.extension)
    return inspector(source)


def _compare_with_name(kind: FileKind, name: str) -> None:
    extension = extension_of(name)
    if not extension or extension in kind.extensions:
        return
    if kind.is_text and extension not in ACCEPTED_EXTENSIONS:
        raise Refused(Refusal.UNSUPPORTED)
    better = with_extension(name, kind.extensions[0])
    raise Refused(Refusal.WRONG_EXTENSION, inside=kind.label, better=better)
