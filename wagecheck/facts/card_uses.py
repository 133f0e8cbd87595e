"""Complete bank accounts, the rows that use them, and the people they belong to.

The same identity number is the same person everywhere; without a number, the name on that account is. A payment to a
stranger's name makes no holder (BK02 speaks), unless the stranger is the only worker of that name in the submission.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts import recorded_card
from wagecheck.facts.recorded_card import complete
from wagecheck.facts.units import locate
from wagecheck.ledgers.identifiers import identity_problem
from wagecheck.ledgers.names import name_key
from wagecheck.ledgers.provenance import pack

if TYPE_CHECKING:
    from wagecheck.facts.people import People

_SITE: Final = ["project", "contractor"]
_WHO: Final = [*_SITE, "person"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
_NEVER_ARRIVED: Final = ("failed", "refunded")
_USE: Final = [*_SITE, "period", "card", "at"]
_HOLDER: Final = ["holder_project", "holder_contractor", "holder"]
_NAMED: Final = ["name", "name_key", "number"]
#: One row per cell with an account of somebody: where it stands, whose account it is.
USES: Final = pl.Schema(
    {
        **dict.fromkeys((*_SITE, "period", "card"), pl.String),
        "at": pl.Int64,
        **dict.fromkeys((*_HOLDER, *_NAMED), pl.String),
    }
)
#: Accounts under a name that no worker of that contractor bears.
OPEN: Final = pl.Schema(
    {**dict.fromkeys((*_SITE, "period", "card"), pl.String), "at": pl.Int64, "payee_key": pl.String}
)
#: Every name under which a person stands, with the name and number the person is known by.
BEARERS: Final = pl.Schema(dict.fromkeys((*_HOLDER, "payee_key", *_NAMED), pl.String))


def bearers(people: People) -> pl.DataFrame:
    """Columns of BEARERS; ``number`` only where it is well formed."""
    names = people.known_names.select(
        holder_project="project", holder_contractor="contractor", holder="person", payee_key="name_key"
    )
    return names.join(_persons(people), on=_HOLDER, nulls_equal=True).select(BEARERS.names())


def found(
    ledgers: Mapping[str, pl.DataFrame], people: People, units: pl.DataFrame, payments: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Uses by roster, payroll and notice and by payments to a worker (USES), and those still open (OPEN).

    ``payments`` is the frame payment_row; one that came back proves nothing.
    """
    recorded = recorded_card.cards(people)
    located = recorded.join(locate(recorded, units), on=_SPAN, how="left", nulls_equal=True).select(
        *_USE, holder_project="project", holder_contractor="contractor", holder="person"
    )
    paid = _paid(ledgers["payment"], payments)
    worker = pl.col("payee_is_worker")
    own = paid.filter(worker.fill_null(value=False)).select(
        *_USE, holder_project="project", holder_contractor="contractor", holder="person"
    )
    other = paid.filter(~worker.fill_null(value=True) | pl.col("person").is_null())
    here = bearers(people).with_columns(project="holder_project", contractor="holder_contractor")
    near = other.join(_only(here, [*_SITE, "payee_key"]), on=[*_SITE, "payee_key"], nulls_equal=True)
    sure = pl.concat([located, own, near.select([*_USE, *_HOLDER])])
    open_uses = other.join(near, on=["payment", "at"], how="anti").drop_nulls("payee_key")
    return (
        sure.join(_persons(people), on=_HOLDER, nulls_equal=True).select(USES.names()),
        open_uses.select(OPEN.names()),
    )


def settled(open_uses: pl.DataFrame, bearing: pl.DataFrame) -> pl.DataFrame:
    """The open uses (OPEN) under a name that one person alone bears among all of ``bearing`` (BEARERS): USES."""
    return open_uses.join(_only(bearing, ["payee_key"]), on="payee_key").select(USES.names())


def _persons(people: People) -> pl.DataFrame:
    return people.persons.select(
        holder_project="project", holder_contractor="contractor", holder="person", name="name", name_key="name_key",
        number=pl.when(identity_problem(pl.col("id_number")).is_null()).then("id_number"),
    )  # fmt: skip


def _paid(ledger: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """Payments that arrived on a complete account: payment, person, payee_is_worker, payee_key and the use."""
    arrived = payments.filter(~pl.col("status").is_in(_NEVER_ARRIVED).fill_null(value=False) & ~pl.col("is_lump_sum"))
    cells = ledger.filter(pl.col("direction").ne_missing("in")).select(
        at=pack(pl.col("src"), pl.col("row")), card=complete(pl.col("payee_account"), pl.col("card_state"))
    )
    return (
        arrived.with_row_index("payment")
        .select("payment", *_WHO, "period", "payee_is_worker", payee_key=name_key(pl.col("payee_name")), at="any_at")
        .explode("at")
        .join(cells.drop_nulls(), on="at")
    )


def _only(bearing: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Names that only one person bears: the same number in two places is one person, named by the first place."""
    return (
        bearing.unique()
        .sort(*_HOLDER, *(key for key in keys if key not in BEARERS))
        .with_columns(
            one=pl.col("holder").n_unique().over(keys) == 1, without_number=pl.col("holder").str.starts_with("name:")
        )
        .filter(pl.col("one") & (~pl.col("without_number") | (pl.len().over(keys) == 1)))
        .unique(keys, keep="first", maintain_order=True)
        .drop("one", "without_number")
    )
