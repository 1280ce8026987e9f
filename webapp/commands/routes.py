"""`flask check-routes`: does what is stored fit the tables? `flask describe-routes`: the tables told."""

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.exc import SQLAlchemyError

from webapp.access.actor import system_scope
from webapp.database import session, snapshot
from webapp.models import Package, PackageFile, StageDue, Version
from workflows.describe import as_svg, as_text, tabulate
from workflows.kind import Kind
from workflows.kinds import KINDS, route_of
from workflows.routes import ROUTES

UNFIT, WRONG_INPUT = 1, 2


def register(cli: click.Group) -> None:
    cli.add_command(_check_routes)
    cli.add_command(_describe_routes)


def misfits() -> tuple[str, ...]:
    """Return a sentence for each stored kind, state or slot that the tables of the process do not know."""
    with system_scope("check routes"):
        return (*_unknown_kinds(), *_unknown_states(), *_unknown_slots(), *_unknown_frozen_slots())


@click.command("check-routes")
def _check_routes() -> None:
    """Сверить сохранённые виды, состояния и места для документов с таблицами процесса."""
    try:
        found = misfits()
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"База данных недоступна или не обновлена ({type(error).__name__}): выполните flask db upgrade."
        ) from error
    for sentence in found:
        click.echo(sentence)
    if found:
        raise SystemExit(UNFIT)
    click.echo("Всё сохранённое известно таблицам процесса.")


@click.command("describe-routes")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Папка для рисунков SVG.")
def _describe_routes(out: Path | None) -> None:
    """Показать маршруты таблицами; с --out также нарисовать каждый в файле SVG."""
    for route in ROUTES.values():
        click.echo(as_text(tabulate(route)))
        click.echo()
    if out is None:
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        for code, route in ROUTES.items():
            (out / f"{code}.svg").write_text(as_svg(route), encoding="utf-8")
    except OSError as error:
        click.echo(f"Не удалось записать рисунки в папку {out}: {error.strerror}.", err=True)
        raise SystemExit(WRONG_INPUT) from error
    click.echo(f"Рисунки сохранены: {', '.join(f'{code}.svg' for code in ROUTES)}.")


def _unknown_kinds() -> Iterator[str]:
    for model, what in ((Package, "пакетов"), (StageDue, "ожиданий этапа")):
        counted = select(model.kind, func.count()).where(model.kind.not_in(KINDS)).group_by(model.kind)
        for kind, number in session.execute(counted.order_by(model.kind)):
            yield f"Вид «{kind}» неизвестен, {what}: {number}."


def _unknown_states() -> Iterator[str]:
    # Read as plain text: the column itself refuses a word that is not in the vocabulary.
    state = type_coerce(Package.state, String)
    for kind in KINDS.values():
        known = [one.value for one in route_of(kind.code).states]
        counted = (
            select(state, func.count()).where(Package.kind == kind.code, state.not_in(known)).group_by(state)
        )
        for word, number in session.execute(counted.order_by(state)):
            yield f"Состояния «{word}» нет в маршруте вида «{kind.code}», пакетов: {number}."


def _unknown_slots() -> Iterator[str]:
    used = (
        select(Package.kind, PackageFile.slot, func.count())
        .join(Package, Package.id == PackageFile.package_id)
        .where(Package.kind.in_(KINDS))
        .group_by(Package.kind, PackageFile.slot)
        .order_by(Package.kind, PackageFile.slot)
    )
    for kind, slot, number in session.execute(used):
        if not knows_slot(KINDS[kind], slot):
            yield f"Места «{slot}» нет у вида «{kind}», файлов: {number}."


def _unknown_frozen_slots() -> Iterator[str]:
    frozen = (
        select(Package.number, Package.kind, Version.number, Version.slots)
        .join(Version, Version.package_id == Package.id)
        .where(Package.kind.in_(KINDS))
        .order_by(Package.id, Version.number)
        .execution_options(yield_per=500)
    )
    with snapshot():
        for package, kind, version, slots in session.execute(frozen):
            strange = [slot["code"] for slot in slots if not knows_slot(KINDS[kind], slot["code"])]
            if strange:
                yield f"Пакет {package}, редакция {version}: мест «{', '.join(strange)}» нет у вида «{kind}»."


def knows_slot(kind: Kind, code: str) -> bool:
    """Tell whether a stored slot came from one of the kind's: itself, or repeated for a risk or a measure."""
    return any(code == slot.code if slot.per == "package" else code.startswith(f"{slot.code}-")
               for slot in kind.slots)  # fmt: skip
