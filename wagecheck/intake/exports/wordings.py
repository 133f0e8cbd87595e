"""Names of export tables, their columns and codes: ``rules/dictionaries/exports.toml`` and the ledgers' models."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from wagecheck import resources
from wagecheck.intake.belonging import STANDING
from wagecheck.intake.wordings import squeeze
from wagecheck.ledgers.catalogue import LEDGERS, TITLES, column_metadata, column_title, schema

#: Fields that a table may have beside those of its ledger.
PERIOD: Final = "period"
PUNCH: Final = "punch"
DIRECTION: Final = "direction"


@cache
def raw() -> dict[str, Any]:
    """``exports.toml``."""
    return resources.read_toml(resources.folder("rules") / "dictionaries" / "exports.toml")


def plain(name: str) -> str:
    """A name as it is compared: NFKC without blanks, in lower case."""
    return squeeze(name).lower()


@cache
def _tables() -> dict[str, str]:
    known = {plain(name): ledger for name, ledger in raw()["tables"].items()}
    known |= {plain(title): ledger for ledger, title in TITLES.items()}
    return known | {plain(ledger): ledger for ledger in LEDGERS}


def ledger_of(name: str) -> str | None:
    """The ledger that a table of this name holds."""
    return _tables().get(plain(name))


@cache
def fields_of(ledger: str) -> dict[str, tuple[str, ...]]:
    """Name of a column as it is compared → the fields that it fills.

    The fields' own names go before the names of ``exports.toml``, those before titles, those before platform names.
    """
    own = [name for name in schema(ledger) if name not in raw()["made"]["fields"] and name not in _spare(ledger)]
    shared = {name: names for name, names in raw()["columns"]["all"].items() if name not in _spare(ledger)}
    found: dict[str, tuple[str, ...]] = {}
    special = {**raw()["platform"]["all"], **raw()["platform"].get(ledger, {})}
    for name in own:
        platform = column_metadata(ledger, name)["platform"]
        if platform is not None and platform not in special:
            found[plain(platform)] = (*found.get(plain(platform), ()), name)
    found |= {plain(name): tuple(fields) for name, fields in special.items()}
    # of two fields of one title the ledger's own one counts, which comes last
    titles = {plain(title) for title in raw()["made"]["titles"]}
    found |= {title: (name,) for name in own if (title := plain(column_title(ledger, name))) not in titles}
    for name, others in shared.items():
        for other in map(plain, others):
            if other not in found:
                found[other] = (name,)
    found |= {plain(other): (name,) for name, others in _further(ledger).items() for other in others}
    return found | {plain(name): (name,) for name in (*shared, *_further(ledger), *own)}


def _further(ledger: str) -> dict[str, list[str]]:
    """Field → names that only tables of this ledger know."""
    return dict(raw()["columns"].get(ledger, {}))


@cache
def _spare(ledger: str) -> frozenset[str]:
    """Columns of every ledger that say nothing in this one."""
    return frozenset(raw()["columns"]["standing"]["unneeded"]) if ledger in STANDING else frozenset()


@cache
def unneeded(ledger: str) -> frozenset[str]:
    """Columns that no rule needs and nobody is told of."""
    made = raw()["made"]
    spare = [column_title(ledger, name) for name in _spare(ledger) if name in schema(ledger)]
    others = [other for name in _spare(ledger) for other in raw()["columns"]["all"].get(name, ())]
    names = [*raw()["unneeded"]["columns"], *made["fields"], *made["titles"], *_spare(ledger), *spare, *others]
    return frozenset(plain(name) for name in names)


@cache
def codes(field: str) -> dict[str, str]:
    """Code → words of a field, with and without leading zeros; empty where the field has no codes."""
    table = {str(code): str(words) for code, words in raw()["codes"].get(field, {}).items()}
    bare = {code.lstrip("0") or "0": words for code, words in table.items()}
    return {**{code: words for code, words in bare.items() if code not in table}, **table}


def own_words(ledger: str, field: str) -> tuple[str, ...] | None:
    """The words of a field that is ours alone; None where anything may stand in it."""
    own = raw()["own"]
    found = own.get(ledger, {}).get(field, own["all"].get(field))
    return None if found is None else tuple(found)


def title(ledger: str, field: str) -> str:
    """How people call a field."""
    if field in (PERIOD, PUNCH):
        return str(raw()["titles"][field])
    return column_title(ledger, field) if field in schema(ledger) else field
