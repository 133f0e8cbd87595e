"""The payroll of a worker: the sheet's own arithmetic, kinds of deductions, back pay, signatures, part payment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import LI, OCTOBER, SEPTEMBER, SETTINGS, SRC, ZHANG, D, ledgers
from wagecheck.facts import worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.ledgers.provenance import pack_one

NOVEMBER = {"period_start": D(2026, 11, 1), "period_end": D(2026, 11, 30)}


def item(title: str, amount: float, kind: str = "deduction", *, after: bool = True, **more: Any) -> dict[str, Any]:
    return {
        **ZHANG, "row": 5, "src": SRC["payroll"], "col": 9, "title": title, "kind": kind, "amount": amount,
        "after_gross": after, **more,
    }  # fmt: skip


def months(**rows: list[dict[str, Any]]) -> pl.DataFrame:
    return worker_month.build(Groundwork(ledgers(**rows), SETTINGS)).filter(name="张某甲")


def month(payroll: dict[str, Any], items: list[dict[str, Any]], **rows: list[dict[str, Any]]) -> dict[str, Any]:
    return months(payroll=[{**ZHANG, **payroll}], payroll_item=items, **rows).row(0, named=True)


@pytest.mark.parametrize(
    ("sentence", "payroll", "items", "expected_net"),
    [
        ("nothing taken off", {"gross_pay": 5000, "net_pay": 5000}, [], 5000),
        ("one deduction", {"gross_pay": 5000, "net_pay": 4900}, [item("个税", 100)], 4900),
        ("a deduction written with a minus", {"gross_pay": 5000, "net_pay": 4900}, [item("个税", -100)], 4900),
        ("a stated total of deductions", {"gross_pay": 5000, "net_pay": 4900, "deduction_total": 100}, [], 4900),
        (
            "a stated total and its parts",
            {"gross_pay": 5000, "net_pay": 4850, "deduction_total": 150},
            [item("个税", 100), item("社保", 50)],
            4850,
        ),
        ("a deduction left of gross belongs to gross", {"gross_pay": 4900, "net_pay": 4900},
         [item("请假扣款", 100, after=False)], 4900),
        ("an advance", {"gross_pay": 5000, "net_pay": 3500}, [item("预支生活费", 1500, "advance")], 3500),
        ("a stated total beside an advance", {"gross_pay": 5000, "net_pay": 3400, "deduction_total": 100},
         [item("预支生活费", 1500, "advance")], 3400),
        ("an unpaid part", {"gross_pay": 5000, "net_pay": 2000, "unpaid": 3000}, [], 2000),
        ("an unpaid part that net still holds", {"gross_pay": 5000, "net_pay": 5000, "unpaid": 3000}, [], 5000),
        ("an allowance right of gross", {"gross_pay": 5000, "net_pay": 5200}, [item("补贴", 200, "earning")], 5200),
        ("net too low", {"gross_pay": 5000, "net_pay": 4800}, [item("个税", 100)], 4900),
        ("net too high", {"gross_pay": 5000, "net_pay": 5000}, [item("个税", 100)], 4900),
        ("no gross", {"net_pay": 5000}, [item("个税", 100)], None),
        ("no net", {"gross_pay": 5000}, [], None),
    ],
)  # fmt: skip
def test_expected_net(sentence: str, payroll: dict[str, Any], items: list[dict[str, Any]], expected_net: Any) -> None:
    assert month(payroll, items)["expected_net"] == expected_net, sentence


@pytest.mark.parametrize(
    ("sentence", "payroll", "items", "expected_gross"),
    [
        ("no base pay: cannot be complete", {"gross_pay": 5000}, [item("补贴", 200, "earning", after=False)], None),
        (
            "base and overtime",
            {"gross_pay": 5000, "base_pay": 4500},
            [item("基本工资", 4500, "earning", after=False), item("加班工资", 500, "earning", after=False)],
            5000,
        ),
        (
            "base less a deduction left of gross",
            {"gross_pay": 4400, "base_pay": 4500},
            [item("基本工资", 4500, "earning", after=False), item("请假扣款", 100, after=False)],
            4400,
        ),
        (
            "a gross that nothing explains",
            {"gross_pay": 5300, "base_pay": 4500},
            [item("基本工资", 4500, "earning", after=False), item("加班工资", 500, "earning", after=False)],
            5000,
        ),
        (
            "an allowance that takes back",
            {"gross_pay": 4400, "base_pay": 4500, "allowance": -100},
            [item("基本工资", 4500, "earning", after=False), item("补贴", -100, "earning", after=False)],
            4400,
        ),
        ("columns of the ledger only", {"gross_pay": 5000, "base_pay": 4500, "overtime_pay": 500}, [], 5000),
    ],
)
def test_expected_gross(
    sentence: str, payroll: dict[str, Any], items: list[dict[str, Any]], expected_gross: Any
) -> None:
    assert month(payroll, items)["expected_gross"] == expected_gross, sentence


@pytest.mark.parametrize(
    ("sentence", "items", "lawful", "unlawful", "unexplained", "advances"),
    [
        ("tax", [item("代扣 个税（元）", 100)], 100, 0, 0, 0),
        ("a fine", [item("罚款", 100)], 0, 100, 0, 0),
        ("something else", [item("其他扣款", 100)], 0, 0, 100, 0),
        ("a title in no list", [item("某某费", 100)], 0, 0, 100, 0),
        ("a title in two lists", [item("社保管理费", 100)], 0, 0, 100, 0),
        ("an advance", [item("预支", 100, "advance")], 0, 0, 0, 100),
        ("an advance among the deductions", [item("生活费", 100)], 0, 0, 0, 100),
        ("a fine that intake could not class", [item("罚款", 100, "unknown")], 0, 100, 0, 0),
        ("a number that is no money taken off", [item("应出勤", 26, "unknown", after=False)], 0, 0, 0, 0),
        ("an amount of nought", [item("罚款", 0)], 0, 0, 0, 0),
    ],
)
def test_kinds_of_deductions(
    sentence: str, items: list[dict[str, Any]], lawful: int, unlawful: int, unexplained: int, advances: int
) -> None:
    found = month({"gross_pay": 5000, "net_pay": 4900}, items)
    kinds = ("lawful_deductions", "unlawful_deductions", "unexplained_deductions", "advances")
    assert tuple(found[kind] for kind in kinds) == (lawful, unlawful, unexplained, advances), sentence
    assert found["deductions"] == lawful + unlawful + unexplained + advances, sentence
    assert found["unlawful_at"] == ([pack_one(SRC["payroll"], 5, 9)] if unlawful else []), sentence
    assert (found["unlawful_titles"], found["unexplained_titles"]) == (
        "罚款" if unlawful else None,
        items[0]["title"] if unexplained else None,
    ), sentence


def test_an_allowance_below_nought_is_unexplained() -> None:
    found = month({"gross_pay": 4700, "net_pay": 4700, "base_pay": 5000}, [item("补贴", -300, "earning", after=False)])
    assert (found["unexplained_deductions"], found["unexplained_titles"], found["deductions"]) == (300, "补贴", 0)


def test_a_total_above_its_parts_is_unexplained() -> None:
    found = month({"gross_pay": 5000, "net_pay": 4700, "deduction_total": 300}, [item("个税", 100)])
    assert (found["unexplained_deductions"], found["unexplained_titles"]) == (200, "扣款合计")


def test_pay_for_normal_work() -> None:
    items = [
        item("基本工资", 4000, "earning", after=False),
        item("高温津贴", 300, "earning", after=False),
        item("加班工资", 700, "earning", after=False, col=8),
    ]
    found = month({"gross_pay": 5000, "net_pay": 5000, "base_pay": 4000}, items)
    assert (found["special_allowance"], found["overtime_pay"], found["normal_pay"]) == (300, 700, 4000)


@pytest.mark.parametrize(
    ("sentence", "contract", "payroll", "rate"),
    [
        ("by the day", {"wage_unit": "元/日", "wage_rate": 300}, {"daily_rate": 300, "hourly_rate": 40}, 300),
        ("by the hour", {"wage_unit": "工时", "wage_rate": 40}, {"daily_rate": 300, "hourly_rate": 40}, 40),
        ("by the month: no rate to compare", {"wage_unit": "月", "wage_rate": 8000}, {"daily_rate": 300}, None),
        ("by the square metre", {"wage_unit": "㎡", "wage_rate": 12}, {"daily_rate": 300, "piece_rate": 12}, 12),
        ("nothing agreed", {}, {"daily_rate": 300}, 300),
    ],
)
def test_rate_in_the_unit_of_the_contract(
    sentence: str, contract: dict[str, Any], payroll: dict[str, Any], rate: int | None
) -> None:
    found = month({**payroll, "net_pay": 1}, [], contract=[{**ZHANG, **contract}])
    assert found["payroll_rate"] == rate, sentence


@pytest.mark.parametrize(
    ("sentence", "signatures", "signed"),
    [
        ("nobody signed: an electronic copy", [None, None], None),
        ("everybody signed", ["张某甲", "李某乙"], True),
        ("the other one signed", [None, "李某乙"], False),
        ("blanks are no signature", ["  ", "李某乙"], False),
    ],
)
def test_signatures(sentence: str, signatures: list[str | None], signed: bool | None) -> None:
    rows = [{**who, "net_pay": 1, "signature": text} for who, text in zip((ZHANG, LI), signatures, strict=True)]
    assert months(payroll=rows)["signed"].to_list() == [signed], sentence


def test_several_rows_of_a_month_add_up() -> None:
    rows = [
        {**ZHANG, "gross_pay": 3000, "net_pay": 2900, "work_days": 10},
        {**ZHANG, "gross_pay": 2000, "net_pay": 1900, "work_days": 8, "src": 70},
    ]
    found = months(payroll=rows).row(0, named=True)
    assert (found["payroll_rows"], found["gross_pay"], found["net_pay"], found["payroll_days"]) == (2, 5000, 4800, 18)


BACK = {**ZHANG, "net_pay": 700, "gross_pay": 700, "work_days": 3, "is_back_pay": True}


@pytest.mark.parametrize(
    ("sentence", "rows", "found"),
    [
        (
            "back pay for a month of the submission is that month's",
            [{**ZHANG, "net_pay": 4000, "work_days": 20, **SEPTEMBER}, {**ZHANG, "net_pay": 5000, "work_days": 22},
             {**BACK, "back_pay_period": "2026年9月"}],
            {"2026-09": (4700, 20, False), "2026-10": (5000, 22, False)},
        ),
        (
            "back pay for a month outside stays with its sheet; its days do not count",
            [{**ZHANG, "net_pay": 5000, "work_days": 22}, {**BACK, "back_pay_period": "2026-07"}],
            {"2026-10": (5700, 22, False)},
        ),
        ("nothing but back pay", [BACK], {"2026-10": (700, 3, True)}),
    ],
)  # fmt: skip
def test_back_pay(sentence: str, rows: list[dict[str, Any]], found: dict[str, tuple[int, int, bool]]) -> None:
    built = months(payroll=rows)
    columns = built.select("period", "net_pay", "payroll_days", "is_back_pay").iter_rows()
    assert {period: tuple(rest) for period, *rest in columns} == found, sentence


def test_back_pay_that_was_paid_apart_is_not_due_again() -> None:
    rows = [{**ZHANG, "net_pay": 5000}, {**BACK, "back_pay_period": "2026-07"}]
    paid = {**ZHANG, "document": "result", "status": "success", "paid_on": D(2026, 11, 18), "pay_period": "2026-10"}
    for amount, net in ((5000, 5000), (5700, 5700)):
        found = months(payroll=rows, payment=[{**paid, "amount": amount}]).filter(period="2026-10").row(0, named=True)
        assert (found["net_pay"], found["due"], found["owed"]) == (net, net, 0)


@pytest.mark.parametrize(
    ("sentence", "net", "items", "share", "part_months"),
    [
        ("in full", [5000, 5000, 5000], [], [1.0, 1.0, 1.0], [0, 0, 0]),
        ("half, three months in a row", [2500, 2500, 2500], [], [0.5, 0.5, 0.5], [1, 2, 3]),
        ("a full month between", [2500, 5000, 2500], [], [0.5, 1.0, 0.5], [1, 0, 1]),
        ("an advance that was taken off is pay", [5000, 5000, 3500], [item("预支", 1500, "advance", **NOVEMBER)],
         [1.0, 1.0, 1.0], [0, 0, 0]),
        ("a fine is no part payment", [5000, 5000, 4900], [item("罚款", 100, **NOVEMBER)], [1.0, 1.0, 1.0], [0, 0, 0]),
    ],
)  # fmt: skip
def test_part_payment(
    sentence: str, net: list[int], items: list[dict[str, Any]], share: list[float], part_months: list[int]
) -> None:
    spans = (SEPTEMBER, OCTOBER, NOVEMBER)
    rows = [
        {**ZHANG, **span, "row": row, "gross_pay": 5000, "net_pay": amount}
        for row, span, amount in zip((7, 6, 5), spans, net, strict=True)
    ]
    found = months(payroll=rows, payroll_item=items).sort("period")
    assert found["part_paid_share"].to_list() == pytest.approx(share), sentence
    assert found["part_paid_months"].to_list() == part_months, sentence


def test_money_is_decimal() -> None:
    found = month({"gross_pay": Decimal("5000.10"), "net_pay": Decimal("4999.99")}, [item("个税", 0.11)])
    assert (found["expected_net"], found["net_pay"]) == (Decimal("4999.99"), Decimal("4999.99"))
