"""Sums of the portfolio: by project, contractor and month, and the ageing of arrears. The unknown stays apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.register import ageing
from wagecheck.register.portfolio import HAND_INS, MONEY, Portfolio

#: From the worst on: what could not be judged is worse than green.
COLOURS: Final = ("red", "orange", "yellow", "grey", "green")
_SEVERITIES: Final = ("red_line", "serious", "general", "hint")
#: How far a hand-in has come that has no verdict yet; the later one here is told where there are several.
_WAY: Final = ("withdrawn", "collecting", "failed", "handed_in", "checked")


def by(portfolio: Portfolio, keys: Sequence[str]) -> pl.DataFrame:
    """Figures per group of rows.

    ``colour`` is the worst one; ``owed`` null where nothing is known of it, ``unknown`` counts the contractors' months
    with workers whose arrears could not be told; ``people`` are owed something, each counted once; ``compared`` are
    workers' months whose six records were compared, ``agree`` those in which all agree; ``unjudged`` counts grey rows.
    """
    rows, keys = portfolio.rows, list(keys)
    known, compared = pl.col("owed").is_not_null(), pl.col("six_unified_share").is_not_null() & (pl.col("workers") > 0)
    sums = (
        rows.with_columns(rank=_rank())
        .group_by(keys)
        .agg(
            pl.col("colour").sort_by("rank").first(),
            pl.col("rank").min(),
            projects=pl.col("place").n_unique(),
            contractors=pl.struct("place", "contractor").n_unique(),
            workers=pl.col("workers").sum(),
            owed=pl.when(known.any()).then(pl.col("owed").sum()),
            unknown=(~known & (pl.col("workers") > 0)).sum(),
            unpaid=pl.when(pl.col("unpaid").is_not_null().any()).then(pl.col("unpaid").sum()),
            compared=pl.col("workers").filter(compared).sum(),
            agree=(pl.col("six_unified_share") * pl.col("workers")).filter(compared).sum().round(0).cast(pl.Int64),
            unjudged=(pl.col("colour") == "grey").sum(),
            as_of=pl.col("as_of").max(),
            hand_in=pl.col("hand_in").sort_by("as_of", pl.col("hand_in").str.extract(r"(\d+)").cast(pl.Int64)).last(),
            **{name: pl.col(name).sum() for name in _SEVERITIES},
        )
    )
    people = portfolio.owing.group_by(keys).agg(people=_people())
    return sums.join(people, on=keys, how="left", nulls_equal=True).with_columns(pl.col("people").fill_null(0))


def total(portfolio: Portfolio) -> dict[str, object]:
    """The same figures of everything, without ``colour``; zeros where there is nothing."""
    everything = pl.lit("").alias("all")
    whole = Portfolio(
        portfolio.rows.with_columns(everything),
        portfolio.owing.with_columns(everything),
        portfolio.sites,
        portfolio.hand_ins,
        portfolio.judged,
    )
    found = by(whole, ["all"])
    if found.height:
        return found.row(0, named=True)
    return {**dict.fromkeys(found.columns, 0), "owed": None, "unpaid": None, "as_of": None, "hand_in": None}


def colours(groups: pl.DataFrame) -> dict[str, int]:
    """How many groups have each colour, every colour named."""
    counts = dict(groups.group_by("colour").len().iter_rows())
    return {colour: int(counts.get(colour, 0)) for colour in COLOURS}


def aged(owing: pl.DataFrame, ends: Sequence[int], as_of: dt.date, keys: Sequence[str] = ()) -> pl.DataFrame:
    """Arrears by ``band`` (``register.ageing``) and ``keys``: owed, people, months, days_late of the latest payment."""
    banded = owing.with_columns(band=ageing.band(ends, as_of))
    return banded.group_by([*keys, "band"]).agg(
        owed=pl.col("owed").sum().cast(MONEY),
        people=_people(),
        months=pl.len().cast(pl.Int64),
        days=(pl.lit(as_of) - pl.col("due_on")).dt.total_days().max(),
    )


def awaited(portfolio: Portfolio, month: str) -> pl.DataFrame:
    """Open sites of which nothing is kept for that month: site, name, region, bureau, and how far they have come.

    ``way``: missing · withdrawn · collecting · failed · handed_in · checked (but nothing was judged); ``hand_in``: the
    last one that has come so far.
    """
    order = {state: index for index, state in enumerate(_WAY)}
    given = (
        portfolio.hand_ins.filter(pl.col("month") == month)
        .with_columns(order=pl.col("state").replace_strict(order, default=0, return_dtype=pl.Int64))
        .sort("order", pl.col("hand_in").str.extract(r"(\d+)").cast(pl.Int64))
        .unique("site", keep="last", maintain_order=True)
        .select(HAND_INS.names())
    )
    there = portfolio.rows.filter(pl.col("month") == month)
    return (
        portfolio.sites.filter(pl.col("state") == "open")
        .join(there, on="site", how="anti")
        .join(given.select("site", "hand_in", way="state"), on="site", how="left")
        .with_columns(pl.col("way").fill_null("missing"))
        .select("site", "name", "region", "bureau", "way", "hand_in")
        .sort("name")
    )


def _rank() -> pl.Expr:
    order = {colour: index for index, colour in enumerate(COLOURS)}
    return pl.col("colour").replace_strict(order, default=COLOURS.index("grey"), return_dtype=pl.Int64)


def _people() -> pl.Expr:
    """Everybody once; workers' months that nobody can be told from (no key) one by one."""
    key = pl.col("worker_key")
    return key.drop_nulls().n_unique().cast(pl.Int64) + key.is_null().sum().cast(pl.Int64)
