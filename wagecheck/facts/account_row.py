"""One row per debit of the dedicated account; contractor is the general contractor."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame

FRAME = Frame(
    name="account_row",
    title="专户支出",
    grain=("flow_key",),
    masks={"name": "name", "id_number": "id", "payee_account": "card"},
    columns={
        "flow_key": pl.String,
        "booked_on": pl.Date, "memo": pl.String, "amount": MONEY, "payee_name": pl.String, "payee_account": pl.String,
        "is_bank_charge": pl.Boolean, "is_wage_batch": pl.Boolean, "is_closing": pl.Boolean,
        "payee_is_worker": pl.Boolean, # the payee is a worker of the project, by account or by name
        "account_flow_at": PLACES,
    },
)
