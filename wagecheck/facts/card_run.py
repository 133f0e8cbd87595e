"""One row per project, contractor and run of wage cards whose numbers follow each other at a constant step."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.recorded_card import complete
from wagecheck.facts.standing import latest_period
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="card_run",
    title="连号工资卡",
    grain=("first_card",),
    standing=True,
    masks={"name": "name", "id_number": "id", "first_card": "card", "last_card": "card", "holders": "name"},
    columns={
        "n_cards": pl.Int32,           # cards in the run; 1: no two follow each other; null: no complete card
        "first_card": pl.String, "last_card": pl.String,
        "step": pl.Int64,              # between the numbers without their check digit
        "holders": pl.String,          # names, joined by 、
        "bank_name": pl.String,        # the branch most of them name
        "branch_share": pl.Float64,    # share of cards of that branch; null where no branch is written
        "any_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_RUN: Final = [*_SITE, "size", "run"]
#: The longest step that still looks like cards issued one after another (``rules/values``).
_STEP: Final = "card_run_max_step"
_FEWEST_DIGITS: Final = 16


def build(ground: Groundwork, units: pl.DataFrame) -> pl.LazyFrame:
    """Cards of roster and payroll, each once, in the order of their numbers without the last (check) digit.

    Accounts shorter than a card are left out. A contractor without any run is one row of 1 card.
    """
    cards = _cards(ground)
    step = int(ground.settings.numbers.get(_STEP, 0))
    ordered = (
        cards.drop_nulls("card")
        .with_columns(
            size=pl.col("card").str.len_chars(), body=pl.col("card").str.slice(0, pl.col("card").str.len_chars() - 1)
        )
        .with_columns(body=pl.col("body").cast(pl.Int64, strict=False))
        .drop_nulls("body")
        .sort(*_SITE, "size", "body", nulls_last=True)
        .with_columns(gap=pl.col("body").diff().over([*_SITE, "size"]))
        .with_columns(gap=pl.when(pl.col("gap").is_between(1, step)).then("gap"))
        .with_row_index("i")
    )
    runs = _runs(ordered)
    alone = (
        cards.group_by(_SITE)
        .agg(n_cards=pl.when(pl.col("card").is_not_null().any()).then(1))
        .join(runs, on=_SITE, how="anti", nulls_equal=True)
    )
    found = pl.concat([runs, alone.with_columns(pl.col("n_cards").cast(pl.Int32))], how="diagonal")
    empty = pl.lit([], dtype=PLACES)
    return (
        found.with_columns(
            any_at=pl.col("any_at").fill_null(empty), person=pl.lit(None), name=pl.lit(None), id_number=pl.lit(None)
        )
        .lazy()
        .join(latest_period(units.lazy()), on=_SITE, nulls_equal=True)
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "first_card", nulls_last=True)
    )


def _cards(ground: Groundwork) -> pl.DataFrame:
    """project, contractor, card (null where none of the row is complete), name, bank_name, at: each card once."""
    columns = [*_SITE, "src", "row", "name", "bank_card", "card_state", "bank_name"]
    rows = pl.concat([ground.ledgers[name].select(columns) for name in ("roster", "payroll")])
    card = complete(pl.col("bank_card"), pl.col("card_state"))
    long = pl.when(card.str.contains(r"^\d+$") & (card.str.len_chars() >= _FEWEST_DIGITS)).then(card)
    given = rows.filter(pl.col("contractor").is_not_null() & (pl.col("bank_card").str.strip_chars() != ""))
    return (
        given.with_columns(card=long, at=pack(pl.col("src"), pl.col("row")))
        .group_by(*_SITE, "card", maintain_order=True)
        .agg(pl.col("name").first(), pl.col("bank_name").drop_nulls().first(), pl.col("at").unique().sort())
    )


def _runs(ordered: pl.DataFrame) -> pl.DataFrame:
    """Two cards and more whose neighbouring numbers lie one constant step apart."""
    steps = ordered.filter(pl.col("gap").is_not_null()).with_columns(
        fresh=(
            (pl.col("i") != pl.col("i").shift(1) + 1)
            | (pl.col("gap") != pl.col("gap").shift(1))
            | pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift(1)) for key in (*_SITE, "size"))
        ).fill_null(value=True)
    )
    steps = steps.with_columns(run=pl.col("fresh").cum_sum())
    firsts = steps.filter("fresh").select("run", "gap", i=pl.col("i") - 1)
    members = pl.concat([steps.select("run", "gap", "i"), firsts.select("run", "gap", "i")])
    bank = pl.col("bank_name").str.strip_chars()
    top = bank.drop_nulls().mode().sort().first()
    return (
        members.join(ordered.drop("gap"), on="i")
        .sort("run", "i")
        .group_by("run", *_SITE, maintain_order=True)
        .agg(
            n_cards=pl.len().cast(pl.Int32),
            first_card=pl.col("card").first(),
            last_card=pl.col("card").last(),
            step=pl.col("gap").first(),
            holders=pl.col("name").drop_nulls().unique(maintain_order=True).str.join("、"),
            bank_name=top,
            branch_share=pl.when(bank.drop_nulls().len() > 0).then((bank == top).sum() / pl.len()),
            any_at=pl.col("at").list.explode(keep_nulls=False, empty_as_null=False),
        )
        .drop("run")
    )
