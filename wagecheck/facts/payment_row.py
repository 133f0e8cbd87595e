"""One row per payment: who was meant, who got it, from which account, with what result."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame

FRAME = Frame(
    name="payment_row",
    title="银行付款",
    grain=("payment_key",),
    masks={"name": "name", "id_number": "id", "payee_name": "name", "payee_account": "card", "payer_account": "card",
           "special_account": "card"},
    columns={
        "payment_key": pl.String,      # transaction number, else account + date + amount + ordinal
        "document": pl.String,
        "payee_name": pl.String, "payee_account": pl.String, "payer_account": pl.String,
        "special_account": pl.String,  # the project's dedicated account; null when not submitted
        "payer_is_special": pl.Boolean,
        "matched_by": pl.String,       # name_card · name · card · none
        "payee_is_worker": pl.Boolean, # the payee name is the worker's own; null when no worker could be matched
        "payee_is_company": pl.Boolean,
        "amount": MONEY, "paid_on": pl.Date, "status": pl.String, "failure_reason": pl.String, "memo": pl.String,
        "period_from": pl.String,      # how the pay month was told: column · memo · sheet · due_day
        "reissued_on": pl.Date,        # a later successful payment of at least this amount to the same worker
        "business_days_open": pl.Int32,# working days between a failed payment and the as-of date
        "payment_at": PLACES, "any_at": PLACES, "account_at": PLACES,
    },
)
