"""The laws of the house that a machine can check."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: Floors from the cellar up; a floor may import those before it. Neighbours in one set do not import each other.
LEAVES = {"errors", "resources", "wording", "privacy", "comparison"}
FLOORS = [
    LEAVES,
    {"ledgers"},
    {"intake"},
    {"facts", "register"},
    {"rulebook"},
    {"result"},
    {"judging"},
    {"judge", "report", "simulate"},
    {"blanks", "scale"},
    {"tasks"},
    {"desk"},
    {"cli"},
]
MODULES = sorted((ROOT / "wagecheck").rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "wagecheck":
            yield from (f"wagecheck.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def floor(package: str) -> int:
    return next(number for number, packages in enumerate(FLOORS) if package in packages)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(ROOT / "wagecheck").parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    for module in imported(path):
        parts = module.split(".")
        if parts[0] == "wagecheck" and len(parts) > 1 and parts[1] not in (own, "__version__"):
            below = floor(parts[1]) < floor(own) or (own in LEAVES and parts[1] == "resources")
            assert below, f"{own} imports {parts[1]}, which does not stand below it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_clock_below_the_command_line(path: Path) -> None:
    if path.parent.name == "cli":
        return
    calls = {
        f"{ast.unparse(node)}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and _reads_the_clock(node)
    }
    assert calls == set()


def _reads_the_clock(node: ast.Attribute) -> bool:
    """``dt.date.today``, ``datetime.now``, ``time.time``; not ``desk.today``, which somebody handed in."""
    owner = ast.unparse(node.value).split(".")[-1]
    day = node.attr in ("today", "now", "utcnow", "fromtimestamp") and owner in ("date", "datetime")
    return day or (owner == "time" and node.attr in ("time", "time_ns", "localtime", "gmtime"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_command_line_knows_a_screen(path: Path) -> None:
    if path.relative_to(ROOT / "wagecheck").parts[0] != "cli":
        assert {module.split(".")[0] for module in imported(path)}.isdisjoint({"click", "rich"})


def test_every_module_says_what_lives_in_it() -> None:
    silent = [str(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []
