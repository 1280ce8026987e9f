"""The evidence matrix on the screen and as a table file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.evidence.queries import Double, Link, Matrix, Planned
from webapp.formatting import date_ru, datetime_ru, fio_for, percent_ru
from webapp.models import PackageFile
from webapp.preview import Stand, address
from webapp.tables import Column, TabItem
from workflows.evidence import Cell, Coverage, Row, Tie, counts

COLUMNS = (
    Column("measure", "Мера"),
    Column("state", "Подтверждение"),
    Column("files", "Документы"),
)
EXPORTED = (
    "№", "Мера", "Риск", "Срок", "Исполнитель", "Ожидаемый документ", "Подтверждение меры", "Документ", "Что с ним",
    "Почему", "Дата документа", "Как связан", "Кто указал", "Когда", "Использован ещё",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A document of a measure: what it is worth and why, who tied it, where else it is used."""

    name: str
    url: str
    coverage: Coverage
    reason: str
    about: tuple[str, ...]
    twice: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class MeasureView:
    title: str
    notes: tuple[str, ...]
    source: Way | None
    coverage: Coverage
    files: tuple[FileView, ...]
    edit_url: str


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """What the template shows."""

    lines: tuple[MeasureView, ...]
    tabs: tuple[TabItem, ...]
    shown: str
    """The label of the chosen state, '' for all."""
    loose: tuple[Way, ...]
    locked: str
    export_url: str
    waiting: bool
    """Some of the files are not read yet."""


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """One measure with the choice of its documents."""

    title: str
    facts: tuple[str, ...]
    choices: tuple[tuple[int, str], ...]
    chosen: tuple[int, ...]
    hints: dict[int, str]
    files: tuple[Way, ...]
    locked: str


def matrix_page(shown: Matrix, asked: str, actor: Actor) -> MatrixPage:
    """Return the matrix, of one state of measures only when the address asks for it."""
    number = shown.found.package.number
    state = Coverage(asked) if asked in set(Coverage) else None
    lines = tuple(
        _measure(shown, one, row, actor)
        for one, row in zip(shown.planned, shown.rows, strict=True)
        if state is None or row.coverage is state
    )
    return MatrixPage(
        lines=lines,
        tabs=_tabs(shown, state),
        shown=state.label if state else "",
        loose=tuple(Way(file.name, address(Stand.FILE, number, file.number)) for file in shown.loose),
        locked=shown.locked,
        export_url=url_for("evidence.export", number=number),
        waiting=any(proof.is_waiting for proof in shown.proofs.values()),
    )


def measure_page(shown: Matrix, key: str, actor: Actor) -> MeasurePage:
    """Return one measure with all the files of the package to choose from; raises NotThere."""
    one, row = shown.of(key)
    cells = {cell.file: cell for cell in row.cells}
    number = shown.found.package.number
    return MeasurePage(
        title=_title(one),
        facts=_notes(one),
        choices=tuple((file.number, file.name) for file in shown.files.values()),
        chosen=tuple(cells),
        hints={file: _hint(shown, key, cell, actor) for file, cell in cells.items()},
        files=tuple(
            Way(file.name, address(Stand.FILE, number, file.number)) for file in shown.files.values()
        ),
        locked=shown.locked,
    )


def export_rows(shown: Matrix, actor: Actor) -> Iterator[tuple[object, ...]]:
    """Yield a row for each document of each measure, one without a document for a bare measure."""
    zone = ZoneInfo(actor.zone)
    for one, row in zip(shown.planned, shown.rows, strict=True):
        about = (
            one.place, one.measure.title, one.risk, one.term, one.executor, one.expected, row.coverage.label,
        )  # fmt: skip
        for cell in row.cells:
            link = _link(shown, one.key, cell)
            twice = shown.doubles.get((one.key, cell.file), ())
            yield (
                *about,
                shown.files[cell.file].name,
                cell.coverage.label,
                cell.reason.label,
                shown.proofs[cell.file].dated or "",
                cell.tie.label,
                fio_for(link.row.set_by_name, link.row.acting_for) if link else "",
                datetime_ru(link.row.set_at, zone) if link else "",
                "; ".join(_twice(shown, double).words for double in twice),
            )
        if not row.cells:
            yield (*about, *[""] * (len(EXPORTED) - len(about)))


def _tabs(shown: Matrix, state: Coverage | None) -> tuple[TabItem, ...]:
    number, found = shown.found.package.number, counts(shown.rows)
    every = TabItem("Все меры", url_for("evidence.matrix", number=number), len(shown.rows), state is None)
    return (
        every,
        *(
            TabItem(
                one.label, url_for("evidence.matrix", number=number, state=one.value), count, one is state
            )
            for one, count in found.items()
        ),
    )


def _measure(shown: Matrix, one: Planned, row: Row, actor: Actor) -> MeasureView:
    number = shown.found.package.number
    return MeasureView(
        _title(one),
        _notes(one),
        _source(one),
        row.coverage,
        tuple(_file(shown, one.key, cell, actor) for cell in row.cells),
        "" if shown.locked else url_for("evidence.measure", number=number, measure=one.key),
    )


def _title(one: Planned) -> str:
    return f"{one.place}. {one.measure.title}" if one.place else one.measure.title


def _notes(one: Planned) -> tuple[str, ...]:
    return tuple(
        f"{name}: {text}"
        for name, text in (
            ("Риск", one.risk), ("Срок", one.term), ("Исполнитель", one.executor), ("Ожидаемый документ", one.expected),
        )
        if text
    )  # fmt: skip


def _source(one: Planned) -> Way | None:
    if one.source is None:
        return None
    return Way(
        f"Названа в документе «{one.source.name}», в антирисковую программу не внесена",
        address(Stand.FILE, one.source.package.number, one.source.number),
    )


def _file(shown: Matrix, key: str, cell: Cell, actor: Actor) -> FileView:
    file = shown.files[cell.file]
    return FileView(
        file.name,
        address(Stand.FILE, shown.found.package.number, file.number),
        cell.coverage,
        cell.reason.label,
        _about(shown, key, cell, actor),
        tuple(_twice(shown, double) for double in shown.doubles.get((key, cell.file), ())),
    )


def _about(shown: Matrix, key: str, cell: Cell, actor: Actor) -> tuple[str, ...]:
    dated = shown.proofs[cell.file].dated
    link = _link(shown, key, cell)
    if link:
        name = fio_for(link.row.set_by_name, link.row.acting_for)
        how = f"{cell.tie.label}: {name}, {datetime_ru(link.row.set_at, ZoneInfo(actor.zone))}"
    else:
        how = cell.tie.label
    return (f"от {date_ru(dated)}", how) if dated else (how,)


def _hint(shown: Matrix, key: str, cell: Cell, actor: Actor) -> str:
    about = "; ".join(_about(shown, key, cell, actor))
    return f"{cell.coverage.label}: {cell.reason.label} ({about})"


def _link(shown: Matrix, key: str, cell: Cell) -> Link | None:
    return shown.links.get((key, cell.file)) if cell.tie is Tie.HAND else None


def _twice(shown: Matrix, double: Double) -> Way:
    same = (
        f"Похожий документ ({percent_ru(double.share, 0)} общего текста)"
        if double.share
        else "Тот же документ"
    )
    if double.foreign:
        return Way(f"{same} направила другая школа", "")
    if double.other is None:
        other, _ = shown.of(double.measure)
        return Way(f"{same} приложен к мере «{_title(other)}»", "")
    return _elsewhere(same, double.other, own=double.other.package.school_id == shown.found.package.school_id)


def _elsewhere(same: str, other: PackageFile, *, own: bool) -> Way:
    package = other.package
    whose = "" if own else f", {package.school.short_name}"
    return Way(
        f"{same} в пакете {package.number}{whose}",
        address(Stand.FILE, package.number, other.number),
    )


def export_table(shown: Matrix, actor: Actor) -> tuple[Sequence[str], list[tuple[object, ...]]]:
    """Return the headings and the rows of the table file."""
    return EXPORTED, list(export_rows(shown, actor))
