"""One row per worker and period: who is in, in which ledgers he stands, what his contract says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import LI, SEPTEMBER, SETTINGS, WANG, ZHANG, D, ledgers, october, worked
from wagecheck.facts import worker_month
from wagecheck.facts.groundwork import Groundwork

PAY = {**ZHANG, "net_pay": 5000}
PAID = {
    **ZHANG, "document": "result", "status": "success", "amount": 5000, "paid_on": D(2026, 11, 18),
    "pay_period": "2026-10", "payee_name": "张某甲",
}  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]


def built(**rows: list[dict[str, Any]]) -> pl.DataFrame:
    found = worker_month.build(Groundwork(ledgers(**rows), SETTINGS))
    assert found.schema == worker_month.FRAME.schema
    return found


def zhang(**rows: list[dict[str, Any]]) -> dict[str, Any]:
    return built(**rows).row(by_predicate=pl.col("name") == "张某甲", named=True)


FULL: Rows = {
    "identity": [ZHANG],
    "contract": [ZHANG],
    "roster": [ZHANG],
    "attendance": worked(ZHANG, *october(8)),
    "payroll": [PAY],
    "payment": [PAID],
    "notice": [{**ZHANG, "net_pay": 5000}],
}


def test_a_worker_in_all_ledgers() -> None:
    found = zhang(**FULL)
    assert all(found[f"in_{name}"] is True for name in FULL)
    assert (found["active"], found["n_lacks"], found["lacks"]) == (True, 0, "")
    assert all(found[f"{name}_at"] for name in FULL)


@pytest.mark.parametrize("ledger", list(FULL))
def test_a_ledger_that_was_not_submitted_says_nothing(ledger: str) -> None:
    assert zhang(**{name: rows for name, rows in FULL.items() if name != ledger})[f"in_{ledger}"] is None


@pytest.mark.parametrize(
    ("ledger", "lacks"),
    [("identity", "身份证信息"), ("roster", "花名册"), ("notice", "工资公示表"), ("contract", ""), ("payment", "")],
)
def test_a_ledger_that_lacks_him(ledger: str, lacks: str) -> None:
    other = {"net_pay": 1} if ledger == "notice" else {}
    rows = [{**PAID, **LI, "payee_name": "李某乙"}] if ledger == "payment" else [{**LI, **other}]
    found = zhang(**{**FULL, ledger: rows})
    assert (found[f"in_{ledger}"], found["lacks"], found["n_lacks"]) == (False, lacks, 1 if lacks else 0)


def test_the_notice_need_not_name_whoever_is_on_no_payroll() -> None:
    found = zhang(**{**FULL, "payroll": [{**LI, "net_pay": 1}], "notice": [{**LI, "net_pay": 1}]})
    assert (found["in_payroll"], found["in_notice"], found["lacks"]) == (False, False, "")


@pytest.mark.parametrize(
    ("sentence", "rows", "names"),
    [
        ("worked", {"attendance": worked(ZHANG, *october(8))}, {"张某甲": True}),
        ("on the payroll", {"payroll": [PAY]}, {"张某甲": True}),
        ("paid, and in no other ledger", {"payroll": [{**LI, "net_pay": 1}], "payment": [PAID]},
         {"李某乙": True, "张某甲": True}),
        ("on the roster only", {"payroll": [{**LI, "net_pay": 1}], "roster": [ZHANG]}, {"李某乙": True, "张某甲": False}),
        (
            "on the roster, left before",
            {"payroll": [{**LI, "net_pay": 1}], "roster": [{**ZHANG, "exit_date": D(2026, 9, 30)}]},
            {"李某乙": True},
        ),
        (
            "on the roster, not there yet",
            {"payroll": [{**LI, "net_pay": 1}], "roster": [{**ZHANG, "entry_date": D(2026, 11, 1)}]},
            {"李某乙": True},
        ),
        (
            "a contract that ended before",
            {"payroll": [{**LI, "net_pay": 1}], "contract": [{**ZHANG, "contract_end": D(2026, 9, 30)}]},
            {"李某乙": True},
        ),
        (
            "listed without a day of work",
            {"attendance": [*worked(LI, *october(8), row=6), *worked(ZHANG, *october(8), work=0)]},
            {"李某乙": True, "张某甲": False},
        ),
        ("a firm is nobody", {"payroll": [PAY], "payment": [{**PAID, "name": None, "payee_name": "示例商贸有限公司"}]},
         {"张某甲": True}),
    ],
)  # fmt: skip
def test_who_is_in_and_who_is_active(sentence: str, rows: Rows, names: dict[str, bool]) -> None:
    assert dict(built(**rows).select("name", "active").iter_rows()) == names, sentence


NAMESAKES = [ZHANG, {**ZHANG, "id_number": WANG["id_number"]}]


def test_namesakes_without_numbers_are_not_accused() -> None:
    nameless = {"name": "张某甲"}
    rows = worked(nameless, *october(8)) + worked(nameless, *october(8, 9), row=6) + worked(LI, *october(8), row=7)
    found = built(
        roster=[*NAMESAKES, LI],
        payroll=[{**who, "net_pay": 1} for who in (*NAMESAKES, LI)],
        attendance=rows,
        notice=[{**nameless, "net_pay": 1}, {**nameless, "net_pay": 1}, {**LI, "net_pay": 1}],
    )
    both = found.filter(name="张某甲")
    assert both.select("in_attendance", "in_notice", "days_worked", "n_lacks").rows() == [(None, None, None, 0)] * 2
    assert found.filter(name="李某乙").select("in_attendance", "in_notice", "days_worked").row(0) == (True, True, 1)


def test_a_posting_that_masks_names_is_read() -> None:
    masked = [{"name": "张*", "id_number": "110199********0017", "id_state": "masked", "net_pay": 5000}]
    found = zhang(**{**FULL, "notice": masked})
    assert (found["in_notice"], found["notice_net"], found["n_lacks"]) == (True, 5000, 0)


def test_a_posting_of_bare_surnames_is_not_held_against_anybody() -> None:
    other = {"name": "张某田", "id_number": WANG["id_number"], "id_state": "ok"}
    posted = [{"name": "张**", "net_pay": 5000}, {"name": "张**", "net_pay": 1}]
    found = zhang(**{**FULL, "payroll": [PAY, {**other, "net_pay": 1}], "notice": posted})
    assert (found["in_notice"], found["notice_net"], found["n_lacks"]) == (None, None, 0)


@pytest.mark.parametrize(
    ("sentence", "posted", "net"),
    [
        ("once", [{"net_pay": 5000}], 5000),
        ("the same figures posted again", [{"net_pay": 5000}, {"net_pay": 5000, "src": 70}], 5000),
        ("two teams", [{"net_pay": 3000}, {"net_pay": 2000, "src": 70}], 5000),
    ],
)
def test_notice(sentence: str, posted: list[dict[str, Any]], net: int) -> None:
    assert zhang(payroll=[PAY], notice=[{**ZHANG, **row} for row in posted])["notice_net"] == net, sentence


@pytest.mark.parametrize(
    ("sentence", "contracts", "expected"),
    [
        (
            "one contract",
            [{"contract_signed_on": D(2026, 3, 1), "contract_start": D(2026, 3, 2)}],
            (1, D(2026, 3, 1), D(2026, 3, 2)),
        ),
        (
            "monthly copies of it are one",
            [{"contract_signed_on": D(2026, 3, 1), "contract_start": D(2026, 3, 2), "src": src} for src in (70, 71)],
            (1, D(2026, 3, 1), D(2026, 3, 2)),
        ),
        (
            "renewed in October: the first signing, the term of the month",
            [
                {"contract_signed_on": D(2026, 3, 1), "contract_start": D(2026, 3, 2)},
                {"contract_signed_on": D(2026, 10, 1), "contract_start": D(2026, 10, 1)},
            ],
            (2, D(2026, 3, 1), D(2026, 10, 1)),
        ),
        (
            "the next one begins in November",
            [
                {"contract_signed_on": D(2026, 3, 1), "contract_start": D(2026, 3, 2)},
                {"contract_signed_on": D(2026, 11, 1), "contract_start": D(2026, 11, 1)},
            ],
            (2, D(2026, 3, 1), D(2026, 3, 2)),
        ),
        (
            "only a renewal: when he first signed is not known",
            [{"contract_signed_on": D(2026, 9, 1), "contract_start": D(2026, 9, 1), "contract_status": "续签"}],
            (1, None, D(2026, 9, 1)),
        ),
        ("no date of signing", [{"contract_start": D(2026, 3, 2)}], (1, None, D(2026, 3, 2))),
    ],
)
def test_contracts(sentence: str, contracts: list[dict[str, Any]], expected: tuple[Any, ...]) -> None:
    found = zhang(payroll=[PAY], contract=[{**ZHANG, **row} for row in contracts])
    assert (found["n_contracts"], found["signed_on"], found["contract_from"]) == expected, sentence


@pytest.mark.parametrize(
    ("sentence", "contract", "substitute"),
    [
        ("a labour contract", {"contract_title": "劳动合同书"}, False),
        ("a subcontract", {"contract_title": "劳 务 分 包 合 同"}, True),
        ("a labour contract of a subcontracting firm", {"contract_title": "示例劳务分包有限公司劳动合同"}, False),
        ("a labour title wins", {"contract_title": "劳动合同书", "contract_type": "承揽协议"}, False),
        ("a type does not make up for the title", {"contract_title": "承揽协议", "contract_type": "劳动合同"}, True),
        ("no title, a labour type", {"contract_type": "劳动合同"}, False),
        ("a title that says neither", {"contract_title": "协议书"}, False),
        ("no title", {}, None),
    ],
)
def test_substitutes_of_labour_contracts(sentence: str, contract: dict[str, Any], substitute: bool | None) -> None:
    found = zhang(payroll=[PAY], contract=[{**ZHANG, **contract}])
    assert found["contract_is_substitute"] is substitute, sentence


@pytest.mark.parametrize(
    ("sentence", "contract", "monthly"),
    [
        ("stated", {"monthly_wage": 8000, "wage_unit": "日", "wage_rate": 300}, 8000),
        ("by the day: × 21.75", {"wage_unit": "工日", "wage_rate": 300}, 6525),
        ("by the day, 天", {"wage_unit": "元/天", "wage_rate": 300}, 6525),
        ("by the hour: × 174", {"wage_unit": "小时", "wage_rate": 40}, 6960),
        ("by the month", {"wage_unit": "月", "wage_rate": 8000}, 8000),
        ("by the square metre", {"wage_unit": "㎡", "wage_rate": 12}, None),
        ("no unit", {"wage_rate": 300}, None),
    ],
)
def test_monthly_equivalent(sentence: str, contract: dict[str, Any], monthly: int | None) -> None:
    assert zhang(payroll=[PAY], contract=[{**ZHANG, **contract}])["monthly_wage"] == monthly, sentence


@pytest.mark.parametrize(
    ("sentence", "roster", "contract", "expected"),
    [
        ("signed in time", D(2026, 9, 20), [{"contract_signed_on": D(2026, 10, 1)}], (D(2026, 9, 20), 0)),
        ("a month late", D(2026, 8, 1), [{"contract_signed_on": D(2026, 10, 1)}], (D(2026, 8, 1), 1)),
        ("worked before entry: from the first day worked", D(2026, 10, 20),
         [{"contract_signed_on": D(2026, 10, 1)}], (D(2026, 10, 8), 0)),
        ("signed on an unknown day", D(2026, 8, 1), [{}], (D(2026, 8, 1), None)),
        ("no contract: up to the last day worked", D(2026, 7, 9), None, (D(2026, 7, 9), 2)),
    ],
)  # fmt: skip
def test_double_wage(
    sentence: str, roster: dt.date, contract: list[dict[str, Any]] | None, expected: tuple[dt.date, int | None]
) -> None:
    rows = [LI] if contract is None else [{**ZHANG, **row} for row in contract]
    found = zhang(
        payroll=[PAY], attendance=worked(ZHANG, *october(8)), roster=[{**ZHANG, "entry_date": roster}], contract=rows
    )
    assert (found["employed_from"], found["double_wage_months"]) == expected, sentence


def test_employment_begins_once_for_all_periods_and_projects() -> None:
    rows = {**PAY, "project": "示例二期", "src": 70}
    found = built(payroll=[{**PAY, **SEPTEMBER}, PAY, rows], roster=[{**ZHANG, "entry_date": D(2026, 8, 1)}])
    assert found["employed_from"].to_list() == [D(2026, 8, 1)] * 3


def test_age_on_the_first_day_worked() -> None:
    young = {"name": "张某甲", "id_number": "110199201010080017", "id_state": "ok"}
    found = zhang(roster=[{**young, "entry_date": D(2026, 10, 1)}], attendance=worked(young, *october(8)))
    assert (found["birth_on"], found["sex"], found["age_first_day"]) == (D(2010, 10, 8), "男", 16)
    assert found["over_retirement"] is False
    assert found["number_sound"] is False  # its check digit is made up


@pytest.mark.parametrize(
    ("number", "sound"), [("110199199003070017", True), ("110199199003070018", False), (None, None)]
)
def test_whether_the_number_is_well_formed(number: str | None, sound: bool | None) -> None:
    who = {"name": "张某甲", "id_number": number, "id_state": "ok" if number else "blank"}
    assert zhang(roster=[who], payroll=[{**PAY, **who}])["number_sound"] is sound
