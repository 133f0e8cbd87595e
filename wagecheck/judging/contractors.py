"""Figures per contractor and period: colour, score, money, shares, counts."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from wagecheck.judging import conclusions
from wagecheck.judging.units import KEYS
from wagecheck.ledgers.catalogue import SIX
from wagecheck.result import CONTRACTORS, SEVERITIES
from wagecheck.rulebook.profile import Profile

_KEYS = list(KEYS)
#: By what figures are sorted.
ORDER = ("project", "name", "period")
#: Kinds of money that are added up from findings; what is owed is added up from the worker-months.
ADDED = ("shortfall", "refund", "exposure", "funding")


def figures(
    profile: Profile,
    outcomes: pl.DataFrame,
    findings: pl.DataFrame,
    workers: pl.DataFrame,
    codes: Mapping[str, str],
    money: Mapping[str, str],
) -> pl.DataFrame:
    """One row per contractor and period that any outcome speaks about (columns of CONTRACTORS), sorted.

    ``workers`` are active worker-months with ``differs_…`` (see :func:`wagecheck.judging.workers.differing`) and what
    signals conclude of them; ``codes`` gives the unified social credit code of a contractor, ``money`` says of every
    rule what its amounts are.
    """
    table = (
        outcomes.select(_KEYS)
        .unique()
        .join(_money(workers), on=_KEYS, how="left")
        .join(_sums(outcomes, findings, money), on=_KEYS, how="left")
        .join(conclusions.of_contractors(profile, workers), on=_KEYS, how="left")
        .join(_counts(findings), on=_KEYS, how="left")
        .join(_scores(profile, findings), on=_KEYS, how="left")
    )
    zero = ["workers", "findings", "score", "suspected_workers", *SEVERITIES]
    table = table.with_columns(
        pl.col(zero).fill_null(0),
        pl.col("suspected").fill_null(False),
        uscc=pl.col("contractor").replace_strict(dict(codes), default=None, return_dtype=pl.String),
        name=pl.col("contractor"),
    )
    stopped = pl.col("stopped").fill_null(False)
    colour = pl.col("score").map_elements(profile.colour, return_dtype=pl.String)
    table = table.with_columns(colour=pl.when(stopped).then(pl.lit("red")).otherwise(colour))
    return table.select(pl.col(name).cast(kind) for name, kind in CONTRACTORS.items()).sort(ORDER)


def _money(workers: pl.DataFrame) -> pl.DataFrame:
    """Money and shares of the active workers; null where nothing could be told."""
    due, paid, owed = pl.col("due"), pl.col("paid_total"), pl.col("owed")
    known = due.is_not_null() & paid.is_not_null()
    rest = pl.when(known).then(pl.max_horizontal(due - paid, pl.lit(0)))
    settled = pl.when(known).then(pl.min_horizontal(due, paid))
    united = pl.all_horizontal(
        *(pl.col(f"in_{ledger}").fill_null(False) for ledger in SIX),
        *(~pl.col(f"differs_{ledger}") for ledger in SIX),
    )
    return workers.group_by(_KEYS).agg(
        workers=pl.col("person").n_unique(),
        owed=pl.when(owed.count() > 0).then(owed.sum()),
        unpaid=pl.when(known.any()).then(rest.sum()),
        paid_share=settled.sum().cast(pl.Float64) / _positive(due.filter(known).sum()),
        six_unified_share=united.mean(),
        signing_share=pl.col("in_contract").mean(),
        real_name_share=pl.col("in_roster").mean(),
    )


def _sums(outcomes: pl.DataFrame, findings: pl.DataFrame, money: Mapping[str, str]) -> pl.DataFrame:
    """Amounts of violations added up by what they are. Null where no rule of that kind could be judged.

    No yuan twice: rules that repeat what another one counts say so themselves (``restated``), and are left out.
    """
    judged = outcomes.filter(pl.col("outcome").is_in(["pass", "fail", "waived"])).with_columns(
        money=pl.col("rule").replace_strict(dict(money), default=None, return_dtype=pl.String)
    )
    sums = findings.filter((pl.col("kind") == "violation") & (pl.col("state") == "open"))
    table = outcomes.select(_KEYS).unique()
    for kind in ADDED:
        found = sums.filter(pl.col("money") == kind).group_by(_KEYS).agg(pl.col("amount").sum().alias("sum"))
        known = judged.filter(pl.col("money") == kind).select(_KEYS).unique().with_columns(known=True)
        nothing = pl.when("known").then(pl.lit(0, pl.Decimal(18, 2)))
        table = (
            table.join(found, on=_KEYS, how="left")
            .join(known, on=_KEYS, how="left")
            .with_columns(pl.coalesce("sum", nothing).alias(kind))
            .drop("sum", "known")
        )
    return table


def _positive(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount > 0).then(amount.cast(pl.Float64))


def _counts(findings: pl.DataFrame) -> pl.DataFrame:
    severity = pl.col("severity")
    return findings.group_by(_KEYS).agg(findings=pl.len(), **{name: (severity == name).sum() for name in SEVERITIES})


def _scores(profile: Profile, findings: pl.DataFrame) -> pl.DataFrame:
    """Weights added up, capped per family; open findings only."""
    rules = findings["rule"].unique().to_list()
    families = {rule: profile.family(rule) for rule in rules}
    return (
        findings.filter(pl.col("state") == "open")
        .with_columns(
            family=pl.col("rule").replace_strict(families, return_dtype=pl.String),
            weight=pl.col("severity").replace_strict(dict(profile.weights), return_dtype=pl.Int64),
        )
        .group_by(*_KEYS, "family")
        .agg(
            pl.col("weight").sum().clip(upper_bound=profile.cap_per_family),
            stopped=pl.col("rule").is_in(list(profile.hard_stops)).any(),
        )
        .group_by(_KEYS)
        .agg(score=pl.col("weight").sum(), stopped=pl.col("stopped").any())
    )
