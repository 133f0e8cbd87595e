"""What parts have in common, and what each is told of the others: rows travel once, to the parts that share them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

import polars as pl

from wagecheck.facts import elsewhere
from wagecheck.facts.elsewhere import BY_ACCOUNT, BY_FIRM, BY_NUMBER, KEYS, Elsewhere, number_key
from wagecheck.facts.frame import PLACES
from wagecheck.ledgers.provenance import unpack

#: Keys that are counted at a time: some 2 GB.
_AT_A_TIME: Final = 20_000_000
_FROM, _TO, _KEY = "from part", "to part", "what is shared"
#: Columns that hold places.
_AT: Final = re.compile(r"(^|_)at$")


def shared(keys: Sequence[Path]) -> pl.DataFrame:
    """The keys that several parts hold (columns of KEYS); ``keys``: a file with those of every part."""
    files = [pl.scan_ipc(path) for path in keys]
    total = sum(int(file.select(pl.len()).collect().item()) for file in files)
    turns = 1 + total // _AT_A_TIME
    found = [KEYS.to_frame()]
    for turn in range(turns):  # the same key always has the same turn
        mine = pl.concat(files).filter(pl.struct("kind", "key").hash() % turns == turn)
        counted = mine.group_by("kind", "key").len().filter(pl.col("len") > 1).select(KEYS.names())
        found.append(counted.collect(engine="streaming"))
    return pl.concat(found)


def sought(told: Sequence[Elsewhere]) -> pl.Series:
    """Names under which accounts are used by nobody of the contractor: whose they are, all parts together tell."""
    return pl.concat([part.sought["payee_key"] for part in told]).unique()


def borne(told: Elsewhere, bearers: pl.DataFrame, names: pl.Series) -> Elsewhere:
    """What a part tells, with those of its bearers whose names are sought."""
    return replace(told, bearers=bearers).bearing(names)


class Exchange:
    """What all parts tell (``told``), to be handed to those that share the people and accounts (``keys`` of each)."""

    def __init__(self, told: Sequence[Elsewhere], keys: Sequence[pl.DataFrame]) -> None:
        wanted = pl.concat([own.with_columns(_part(n, _TO)) for n, own in enumerate(keys)])
        whole = {one.name: _tagged([getattr(part, one.name) for part in told]) for one in fields(Elsewhere)}
        self._routed: dict[str, dict[int, pl.DataFrame]] = {}
        for names, kind, key in ((BY_NUMBER, "number", number_key()), (BY_ACCOUNT, "account", pl.col("card"))):
            asked = wanted.filter(pl.col("kind") == kind).select(pl.col("key").alias(_KEY), _TO)
            for name in names:
                rows = whole.pop(name).with_columns(key.alias(_KEY)).join(asked, on=_KEY, maintain_order="left")
                self._routed[name] = _by_part(rows.drop(_KEY))
        staff = pl.concat([_to(rows, part) for part, rows in self._routed["staff"].items()] or [_nobody()])
        for name in BY_FIRM:
            firms = staff.select("project", "contractor", _TO).unique()
            self._routed[name] = _by_part(
                whole.pop(name).join(firms, on=["project", "contractor"], nulls_equal=True, maintain_order="left")
            )
        self._everywhere = whole

    def everywhere(self) -> dict[str, pl.DataFrame]:
        """What every part hears, by field of Elsewhere, each row with the part it is from."""
        return self._everywhere

    def heard(self, part: int) -> Elsewhere:
        """What a part hears of what it shares, without what every part hears."""
        mine = {name: rows[part] for name, rows in self._routed.items() if part in rows}
        return replace(Elsewhere(), **mine)

    def tables(self, part: int) -> pl.Series:
        """The tables (src) that what a part hears points into."""
        heard = self.heard(part)
        frames = [*(getattr(heard, one.name) for one in fields(heard)), *self._everywhere.values()]
        return pl.concat([pl.Series("src", [], dtype=pl.Int32), *map(_sources, frames)]).unique()


def with_everywhere(heard: Elsewhere, everywhere: dict[str, pl.DataFrame], part: int) -> Elsewhere:
    """What a part hears, with that of ``everywhere`` that is not its own."""
    others = {name: rows.filter(pl.col(_FROM) != part).drop(_FROM) for name, rows in everywhere.items()}
    return elsewhere.joined([heard, replace(Elsewhere(), **others)])


def _part(number: int, name: str) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int32).alias(name)


def _tagged(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([frame.with_columns(_part(number, _FROM)) for number, frame in enumerate(frames)])


def _by_part(rows: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Rows by the part that hears them; nobody hears his own."""
    others = rows.filter(pl.col(_FROM) != pl.col(_TO)).drop(_FROM)
    parts = others.partition_by(_TO, as_dict=True, include_key=False, maintain_order=True)
    return {int(part): frame for (part,), frame in parts.items()}


def _to(rows: pl.DataFrame, part: int) -> pl.DataFrame:
    return rows.select("project", "contractor").with_columns(_part(part, _TO))


def _nobody() -> pl.DataFrame:
    return pl.DataFrame(schema={"project": pl.String, "contractor": pl.String, _TO: pl.Int32})


def _sources(frame: pl.DataFrame) -> pl.Series:
    places = [frame[name] for name, kind in frame.schema.items() if kind in (pl.Int64, PLACES) and _AT.search(name)]
    places = [place.explode() if place.dtype == PLACES else place for place in places]
    whole = pl.concat([pl.Series("place", [], dtype=pl.Int64), *(one.alias("place") for one in places)])
    return whole.drop_nulls().to_frame().select(unpack(pl.col("place"))[0].alias("src"))["src"].unique()
