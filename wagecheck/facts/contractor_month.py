"""One row per project, contractor and pay period: what was handed in and what it adds up to."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame

FRAME = Frame(
    name="contractor_month",
    title="参建单位月度",
    grain=(),
    columns={
        "uscc": pl.String, "legal_rep": pl.String,
        "region": pl.String, "tier": pl.String,
        "has_identity": pl.Boolean, "has_contract": pl.Boolean, "has_roster": pl.Boolean, "has_attendance": pl.Boolean,
        "has_payroll": pl.Boolean, "has_payment": pl.Boolean, "has_notice": pl.Boolean,
        "workers": pl.Int32,           # distinct people in attendance, payroll or payments
        "payroll_total": MONEY, "paid_total": MONEY, "owed_total": MONEY,
        "notice_from": pl.Date, "notice_to": pl.Date, "notice_days": pl.Int32,   # calendar days posted, both ends counted
        "first_paid_on": pl.Date, "last_paid_on": pl.Date,
        "notice_at": PLACES, "payment_at": PLACES,
    },
)
