"""The same ledger handed in twice: which tables are copies or versions of each other, and where they differ.

A corrected payroll beside the first one, or a sheet that stands in two workbooks, is one ledger; counted twice it would
double everybody's pay. Split files with other people, and another payment to the same people, are no versions.
The words and shares that tell them apart stand in ``rules/dictionaries/versions.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

import polars as pl

from wagecheck.ledgers.provenance import pack

#: What tables say, cell by cell: ``unit`` is the period (any number), ``value`` a text that compares, ``at`` the place.
SAID: Final = pl.Schema(
    {"src": pl.Int32, "unit": pl.Int64, "pid": pl.Int64, "field": pl.String, "value": pl.String, "at": pl.Int64}
)
#: Two tables that are one ledger: people in both, cells that agree and differ, people in one of them only.
PAIRS: Final = pl.Schema(
    {
        "unit": pl.Int64,
        "src": pl.Int32,
        "other": pl.Int32,
        "shared": pl.Int32,
        "equal": pl.Int32,
        "differing": pl.Int32,
        "only_here": pl.Int32,
        "only_there": pl.Int32,
    }
)
_CELL: Final = ["src", "unit", "pid", "field"]
_PAIR: Final = ["unit", "src", "other"]
#: Decoration of a copy's name: brackets with a number, blanks, dashes.
_DECORATION: Final = re.compile(r"[(（\[【]\d{0,2}[)）\]】]|[\s\-_—－+.、]+")
_NUMBERED: Final = re.compile(r"[(（\[【](\d{1,2})[)）\]】]")


def said(rows: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """``rows`` (src, unit, pid, row and the fields) as SAID: several rows of a person in a table are joined."""
    there = [name for name in fields if name in rows.columns]
    if not there or rows.is_empty():
        return pl.DataFrame(schema=SAID)
    texts = rows.select(
        pl.col("src").cast(pl.Int32), pl.col("unit").cast(pl.Int64), pl.col("pid").cast(pl.Int64),
        *(pl.col(name).cast(pl.String).alias(name) for name in there),
        at=pack(pl.col("src"), pl.col("row")),
    )  # fmt: skip
    return (
        texts.unpivot(there, index=["src", "unit", "pid", "at"], variable_name="field", value_name="value")
        .group_by("src", "unit", "pid", "field", maintain_order=True)
        .agg(pl.col("value").drop_nulls().sort().str.join("+"), pl.col("at").first())
        .filter(pl.col("value") != "")
        .select(SAID.names())
    )


def in_several(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows (src, unit, pid) of people who stand in more than one table of a unit; mostly there are none."""
    people = rows.select("src", "unit", "pid").unique()
    several = people.filter(pl.len().over("unit", "pid") > 1).select("src", "unit").unique()
    return rows.join(several, on=["src", "unit"], how="semi")


def with_zeros(cells: pl.DataFrame) -> pl.DataFrame:
    """Day cells with 0 for the days on which another table of the unit has something for the person."""
    people = cells.group_by("src", "unit", "pid", maintain_order=True).agg(pl.col("at").first())
    days = cells.select("unit", "pid", "field").unique(maintain_order=True)
    return (
        people.join(days, on=["unit", "pid"])
        .join(cells.select(*_CELL, "value", own="at"), on=_CELL, how="left")
        .select("src", "unit", "pid", "field", pl.col("value").fill_null("0"), at=pl.coalesce("own", "at"))
    )


def pairs(
    cells: pl.DataFrame, names: Mapping[int, str], rules: Mapping[str, Any], *, only_marked: bool = False
) -> pl.DataFrame:
    """PAIRS of tables that are the same ledger. ``cells`` is SAID, ``names`` file and sheet of every table.

    ``only_marked``: only tables whose names differ by a word for a version, or not at all.
    """
    if not rules or cells.is_empty():
        return pl.DataFrame(schema=PAIRS)
    people = cells.select("src", "unit", "pid").unique()
    together = (
        people.join(people.rename({"src": "other"}), on=["unit", "pid"])
        .filter(pl.col("src") < pl.col("other"))
        .group_by(_PAIR)
        .agg(shared=pl.len())
    )
    counts = people.group_by("unit", "src").agg(people=pl.len())
    together = together.join(counts, on=["unit", "src"]).join(
        counts.rename({"src": "other", "people": "other_people"}), on=["unit", "other"]
    )
    enough = pl.col("shared") >= rules["shared"] * pl.min_horizontal("people", "other_people")
    together = together.filter(enough)
    if together.is_empty():
        return pl.DataFrame(schema=PAIRS)
    couples = together.select("src", "other").rows()
    found_in = [(_is_apart(names, one, two, rules), is_marked(names, one, two, rules)) for one, two in couples]
    together = together.with_columns(
        apart=pl.Series([apart for apart, _ in found_in], dtype=pl.Boolean),
        marked=pl.Series([marked for _, marked in found_in], dtype=pl.Boolean),
    ).filter(~pl.col("apart"))
    agreed = (
        compared(cells, together)
        .group_by(_PAIR)
        .agg(equal=pl.col("same").sum().cast(pl.Int32), differing=(~pl.col("same")).sum().cast(pl.Int32))
    )
    found = together.join(agreed, on=_PAIR)
    alike = pl.col("equal") >= rules["alike"] * (pl.col("equal") + pl.col("differing"))
    marked = pl.col("marked") & (pl.col("equal") > 0)
    return (
        found.filter(marked if only_marked else alike | marked)
        .with_columns(
            only_here=pl.col("people") - pl.col("shared"), only_there=pl.col("other_people") - pl.col("shared")
        )
        .select(pl.col(name).cast(kind) for name, kind in PAIRS.items())
        .sort("unit", "src", "other")
    )


def compared(cells: pl.DataFrame, couples: pl.DataFrame) -> pl.DataFrame:
    """Cells that both tables of a couple state: unit, src, other, pid, field, value, at, there, at_there, same."""
    here = couples.select(_PAIR).join(cells, on=["unit", "src"])
    there = cells.select("unit", "pid", "field", other="src", there="value", at_there="at")
    return here.join(there, on=["unit", "other", "pid", "field"]).with_columns(same=pl.col("value") == pl.col("there"))


def once(rows: pl.DataFrame, cells: pl.DataFrame, found: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """``rows`` (src, unit, pid, the fields) with everybody's pay counted once.

    Of a person in two versions the rows of the first stay; what the versions state differently is not known (null).
    """
    if found.is_empty():
        return rows
    facts = compared(cells, found)
    later = facts.select("unit", "pid", src="other").unique()
    kept = rows.join(later, on=["unit", "pid", "src"], how="anti", maintain_order="left")
    unsure = facts.filter(~pl.col("same")).select("src", "unit", "pid", "field").unique()
    for name in [field for field in fields if field in rows.columns]:
        places = unsure.filter(field=name).select("src", "unit", "pid", unsure=pl.lit(value=True))
        kept = (
            kept.join(places, on=["src", "unit", "pid"], how="left", maintain_order="left")
            .with_columns(pl.when(pl.col("unsure").is_null()).then(name).alias(name))
            .drop("unsure")
        )
    return kept


def _is_apart(names: Mapping[int, str], one: int, other: int, rules: Mapping[str, Any]) -> bool:
    words = [{word for word in rules["apart"] if word in _plain(names.get(src, ""))} for src in (one, other)]
    return words[0] != words[1]


def is_marked(names: Mapping[int, str], one: int, other: int, rules: Mapping[str, Any]) -> bool:
    """Whether the names of two tables differ by a word for a version at most (最终版, 副本, a lone ``(1)``)."""
    cores, numbers = [], []
    for src in (one, other):
        name = _plain(names.get(src, ""))
        numbers.append(_NUMBERED.findall(name))
        for word in rules["marks"]:
            name = name.replace(word, "")
        cores.append(_DECORATION.sub("", name))
    # (1) and (2) count parts; (1) beside none is the second download
    return cores[0] == cores[1] and not (numbers[0] and numbers[1] and numbers[0] != numbers[1])


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).lower()


def named(sources: pl.DataFrame) -> dict[int, str]:
    """Folder, file without its ending, and sheet of every table."""
    return {
        src: f"{PurePosixPath(file).with_suffix('')}/{sheet or ''}"
        for src, file, sheet in sources.select("src", "file", "sheet").iter_rows()
    }
