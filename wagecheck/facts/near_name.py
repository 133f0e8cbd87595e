"""Pairs of company names that are nearly equal, found without comparing every name with every other.

Two texts that differ by at most one character have a common text among themselves and what is left of each when one
character is taken away: such texts are joined, and only what meets there is compared.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from wagecheck.ledgers.companies import is_near


def pairs(folds: list[str], others: list[str]) -> dict[str, list[str]]:
    """Fold → the folds among ``others`` that are near it (``ledgers.companies.is_near``), itself included, sorted."""
    left, right = _shortened(folds), _shortened(others)
    met = left.join(right, on="text", suffix="_other").select("fold", "fold_other").unique().sort(pl.all())
    found: defaultdict[str, list[str]] = defaultdict(list)
    for fold, other in met.iter_rows():
        if is_near(fold, other):
            found[fold].append(other)
    return dict(found)


def _shortened(folds: list[str]) -> pl.DataFrame:
    """fold, text: hashes of the fold and of what is left of it without each of its characters."""
    frame = pl.DataFrame({"fold": folds}, schema={"fold": pl.String}).unique().filter(pl.col("fold") != "")
    frame = frame.with_columns(length=pl.col("fold").str.len_chars()).sort("length", descending=True)
    fold = pl.col("fold")
    parts = [frame.select("fold", text=fold.hash())]
    longest = next(iter(frame["length"].to_list()), 0)
    for at in range(longest):
        longer = frame.head(int((frame["length"] > at).sum()))
        parts.append(longer.select("fold", text=pl.concat_str(fold.str.slice(0, at), fold.str.slice(at + 1)).hash()))
    return pl.concat(parts)
