"""Green is earned: a contractor about whom nothing could be judged is grey (无法判断), not green."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import polars as pl

from wagecheck.judging.without_workers import WithoutWorkers
from wagecheck.ledgers.companies import company_key

_SITE: Final = ["project", "name"]
_UNJUDGED: Final = ("not_assessed", "error")


def told(
    figures: pl.DataFrame, outcomes: pl.DataFrame, without_workers: Mapping[str | None, WithoutWorkers]
) -> pl.DataFrame:
    """``figures`` (columns of CONTRACTORS), grey instead of green for a contractor of a project of whom in all periods

    * no rule came to a verdict;
    * or no worker was found and nothing of any pay: only the project workbook names it, its own papers were not handed
      in. The general contractor needs none.

    Nothing is asked of suppliers and the like (``WithoutWorkers.others``). Months without workers of a contractor that
    has some in others stay as they are: it came later, or left.
    """
    verdicts = outcomes.filter(~pl.col("outcome").is_in(_UNJUDGED)).select("project", name="contractor").unique()
    verdicts = verdicts.with_columns(judged=pl.lit(value=True))
    nobody = (pl.col("workers").sum() == 0) & (pl.col("owed").count() == 0)
    firms = figures.group_by(_SITE, maintain_order=True).agg(nobody=nobody)
    firms = firms.join(verdicts, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
    doubtful = firms.filter(pl.col("nobody") | pl.col("judged").is_null()).select(*_SITE, "judged")
    generals = {where: _keys(one.generals) for where, one in without_workers.items()}
    others = {where: _keys(one.others) for where, one in without_workers.items()}
    missing = [
        (where, name)
        for where, name, judged in doubtful.rows()
        if (key := company_key(name)) not in others[where] and (not judged or key not in generals[where])
    ]
    grey = pl.DataFrame(missing, schema=dict.fromkeys(_SITE, pl.String), orient="row")
    marked = figures.join(
        grey.with_columns(grey=pl.lit(value=True)), on=_SITE, how="left", nulls_equal=True, maintain_order="left"
    )
    unearned = (pl.col("colour") == "green") & pl.col("grey").fill_null(value=False)
    return marked.with_columns(colour=pl.when(unearned).then(pl.lit("grey")).otherwise("colour")).drop("grey")


def _keys(names: Collection[str]) -> set[str | None]:
    return {company_key(name) for name in names}
