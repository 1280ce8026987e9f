"""A table with a sheet comes back: judged and read in the closed room, nothing of it trusted before."""

import json
import tempfile
from pathlib import Path
from typing import BinaryIO

from webapp.database import release
from webapp.documents.judgement import Rejected, judge
from webapp.documents.room import run_limited
from webapp.errors import Invalid
from webapp.sheets import queries
from workflows.file_rules import MEBIBYTE, FileKind, Limits
from workflows.sheet import BrokenSheet
from workflows.sheet_draft import Outline
from workflows.sheet_table import COLUMNS, ROWS_LIMIT, outline_of_rows

SIZE_LIMIT = 2 * MEBIBYTE
NOT_READ = "Не удалось прочитать таблицу. Сохраните файл заново в формате XLSX и повторите."


def read_table(code: str, name: str, stream: BinaryIO) -> Outline:
    """Return the text of the sheet in an uploaded workbook; nothing is written. Raises NotThere, Invalid."""
    queries.draft(code)
    taken = queries.codes_ever(code)
    release()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(stream.read(SIZE_LIMIT + 1))
        rows = _rows(path, name)
    try:
        return outline_of_rows(rows, taken=taken)
    except BrokenSheet as error:
        raise Invalid(" ".join(error.reasons), "file") from error


def _rows(path: Path, name: str) -> list[list[str]]:
    verdict = judge(path, name, limits=Limits(size=SIZE_LIMIT))
    if isinstance(verdict, Rejected):
        raise Invalid(verdict.sentence, "file")
    if verdict.kind is not FileKind.XLSX:
        raise Invalid("Загрузите таблицу XLSX: ту, что выгружена со страницы редакции листа.", "file")
    outcome = run_limited("rows", path, arguments={"rows": ROWS_LIMIT, "columns": len(COLUMNS)})
    if not outcome.is_done:
        raise Invalid(NOT_READ, "file")
    try:
        rows = json.loads(outcome.payload)
        return [[str(cell) for cell in row] for row in rows]
    except (ValueError, TypeError) as error:
        raise Invalid(NOT_READ, "file") from error
