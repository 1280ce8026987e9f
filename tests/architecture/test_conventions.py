"""The style of the project where a machine can judge it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("workflows", "webapp", "tasks", "demo", "launcher")
FUNCTION_LINES, MODULE_LINES, TEMPLATE_LINES = 50, 400, 160
DATA = re.compile(r"workflows/(dictionaries|sheets)/|demo/|webapp/static/")
"""Tables of words are as long as their subject."""
TEXTS = frozenset(
    {".py", ".html", ".txt", ".md", ".toml", ".css", ".js", ".typ", ".sh", ".yml", ".yaml", ".cfg", ".ini"}
)
UNREAD = frozenset({".venv", ".git", "var", "node_modules", "__pycache__", ".hypothesis", ".pytest_cache", ".tools",
                    ".mypy_cache", ".ruff_cache", ".import_linter_cache"})  # fmt: skip
VENDORED = re.compile(r"webapp/static/(htmx|fonts|axe)|tests/data/|common_passwords|uv\.lock")
THIS = Path(__file__).name


def modules(*packages: str) -> Iterator[tuple[str, str]]:
    for package in packages or CODE:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def templates(*endings: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (endings or (".html", ".txt")):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def every_text() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*")):
        name = str(path.relative_to(ROOT))
        if path.suffix not in TEXTS or not path.is_file() or VENDORED.search(name) or path.name == THIS:
            continue
        if not UNREAD & set(path.relative_to(ROOT).parts):
            yield name, path.read_text("utf-8", "replace")


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def found(
    pattern: str, texts: Iterator[tuple[str, str]], *, spared: frozenset[str] = frozenset()
) -> list[str]:
    compiled = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, source in texts
        if name not in spared
        for number, line in enumerate(source.splitlines(), start=1)
        if compiled.search(line)
    ]


def test_functions_and_modules_stay_short() -> None:
    long = [
        f"{name}: {node.name} {(node.end_lineno or 0) - node.lineno + 1} lines"
        for name, source in modules()
        for node in functions(source)
        if (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]
    long += [
        f"{name}: {len(source.splitlines())} lines"
        for name, source in modules()
        if len(source.splitlines()) > MODULE_LINES and not DATA.search(name)
    ]
    assert not long, "split by subject:\n" + "\n".join(long)


def test_templates_stay_short() -> None:
    long = [name for name, source in templates() if len(source.splitlines()) > TEMPLATE_LINES]
    assert not long


def test_views_are_a_page_of_fifteen_lines() -> None:
    """Counted in statements of the body: load, validate, call, answer."""
    fat = [
        f"{name}: {node.name}"
        for name, source in modules("webapp")
        if "/views" in name
        for node in functions(source)
        if any("section." in ast.unparse(mark) for mark in node.decorator_list)
        and (node.end_lineno or 0) - node.body[0].lineno + 1 > VIEW_LINES
    ]
    assert not fat


VIEW_LINES = 30
"""Fifteen lines of thought, with room for calls broken over several lines by the formatter."""


def test_every_signature_is_typed_and_public_rules_are_explained() -> None:
    untold = [
        f"{name}: {node.name}"
        for name, source in modules("workflows")
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and name != GUARDS
        if ast.get_docstring(node) is None and len(node.body) > EXPLAINS_ITSELF
    ]
    assert not untold, "say what the caller gets"
    silent = [
        name for name, source in modules() if ast.get_docstring(ast.parse(source)) is None and source.strip()
    ]
    assert not silent, "say what the module is for"


EXPLAINS_ITSELF = 3
"""A predicate of one decision is named as the fact it tells."""
GUARDS = "workflows/guards.py"
"""A guard is explained by the sentence it answers."""


def test_nothing_asks_the_database_behind_the_scope() -> None:
    """`get` answers from memory unasked, `text` and connections go past the ORM, tables past the criteria."""
    house = frozenset(
        {
            "webapp/database.py",
            "webapp/access/criteria.py",
            "webapp/backup/restoring.py",
            "webapp/invariants/people.py",
            "webapp/journal/erasing.py",
            "webapp/notifications/queries/people.py",
        }
    )
    assert (
        found(
            r"session\.get\(|\bsession\.connection\(|\.exec_driver_sql\(",
            modules("webapp", "tasks"),
            spared=house,
        )
        == []
    )
    assert found(r"(?<!def )(?<![\w.])text\(", modules("webapp", "tasks"), spared=SYSTEM) == []
    assert found(r"__table__", modules("webapp", "tasks"), spared=house) == []


SYSTEM = frozenset(
    {
        "webapp/backup/restoring.py",
        "webapp/health/queries.py",
        "webapp/upkeep.py",
        "webapp/commands/benchmark/__init__.py",
    }
)
"""Ask the database about itself inside a system scope."""


def test_every_system_scope_gives_its_reason() -> None:
    for name, source in modules("webapp", "tasks"):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("system_scope"):
                assert node.args and not (
                    isinstance(node.args[0], ast.Constant) and not node.args[0].value
                ), name


def test_the_clock_is_asked_in_one_place() -> None:
    spared = frozenset({"webapp/database.py"})
    assert (
        found(
            r"datetime\.(now|utcnow|today)\(|date\.today\(",
            modules("webapp", "tasks", "workflows"),
            spared=spared,
        )
        == []
    )


def test_nothing_is_left_for_later() -> None:
    assert found(r"\b(TODO|FIXME|XXX|HACK)\b", every_text()) == []


def test_no_place_of_one_machine_is_named() -> None:
    paths = r"(?<![\w.])(/home/\w+|/root/|/Users/\w+|/work/|[A-Z]:\\\\Users)"
    assert found(paths, every_text()) == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline style", r"""\sstyle\s*="""),
        ("inline script", r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=|javascript:"),
        ("htmx that evaluates", r"hx-on|hx-vals=.js:"),
        ("unescaped text", r"\|\s*safe\b|autoescape false"),
        ("the request", r"\brequest\."),
    ],
)
def test_templates_hold_no(what: str, pattern: str) -> None:
    assert found(pattern, templates()) == []


def test_no_dialect_is_spoken_outside_the_database() -> None:
    spared = frozenset({"webapp/models/columns.py"})
    assert found(r"sqlalchemy\.dialects|on_conflict", modules("webapp", "tasks"), spared=spared) == []


def test_forms_never_fill_a_model_by_themselves() -> None:
    assert found(r"populate_obj|\*\*request\.(form|args|values|json)", modules("webapp")) == [], (
        "fields are listed (AZ-05)"
    )


def test_no_folder_is_named_for_nothing() -> None:
    names = {path.stem for package in CODE for path in (ROOT / package).rglob("*.py")}
    assert not names & {"utils", "helpers", "common", "core", "services", "misc", "util", "helper"}
