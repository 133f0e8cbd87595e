"""One row per bank account, contractor and pay period: whose wages go to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts import name_variant, recorded_card
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.payment_match import known_names
from wagecheck.facts.people import People
from wagecheck.facts.recorded_card import complete
from wagecheck.facts.standing import latest_period
from wagecheck.facts.units import locate
from wagecheck.ledgers.identifiers import identity_problem
from wagecheck.ledgers.names import name_key
from wagecheck.ledgers.provenance import pack

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
_WHO: Final = [*_SITE, "person"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
_PERIOD: Final = ["period", "period_start", "period_end"]
_NEVER_ARRIVED: Final = ("failed", "refunded")


def build(
    ledgers: Mapping[str, pl.DataFrame], people: People, units: pl.DataFrame, payments: pl.LazyFrame
) -> pl.LazyFrame:
    """Complete accounts and the people who hold them: by roster, payroll, notice, and by payments in their own name.

    ``payments`` is the frame payment_row. The same identity number is the same person everywhere; without a number, the
    name on that card is. A payment to a stranger's name makes no holder (BK02 speaks), unless the stranger is a worker
    of the run; a payment that came back proves nothing. ``any_at`` lists every cell with the card, of all contractors.
    """
    recorded = recorded_card.cards(people)
    paid = _paid(ledgers["payment"], payments.collect(), people)
    uses = pl.concat(
        [
            recorded.join(locate(recorded, units), on=_SPAN, how="left", nulls_equal=True).select(
                *_WHO, "period", "card", "at", holder="person", holder_contractor="contractor", holder_project="project"
            ),
            paid,
        ]
    )
    persons = people.persons.select(
        holder_project="project", holder_contractor="contractor", holder="person", name="name", name_key="name_key",
        number=pl.when(identity_problem(pl.col("id_number")).is_null()).then("id_number"),
    )  # fmt: skip
    named = uses.join(persons, on=["holder_project", "holder_contractor", "holder"], nulls_equal=True)
    cells = uses.group_by("card").agg(any_at=pl.col("at").unique().sort())
    return (
        _appearing(uses, units)
        .join(_holders(named).lazy(), on="card")
        .join(cells.lazy(), on="card")
        .join(_own(named).lazy(), on=["card", *_SITE], how="left", nulls_equal=True)
        .with_columns(person=pl.lit(None), id_number=pl.lit(None), name=pl.lit(None))
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "period_start", "card")
    )


def _paid(ledger: pl.DataFrame, payments: pl.DataFrame, people: People) -> pl.DataFrame:
    """Payments that arrived on a complete account under the name of somebody who works in this run."""
    arrived = payments.filter(~pl.col("status").is_in(_NEVER_ARRIVED).fill_null(value=False) & ~pl.col("is_lump_sum"))
    cells = ledger.filter(pl.col("direction").ne_missing("in")).select(
        at=pack(pl.col("src"), pl.col("row")), card=complete(pl.col("payee_account"), pl.col("card_state"))
    )
    rows = (
        arrived.with_row_index("payment")
        .select("payment", *_WHO, "period", "payee_is_worker", payee_key=name_key(pl.col("payee_name")), at="any_at")
        .explode("at")
        .join(cells.drop_nulls(), on="at")
    )
    own = rows.filter(pl.col("payee_is_worker").fill_null(value=False)).with_columns(
        holder="person", holder_contractor="contractor", holder_project="project"
    )
    other = rows.filter(~pl.col("payee_is_worker").fill_null(value=True) | pl.col("person").is_null())
    named = known_names(people).select(
        holder_project="project", holder_contractor="contractor", holder="person", payee_key="name_key"
    )
    here = named.with_columns(project="holder_project", contractor="holder_contractor")
    near = other.join(_single(here, [*_SITE, "payee_key"]), on=[*_SITE, "payee_key"], nulls_equal=True)
    far = other.join(near, on=["payment", "at"], how="anti").join(_single(named, ["payee_key"]), on="payee_key")
    columns = [*_WHO, "period", "card", "at", "holder", "holder_contractor", "holder_project"]
    return pl.concat([part.select(columns) for part in (own, near, far)])


def _single(named: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Names that only one person bears: the same number in two places is one person."""
    return (
        named.unique()
        .with_columns(
            one=pl.col("holder").n_unique().over(keys) == 1, without_number=pl.col("holder").str.starts_with("name:")
        )
        .filter(pl.col("one") & (~pl.col("without_number") | (pl.len().over(keys) == 1)))
        .unique(keys, keep="first", maintain_order=True)
        .drop("one", "without_number")
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


def _holders(named: pl.DataFrame) -> pl.DataFrame:
    """card, n_holders, holders: people by number, and names that no numbered holder of the card bears."""
    holders = named.select("card", "number", "name_key", "name").unique().sort("card", "number", "name_key", "name")
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


def _own(named: pl.DataFrame) -> pl.DataFrame:
    """card, project, contractor, persons: the holders that belong to this contractor, as ``person`` of other frames."""
    return named.group_by("card", project="holder_project", contractor="holder_contractor").agg(
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
