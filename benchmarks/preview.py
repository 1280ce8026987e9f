"""`python -m benchmarks.preview`: from the bytes of an upload to its first page and its text, beside the bare library.

Everything the product does is in the time: judging, keeping, the row, the closed room, the picture in the storage.
The worker is this process; the broker is left out, which adds milliseconds. Each file is new, so nothing is cached;
the rooms are warm, as in a worker that has read a file before."""

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2 as pdfium
import typst

import config
from benchmarks.servers import flask
from webapp import create_app
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.documents import reader
from webapp.documents.judgement import Accepted, judge
from webapp.documents.room import Room
from webapp.filestore import claim, storage
from webapp.models import PagePicture, Reading
from webapp.reading import operations
from workflows.file_rules import FileKind
from workflows.reading import ReadingState

ROUNDS = 5
ROOM = Room(reader.TASKS)
"""One more room, only to ask how much memory a child takes."""
FIRST_PAGE_GOAL = 2.0
FONTS = Path(__file__).resolve().parents[1] / "webapp" / "fonts"
SENTENCE = (
    "Программа противодействия рискам предусматривает совершенствование внутришкольной системы оценки качества "
    "образования и сопровождение обучающихся с высокой учебной неуспешностью. "
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds from the upload; memory of the child that read, in megabytes."""

    first_page: float
    text: float
    memory: float


def main() -> None:
    print(f"Нагрузка до начала: {os.getloadavg()[0]:.1f}; процессоров {os.cpu_count()}.\n")
    with tempfile.TemporaryDirectory(prefix="preview-") as name:
        product = {
            "DATA_DIR": name,
            "DEMO": "1",
            "REDIS_URL": "",
            "DATABASE_URL": "",
            "FREE_SPACE_FLOOR_BYTES": "0",
        }
        flask(product, "db", "upgrade")
        with create_app(config.load({**os.environ, **product})).app_context(), system_scope("benchmark"):
            _take(printed(1, "разогрев"), FileKind.PDF, Path(name))
            print(_row("файл", "первая страница, с", "текст, с", "библиотека, с", "отношение", "память, МБ"))
            print(_row(*["---"] * 6))
            _measure(
                "PDF, 200 страниц текста", FileKind.PDF, lambda n: printed(200, str(n)), bare_pdf, Path(name)
            )
            _measure(
                "DOCX, 100 страниц", FileKind.DOCX, lambda n: written(100, str(n)), bare_docx, Path(name)
            )


def _measure(
    title: str, kind: FileKind, make: Callable[[int], bytes], bare: Callable[[bytes], float], folder: Path
) -> None:
    found, floors = [], []
    for number in range(ROUNDS):
        raw = make(number)
        floors.append(bare(raw))
        found.append(_take(raw, kind, folder))
    first, text = (
        statistics.median(values) for values in zip(*((f.first_page, f.text) for f in found), strict=True)
    )
    floor = statistics.median(floors)
    met = f"{first:.2f} ({'да' if first <= FIRST_PAGE_GOAL else 'НЕТ'})" if first else "—"
    print(
        _row(
            title,
            met,
            f"{text:.2f}",
            f"{floor:.2f}",
            f"{text / floor:.1f}",
            f"{max(f.memory for f in found):.0f}",
        ),
        flush=True,
    )


def _take(raw: bytes, kind: FileKind, folder: Path) -> Figures:
    """Take a file in as an upload does and read it as the worker does."""
    path = folder / f"upload{kind.extensions[0]}"
    path.write_bytes(raw)
    started = time.monotonic()
    verdict = judge(path, path.name)
    assert isinstance(verdict, Accepted), verdict
    received = storage().receive(io.BytesIO(raw), limit=2**27)
    storage().keep(received)
    with transaction():
        claim(received.sha256, received.size, kind=kind.value, media_type=kind.media_type)
        operations.ask(received.sha256)
    marks: list[float] = []
    operations.read(received.sha256, keep_alive=lambda: marks.append(time.monotonic() - started))
    whole = time.monotonic() - started
    session.expire_all()
    reading, picture = (
        session.get_one(Reading, received.sha256),
        session.get(PagePicture, (received.sha256, 1)),
    )
    assert reading.state is ReadingState.READY, reading.problem
    assert kind is not FileKind.PDF or (picture is not None and picture.state is ReadingState.READY)
    outcome = ROOM.run("read", path, arguments={"kind": kind.value}, limits=reader.READ_LIMITS)
    return Figures(marks[0] if picture is not None else 0.0, whole, outcome.peak_memory / 1e6)


def bare_pdf(raw: bytes) -> float:
    """Seconds of the library alone: the first page drawn and packed, the text of all pages taken."""
    started = time.monotonic()
    with pdfium.PdfDocument(raw) as document:
        page = document[0]
        scale = operations.WIDTH / page.get_width()
        page.render(scale=scale).to_pil().convert("RGB").save(io.BytesIO(), "WEBP", quality=80, method=2)
        for one in document:
            one.get_textpage().get_text_range()
    return time.monotonic() - started


def bare_docx(raw: bytes) -> float:
    """Seconds of python-docx: every paragraph and cell."""
    started = time.monotonic()
    document = docx.Document(io.BytesIO(raw))
    sum(len(paragraph.text) for paragraph in document.paragraphs)
    sum(len(cell.text) for table in document.tables for row in table.rows for cell in row.cells)
    return time.monotonic() - started


def printed(pages: int, mark: str) -> bytes:
    body = "\n#pagebreak()\n".join(
        f"== Раздел {n}. {mark}\n\n" + f"{SENTENCE * 3}\n\n" * 5 for n in range(1, pages + 1)
    )
    source = f'#set page(paper: "a4")\n#set text(font: "PT Serif", size: 12pt, lang: "ru")\n{body}'
    pdf: bytes = typst.compile(source.encode(), font_paths=[FONTS])  # type: ignore[misc]
    return pdf


def written(pages: int, mark: str) -> bytes:
    document = docx.Document()
    for number in range(pages):
        document.add_heading(f"Раздел {number}. {mark}", level=1)
        for _ in range(7):
            document.add_paragraph(SENTENCE * 2)
        table = document.add_table(rows=3, cols=4)
        for cell in table._cells:
            cell.text = "Мероприятие раздела"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
