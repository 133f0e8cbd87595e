"""Frames behind single signals: cash, signatures, leaders, double pay, exits, phones, allowances, diverted wages."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.ground_kit import SEPTEMBER, ground, months
from tests.facts.site import CARD_A, CARD_B, FIRM, ID_A, ID_B, ID_C, D
from wagecheck.facts import (
    account_row,
    cash_pay,
    diverted_pay,
    double_payroll,
    late_package,
    re_entry,
    shared_phone,
    signer,
    team_leader,
)
from wagecheck.facts.elsewhere import Elsewhere

A = {"name": "张某甲", "id_number": ID_A}
B = {"name": "李某乙", "id_number": ID_B}
C = {"name": "王某丙", "id_number": ID_C}
OTHER = {"contractor": "示例劳务乙公司"}
PAID = {
    "payee_name": "张某甲",
    "payee_account": CARD_A,
    "amount": 5000,
    "paid_on": D(2026, 11, 12),
    "memo": "2026年10月工资",
}


@pytest.mark.parametrize(
    ("sentence", "method", "paid", "expected"),
    [
        ("cash", "现金", True, True),
        ("by bank", "银行代发", False, False),
        ("not in cash", "非现金", False, False),
        ("nothing written, paid by the bank", None, True, False),
        ("nothing written, not paid by the bank", None, False, None),
    ],
)
def test_cash(sentence: str, method: str | None, paid: bool, expected: bool | None) -> None:
    made = ground(payroll=[A | {"net_pay": 5000, "pay_method": method}], payment=[PAID] if paid else [])
    frame = cash_pay.build(made, months(made))
    assert frame.collect_schema() == cash_pay.FRAME.schema
    assert frame.collect()["is_cash"].to_list() == [expected], sentence


def test_a_part_in_cash() -> None:
    rows = [A | {"net_pay": 4000, "pay_method": "银行代发"}, A | {"net_pay": 1000, "pay_method": "现金"}]
    made = ground(payroll=[*rows, B | {"net_pay": 1, "pay_method": "银行代发"}])
    found = cash_pay.build(made, months(made)).collect().sort("name", descending=True)
    assert found.select("is_cash", "net_pay", n=pl.col("payroll_at").list.len()).rows() == [
        (False, 1, 1),
        (True, 1000, 1),
    ]


PAY = [row | {"net_pay": 5000} for row in (A, B, C)]


@pytest.mark.parametrize(
    ("sentence", "signatures", "expected"),
    [
        ("everybody", ["张某甲", "李某乙", "王某丙"], [(None, 0)]),
        ("one for two others", ["张某甲", "张某甲", "张某甲"], [("张某甲", 2)]),
        ("the word alone", ["张某甲", "代领", "委托"], [(None, 2)]),
        ("the word and a name", ["张某甲", "张某甲代领", "王某丙"], [("张某甲", 1)]),
        ("the worker's own name and the word", ["张某甲", "李某乙（代）", "王某丙"], [(None, 0)]),
        ("ticks and other words", ["√", "已签字", "见附件"], [(None, 0)]),
        ("nobody has signed", [None, None, None], [(None, None)]),
    ],
)
def test_signers(sentence: str, signatures: list[str | None], expected: list[tuple[Any, ...]]) -> None:
    made = ground(payroll=[row | {"signature": text} for row, text in zip(PAY, signatures, strict=True)])
    frame = signer.build(made)
    assert frame.collect_schema() == signer.FRAME.schema
    assert frame.select("signer", "n_workers").collect().rows() == expected, sentence


TEAM = [row | {"team": "钢筋班", "team_leader": "张某甲"} for row in (A, B, C)]


def leaders(**given: Any) -> list[dict[str, Any]]:
    made = ground(**given)
    frame = team_leader.build(made, months(made))
    assert frame.collect_schema() == team_leader.FRAME.schema
    return frame.collect().rows(named=True)


def test_the_leader_beside_the_team() -> None:
    pay = [A | {"net_pay": 20000}, B | {"net_pay": 5000}, C | {"net_pay": 6000}]
    contract = [A | {"wage_unit": "月", "monthly_wage": 18000}]
    (row,) = leaders(roster=TEAM, payroll=pay, contract=contract)
    assert (row["name"], row["n_others"], row["team_median"], row["leader_net"], row["agreed_pay"]) == (
        "张某甲", 2, 5500, 20000, 18000)  # fmt: skip
    assert months(ground(roster=TEAM, payroll=pay)).filter("leads_team")["name"].to_list() == ["张某甲"]


def test_nobody_named_as_leader_is_not_known() -> None:
    (row,) = leaders(roster=[A, B], payroll=PAY)
    assert (row["name"], row["in_payroll"], row["leader_net"]) == (None, True, None)


def test_a_leader_of_two_namesakes_is_nobody() -> None:
    twin = {"name": "张某甲", "id_number": ID_B}
    assert leaders(roster=[TEAM[0], twin | {"team": "钢筋班"}], payroll=PAY)[0]["leader_net"] is None


@pytest.mark.parametrize(
    ("sentence", "here", "there", "expected"),
    [
        ("half a month here, half a month there", [1, 12], [14, 28], (2, False)),
        ("days in turn", [1, 20], [10, 28], (2, True)),
        ("no attendance there", [1, 20], [], (2, True)),
    ],
)
def test_two_payrolls(sentence: str, here: list[int], there: list[int], expected: tuple[int, bool]) -> None:
    days = [A | {"date": D(2026, 10, n)} for n in here] + [A | OTHER | {"date": D(2026, 10, n)} for n in there]
    others = [B | OTHER | {"date": D(2026, 10, 8)}]
    made = ground(payroll=[A | {"net_pay": 5000}, A | OTHER | {"net_pay": 800}], attendance=days + others)
    frame = double_payroll.build(months(made), Elsewhere().months)
    assert frame.collect_schema() == double_payroll.FRAME.schema
    rows = frame.collect().filter(name="张某甲").select("n_sites", "times_overlap").rows()
    assert rows == [expected, expected], sentence


def test_one_payroll_and_no_number() -> None:
    made = ground(payroll=[A | {"net_pay": 1}, {"name": "赵某丁", "net_pay": 1}])
    assert sorted(double_payroll.build(months(made), Elsewhere().months).select("name", "n_sites").collect().rows()) == [
        ("张某甲", 1), ("赵某丁", None)]  # fmt: skip


STAY = A | {"team": "钢筋班", "entry_date": D(2026, 10, 1), "exit_date": D(2026, 10, 12)}
AGAIN = A | {"team": "木工班", "entry_date": D(2026, 10, 15), "exit_date": None}
DUE = {"net_pay": 5000, "pay_day": "15"}


@pytest.mark.parametrize(
    ("sentence", "roster", "payment", "expected"),
    [
        ("another team, unpaid", [STAY, AGAIN], [PAID | {"amount": 2000}], [("木工班", 3000)]),
        ("another team, paid", [STAY, AGAIN], [PAID], [("木工班", 0)]),
        ("the same team", [STAY, AGAIN | {"team": "钢筋班组"}], [PAID | {"amount": 2000}], []),
        ("still there", [STAY | {"exit_date": None}, AGAIN], [PAID | {"amount": 2000}], []),
        ("another contractor", [STAY, AGAIN | OTHER], [PAID | {"amount": 2000}], [("木工班", 3000)]),
    ],
)
def test_back_elsewhere(sentence: str, roster: list[Any], payment: list[Any], expected: list[Any]) -> None:
    contract = [A | {"pay_day": "次月15日"}]
    made = ground(roster=roster, contract=contract, payroll=[A | {"net_pay": 5000}], payment=payment)
    frame = re_entry.build(made, months(made), made.units)
    assert frame.collect_schema() == re_entry.FRAME.schema
    assert frame.select("entry_team", "unpaid").collect().rows() == expected, sentence


PHONE = {"phone": "15400001234"}
WOMAN = {"name": "孙某己", "id_number": ID_B}  # 110199196501010021
MAN = {"name": "张某甲", "id_number": ID_A}  # 110199199003070017


@pytest.mark.parametrize(
    ("sentence", "roster", "expected"),
    [
        ("one", [MAN | PHONE], (1, False, False, False)),
        ("a couple", [MAN | PHONE, WOMAN | PHONE], (2, True, False, False)),
        ("two without numbers", [{"name": "张某甲"} | PHONE, {"name": "李某乙"} | PHONE], (2, None, False, False)),
        ("three", [MAN | PHONE, WOMAN | PHONE, C | PHONE], (3, False, False, False)),
        ("a leader's phone", [MAN | PHONE | {"team": "钢筋班", "team_leader": "张某甲"}, C | PHONE], (2, True, True, False)),
        ("written with a country code", [MAN | PHONE, C | {"phone": "+86 154 0000 1234"}], (2, True, False, False)),
        ("the officer's", [MAN | {"phone": "15400900001"}], (1, False, False, True)),
    ],
)  # fmt: skip
def test_phones(sentence: str, roster: list[Any], expected: tuple[Any, ...]) -> None:
    project = [{"name": "示例一期", "labor_officer": "钟某专", "labor_officer_phone": "15400900001"}]
    made = ground(roster=roster, payroll=[MAN | {"net_pay": 1}], project=project)
    frame = shared_phone.build(made, made.units)
    assert frame.collect_schema() == shared_phone.FRAME.schema
    columns = ("n_people", "is_couple", "is_leader_phone", "is_officer_phone")
    assert frame.select(columns).collect().rows() == [expected], sentence


@pytest.mark.parametrize(
    ("sentence", "september", "october", "expected"),
    [
        ("both months a fifth", 1000, 1000, 2),
        ("both in full", 5000, 5000, 0),
        ("one month", 5000, 1000, 1),
        ("exactly half", 2500, 2500, 0),
        ("nothing in September: arrears, no allowance", None, 1000, 1),
    ],
)
def test_allowances(sentence: str, september: int | None, october: int | None, expected: int) -> None:
    pay = {"net_pay": 5000, "gross_pay": 5000}
    rows = [PAID | {"amount": october}]
    if september is not None:
        rows.append(PAID | {"amount": september, "paid_on": D(2026, 10, 15), "memo": "2026年9月工资"})
    made = ground(contract=[A | {"pay_day": "次月15日"}], payroll=[A | pay, A | pay | SEPTEMBER], payment=rows)
    frame = late_package.build(made, months(made), made.units)
    assert frame.collect_schema() == late_package.FRAME.schema
    assert frame.collect()["short_months"].to_list() == [expected], sentence


def test_the_package_that_follows() -> None:
    pay = {"net_pay": 5000, "gross_pay": 5000}
    rows = [
        PAID | {"amount": 1000}, PAID | {"amount": 1000, "paid_on": D(2026, 10, 15), "memo": "2026年9月工资"},
        PAID | {"amount": 4000, "paid_on": D(2026, 11, 18)},
        PAID | {"amount": 4000, "paid_on": D(2026, 11, 18), "memo": "2026年9月工资"},
    ]  # fmt: skip
    made = ground(contract=[A | {"pay_day": "次月15日"}], payroll=[A | pay, A | pay | SEPTEMBER], payment=rows)
    row = late_package.build(made, months(made), made.units).collect().rows(named=True)[0]
    assert (row["short_months"], row["packed"], row["packed_on"]) == (2, 8000, D(2026, 11, 18))


COMPANY = [{"name": FIRM, "legal_rep": "刘某法", "contractor": FIRM}]
FIRM_PAID = PAID | {"payee_name": FIRM, "payee_account": "4200"}


def diverted(**given: Any) -> list[tuple[Any, ...]]:
    rows = {"roster": TEAM, "payroll": PAY, "contractor": COMPANY} | given
    made = ground(**rows)
    debits = account_row.build(made.ledgers, made.people, made.units, made.settings)
    frame = diverted_pay.build(made, debits, team_leader.build(made, months(made)))
    assert frame.collect_schema() == diverted_pay.FRAME.schema
    return sorted(frame.select("payee_kind", "amount", "own_wage").collect().rows())


FLOW = {
    "booked_on": D(2026, 11, 15),
    "amount_out": 5000,
    "payee_name": FIRM,
    "payee_account": "4200",
    "memo": "2026年10月工资",
}


@pytest.mark.parametrize(
    ("sentence", "given", "expected"),
    [
        ("to the worker", {"payment": [PAID]}, [("leader", 5000, 5000)]),
        ("to the firm", {"payment": [FIRM_PAID]}, [("firm", 5000, 0)]),
        ("to its legal representative", {"payment": [FIRM_PAID | {"payee_name": "刘某法"}]}, [("boss", 5000, 0)]),
        ("the same transfer in two files", {"payment": [FIRM_PAID], "account_flow": [FLOW]}, [("firm", 5000, 0)]),
        ("a debit for wages", {"account_flow": [FLOW]}, [("firm", 5000, 0)]),
        ("another transfer a week later",
         {"payment": [FIRM_PAID], "account_flow": [FLOW | {"booked_on": D(2026, 11, 19)}]},
         [("firm", 5000, 0), ("firm", 5000, 0)]),
        ("a debit for material is PJ06's", {"account_flow": [FLOW | {"memo": "材料款"}]}, []),
        ("a statement's line for material", {"payment": [FIRM_PAID | {"memo": "材料款"}]}, []),
        ("to the bank's account of the batch", {"account_flow": [FLOW | {"payee_name": "应付代收业务款项"}]}, []),
        ("the transfer failed", {"payment": [FIRM_PAID | {"document": "result", "status": "failed"}]}, []),
        ("the leader got another's wage too",
         {"payment": [PAID, PAID | {"amount": 6000, "payee_account": CARD_B}]}, [("leader", 11000, 5000)]),
    ],
)  # fmt: skip
def test_diverted(sentence: str, given: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    assert diverted(**given) == expected, sentence


def test_a_wage_to_the_firm_is_not_pj06s() -> None:
    made = ground(payroll=PAY, contractor=COMPANY, account_flow=[FLOW, FLOW | {"memo": "材料款"}])
    debits = account_row.build(made.ledgers, made.people, made.units, made.settings)
    assert debits.sort("memo").select("is_wage_to_other").collect().to_series().to_list() == [True, False]
