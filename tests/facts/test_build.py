"""All frames together: their schemas, the periods asked for, an empty submission."""

from __future__ import annotations

import polars as pl
import pytest

from tests.facts.ledger_kit import LI, SEPTEMBER, SETTINGS, ZHANG, D, Given, ledgers, october, worked
from wagecheck import facts

GIVEN = Given(
    ledgers(
        identity=[ZHANG, LI],
        contract=[ZHANG],
        roster=[{**ZHANG, "bank_card": "6228480000000000018", "card_state": "ok"}, LI],
        attendance=worked(ZHANG, *october(8, 9)),
        payroll=[{**ZHANG, "net_pay": 400, **SEPTEMBER}, {**ZHANG, "net_pay": 500}, {**LI, "net_pay": 600}],
        payment=[
            {**ZHANG, "document": "result", "status": "success", "amount": 500, "paid_on": D(2026, 11, 18),
             "pay_period": "2026-10"},
            {"document": "statement", "amount": 1, "payee_name": "赵某丁"},
        ],
        notice=[{**ZHANG, "net_pay": 500}],
        project=[{"name": "示例项目", "region": "520100"}],
    )
)  # fmt: skip
PERIODIC = ("worker_month", "contractor_month", "ledger_presence")


@pytest.mark.parametrize("given", [GIVEN, Given(ledgers())], ids=["a month", "nothing"])
def test_every_frame_has_its_schema(given: Given) -> None:
    found = facts.build(given, None, SETTINGS)
    assert list(found) == list(facts.frames())
    for name, frame in facts.frames().items():
        assert found[name].collect().schema == frame.schema, name
        assert found[name].collect_schema() == frame.schema, name


def test_the_period_asked_for() -> None:
    everything = facts.build(GIVEN, None, SETTINGS)
    october_only = facts.build(GIVEN, None, SETTINGS, (D(2026, 10, 1), D(2026, 10, 31)))
    for name in PERIODIC:
        assert set(everything[name].collect()["period"]) == {"2026-09", "2026-10"}, name
        assert set(october_only[name].collect()["period"]) == {"2026-10"}, name
    # A payment without a month is kept: nobody knows that it belongs elsewhere.
    assert set(october_only["payment_row"].collect()["period"]) == {"2026-10", None}


def test_frames_can_be_collected_together_and_again() -> None:
    found = facts.build(GIVEN, None, SETTINGS)
    once = pl.collect_all(list(found.values()))
    again = [frame.collect() for frame in found.values()]
    assert all(left.equals(right) for left, right in zip(once, again, strict=True))


def test_the_same_submission_gives_the_same_frames() -> None:
    left, right = (facts.build(GIVEN, None, SETTINGS) for _ in range(2))
    assert all(left[name].collect().equals(right[name].collect()) for name in left)
