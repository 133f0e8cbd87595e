"""Outcomes: for every contractor, pay period and rule in force, what became of it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from wagecheck.judging.units import KEYS, Units
from wagecheck.judging.verdicts import COUNTS
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.result import OUTCOMES
from wagecheck.rulebook.rule import Rule

#: Rule id → a reason that holds for everybody, in both languages.
Reasons = Mapping[str, tuple[str, str]]
#: Why a rule could not be assessed for a unit.
WHY: Final = pl.Schema({"unit": pl.UInt32, "rule": pl.String, "zh": pl.String, "en": pl.String})
_PAIR: Final = ["unit", "rule"]
_WHEN: Final = (
    "所属期早于本规则生效之日，请核对月份是否写错",
    "the pay period lies before the rule came into force: check whether the month is a slip",
)
#: In place of a ledger that is missing: the rule was not in force yet, and the month is doubtful.
TOO_EARLY: Final = "too_early"
_EARLY: Final = pl.lit([TOO_EARLY], pl.List(pl.String))


def rulings(
    rules: Iterable[Rule], units: Units, counts: pl.DataFrame, today: dt.date, judged_from: dt.date | None = None
) -> pl.DataFrame:
    """One row per unit and rule that speaks about it: unit, rule, the keys, ``missing``.

    A rule speaks about the units of its kind of frame in whose pay period it is in force, and about those its rows name
    (``counts``); a period without dates is judged by ``today``. ``missing`` lists the ledgers it needs and has not got.
    Of a period before ``judged_from`` (a slip, most likely) rules that were not in force speak too, with TOO_EARLY as
    what is missing: a month in which nobody asked anything must not look like one that passed.
    """
    start = pl.col("period_start").fill_null(today)
    speaks, lacks = [], []
    for rule in rules:
        force = (start >= rule.start) & (start <= rule.end if rule.end else pl.lit(True))
        early = ~force & (start < judged_from) if judged_from else pl.lit(False)
        speaks.append((units.spoken_of(rule) & (force | early)).alias(rule.id))
        lacks.append(pl.when(force).then(units.missing(rule)).when(early).then(_EARLY).alias(rule.id))
    if not speaks:
        return pl.DataFrame(schema={**OUTCOMES, "unit": pl.UInt32, "missing": pl.List(pl.String)})
    spoken = units.table.select("unit", *speaks).unpivot(index="unit", variable_name="rule", value_name="speaks")
    missing = units.table.select("unit", *lacks).unpivot(index="unit", variable_name="rule", value_name="missing")
    named = counts.select(_PAIR).with_columns(named=True)
    return (
        spoken.join(missing.drop_nulls("missing"), on=_PAIR, how="inner")
        .join(named, on=_PAIR, how="left")
        .filter(pl.col("speaks") | pl.col("named"))
        .join(units.table.select("unit", *KEYS), on="unit", how="left")
        .drop("speaks", "named")
    )


def judged(ruled: pl.DataFrame, rule: Rule) -> pl.Series:
    """The units for which a rule could be judged: they handed in what it needs."""
    return ruled.filter((pl.col("rule") == rule.id) & (pl.col("missing").list.len() == 0))["unit"]


def table(
    ruled: pl.DataFrame, counts: pl.DataFrame, why: pl.DataFrame, refused: Reasons, broken: Reasons
) -> pl.DataFrame:
    """All outcomes (columns of OUTCOMES), sorted by project, contractor, period and rule.

    ``refused``: rules that could not be judged for anybody; ``broken``: rules that failed. One finding makes *fail*;
    else one row that could not be assessed makes *not_assessed*; only a rule that saw everything passes.
    """
    lost = pl.col("rule").is_in(list(broken))
    shut = pl.col("rule").is_in(list(refused)) | (pl.col("missing").list.len() > 0)
    seen = ~lost & ~shut
    outcome = (
        pl.when(lost).then(pl.lit("error"))
        .when(shut).then(pl.lit("not_assessed"))
        .when(pl.col("failed") > 0).then(pl.lit("fail"))
        .when(pl.col("unknown") > 0).then(pl.lit("not_assessed"))
        .otherwise(pl.lit("pass"))
    )  # fmt: skip
    titles = pl.col("missing").list.eval(pl.element().replace_strict(TITLES, default=pl.element()))
    return (
        ruled.join(counts, on=_PAIR, how="left")
        .join(why, on=_PAIR, how="left")
        .with_columns(pl.col(name).fill_null(0) for name in COUNTS if name not in _PAIR)
        .with_columns(
            outcome=outcome,
            count=pl.when(seen).then("failed").otherwise(0),
            assessed=pl.when(seen).then(pl.col("passed") + pl.col("failed")).otherwise(0),
            unassessed=pl.when(seen).then("unknown").otherwise(0),
            reason=_reason("未提交" + titles.list.join("、"), "zh", refused, broken, 0),
            reason_en=_reason("not submitted: " + pl.col("missing").list.join(", "), "en", refused, broken, 1),
        )
        .select(pl.col(name).cast(kind) for name, kind in OUTCOMES.items())
        .sort(*KEYS, "rule")
    )


def with_broken(outcomes: pl.DataFrame, broken: Reasons) -> pl.DataFrame:
    """``outcomes`` of several parts (columns of OUTCOMES), sorted; a rule that failed for one part failed for all."""
    lost = pl.col("rule").is_in(list(broken))
    said = [{rule: texts[language] for rule, texts in broken.items()} for language in (0, 1)]
    return outcomes.with_columns(
        outcome=pl.when(lost).then(pl.lit("error")).otherwise("outcome"),
        **{name: pl.when(lost).then(0).otherwise(name).cast(pl.Int32) for name in ("count", "assessed", "unassessed")},
        **{
            name: pl.when(lost)
            .then(pl.col("rule").replace_strict(texts, default=None, return_dtype=pl.String))
            .otherwise(name)
            for name, texts in zip(("reason", "reason_en"), said, strict=True)
        },
    ).sort(*KEYS, "rule")


def _reason(absent: pl.Expr, why: str, refused: Reasons, broken: Reasons, language: int) -> pl.Expr:
    """The weightiest reason there is: it failed, was refused, not in force yet, a ledger is missing, a value is."""
    said = {rule: texts[language] for rule, texts in {**refused, **broken}.items()}
    general = pl.col("rule").replace_strict(said, default=None, return_dtype=pl.String)
    early = pl.when(pl.col("missing").list.contains(TOO_EARLY)).then(pl.lit(_WHEN[language]))
    return pl.coalesce(general, early, pl.when(pl.col("missing").list.len() > 0).then(absent), why)
