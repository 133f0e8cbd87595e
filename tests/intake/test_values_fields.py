"""Which parser reads which field: what a column means decides how its cells are read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from wagecheck.intake.parsing import Column, parse

BAD = "bad"


@pytest.mark.parametrize(
    ("sentence", "ledger", "field", "cell", "expected"),
    [
        ("a month ends what ends", "roster", "exit_date", "2026-03", dt.date(2026, 3, 31)),
        ("a month begins what begins", "roster", "entry_date", "2026-03", dt.date(2026, 3, 1)),
        ("people were born on 1970-01-01", "roster", "birth_date", "1970-01-01", dt.date(1970, 1, 1)),
        ("nobody entered on 1970-01-01", "roster", "entry_date", "1970-01-01", None),
        ("identity cards may be without end", "identity", "id_valid_until", "9999-12-31", None),
        ("a rate per month is none per day", "roster", "daily_rate", "15000元/月", BAD),
        ("a rate per day is one", "roster", "daily_rate", "300元/天", Decimal(300)),
        ("nobody is paid per day in a month's list", "payroll", "net_pay", "200元/天", BAD),
        ("a piece has any unit", "payroll", "piece_rate", "45元/平方米", Decimal(45)),
        ("half of a day of a cycle is no number of days", "project", "labor_fee_cycle_days", "30.5", BAD),
        ("a cycle in days", "project", "labor_fee_cycle_days", "30天", 30),
        ("too large for the ledger", "payroll", "quantity", "123456789012", BAD),
        ("due and actual days", "attendance", "days", "23/19", Decimal(19)),
        ("a failed formula is no trade", "roster", "trade", "#N/A", BAD),
        ("a tick box in a remark says what it says", "roster", "remark", True, "TRUE"),
        ("half or half a percent", "guarantee", "ratio", 0.5, BAD),
        ("a percentage", "guarantee", "ratio", 1.5, Decimal("0.0150")),
    ],
)
def test_a_field_is_read_as_what_it_is(sentence, ledger, field, cell, expected):
    (parsed,) = parse([Column(ledger, field, [cell])])
    assert parsed.value.to_list() == [None if expected == BAD else expected], sentence
    assert parsed.bad.to_list() == [expected == BAD], sentence


def test_columns_read_together_keep_their_own_meaning():
    """Same parser, other columns: every one gets back its own cells, and the year of its own surroundings."""
    columns = [
        Column("roster", "entry_date", ["2026-03", "x"]),
        Column("payroll", "period", ["10月"], year=2026),
        Column("roster", "exit_date", ["2026-03"]),
        Column("payroll", "period", ["10月"], year=2025),
        Column("payroll", "period", ["10月"]),
        Column("roster", "entry_date", []),
    ]
    entry, this_year, leave, last_year, unknown, nothing = parse(columns)
    assert entry.value.to_list() == [dt.date(2026, 3, 1), None]
    assert entry.bad.to_list() == [False, True]
    assert leave.value.to_list() == [dt.date(2026, 3, 31)]
    assert (this_year.value[0], last_year.value[0]) == (dt.date(2026, 10, 1), dt.date(2025, 10, 1))
    assert unknown.bad.to_list() == [True]
    assert len(nothing.value) == 0
