"""Who knows whom: the contracts of `pyproject.toml` hold, and what they cannot say is said here."""

import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("workflows", "webapp", "tasks", "demo", "launcher")
STEMMER = "snowballstemmer"
"""Rules of the Russian language, pure as our own."""
HOUSE = frozenset(
    {
        "access",
        "backup",
        "commands",
        "documents",
        "fonts",
        "invariants",
        "journal",
        "sealing",
        "models",
        "printing",
        "static",
        "storage",
    }
)
"""Folders of `webapp` that are no features."""
PARTS = frozenset({"views", "pages", "forms", "operations", "queries"})
LENT = frozenset({"queries", "operations"})
"""What a feature lends to the others."""

Graph = grimp.ImportGraph


@pytest.fixture(scope="module")
def graph() -> Graph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, exclude_type_checking_imports=True)


def features() -> set[str]:
    folders = (path for path in (ROOT / "webapp").iterdir() if (path / "__init__.py").exists())
    return {path.name for path in folders} - HOUSE


def feature_of(module: str) -> tuple[str, str] | None:
    """The feature and the part a module belongs to; None outside features."""
    names = module.split(".")
    return (
        (names[1], names[2]) if len(names) > 2 and names[0] == "webapp" and names[1] in features() else None
    )


def test_every_contract_of_the_project_holds() -> None:
    """In a process of its own: the linter silences every logger of the one it runs in."""
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_every_feature_stands_in_the_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    declared = next(one for one in contracts if one["id"] == "features")["containers"]
    assert {name.removeprefix("webapp.") for name in declared} == features()


def test_a_feature_holds_only_its_five_parts() -> None:
    strange = [
        str(path.relative_to(ROOT))
        for feature in features()
        for path in (ROOT / "webapp" / feature).iterdir()
        if path.stem not in PARTS | {"__init__", "__pycache__"}
    ]
    assert not strange, f"views, pages, forms, operations, queries and nothing else: {strange}"


def test_the_rules_need_nothing_but_the_standard_library(graph: Graph) -> None:
    foreign = {
        f"{module} -> {imported}"
        for module in graph.modules
        if module.split(".")[0] == "workflows"
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.split(".")[0] not in {"workflows", STEMMER, *sys.stdlib_module_names}
    }
    assert not foreign


def test_a_feature_lends_its_queries_and_operations_only(graph: Graph) -> None:
    borrowed = []
    for module in sorted(graph.modules):
        own = feature_of(module)
        for imported in (
            sorted(graph.find_modules_directly_imported_by(module)) if module.startswith("webapp.") else ()
        ):
            lent = feature_of(imported)
            if lent and (own is None or own[0] != lent[0]) and lent[1] not in LENT:
                borrowed.append(f"{module} -> {imported}")
    assert not borrowed


def test_features_never_use_each_other_in_a_circle(graph: Graph) -> None:
    """Between parts: `packages.operations` may use `remarks.operations` as long as nothing leads back."""
    uses: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for module in graph.modules:
        own = feature_of(module)
        if own is None:
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            other = feature_of(imported)
            if other and other != own:
                uses[own].add(other)
    assert not _circle(uses)


def test_only_the_type_of_a_model_reaches_a_presenter(graph: Graph) -> None:
    """Pages may name models in signatures; they may not open a session to ask for more."""
    asking = [
        module
        for module in sorted(graph.modules)
        if (part := feature_of(module)) and part[1] in {"pages", "views", "forms"}
        if "webapp.database" in graph.find_modules_directly_imported_by(module)
        and any(
            {name.strip() for name in line["line_contents"].rsplit("import", 1)[1].split(",")} - HARMLESS
            for line in graph.get_import_details(importer=module, imported="webapp.database")
        )
    ]
    assert not asking


HARMLESS = frozenset({"now", "today_in", "release"})
"""What a page may take from the database module: the clock, and ending its reading before slow work."""


def _circle(uses: dict[tuple[str, str], set[tuple[str, str]]]) -> list[str]:
    done: set[tuple[str, str]] = set()

    def walk(part: tuple[str, str], path: list[tuple[str, str]]) -> list[str]:
        if part in path:
            return [".".join(step) for step in (*path[path.index(part) :], part)]
        if part in done:
            return []
        for other in sorted(uses.get(part, ())):
            if found := walk(other, [*path, part]):
                return found
        done.add(part)
        return []

    return next((found for part in sorted(uses) if (found := walk(part, []))), [])
