"""Spellings of one company among kept checks: a company has one history, whatever a check calls it.

Two names are one company where their keys or their codes are equal, and no check of the pay period names both: two
companies with one code by a slip are two, and who tells two names apart knew of both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from wagecheck.ledgers.companies import company_key

_PERIOD: Final = ("place", "when")
_Name = tuple[str, str | None, str]


def keys(names: pl.Series, key: Callable[[str], str | None] = company_key) -> pl.Series:
    """What the names are compared by; each different name is looked at once."""
    told = {name: key(name) for name in names.unique().drop_nulls()}
    return names.replace_strict(list(told), list(told.values()), default=None, return_dtype=pl.String)


def firms(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows``, oldest check first, with ``firm``: one of the names that the row's company has in its place and period.

    They have ``age``, run, ``place``, ``when`` (the period), contractor, ``key`` and ``uscc``. A code that a later
    check of the same name states otherwise was a slip.
    """
    # in most places every company has one name in all of its checks: nothing more is looked at there
    told = rows.lazy().select("place", "contractor", "key", "uscc").unique()
    double = [
        told.drop_nulls(same)
        .group_by("place", same)
        .agg(pl.col("contractor").n_unique().alias("names"))
        .filter(pl.col("names") > 1)
        .select("place")
        for same in ("key", "uscc")
    ]
    places = pl.concat(double).unique().collect()
    if places.is_empty():
        return rows.with_columns(firm="contractor")
    some = rows.lazy().join(places.lazy(), on="place", how="semi").sort("age")
    names = (
        some.group_by(*_PERIOD, "contractor", maintain_order=True)
        .agg(pl.col("key").last(), pl.col("uscc").drop_nulls().last(), pl.col("age").max())
        .collect()
    )
    by_key, by_code = _alike(names, "key"), _alike(names, "uscc")
    meant = _meant(by_key, by_code, _apart(pl.concat([by_key, by_code]).unique(), some.collect()))
    table = pl.DataFrame(
        [(*name, firm) for name, firm in meant.items()],
        schema=dict.fromkeys((*_PERIOD, "contractor", "firm"), pl.String),
        orient="row",
    )
    on = [*_PERIOD, "contractor"]
    joined = rows.join(table, on=on, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(firm=pl.coalesce("firm", "contractor"))


def _alike(names: pl.DataFrame, same: str) -> pl.DataFrame:
    """Pairs of names, the newer one as ``newer``, the newest pairs first."""
    known = names.drop_nulls(same).select(*_PERIOD, same, "contractor", "age")
    pairs = known.join(known, on=[*_PERIOD, same], suffix="_new", nulls_equal=True)
    pairs = pairs.filter((pl.col("age") < pl.col("age_new")) & (pl.col("contractor") != pl.col("contractor_new")))
    pairs = pairs.sort("age_new", "age", descending=True)
    return pairs.select(*_PERIOD, "contractor", newer="contractor_new")


def _apart(pairs: pl.DataFrame, rows: pl.DataFrame) -> set[tuple[str, str | None, str, str]]:
    """Those pairs, both ways round, of which a check of the period names both, be it in another period."""
    about = rows.select("run", *_PERIOD, "contractor").unique()
    named = rows.select("run", "place", newer="contractor").unique()
    both = pl.concat([pairs, pairs.rename({"contractor": "newer", "newer": "contractor"}).select(pairs.columns)])
    found = both.join(about, on=[*_PERIOD, "contractor"], nulls_equal=True).join(
        named, on=["run", "place", "newer"], how="semi"
    )
    told = found.select(*_PERIOD, "contractor", "newer").rows()
    return {*told, *((place, when, newer, older) for place, when, older, newer in told)}


def _meant(
    by_key: pl.DataFrame, by_code: pl.DataFrame, apart: set[tuple[str, str | None, str, str]]
) -> dict[_Name, str]:
    """Name in a place and period → that which stands for its company. Pairs are few: a spelling is the exception.

    A third spelling brings two together that one check names. A third name with their code does not: it can be either.
    """
    groups: dict[_Name, list[str]] = {}
    for pairs, strict in ((by_key, False), (by_code, True)):
        for place, when, older, newer in pairs.rows():
            one = groups.setdefault((place, when, newer), [newer])
            other = groups.setdefault((place, when, older), [older])
            told = ((left, right) for left in one for right in other) if strict else ((newer, older),)
            if one is other or any((place, when, left, right) in apart for left, right in told):
                continue
            one.extend(other)
            groups.update(((place, when, name), one) for name in other)
    return {name: group[0] for name, group in groups.items()}
