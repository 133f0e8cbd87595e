"""One row per project, contractor and worker: how many accounts his pay went to within the last months."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import paid_account
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.shown_account import n_different
from wagecheck.facts.standing import latest_period

FRAME = Frame(
    name="account_change",
    title="更换工资卡",
    grain=("person",),
    standing=True,
    masks={"name": "name", "id_number": "id", "accounts": "card"},
    columns={
        "n_accounts": pl.Int32,        # null where masked numbers do not tell
        "accounts": pl.String,         # joined by 、, the first one first
        "first_paid_on": pl.Date, "last_paid_on": pl.Date,
        "payment_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
#: The number of months looked back (``rules/values``).
_MONTHS: Final = "account_change_months"


def build(ground: Groundwork, units: pl.DataFrame) -> pl.LazyFrame:
    """Payments that arrived within the months before the worker's last one, all periods together."""
    months = int(ground.settings.numbers.get(_MONTHS, 0))
    paid = paid_account.of_all_time(ground).filter(paid_account.arrived(), pl.col("paid_on").is_not_null())
    since = pl.col("paid_on").max().over("pid").dt.offset_by(f"-{months}mo")
    recent = paid.filter(pl.col("paid_on") > since).sort("pid", "paid_on", "paid")
    found = recent.group_by("pid", maintain_order=True).agg(
        n_accounts=n_different(),
        accounts=pl.col("written").drop_nulls().unique(maintain_order=True).str.join("、"),
        first_paid_on=pl.col("paid_on").min(),
        last_paid_on=pl.col("paid_on").max(),
        payment_at=pl.col("payment_at").list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True),
    )
    who = ground.persons.select("pid", *_SITE, "person", "name", "id_number")
    return (
        found.join(who, on="pid")
        .lazy()
        .join(latest_period(units.lazy()), on=_SITE, nulls_equal=True)
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "person")
    )
