"""Who handed in files of an author, of a moment or of a content."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.ledgers.names import name_key

#: ``scope`` is author, second or copy; ``key`` what the files have in common.
OWNERS: Final = pl.Schema(dict.fromkeys(("scope", "key", "contractor"), pl.String))
#: Name keys of the projects' own labour officers: what they typed themselves is no firm's.
OFFICERS: Final = pl.Schema({"name_key": pl.String})


def officers(project: pl.DataFrame) -> pl.DataFrame:
    """Those of the ledger 项目 (OFFICERS)."""
    return project.select(name_key=name_key(pl.col("labor_officer"))).drop_nulls().unique()


def without_officers(owners: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """``owners`` (OWNERS) but those whose author is one of ``known`` (OFFICERS)."""
    theirs = name_key(pl.col("key")).is_in(known["name_key"].implode()).fill_null(value=False)
    return owners.filter((pl.col("scope") != "author") | ~theirs)
