"""Wages on the dedicated account's statement (专户流水) of contractors that handed in no bank record of their own.

Regulation art. 31: wages are paid from the dedicated account straight to the worker's card, so that its statement is
a record of wages paid as good as the contractor's own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import polars as pl

from wagecheck.facts.standing_sheets import of_run
from wagecheck.ledgers import catalogue

_SITE: Final = ["project", "contractor"]
#: A worker's card with another name is a matter of the account (BK08), not a proof of this worker's pay.
_BY_NAME: Final = ("number", "name_card", "name")


def rows(flow: pl.DataFrame, account: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Bookings of ``account_flow`` in the columns of the ledger payment, as lines of a statement of no contractor.

    The account that pays is the project's dedicated account, where it has only one.
    """
    out = (pl.col("amount_out") > 0).fill_null(value=False)
    booked = of_run(flow, units).filter(out | (pl.col("amount_in") > 0).fill_null(value=False))
    numbers = of_run(account, units).group_by("project").agg(payer_account=pl.col("number").drop_nulls().unique())
    only = numbers.filter(pl.col("payer_account").list.len() == 1).explode("payer_account")
    booked = booked.join(only, on="project", how="left", nulls_equal=True, maintain_order="left")
    own = booked.select(
        "src", "row", "project", "payee_name", "payee_account", "payer_account", "balance", "memo", "txn_no"
    )
    lines = booked.select(
        document=pl.lit("statement"),
        direction=pl.when(out).then(pl.lit("out")).otherwise(pl.lit("in")),
        amount=pl.when(out).then("amount_out").otherwise("amount_in"),
        paid_on="booked_on",
    )
    empty = catalogue.empty("payment")
    return pl.concat([empty, own.hstack(lines)], how="diagonal").select(empty.columns)


def silent(matched: pl.DataFrame, paid: pl.DataFrame, nets: pl.DataFrame, least: Decimal) -> pl.DataFrame:
    """project, contractor of those whose wages the account's statement shows and nothing else does.

    ``matched``: its outgoing lines with contractor, person and matched_by; ``paid``: the payments handed in;
    ``nets``: net pay (project, contractor, person, net). At least the share ``least`` of the workers to be paid must
    stand on the statement: a single worker who was reimbursed makes it no record of wages.
    """
    named = matched.filter(pl.col("matched_by").is_in(_BY_NAME)).select(*_SITE, "person").unique()
    due = nets.filter(pl.col("net") > 0).select(*_SITE, "person").unique()
    found = due.join(named.with_columns(found=1), on=[*_SITE, "person"], how="left", nulls_equal=True)
    share = found.group_by(_SITE, maintain_order=True).agg(share=pl.col("found").count() / pl.len())
    enough = share.filter(pl.col("share") >= float(least))
    return enough.select(_SITE).join(paid.select(_SITE).unique(), on=_SITE, how="anti", nulls_equal=True)


def of(lines: pl.DataFrame, sites: pl.DataFrame) -> pl.DataFrame:
    """The matched ``lines`` that pay a worker of ``sites`` under his or her own name."""
    return lines.filter(pl.col("matched_by").is_in(_BY_NAME)).join(sites, on=_SITE, how="semi", nulls_equal=True)
