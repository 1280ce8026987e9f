"""`flask access-matrix`: every route of the product, its permission, and the roles that hold it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click
from flask import Flask, current_app

from webapp.access.guard import Section
from webapp.access.permissions import GRANTS, Permission
from workflows.vocabulary import Role

UNLISTED = frozenset({"HEAD", "OPTIONS"})
STATIC = "static"
ANYONE, SIGNED_IN = "anyone", "every role"


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One route: what is called, how, where, under which permission, by which roles."""

    endpoint: str
    methods: tuple[str, ...]
    rule: str
    permission: str
    roles: tuple[str, ...]


def register(cli: click.Group) -> None:
    cli.add_command(_access_matrix)


def lines(app: Flask) -> tuple[MatrixLine, ...]:
    """Return a line for each route, ordered by endpoint; KeyError for a route that declares nothing."""
    return tuple(sorted(_lines(app), key=lambda line: (line.endpoint, line.methods, line.rule)))


def as_text(found: tuple[MatrixLine, ...]) -> str:
    """Return the golden form: one line a route, columns parted by « | », ends with a line feed."""
    told = (
        " | ".join((one.endpoint, ",".join(one.methods), one.rule, one.permission, ", ".join(one.roles)))
        for one in found
    )
    return "\n".join(told) + "\n"


@click.command("access-matrix")
@click.option("--json", "as_json", is_flag=True, help="Вывести JSON.")
def _access_matrix(as_json: bool) -> None:
    """Показать все адреса системы, право каждого и роли, у которых оно есть."""
    found = lines(current_app)
    if as_json:
        click.echo(json.dumps([asdict(line) for line in found], ensure_ascii=False, indent=1))
    else:
        click.echo(as_text(found), nl=False)


def _lines(app: Flask) -> Iterator[MatrixLine]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == STATIC:
            continue
        methods = tuple(sorted((rule.methods or set()) - UNLISTED))
        permission = _declared(app, rule.endpoint)
        yield MatrixLine(rule.endpoint, methods, rule.rule, permission.value, _roles(permission))


def _declared(app: Flask, endpoint: str) -> Permission:
    blueprint, _, name = endpoint.rpartition(".")
    section = app.blueprints[blueprint]
    if not isinstance(section, Section):
        raise KeyError(endpoint)
    return section.declared[name]


def _roles(permission: Permission) -> tuple[str, ...]:
    if permission is Permission.PUBLIC:
        return (ANYONE,)
    if permission is Permission.SIGNED_IN:
        return (SIGNED_IN,)
    return tuple(role.value for role in Role if role in GRANTS[permission])
