"""One row per contractor, pay period and blacklist entry that may mean it."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import PLACES, Frame

FRAME = Frame(
    name="listing_match",
    title="黑名单比对",
    grain=("entry",),
    columns={
        "entry": pl.String,            # decision number, else list + name + date
        "match": pl.String,            # uscc · name · former_name · near_name
        "list": pl.String, "list_title": pl.String, "entry_name": pl.String, "entry_uscc": pl.String, "uscc": pl.String,
        "decision_no": pl.String, "authority": pl.String, "reason": pl.String,
        "in_force_from": pl.Date, "in_force_to": pl.Date,
        "in_force": pl.Boolean,        # on any day of the period
        "contractor_at": PLACES,
    },
)
