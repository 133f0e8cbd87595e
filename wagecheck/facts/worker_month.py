"""One row per project, contractor, worker and pay period: what each of the six ledgers says of that worker."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import DAYS, MONEY, PLACES, Frame

FRAME = Frame(
    name="worker_month",
    title="工人月度",
    grain=("person",),
    masks={"name": "name", "id_number": "id", "phone": "phone", "payee_names": "name"},
    columns={
        # presence: True/False, null when the contractor did not submit that ledger for the period
        "in_identity": pl.Boolean, "in_contract": pl.Boolean, "in_roster": pl.Boolean, "in_attendance": pl.Boolean,
        "in_payroll": pl.Boolean, "in_payment": pl.Boolean, "in_notice": pl.Boolean,
        "active": pl.Boolean,          # worked, stands on the payroll or was paid in the period
        "lacks": pl.String,            # titles of identity/roster/notice that lack him, joined by 、
        "n_lacks": pl.Int32,
        # who
        "birth_on": pl.Date, "sex": pl.String,      # from the identity number: 男 / 女
        "age_first_day": pl.Int32,     # full years on the first day worked (else entry day, else period start)
        "over_retirement": pl.Boolean, # past the statutory age of that day
        "phone": pl.String, "team": pl.String, "trade": pl.String, "work_role": pl.String,
        "entry_on": pl.Date, "exit_on": pl.Date, "registered_on": pl.Date,
        # contract
        "n_contracts": pl.Int32, "contract_title": pl.String, "contract_type": pl.String,
        "signed_on": pl.Date, "contract_from": pl.Date, "contract_to": pl.Date,
        "wage_rate": MONEY, "wage_unit": pl.String, "monthly_wage": MONEY,   # monthly equivalent of the agreed rate
        "employed_from": pl.Date,      # earlier of entry day and first day worked anywhere in the submission
        "signing_deadline": pl.Date,   # employed_from + one calendar month
        "double_wage_months": DAYS, "double_wage": MONEY,
        # attendance
        "days_worked": DAYS,           # sum of day values; null when the unit is not known or marks are unknown
        "days_stated": DAYS,           # the sheet's own sum
        "hours_worked": DAYS, "overtime_hours": DAYS,
        "days_present": pl.Int32,      # distinct dates with any work
        "unknown_marks": pl.Int32,
        "first_day": pl.Date, "last_day": pl.Date,
        "days_before_entry": pl.Int32, "days_after_exit": pl.Int32, "outside_entry_at": PLACES,
        "days_before_registration": pl.Int32,
        "days_before_signing": pl.Int32,
        "days_outside_contract": pl.Int32, "outside_contract_at": PLACES,
        "double_site_days": pl.Int32, "double_sites": pl.String, "double_dates": pl.String, "double_site_at": PLACES,
        # payroll
        "payroll_rows": pl.Int32, "is_back_pay": pl.Boolean,     # every payroll row of the period is back pay
        "payroll_days": DAYS, "payroll_rate": MONEY,
        "gross_pay": MONEY, "overtime_pay": MONEY, "special_allowance": MONEY,
        "normal_pay": MONEY,           # gross without overtime and special allowances
        "deductions": MONEY, "advances": MONEY, "lawful_deductions": MONEY,
        "unlawful_deductions": MONEY, "unlawful_titles": pl.String,
        "unexplained_deductions": MONEY, "unexplained_titles": pl.String, "unlawful_at": PLACES,
        "net_pay": MONEY, "stated_unpaid": MONEY,
        "expected_net": MONEY,         # gross − deductions − stated unpaid, the reading that fits best
        "expected_gross": MONEY,       # sum of earnings columns; null where they cannot be complete
        "signed": pl.Boolean,          # null: no signature column, or the whole column is blank
        "part_paid_share": pl.Float64, # (net + advances) ÷ (gross − other deductions), of the payroll itself
        "part_paid_months": pl.Int32,  # consecutive periods of the submission with part payment, this one included
        # payments
        "payment_rows": pl.Int32, "paid_total": MONEY, "pending_total": MONEY, "failed_total": MONEY,
        "first_paid_on": pl.Date, "last_paid_on": pl.Date, "payee_names": pl.String,
        # notice
        "notice_days": DAYS, "notice_gross": MONEY, "notice_net": MONEY,
        # arrears
        "due_on": pl.Date, "due": MONEY, "owed": MONEY, "days_late": pl.Int32,   # null when it cannot be told
        # where
        "identity_at": PLACES, "contract_at": PLACES, "roster_at": PLACES, "attendance_at": PLACES,
        "payroll_at": PLACES, "payment_at": PLACES, "notice_at": PLACES,
    },
)
