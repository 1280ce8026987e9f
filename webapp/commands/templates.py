"""`flask check-templates`: does every template compile, and does every name it uses exist?"""

from collections.abc import Iterator

import click
from flask import Flask, current_app
from jinja2 import Environment, TemplateSyntaxError, nodes

WRONG = 1
JINJA = ("html", "txt")
"""Templates for pages and letters; those of reports belong to other programs."""


def register(cli: click.Group) -> None:
    cli.add_command(_check_templates)


def faults(app: Flask) -> tuple[str, ...]:
    """Return a line for each template that does not compile and each name that leads nowhere."""
    return tuple(fault for name in _names(app) for fault in _faults_of(app, app.jinja_env, name))


@click.command("check-templates")
def _check_templates() -> None:
    """Проверить шаблоны: каждый разбирается, каждый адрес, элемент и фильтр существует."""
    found = faults(current_app)
    for fault in found:
        click.echo(fault)
    if found:
        raise SystemExit(WRONG)
    click.echo(f"Шаблоны в порядке: {len(_names(current_app))}.")


def _names(app: Flask) -> list[str]:
    return app.jinja_env.list_templates(extensions=JINJA)


def _faults_of(app: Flask, environment: Environment, name: str) -> Iterator[str]:
    try:
        source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
        tree = environment.parse(source, name)
        environment.compile(tree, name)  # unknown filters and tests show here
    except TemplateSyntaxError as error:
        yield f"{name}:{error.lineno}: {error.message}"
        return
    tree = environment.parse(source, name)
    for place, words in (
        *_addresses(app, tree),
        *_macros(environment, tree),
        *_inclusions(environment, tree),
    ):
        yield f"{name}:{place}: {words}"


def _addresses(app: Flask, tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name != "url_for" or not call.args:
            continue
        endpoint = call.args[0]
        if isinstance(endpoint, nodes.Const) and endpoint.value not in app.view_functions:
            yield call.lineno, f"нет адреса «{endpoint.value}»"


def _macros(environment: Environment, tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """`ui.<file>.<macro>`: the file is a template of components, the macro one of its names."""
    for macro in tree.find_all(nodes.Getattr):
        file = macro.node
        if not isinstance(file, nodes.Getattr) or not _is_ui(file.node):
            continue
        known = _exported(environment, f"components/{file.attr}.html")
        if known is None:
            yield macro.lineno, f"нет файла «components/{file.attr}.html»"
        elif macro.attr not in known:
            yield macro.lineno, f"в «components/{file.attr}.html» нет «{macro.attr}»"


def _inclusions(environment: Environment, tree: nodes.Template) -> Iterator[tuple[int, str]]:
    known = set(environment.list_templates())
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        template = getattr(node, "template", None)
        if isinstance(template, nodes.Const) and template.value not in known:
            yield node.lineno, f"нет шаблона «{template.value}»"


def _is_ui(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Name) and node.name == "ui"


def _exported(environment: Environment, name: str) -> set[str] | None:
    """The names a component file gives to others; None when there is no such file."""
    if name not in environment.list_templates() or environment.loader is None:
        return None
    tree = environment.parse(environment.loader.get_source(environment, name)[0], name)
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    targets = {assign.target for assign in tree.body if isinstance(assign, nodes.Assign)}
    return macros | {target.name for target in targets if isinstance(target, nodes.Name)}
