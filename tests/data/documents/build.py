"""Write the corpus of documents: `python tests/data/documents/build.py`.

Each line of the table is one file and its maker. What a reader must find in `files/<name>` stands in
`expected/<name>.txt`, checked by eye; `tests/webapp/documents/test_reading.py` compares, and
`python -m tests.webapp.documents.notation FILE…` prints what is found now. Files that are not in the table were made
by other programs: `libreoffice-*` by LibreOffice 7.4 from files of this corpus, and three published municipal
roadmaps with the names of people replaced.
"""

import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import office  # noqa: E402
import opened  # noqa: E402
import printed  # noqa: E402
import wordlike  # noqa: E402

MADE: dict[str, Callable[[], bytes]] = {
    "revisions.docx": wordlike.tracked,
    "numbered.docx": wordlike.numbered,
    "tables.docx": wordlike.tables,
    "parts.docx": wordlike.parts,
    "strict.docx": wordlike.strict,
    "python-docx.docx": office.by_python_docx,
    "text.odt": opened.text,
    "book.ods": opened.book,
    "slides.odp": opened.slides,
    "xlsxwriter.xlsx": office.book,
    "openpyxl.xlsx": office.by_openpyxl,
    "long.xlsx": office.long_book,
    "cp1251.csv": lambda: office.TABLE.encode("cp1251"),
    "utf8.csv": lambda: office.TABLE.replace(";", ",").replace("12,5", '"12,5"').encode("utf-8-sig"),
    "utf16.csv": lambda: office.TABLE.replace(";", "\t").encode("utf-16"),
    "slides.pptx": office.slides,
    "note.txt": lambda: "Записка\r\n\r\nТекст  записки.\r\n".encode("cp1251"),
    "text.pdf": printed.text,
    "table.pdf": printed.table,
    "narrow.pdf": printed.narrow,
    "columns.pdf": printed.columns,
    "long.pdf": printed.long,
    "turned.pdf": printed.turned,
    "scan.pdf": printed.scan,
    "scan-with-words.pdf": printed.scan_with_words,
    "scan-among-pages.pdf": printed.scan_among_pages,
    "without-unicode.pdf": printed.without_unicode,
    "wrong-unicode.pdf": printed.wrong_unicode,
    "locked.pdf": printed.locked,
    "photograph.jpg": lambda: printed.photograph("JPEG"),
    "drawing.png": lambda: printed.photograph("PNG"),
}


def main() -> None:
    folder = HERE / "files"
    folder.mkdir(exist_ok=True)
    for name, make in MADE.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main()
