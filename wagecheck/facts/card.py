"""One row per bank account, contractor and pay period: whose wages go to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts import card_uses, name_variant
from wagecheck.facts.elsewhere import Elsewhere
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.people import People
from wagecheck.facts.standing import latest_period

FRAME = Frame(
    name="card",
    title="工资卡",
    grain=("card",),
    masks={"name": "name", "id_number": "id", "card": "card", "holders": "name"},
    columns={
        "card": pl.String,
        "n_holders": pl.Int32,         # distinct people, over all contractors and projects of the run
        "holders": pl.String,          # their names, joined by 、
        "persons": pl.List(pl.String), # those of them who belong to this contractor
        "any_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_PERIOD: Final = ["period", "period_start", "period_end"]


def build(
    ledgers: Mapping[str, pl.DataFrame],
    people: People,
    units: pl.DataFrame,
    payments: pl.LazyFrame,
    elsewhere: Elsewhere | None = None,
) -> pl.LazyFrame:
    """Complete accounts and the people who hold them: by roster, payroll, notice, and by payments in their own name.

    ``payments`` is the frame payment_row; ``elsewhere`` holds uses and bearers of names of other parts. ``any_at``
    lists every cell with the card, of all contractors. The rules of holding stand in ``card_uses``.
    """
    others = elsewhere or Elsewhere()
    sure, open_uses = card_uses.found(ledgers, people, units, payments.collect())
    bearing = pl.concat([card_uses.bearers(people), others.bearers])
    strangers = card_uses.settled(pl.concat([open_uses, others.open_uses]), bearing)
    uses = pl.concat([sure, others.uses, strangers])
    cells = uses.group_by("card").agg(any_at=pl.col("at").unique().sort())
    return (
        _appearing(uses, units)
        .join(_holders(uses).lazy(), on="card")
        .join(cells.lazy(), on="card")
        .join(_own(uses).lazy(), on=["card", *_SITE], how="left", nulls_equal=True)
        .with_columns(person=pl.lit(None), id_number=pl.lit(None), name=pl.lit(None))
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "period_start", "card")
    )


def _appearing(uses: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Card, project, contractor and every period in which it was used; the latest where no cell states one."""
    dated = uses.filter(pl.col("period").is_not_null()).select(*_SITE, "period", "card").unique()
    standing = uses.select(*_SITE, "card").unique().join(dated, on=[*_SITE, "card"], how="anti", nulls_equal=True)
    latest = latest_period(units.lazy())
    known = units.lazy().select(*_SITE, *_PERIOD)
    return pl.concat(
        [
            dated.lazy().join(known, on=[*_SITE, "period"], nulls_equal=True).select("card", *_SITE, *_PERIOD),
            standing.lazy().join(latest, on=_SITE, nulls_equal=True).select("card", *_SITE, *_PERIOD),
        ]
    )


def _holders(uses: pl.DataFrame) -> pl.DataFrame:
    """card, n_holders, holders: people by number, and names that no numbered holder of the card bears."""
    holders = uses.select("card", "number", "name_key", "name").unique().sort("card", "number", "name_key", "name")
    numbered = holders.filter(pl.col("number").is_not_null())
    unnumbered = holders.filter(pl.col("number").is_null()).join(numbered, on=["card", "name_key"], how="anti")
    people = pl.concat(
        [
            numbered.unique(["card", "number"], keep="first", maintain_order=True),
            unnumbered.unique(["card", "name_key"], keep="first", maintain_order=True),
        ]
    ).with_row_index("n")
    return (
        people.join(_respelled(people), on="n", how="anti")
        .group_by("card")
        .agg(n_holders=pl.len(), holders=pl.col("name").str.join("、"))
    )


def _own(uses: pl.DataFrame) -> pl.DataFrame:
    """card, project, contractor, persons: the holders that belong to this contractor, as ``person`` of other frames."""
    return uses.group_by("card", project="holder_project", contractor="holder_contractor").agg(
        persons=pl.col("holder").drop_nulls().unique().sort()
    )


def _respelled(people: pl.DataFrame) -> pl.DataFrame:
    """Holders without a number whose name is only another spelling of an earlier holder's of the same card."""
    several = people.filter(pl.len().over("card") > 1)
    pairs = (
        several.filter(pl.col("number").is_null())
        .select("n", "card", left="name_key")
        .join(several.select("card", earlier="n", right="name_key"), on="card")
    )
    pairs = pairs.filter(pl.col("earlier") < pl.col("n"))
    return pairs.filter(name_variant.variants(pairs, rare=True)).select("n").unique()
