"""account_row: what left the dedicated account, and to whom."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.site import CARD_A, CARD_B, ID_A, PROJECT, D, ledgers, settings, who
from wagecheck.facts import account_row

A = {"name": "张某甲", "id_number": ID_A, "bank_card": CARD_A}
DAY = D(2026, 11, 15)
OUT = {"booked_on": DAY, "amount_out": 5000}
CLOSED = [{"number": "11", "closed_on": D(2026, 11, 20)}]


def built(flows: list[dict[str, Any]], **given: list[dict[str, Any]]) -> pl.DataFrame:
    found = ledgers(roster=[A], payroll=[A | {"net_pay": 5000}], account_flow=flows, **given)
    people, units = who(found)
    frame = account_row.build(found, people, units, settings())
    assert frame.collect_schema() == account_row.FRAME.schema
    return frame.collect()


@pytest.mark.parametrize(
    ("sentence", "flow", "charge", "batch", "worker"),
    [
        ("a worker's card", {"payee_name": "张某甲", "payee_account": CARD_A, "memo": "工资"}, False, False, True),
        ("a worker's name, new card", {"payee_name": "张某甲", "payee_account": CARD_B}, False, False, True),
        ("a spouse on the worker's card", {"payee_name": "王某丙", "payee_account": CARD_A}, False, False, True),
        ("a stranger", {"payee_name": "王某丙", "payee_account": CARD_B}, False, False, False),
        ("a firm", {"payee_name": "示例商贸有限公司", "memo": "材料款"}, False, False, False),
        ("a firm on a worker's card", {"payee_name": "示例商贸公司", "payee_account": CARD_A}, False, False, False),
        ("a fee", {"memo": "账户管理费"}, True, False, None),
        ("a fee to the bank", {"memo": "手续费", "payee_name": "示例银行某支行"}, True, False, False),
        ("a firm that calls its bill a fee", {"memo": "手续费", "payee_name": "示例商贸有限公司"}, False, False, False),
        ("a wage batch", {"memo": "批量代发"}, False, True, None),
        ("a wage batch to the bank's internal account", {"payee_name": "应付代收业务款项"}, False, True, False),
        ("a firm paid as if by wages", {"memo": "代发工资", "payee_name": "示例劳务公司"}, False, False, False),
        ("nothing said at all", {}, False, False, None),
    ],
)  # fmt: skip
def test_where_the_money_went(
    sentence: str, flow: dict[str, Any], charge: bool, batch: bool, worker: bool | None
) -> None:
    found = built([OUT | flow]).select("is_bank_charge", "is_wage_batch", "payee_is_worker").rows()
    assert found == [(charge, batch, worker)], sentence


@pytest.mark.parametrize(
    ("memo", "other"),
    [("备用金", True), ("材料 款", True), ("材料搬运工资", False), ("10月生活费", False), (None, False)],
)
def test_a_purpose_that_is_no_wage(memo: str | None, other: bool) -> None:
    found = built([OUT | {"payee_name": "张某甲", "payee_account": CARD_A, "memo": memo}])
    assert found["is_other_purpose"].to_list() == [other]


@pytest.mark.parametrize(
    ("sentence", "flow", "account", "closing"),
    [
        ("the balance leaves the closed account", {"memo": "销户转出", "booked_on": D(2026, 11, 20)}, CLOSED, True),
        ("two days before the recorded day", {"memo": "余额转出", "booked_on": D(2026, 11, 18)}, CLOSED, True),
        ("months before", {"memo": "结清", "booked_on": D(2026, 9, 1)}, CLOSED, False),
        ("no closing recorded", {"memo": "销户转出"}, [{"number": "11"}], False),
        ("another memo after closing", {"memo": "材料款", "booked_on": D(2026, 11, 21)}, CLOSED, False),
    ],
)
def test_closing(sentence: str, flow: dict[str, Any], account: list[dict[str, Any]], closing: bool) -> None:
    assert built([OUT | flow], account=account)["is_closing"].to_list() == [closing], sentence


@pytest.mark.parametrize(
    ("sentence", "flows", "count"),
    [
        ("credits are no debits", [{"booked_on": DAY, "amount_in": 5000}, OUT | {"amount_out": 0}], 0),
        ("equal debits in one file are two", [OUT, OUT], 2),
        ("the same file handed in twice", [OUT, OUT | {"src": 99}], 1),
        (
            "a transaction number in two files",
            [OUT | {"txn_no": "T1"}, OUT | {"txn_no": "T1", "src": 99, "memo": "x"}],
            1,
        ),
        ("two transaction numbers", [OUT | {"txn_no": "T1"}, OUT | {"txn_no": "T2", "src": 99}], 2),
    ],
)
def test_debits_once(sentence: str, flows: list[dict[str, Any]], count: int) -> None:
    found = built(flows)
    assert found.height == found["flow_key"].n_unique() == count, sentence
    places = found["account_flow_at"].explode().drop_nulls().to_list()
    assert len(places) == (len(flows) if count else 0)


@pytest.mark.parametrize(
    ("booked_on", "period"),
    [(D(2026, 9, 5), "2026-10"), (D(2026, 10, 5), "2026-10"), (D(2026, 12, 5), "2026-11"), (None, "2026-11")],
)
def test_period_is_one_of_the_run(booked_on: Any, period: str) -> None:
    november = {"period_start": D(2026, 11, 1), "period_end": D(2026, 11, 30)}
    found = built(
        [OUT | {"booked_on": booked_on}],
        notice=[A | {"contractor": "示例劳务乙公司"} | november],
        project=[{"name": PROJECT, "general_contractor": "示例建设集团公司"}],
    )
    assert found.select("contractor", "period").rows() == [("示例建设集团公司", period)]
