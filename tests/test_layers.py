"""The house's rules, read off the source: who may import whom, who may touch clock, network and database."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "bearwitness"
LAYER = {
    "__init__": 5, "__main__": 5, "_version": 0, "model": 0, "errors": 0, "testing": 5,
    "custody": 1, "readers": 1, "extract": 1, "resolve": 1, "incidents": 1, "weigh": 1, "link": 1, "estimate": 1,
    "codebooks": 1, "dossier": 1, "exporters": 1,
    "store": 2, "capture": 2, "engines": 2, "plugins": 2, "sandbox": 2, "case": 3, "bulk": 3, "cli": 4, "web": 4, "data": 1,
}
# The flow: inside layer 1 a later stage may import an earlier one. Reading and resolving are one stage.
STAGE = {"custody": 0, "readers": 1, "resolve": 2, "extract": 3, "incidents": 4, "weigh": 5, "link": 6, "estimate": 7,
         "codebooks": 8, "dossier": 9, "exporters": 10}
# What a pure layer must not reach for: the clock, the network, a database, chance, other processes.
NOT_PURE = {"time", "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "httpx2", "aiohttp",
            "urllib3", "sqlite3", "sqlcipher3", "sqlalchemy", "alembic", "psycopg", "duckdb", "random", "secrets", "subprocess"}
CLOCK_CALLS = {"now", "utcnow", "today"}
SQL_MODULES = {"sqlite3", "sqlcipher3", "sqlalchemy", "alembic", "psycopg", "duckdb"}
HEAVY = {"spacy", "lxml", "trafilatura", "pypdf", "pypdfium2", "xlsxwriter", "jinja2", "sqlalchemy", "dateparser", "rich",
         "numpy", "alembic"}
# The stand-alone verifier imports nothing of ours; the command line names no more than the verbs, records and errors.
CLI_MAY = {"case", "cli", "errors", "_version", "model", "web"}
# The workbench likewise, and it knows nothing of the command line that starts it.
WEB_MAY = {"case", "web", "errors", "_version", "model"}

FILES = sorted(p for p in ROOT.rglob("*.py") if "migrations" not in p.parts)
IDS = [p.relative_to(ROOT).as_posix() for p in FILES]


def _package(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(module, line) of every import, those inside functions as well, those for type checking alone not."""
    skipped = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
               for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they lead"
            yield node.module or "", node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _ours(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(package of ours, line) of every import from bearwitness."""
    for module, line in _imports(tree):
        parts = module.split(".")
        if parts[0] == "bearwitness" and len(parts) > 1 and (parts[1] in LAYER or (ROOT / parts[1]).exists()):
            yield parts[1], line


def _tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def _within(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def test_every_package_has_its_layer() -> None:
    assert {_package(path) for path in FILES} <= set(LAYER)


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_imports_point_down(path: Path) -> None:
    own = _package(path)
    for other, line in _ours(_tree(path)):
        if other == own or other == "_version":
            continue
        if LAYER[own] == LAYER[other] == 1:
            assert STAGE[other] < STAGE[own], f"line {line}: {own} comes before {other} in the flow"
        elif own == "cli":
            assert other in CLI_MAY, f"line {line}: the command line calls the verbs, nothing deeper ({other})"
        elif own == "web":
            assert other in WEB_MAY, f"line {line}: the workbench calls the verbs, nothing deeper ({other})"
        else:
            assert LAYER[other] < LAYER[own] or (LAYER[own] == LAYER[other] == 2), f"line {line}: {own} imports {other}"


@pytest.mark.parametrize("path", [p for p in FILES if LAYER[_package(p)] <= 1],
                         ids=[i for p, i in zip(FILES, IDS) if LAYER[_package(p)] <= 1])
def test_pure_layers_have_no_clock_network_or_database(path: Path) -> None:
    tree = _tree(path)
    for module, line in _imports(tree):
        assert not _within(module, NOT_PURE), f"line {line}: imports {module}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
            owner = ast.unparse(node.func.value)
            assert owner.split(".")[-1] not in ("datetime", "date"), f"line {node.lineno}: asks the clock ({owner}.{node.func.attr})"


@pytest.mark.parametrize("path", [p for p in FILES if _package(p) != "store"],
                         ids=[i for p, i in zip(FILES, IDS) if _package(p) != "store"])
def test_sql_is_in_the_store_alone(path: Path) -> None:
    for module, line in _imports(_tree(path)):
        # A connection may be named by the verbs that pass it on; statements are made in the store.
        allowed = _package(path) == "case" and module in ("sqlalchemy", "sqlalchemy.Connection")
        assert allowed or not _within(module, SQL_MODULES), f"line {line}: imports {module}"


def test_the_command_line_imports_nothing_heavy_at_the_top() -> None:
    for path in FILES:
        if _package(path) not in ("cli", "__main__", "__init__", "errors"):
            continue
        tree = _tree(path)
        top = {id(node) for node in getattr(tree, "body", [])}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and id(node) in top:
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                for name in names:
                    assert not _within(name, HEAVY), f"{path}: {name}"


def test_the_verifier_stands_alone() -> None:
    import sys

    tree = _tree(ROOT / "custody" / "verify.py")
    for module, line in _imports(tree):
        assert module.split(".")[0] in sys.stdlib_module_names, f"line {line}: {module}"
