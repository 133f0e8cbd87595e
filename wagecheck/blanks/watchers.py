"""Which rules look at a column: read from the rules themselves, so that a note never names a rule that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from wagecheck import resources
from wagecheck.ledgers.catalogue import PEOPLE

#: A rule that shows this ledger shows the cell in every ledger of people.
_ANY = "any"


@cache
def watchers(ledger: str, field: str) -> tuple[str, ...]:
    """``RN01 身份证号码不符合编码规则`` for every rule in force that checks the column or shows its cell, by id."""
    return tuple(f"{rule['id']} {rule['title']}" for rule in _rules() if (ledger, field) in _fields(rule))


@cache
def _rules() -> tuple[dict[str, Any], ...]:
    found = (resources.read_toml(path) for path in sorted(resources.folder("rules").glob("[A-Z][A-Z]/*.toml")))
    return tuple(rule for rule in found if rule["status"] != "retired")


def _fields(rule: dict[str, Any]) -> set[tuple[str, str]]:
    """Fields that the rule checks or shows. Beside other cells a name only says who is meant, and is not compared."""
    shown = [place for place in rule.get("show", {}).get("at", ()) if "." in place]
    compared = [place for place in shown if not place.endswith(".name")] or shown
    return {pair for place in (*rule.get("where", ()), *compared) for pair in _pairs(place)}


def _pairs(place: str) -> Iterator[tuple[str, str]]:
    """``payroll.net_pay`` is that cell, ``any.name`` the one in every ledger of people, ``…_at`` a list of cells."""
    ledger, dot, field = place.partition(".")
    if dot:
        yield from ((one, field) for one in (PEOPLE if ledger == _ANY else (ledger,)))
