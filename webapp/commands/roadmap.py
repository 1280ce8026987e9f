"""`flask roadmap parse FILE`: the roadmap found in an office file, on standard output; nothing is stored.
`flask roadmap indicator`: the share of executed and confirmed measures of a stored roadmap on a date."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from webapp.commands.wrong_input import WrongInput, told
from webapp.database import now
from webapp.documents.roadmap_lines import NotReadable, lines_of_file
from webapp.formatting import date_short, percent_ru
from webapp.indicators import queries
from webapp.indicators.queries import Figures
from workflows.dates import DateError, parse_date
from workflows.deadlines import say
from workflows.roadmaps import Roadmap, as_json, read_roadmap
from workflows.roadmaps.indicator import Share
from workflows.roadmaps.rules import RULES


def register(cli: click.Group) -> None:
    cli.add_command(_roadmap)


@click.group("roadmap")
def _roadmap() -> None:
    """Дорожные карты."""


@_roadmap.command("parse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="Ответ в JSON.")
def _parse(file: Path, as_data: bool) -> None:
    """Прочитать дорожную карту из DOCX, ODT, XLSX, ODS, PDF или текста с табуляциями; ничего не сохраняется."""
    if not file.is_file():
        raise WrongInput(f"Файла {file} нет. Укажите путь к файлу дорожной карты.")
    try:
        found = read_roadmap(lines_of_file(file))
    except NotReadable as error:
        raise WrongInput(error.sentence) from error
    except OSError as error:
        raise WrongInput(f"Файл {file} не открывается: {error.strerror}.") from error
    if not found.items:
        raise WrongInput(
            f"В файле {file.name} не найдено таблицы мероприятий. Нужна таблица со столбцами «Мероприятие», «Срок», "
            "«Ответственные», «Результат»."
        )
    if as_data:
        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return
    click.echo(_told(found))


def _told(found: Roadmap) -> str:
    """Return the roadmap for a person's eyes."""
    lines = [found.heading.title, found.heading.territory, ""]
    for section in found.sections:
        lines += [
            section.title,
            *(f"  {item.number} {item.title} — {say(item.deadline)}" for item in section.items),
        ]
    lines += ["", *(f"{f'Строка {one.row}: ' if one.row else ''}{one.text}" for one in found.warnings)]
    return "\n".join(lines).strip()


@_roadmap.command("indicator")
@click.option("--date", "typed", required=True, help="Дата, например 2026-06-10 или 10.06.2026.")
@click.option("--roadmap", "asked", required=True, help="Номер дорожной карты или её идентификатор.")
@click.option("--json", "as_data", is_flag=True, help="Ответ в JSON.")
def _indicator(typed: str, asked: str, as_data: bool) -> None:
    """Доля исполненных и подтверждённых мероприятий на дату, в обоих чтениях."""
    try:
        on = parse_date(typed, today=now().date())
    except DateError as error:
        raise WrongInput(str(error)) from error
    with told(f"Дорожной карты {asked} нет. Укажите её номер или идентификатор."):
        found = queries.figures(queries.found(asked), on)
    answer = _indicator_json(found, on)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_data else _figure_told(found, on))


def _indicator_json(found: Figures, on: date) -> dict[str, Any]:
    return {
        "date": on.isoformat(),
        "roadmap": found.roadmap.number,
        "title": found.roadmap.title,
        "readings": [_reading_json(found, share) for share in found.shares.values()],
    }


def _reading_json(found: Figures, share: Share) -> dict[str, Any]:
    return {
        "reading": share.reading.value,
        "label": share.reading.label,
        "rule": RULES[share.reading],
        "denominator": share.denominator,
        "numerator": share.numerator,
        "percent": None if share.percent is None else round(share.percent, 2),
        "rows": [
            {
                "ref": known.ref,
                "number": known.number,
                "title": known.title,
                "period": line.row.part,
                "planned": line.planned,
                "done": line.done,
                "why": line.why.value,
            }
            for line in share.lines
            for known in (found.of(line),)
        ],
    }


def _figure_told(found: Figures, on: date) -> str:
    """Return the figure for a person's eyes."""
    lines = [f"{found.roadmap.title}, {found.roadmap.number}", f"На {date_short(on)}:"]
    for share in found.shares.values():
        figure = f"{percent_ru(share.percent)} ({share.numerator} из {share.denominator})"
        lines += ["", f"{share.reading.label}: {figure}", RULES[share.reading]]
        for line in share.lines:
            known = found.of(line)
            sides = (
                "учтено, исполнено"
                if line.planned and line.done
                else "учтено"
                if line.planned
                else "не учтено"
            )
            lines.append(f"  {known.number or '–'} {known.title} — {sides}: {line.why.label}")
    return "\n".join(lines)
