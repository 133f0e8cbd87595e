"""Green is earned: a contractor about whom nothing could be judged is grey (无法判断), not green."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.ledgers.companies import company_key

_SITE: Final = ["project", "name"]
_UNJUDGED: Final = ("not_assessed", "error")


def told(figures: pl.DataFrame, outcomes: pl.DataFrame, project: pl.DataFrame) -> pl.DataFrame:
    """``figures`` (columns of CONTRACTORS), grey instead of green for a contractor of a project of whom in all periods

    * no rule came to a verdict;
    * or no worker was found and nothing of any pay: only the project workbook names it, its own papers were not handed
      in. The general contractor may have no workers of its own; so may the project, where it names none.

    Months without workers of a contractor that has some in others stay as they are: it came later, or left.
    ``project`` is the ledger 项目.
    """
    verdicts = outcomes.filter(~pl.col("outcome").is_in(_UNJUDGED)).select("project", name="contractor").unique()
    empty = (pl.col("workers").sum() == 0) & (pl.col("owed").count() == 0)
    firms = figures.group_by(_SITE, maintain_order=True).agg(empty=empty)
    unheard = firms.join(verdicts, on=_SITE, how="anti", nulls_equal=True).select(_SITE)
    silent = firms.filter("empty").select(_SITE)
    own = pl.coalesce("project", "name")
    named = project.select(project=own, general=pl.col("general_contractor")).rows() if silent.height else []
    missing = [
        (where, name)
        for where, name in silent.rows()
        if company_key(name) not in _generals(where, [general for at, general in named if at in (None, where)])
    ]
    grey = pl.concat([unheard, pl.DataFrame(missing, schema=unheard.schema, orient="row")]).unique()
    marked = figures.join(
        grey.with_columns(grey=pl.lit(value=True)), on=_SITE, how="left", nulls_equal=True, maintain_order="left"
    )
    unearned = (pl.col("colour") == "green") & pl.col("grey").fill_null(value=False)
    return marked.with_columns(colour=pl.when(unearned).then(pl.lit("grey")).otherwise("colour")).drop("grey")


def _generals(project: str | None, named: list[str | None]) -> set[str | None]:
    """Keys of the general contractors of a project; of the project's own name where its workbook names none."""
    return {company_key(name) for name in named if name} or {company_key(project)}
