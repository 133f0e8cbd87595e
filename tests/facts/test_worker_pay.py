"""Rates, deductions, pay in kind and the dates of pay, from hand-made ledgers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.facts.ledger_kit import SEPTEMBER, ZHANG, D, ledgers, october, worked
from tests.facts.test_work_time import settings
from wagecheck.facts import contractor_pay, open_pay, worker_month, worker_pay
from wagecheck.facts.groundwork import Groundwork

PAY = {**ZHANG, "net_pay": 5000, "gross_pay": 5000, "daily_rate": 240, "work_days": 20}
PAID = {
    **ZHANG, "document": "result", "status": "success", "amount": 5000, "paid_on": D(2026, 11, 13),
    "pay_period": "2026-10", "payee_name": "张某甲",
}  # fmt: skip
LI = {"name": "李某乙", "id_number": "11019919850606006X", "id_state": "ok"}
NOVEMBER_15 = {**ZHANG, "pay_day": "次月15日"}
Rows = dict[str, list[dict[str, Any]]]


def ground(as_of: Any = None, **rows: list[dict[str, Any]]) -> Groundwork:
    told = settings()
    if as_of is not None:
        told = replace(told, as_of=as_of)
    return Groundwork(ledgers(**rows), told)


def row(as_of: Any = None, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    base = ground(as_of, **{"payroll": [PAY], **rows})
    found = worker_pay.build(base, worker_month.build(base))
    assert found.schema == worker_pay.FRAME.schema
    return found.filter(period="2026-10", name="张某甲").row(0, named=True)


def unit(as_of: Any = None, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    base = ground(as_of, **{"payroll": [PAY], **rows})
    workers = worker_month.build(base)
    found = contractor_pay.build(base, workers, worker_pay.build(base, workers))
    assert found.schema == contractor_pay.FRAME.schema
    return found.filter(period="2026-10").row(0, named=True)


def contract(**more: Any) -> dict[str, Any]:
    return {**ZHANG, "wage_unit": "日", "wage_rate": 240, "contract_start": D(2026, 1, 1), **more}


@pytest.mark.parametrize(
    ("sentence", "contracts", "payroll", "rates"),
    [
        ("the same", [contract()], {}, (240, 240)),
        ("less", [contract(wage_rate=260)], {}, (240, 260)),
        ("a change from the 15th on", [contract(wage_rate=260, contract_start=D(2026, 10, 15)), contract()], {}, (240, 240)),
        ("the change came after the month", [contract(contract_start=D(2026, 11, 1)), contract(wage_rate=260)], {},
         (240, 260)),
        ("the old contract ended before the month", [contract(wage_rate=260), contract(contract_end=D(2026, 9, 30))], {},
         (240, 260)),
        ("a monthly wage has no rate", [contract(wage_unit="月", wage_rate=6000)], {}, (None, None)),
        ("no unit", [contract(wage_unit=None)], {}, (None, None)),
        ("by the hour", [contract(wage_unit="小时", wage_rate=30)], {"daily_rate": None, "hourly_rate": 28}, (28, 30)),
        ("no rate on the payroll", [contract()], {"daily_rate": None}, (None, None)),
    ],
)  # fmt: skip
def test_rate_of_payroll_and_contract(sentence: str, contracts: Any, payroll: Any, rates: Any) -> None:
    found = row(contract=contracts, payroll=[{**PAY, **payroll}])
    assert (found["rate_paid"], found["rate_agreed"]) == rates, sentence


@pytest.mark.parametrize(
    ("sentence", "contracts", "payroll", "pay"),
    [
        ("days at the one day rate", [contract()], {"work_days": 21}, 5040),
        ("the days are not known", [contract()], {"work_days": None}, None),
        ("by the hour", [contract(wage_unit="小时", wage_rate=28)], {"daily_rate": None, "hourly_rate": 28}, None),
        ("a monthly wage", [contract(wage_unit="月", wage_rate=6000)], {}, None),
    ],
)
def test_pay_of_the_days(sentence: str, contracts: Any, payroll: Any, pay: Any) -> None:
    assert row(contract=contracts, payroll=[{**PAY, **payroll}])["days_pay"] == pay, sentence


def test_two_day_rates_in_a_month_give_no_pay_of_the_days() -> None:
    rates = [{**PAY, "daily_rate": 200, "work_days": 10}, {**PAY, "daily_rate": 240, "work_days": 12}]
    assert row(contract=[contract()], payroll=rates)["days_pay"] is None


def test_every_rate_paid_needs_a_contract_that_says_it() -> None:
    found = row(contract=[contract()], payroll=[PAY, {**PAY, "row": 9, "daily_rate": 200}])
    assert (found["rate_paid"], found["rate_agreed"]) == (200, 240)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("是", True), ("2026-11-10", True), ("否", False), ("未送达", False), (None, False)],
)
def test_wage_slip(text: str | None, answer: bool) -> None:
    found = row(payroll=[{**PAY, "slip_delivered": text}, {**LI, "net_pay": 1, "slip_delivered": "是"}])
    assert found["slip_delivered"] is answer


def test_no_column_of_slips_says_nothing() -> None:
    assert row()["slip_delivered"] is None


def item(title: str, amount: int, **more: Any) -> dict[str, Any]:
    return {**ZHANG, "src": 6, "row": 5, "col": 20, "title": title, "amount": amount, "kind": "deduction", **more}


@pytest.mark.parametrize(
    ("title", "damages", "goods", "doubtful"),
    [
        ("损坏赔偿", 300, 0, 0), ("赔款（元）", 300, 0, 0), ("罚款", 0, 0, 0), ("物资抵扣", 0, 300, 0), ("超市卡", 0, 300, 0),
        ("饭 卡", 0, 0, 300), ("个税", 0, 0, 0),
    ],
)  # fmt: skip
def test_damage_and_goods(title: str, damages: int, goods: int, doubtful: int) -> None:
    found = row(payroll=[{**PAY, "src": 6, "row": 5}], payroll_item=[item(title, 300)])
    assert (found["damages"], found["in_kind"], found["in_kind_doubtful"]) == (damages, goods, doubtful)


def test_way_of_payment_in_goods() -> None:
    assert row(payroll=[{**PAY, "pay_method": "购物卡"}])["in_kind_method"] == "购物卡"
    assert row(payroll=[{**PAY, "pay_method": "银行代发"}])["in_kind_method"] is None


@pytest.mark.parametrize(
    ("sentence", "payments", "settled"),
    [
        ("at once", [{}], D(2026, 11, 13)),
        ("in two parts", [{"amount": 3000}, {"amount": 2000, "paid_on": D(2026, 11, 20)}], D(2026, 11, 20)),
        ("not all of it", [{"amount": 3000}], None),
        ("failed", [{"status": "failed"}], None),
        ("more afterwards", [{}, {"amount": 100, "paid_on": D(2026, 11, 25)}], D(2026, 11, 13)),
    ],
)
def test_day_on_which_all_was_there(sentence: str, payments: Any, settled: Any) -> None:
    found = row(payment=[{**PAID, **more} for more in payments], contract=[NOVEMBER_15])
    assert found["settled_on"] == settled, sentence


def test_days_of_pay() -> None:
    """2026-11-15 is a Sunday; the pay of September came on 14 October."""
    found = row(
        payroll=[PAY, {**PAY, "src": 91, **SEPTEMBER}],
        payment=[PAID, {**PAID, "pay_period": "2026-09", "paid_on": D(2026, 10, 14)}],
        contract=[NOVEMBER_15],
    )
    days = ("agreed_on", "due_on", "resumes_on", "latest_on", "settled_before_on", "next_pay_by")
    assert [found[name] for name in days] == [
        D(2026, 11, 15), D(2026, 11, 13), D(2026, 11, 16), D(2026, 11, 30), D(2026, 10, 14), D(2026, 11, 14),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "exit_on", "as_of", "paid", "answer"),
    [
        ("not yet due", D(2026, 10, 20), D(2026, 10, 27), 0, (D(2026, 10, 27), 0, 0)),
        ("a day late", D(2026, 10, 20), D(2026, 10, 28), 0, (D(2026, 10, 27), 5000, 1)),
        ("paid in part", D(2026, 10, 20), D(2026, 11, 5), 2000, (D(2026, 10, 27), 3000, 9)),
        ("settled", D(2026, 10, 20), D(2026, 11, 5), 5000, (D(2026, 10, 27), 0, 0)),
        ("left so late that the ordinary day comes first", D(2026, 11, 10), D(2026, 11, 12), 0, (None, None, 0)),
        ("left before the period", D(2026, 9, 20), D(2026, 11, 5), 0, (None, None, 0)),
        ("still there", None, D(2026, 11, 5), 0, (None, None, 0)),
    ],
)
def test_leavers(sentence: str, exit_on: Any, as_of: Any, paid: int, answer: Any) -> None:
    payments = [{**PAID, "amount": paid, "paid_on": D(2026, 10, 25)}] if paid else []
    other = {**PAID, **LI, "amount": 1, "payee_name": "李某乙", "paid_on": D(2026, 10, 25)}
    found = row(
        as_of,
        payroll=[PAY, {**LI, "net_pay": 1}],
        roster=[{**ZHANG, "entry_date": D(2026, 1, 1), "exit_date": exit_on}],
        payment=[*payments, other],
        contract=[NOVEMBER_15],
    )
    assert (found["leaver_due_on"], found["leaver_owed"], found["leaver_days_late"]) == answer, sentence


def test_time_limits() -> None:
    found = row(D(2026, 11, 21), roster=[{**ZHANG, "exit_date": D(2026, 1, 20)}])
    assert (found["claim_until"], found["report_until"], found["days_to_claim"]) == (D(2027, 1, 20), D(2028, 1, 20), 60)


def test_pay_of_the_year_goes_over_contractors() -> None:
    elsewhere = {**PAY, "contractor": "乙劳务有限公司", "net_pay": 700, "src": 92, **SEPTEMBER}
    found = row(payroll=[PAY, {**PAY, "src": 91, "net_pay": 4000, **SEPTEMBER}, elsewhere])
    assert (found["net_year"], found["year"]) == (9700, 2026)


# -- the contractor -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "attendance", "payroll", "counts"),
    [
        ("both", [ZHANG, LI], [ZHANG, LI], (2, 0, 0)),
        ("one without pay", [ZHANG, LI], [ZHANG], (2, 1, 0)),
        ("one without attendance", [ZHANG], [ZHANG, LI], (1, 0, 1)),
    ],
)
def test_coverage(sentence: str, attendance: Any, payroll: Any, counts: Any) -> None:
    cells = [cell for number, who in enumerate(attendance) for cell in worked(who, *october(8), row=5 + number)]
    found = unit(attendance=cells, payroll=[{**who, "net_pay": 100, "gross_pay": 100} for who in payroll])
    assert (found["attended"], found["attended_unpaid"], found["paid_unattended"]) == counts, sentence
    assert bool(found["uncovered_at"]) is (counts[1:] != (0, 0))


@pytest.mark.parametrize(
    ("sentence", "paid_on", "pay_day", "people"),
    [
        ("on the Friday before", D(2026, 11, 13), "次月15日", 0),
        ("on the Monday after", D(2026, 11, 16), "次月15日", 1),
        ("later: another cause", D(2026, 11, 17), "次月15日", 0),
        ("the agreed day is a working day", D(2026, 11, 17), "次月16日", 0),
        ("no day was agreed", D(2026, 11, 16), None, None),
    ],
)
def test_pay_day_on_a_day_off(sentence: str, paid_on: Any, pay_day: str | None, people: int | None) -> None:
    found = unit(payment=[{**PAID, "paid_on": paid_on}], contract=[{**ZHANG, "pay_day": pay_day}])
    assert found["after_holiday"] == people, sentence


def test_pay_day_in_a_year_without_calendar() -> None:
    month = {"period_start": D(2031, 2, 1), "period_end": D(2031, 2, 28)}
    base = ground(
        payroll=[{**PAY, **month}], payment=[{**PAID, "pay_period": "2031-02", "paid_on": D(2031, 3, 17)}],
        contract=[NOVEMBER_15],
    )  # fmt: skip
    workers = worker_month.build(base)
    found = contractor_pay.build(base, workers, worker_pay.build(base, workers)).row(0, named=True)
    assert (found["agreed_people"], found["after_holiday"]) == (1, None)


@pytest.mark.parametrize(
    ("sentence", "periods", "gap"),
    [
        ("month after month", [SEPTEMBER], (31, 0, 0)),
        ("a month left out", [{"period_start": D(2026, 8, 1), "period_end": D(2026, 8, 31)}], (31, 30, 1)),
        ("the first one", [], (31, 0, 0)),
    ],
)
def test_months_left_out(sentence: str, periods: Any, gap: Any) -> None:
    earlier = [{**PAY, "src": 91 + number, **period} for number, period in enumerate(periods)]
    found = unit(payroll=[PAY, *earlier])
    assert (found["period_days"], found["gap_days"], found["gap_workers"]) == gap, sentence


def test_average_by_months_worked() -> None:
    days = {**LI, "net_pay": 1001, "gross_pay": 1001, "work_days": 10.875}
    found = unit(payroll=[{**PAY, "work_days": 30}, days])
    assert (found["mean_people"], float(found["mean_net"]), float(found["mean_month"])) == (2, 3000.5, 0.75)
    assert unit(payroll=[PAY, {**days, "work_days": None}])["mean_net"] is None


def test_the_sheet_whose_dates_are_out_of_order_is_shown() -> None:
    good = {"submitted_on": D(2026, 11, 9), "reviewed_on": D(2026, 11, 10)}
    late = {"submitted_on": D(2026, 11, 9), "reviewed_on": D(2026, 11, 20), "src": 93}
    other = {**PAID, **LI, "amount": 1, "payee_name": "李某乙"}
    found = unit(payroll=[{**PAY, **good}, {**LI, "net_pay": 1, **late}], payment=[PAID, other])
    assert (found["reviewed_on"], found["first_paid_on"]) == (D(2026, 11, 20), D(2026, 11, 13))


def test_a_date_in_one_row_is_the_sheets_and_rows_with_their_own_are_compared_alone() -> None:
    paid = [PAID, {**PAID, **LI, "amount": 1, "payee_name": "李某乙", "paid_on": D(2026, 11, 3)}]
    early = {"submitted_on": D(2026, 11, 2), "reviewed_on": D(2026, 11, 3)}
    rest = {"submitted_on": D(2026, 11, 9), "reviewed_on": D(2026, 11, 10)}
    found = unit(payroll=[{**PAY, **rest}, {**LI, "net_pay": 1, **early}], payment=paid)
    in_order = found["submitted_on"] <= found["reviewed_on"] <= found["first_paid_on"]
    assert in_order, found
    found = unit(payroll=[{**PAY, **rest}, {**LI, "net_pay": 1}], payment=paid)
    assert (found["reviewed_on"], found["first_paid_on"]) == (D(2026, 11, 10), D(2026, 11, 3))


# -- sums ---------------------------------------------------------------------------------------------------------------

LUMP = {
    "document": "statement", "amount": 5900, "paid_on": D(2026, 11, 13), "payee_name": "应付代收业务款项",
    "memo": "2026年10月工资", "direction": "out",
}  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "payments", "people", "paid"),
    [
        ("every payment is somebody's", [PAID, {**PAID, **LI, "payee_name": "李某乙", "amount": 900}], 0, None),
        ("one lump sum", [LUMP], 2, 5900),
        ("two lump sums", [LUMP, {**LUMP, "amount": 100}], 2, 6000),
        ("one paid alone, the other in the lump sum", [PAID, {**LUMP, "amount": 900}], 1, 900),
        ("the lump sum holds the one paid alone", [PAID, LUMP], 1, 900),
        ("in flight", [LUMP, {**PAID, "status": "pending"}], 2, None),
    ],
)
def test_what_only_sums_can_tell(sentence: str, payments: Any, people: int, paid: int | None) -> None:
    base = ground(payroll=[PAY, {**LI, "net_pay": 900}], payment=payments, contract=[NOVEMBER_15])
    found = open_pay.build(base, worker_month.build(base)).row(0, named=True)
    assert (found["open_people"], found["open_paid"]) == (people, paid), sentence


def test_back_pay_for_other_months_is_no_pay_for_normal_work() -> None:
    back = {**PAY, "row": 9, "is_back_pay": True, "gross_pay": 900, "net_pay": 900, "back_pay_period": "2026年3月"}
    base = ground(payroll=[PAY, back])
    found = worker_month.build(base).filter(period="2026-10").row(0, named=True)
    assert (found["normal_pay"], found["gross_pay"]) == (5000, 5900)
