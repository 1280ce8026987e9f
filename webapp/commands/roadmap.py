"""`flask roadmap parse FILE`: the roadmap found in an office file, on standard output; nothing is stored."""

import json
from pathlib import Path

import click

from webapp.commands.wrong_input import WrongInput
from webapp.documents.roadmap_lines import NotReadable, lines_of_file
from workflows.deadlines import say
from workflows.roadmaps import Roadmap, as_json, read_roadmap


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
