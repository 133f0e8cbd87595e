"""payment_row: one row per payment, with the worker meant, the pay month and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.facts.site import CARD_A, CARD_B, FIRM, ID_A, ID_B, ID_C, OCTOBER, PROJECT, D, ledgers, settings, who
from wagecheck.facts import payment_row
from wagecheck.facts.pay_month import column_span, stated_span
from wagecheck.ledgers.provenance import unpack_one

A = {"name": "张某甲", "id_number": ID_A, "bank_card": CARD_A}
B = {"name": "李某乙", "id_number": ID_B, "bank_card": CARD_B}
PAY_DAY = D(2026, 11, 15)
SEPTEMBER = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}
NOVEMBER = {"period_start": D(2026, 11, 1), "period_end": D(2026, 11, 30)}
SHEET = {"period_start": OCTOBER[0], "period_end": OCTOBER[1]}
TO_A = {"payee_name": "张某甲", "payee_account": CARD_A, "amount": 5000, "paid_on": PAY_DAY}
TO_B = {"payee_name": "李某乙", "payee_account": CARD_B, "amount": 6000, "paid_on": PAY_DAY}


def built(payment: list[dict[str, Any]], **others: list[dict[str, Any]]) -> pl.DataFrame:
    """The frame for 张某甲 (5000) and 李某乙 (6000) of October, unless ``others`` says otherwise."""
    given: dict[str, Any] = {
        "roster": [A, B],
        "payroll": [A | {"net_pay": 5000}, B | {"net_pay": 6000}],
        "payment": payment,
    }
    found = ledgers(**(given | others))
    people, units = who(found)
    frame = payment_row.build(found, people, units, settings())
    assert frame.collect_schema() == payment_row.FRAME.schema
    return frame.collect()


def rows(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return frame.select(columns).rows()


@pytest.mark.parametrize(
    ("sentence", "payment", "expected"),
    [
        ("name and recorded card are the worker's", TO_A, (ID_A, "name_card", True, False)),
        ("a new card, but the name is the worker's", TO_A | {"payee_account": "62170000"}, (ID_A, "name", True, False)),
        ("a spouse on the worker's recorded card", TO_A | {"payee_name": "王某丙"}, (ID_A, "card", False, False)),
        ("the number counts before the name", TO_A | {"id_number": ID_B}, (ID_B, "number", False, False)),
        (
            "the file names the worker and who drew the money",
            TO_A | {"name": "张某甲", "payee_name": "王某丙", "payee_account": "62170000"},
            (ID_A, "name", False, False),
        ),
        (
            "only a column of workers' names: the bank pays under that name",
            TO_A | {"name": "张某甲", "payee_name": None}, (ID_A, "name_card", True, False),
        ),
        ("blanks and notes", TO_A | {"payee_name": "张  某甲（木工）"}, (ID_A, "name_card", True, False)),
        ("a masked name that fits is not known", TO_A | {"payee_name": "张*甲"}, (ID_A, "card", None, False)),
        ("a masked name that does not fit", TO_A | {"payee_name": "李**"}, (ID_A, "card", False, False)),
        ("no name at all, the worker's card", TO_A | {"payee_name": None}, (ID_A, "card", None, None)),
        ("a stranger", TO_A | {"payee_name": "王某丙", "payee_account": "62170000"}, (None, "none", None, False)),
        (
            "a firm",
            TO_A | {"payee_name": "示例商贸有限公司", "payee_account": "1101"}, (None, "none", None, True),
        ),
        (
            "the worker meant, but a firm was paid",
            TO_A | {"name": "张某甲", "payee_name": "示例劳务公司", "payee_account": "1101"},
            (ID_A, "name", False, True),
        ),
        (
            "a name too long for a person",
            TO_A | {"payee_name": "甲乙丙丁戊己庚", "payee_account": "1"}, (None, "none", None, True),
        ),
        ("a card stored as a number matches nobody by card",
         TO_A | {"payee_name": "王某丙", "card_state": "lossy"}, (None, "none", None, False)),
    ],
)  # fmt: skip
def test_who_was_meant(sentence: str, payment: dict[str, Any], expected: tuple[Any, ...]) -> None:
    found = rows(built([payment]), "person", "matched_by", "payee_is_worker", "payee_is_company")
    assert found == [expected], sentence


def test_strangers_stand_under_the_payees_name_and_workers_under_their_own() -> None:
    found = built([TO_A | {"payee_name": "王某丙"}, TO_A | {"payee_name": "王某丙", "payee_account": "6217"}])
    assert rows(found, "name", "id_number", "payee_name") == [
        ("张某甲", ID_A, "王某丙"),
        ("王某丙", None, "王某丙"),
    ]


@pytest.mark.parametrize(
    ("sentence", "name", "payee"),
    [
        ("the dot of a minority name", "阿依古丽·买买提", "阿依古丽•买买提"),
        ("the bank dropped the dot of a long name", "阿依古丽·买买提江", "阿依古丽买买提江"),
        ("the bank could not write the rare character", "王玥", "王?"),
        ("a box for the rare character", "王玥", "王□"),
        ("letters for the rare character", "王玥", "王YUE"),
    ],
)
def test_spellings_of_one_name_are_the_worker(sentence: str, name: str, payee: str) -> None:
    worker = A | {"name": name}
    found = built([TO_A | {"payee_name": payee}], roster=[worker], payroll=[worker | {"net_pay": 5000}])
    assert rows(found, "person", "payee_is_worker", "payee_is_company") == [(ID_A, True, False)], sentence


def test_namesakes_are_told_apart_by_card_and_else_left_open() -> None:
    other = {"name": "张某甲", "id_number": ID_C, "bank_card": CARD_B}
    found = built(
        [
            TO_A,
            TO_A | {"payee_account": CARD_B, "amount": 4000},
            TO_A | {"payee_account": "****0018", "amount": 100},
            TO_A | {"payee_account": None, "amount": 1},
        ],
        roster=[A, other],
        payroll=[A | {"net_pay": 5000}, other | {"net_pay": 4000}],
    )
    assert sorted(rows(found, "amount", "person", "matched_by"), reverse=True) == [
        (5000, ID_A, "name_card"),
        (4000, ID_C, "name_card"),
        (100, ID_A, "name_card"),
        (1, None, "ambiguous"),
    ]


def test_a_statement_of_the_general_contractor_finds_the_workers_of_all_contractors() -> None:
    other_firm = "示例劳务乙公司"
    found = built(
        [TO_A | {"contractor": None}, TO_B | {"contractor": "示例总包公司"}, TO_A | {"contractor": other_firm}],
        roster=[A, B | {"contractor": other_firm}],
        payroll=[A | {"net_pay": 5000}, B | {"net_pay": 6000, "contractor": other_firm}],
    )
    assert set(rows(found, "contractor", "person", "payee_name")) == {
        (FIRM, ID_A, "张某甲"),
        (other_firm, ID_B, "李某乙"),
        (other_firm, None, "张某甲"),  # a contractor's own file is looked up among its own workers
    }


@pytest.mark.parametrize(
    ("sentence", "payment"),
    [
        ("the bank's internal account", {"payee_name": "应付代收业务款项", "amount": 11000, "paid_on": PAY_DAY}),
        ("nobody named, wages in the memo", {"memo": "代发10月工资", "amount": 11000, "paid_on": PAY_DAY}),
        (
            "an unknown account without a name",
            {"memo": "批量代发", "payee_account": "110100099", "amount": 11000, "paid_on": PAY_DAY},
        ),
    ],
)
def test_lump_sums_prove_nobodys_pay(sentence: str, payment: dict[str, Any]) -> None:
    found = rows(built([payment]), "is_lump_sum", "person", "matched_by", "payee_is_worker", "payee_is_company")
    assert [row[:4] for row in found] == [(True, None, "none", None)], sentence
    assert not found[0][4]


def test_a_wage_memo_on_a_workers_own_row_is_no_lump_sum() -> None:
    found = built([TO_A | {"memo": "代发工资"}, TO_B | {"payee_name": None, "memo": "代发工资"}])
    assert rows(found, "is_lump_sum", "person") == [(False, ID_A), (False, ID_B)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026年10月工资", D(2026, 10, 1), D(2026, 10, 31)),
        ("2026-10工资", D(2026, 10, 1), D(2026, 10, 31)),
        ("工资202610", D(2026, 10, 1), D(2026, 10, 31)),
        ("代发26年10月工资", D(2026, 10, 1), D(2026, 10, 31)),
        ("10月份工资", D(2026, 10, 1), D(2026, 10, 31)),
        ("支付十月工资", D(2026, 10, 1), D(2026, 10, 31)),
        ("十二月工资", D(2025, 12, 1), D(2025, 12, 31)),
        ("９月工资", D(2026, 9, 1), D(2026, 9, 30)),
        ("9月11日-10月10日工资", D(2026, 9, 11), D(2026, 10, 10)),
        ("12月11日至1月10日", D(2025, 12, 11), D(2026, 1, 10)),
        ("2026-09-11..2026-10-10", D(2026, 9, 11), D(2026, 10, 10)),
        ("2026年11月15日发放10月工资", D(2026, 10, 1), D(2026, 10, 31)),
        ("20261115代发10月工资", D(2026, 10, 1), D(2026, 10, 31)),
        ("2026年11月15日代发工资", None, None),
        ("9、10月工资", None, None),
        ("9月和10月工资", None, None),
        ("2026年9-10月工资", None, None),
        ("2026年13月", None, None),
        ("工资6228480000000000018", None, None),
        ("工资", None, None),
        (None, None, None),
    ],
)
def test_months_in_memos(text: str | None, start: Any, end: Any) -> None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    found = frame.select(span=stated_span(pl.col("text"), pl.lit(PAY_DAY))).unnest("span")
    assert found.rows() == [(start, end)]


@pytest.mark.parametrize("text", ["10", "2026-10", "2026-10-01", "2026-10-01 00:00:00", "10月", "202610", "2026年10月"])
def test_pay_month_cells(text: str) -> None:
    found = pl.DataFrame({"text": [text]}).select(span=column_span(pl.col("text"), pl.lit(PAY_DAY))).unnest("span")
    assert found.rows() == [OCTOBER]


@pytest.mark.parametrize(
    ("sentence", "payment", "period", "told"),
    [
        ("a column counts before the memo", {"pay_period": "2026-10", "memo": "9月工资"}, "2026-10", "column"),
        ("the memo counts before the sheet", {"memo": "10月工资"} | SEPTEMBER, "2026-10", "memo"),
        ("a month outside the run keeps its own dates", {"memo": "8月工资"}, "2026-08", "memo"),
        ("the sheet counts before the due day", SHEET | {"paid_on": D(2026, 10, 20)}, "2026-10", "sheet"),
        ("the due day at or after the transaction", {}, "2026-10", "due_day"),
        ("two months in the memo say nothing", {"memo": "9、10月工资"}, "2026-10", "due_day"),
        ("a statement named after the month it covers", NOVEMBER, "2026-10", "due_day"),
        ("long before every due day", {"paid_on": D(2026, 6, 1)}, None, None),
        ("no day, no month", {"paid_on": None}, None, None),
    ],
)
def test_pay_month(sentence: str, payment: dict[str, Any], period: str | None, told: str | None) -> None:
    assert rows(built([TO_A | payment]), "period", "period_from") == [(period, told)], sentence


def test_pay_month_by_a_cycle_from_the_11th() -> None:
    cycle = {"period_start": D(2026, 9, 11), "period_end": D(2026, 10, 10)}
    found = built([TO_A | {"memo": "9月11日-10月10日工资"}, TO_B], payroll=[A | {"net_pay": 5000} | cycle])
    assert set(rows(found, "period", "period_from")) == {
        ("2026-09-11..2026-10-10", "memo"),
        ("2026-09-11..2026-10-10", "due_day"),
    }


TWO_MONTHS = [
    A | {"net_pay": 5000},
    A | {"net_pay": 5000, "src": 21, **NOVEMBER},
]
AGREED = [A | {"pay_day": "次月18日"}]


@pytest.mark.parametrize(
    ("sentence", "days", "periods"),
    [
        ("each month by its own due day", [D(2026, 11, 15), D(2026, 12, 15)], ["2026-10", "2026-11"]),
        ("October paid late, November in time", [D(2026, 11, 25), D(2026, 12, 15)], ["2026-10", "2026-11"]),
        ("only one payment after October's due day is November's", [D(2026, 12, 15)], ["2026-11"]),
        ("November after the last due day of the run", [D(2026, 11, 15), D(2026, 12, 28)], ["2026-10", "2026-11"]),
    ],
)
def test_late_pay_without_a_month(sentence: str, days: list[Any], periods: list[str]) -> None:
    payment = [TO_A | {"paid_on": day} for day in days]
    found = built(payment, payroll=TWO_MONTHS, contract=AGREED)
    assert found["period"].to_list() == periods, sentence


RESULT = {"document": "result", "src": 91, "status": "success"}
BATCH = {"document": "batch", "src": 92, "paid_on": None}
PAID = ("success", 5000)
FAILED = {"document": "result", "src": 91, "status": "failed", "failure_reason": "户名账号不符"}


@pytest.mark.parametrize(
    ("sentence", "payment", "expected"),
    [
        ("one statement, two equal rows: two payments", [TO_A, TO_A], [("success", 5000)] * 2),
        ("the same statement handed in twice", [TO_A, TO_A | {"src": 93}], [("success", 5000)]),
        ("two equal rows in both copies", [TO_A, TO_A, TO_A | {"src": 93}, TO_A | {"src": 93}], [PAID, PAID]),
        (
            "the same transaction number in two files, booked a day apart",
            [TO_A | {"txn_no": "T1"}, TO_A | {"txn_no": "T1", "src": 93, "paid_on": D(2026, 11, 16)}],
            [("success", 5000)],
        ),
        (
            "two transaction numbers are two payments",
            [TO_A | {"txn_no": "T1"}, TO_A | {"txn_no": "T2", "src": 93}],
            [("success", 5000)] * 2,
        ),
        (
            "a batch shares its number: two workers, two payments",
            [TO_A | {"txn_no": "T1"}, TO_B | {"txn_no": "T1", "amount": 5000}],
            [("success", 5000)] * 2,
        ),
        ("one copy without the transaction number", [TO_A | {"txn_no": "T1"}, TO_A | {"src": 93}], [PAID]),
        ("result and statement of one day", [TO_A, TO_A | RESULT], [("success", 5000)]),
        ("result without a day", [TO_A, TO_A | RESULT | SHEET | {"paid_on": None}], [("success", 5000)]),
        ("result a day before the booking", [TO_A, TO_A | RESULT | {"paid_on": D(2026, 11, 14)}], [("success", 5000)]),
        (
            "result and booking three weeks apart are two payments",
            [TO_A, TO_A | RESULT | {"paid_on": D(2026, 11, 30)}],
            [("success", 5000)] * 2,
        ),
        ("batch and statement", [TO_A, TO_A | BATCH | SHEET], [("success", 5000)]),
        ("batch, result and statement", [TO_A, TO_A | BATCH | SHEET, TO_A | RESULT], [("success", 5000)]),
        ("a batch that names no day and no year", [TO_A, TO_A | BATCH | {"memo": "10月工资"}], [PAID]),
        ("a batch that names neither day nor month", [TO_A, TO_A | BATCH], [("success", 5000)]),
        ("batch alone", [TO_A | BATCH | SHEET], [(None, 5000)]),
        ("batch handed in twice", [TO_A | BATCH | SHEET, TO_A | BATCH | SHEET | {"src": 94}], [(None, 5000)]),
        ("batch and failure", [TO_A | BATCH | SHEET, TO_A | FAILED], [("failed", 5000)]),
        (
            "second batch after a failure, no result yet",
            [TO_A | BATCH | SHEET, TO_A | BATCH | SHEET, TO_A | FAILED],
            [("failed", 5000), (None, 5000)],
        ),
        (
            "in progress at first, booked later",
            [TO_A, TO_A | RESULT | {"status": "pending"}],
            [("success", 5000)],
        ),
        (
            "half paid, half in progress in one file",
            [TO_A | RESULT | {"amount": 2500}, TO_A | RESULT | {"amount": 2500, "status": "pending"}],
            [("success", 2500), ("pending", 2500)],
        ),
        ("pending alone", [TO_A | RESULT | {"status": "pending"}], [("pending", 5000)]),
        ("split over two banks: two amounts", [TO_A | {"amount": 2000}, TO_A | {"amount": 3000, "src": 93}],
         [("success", 2000), ("success", 3000)]),
    ],
)  # fmt: skip
def test_one_payment_one_row(sentence: str, payment: list[dict[str, Any]], expected: list[tuple[Any, ...]]) -> None:
    found = built(payment)
    assert sorted(rows(found, "status", "amount"), key=str) == sorted(expected, key=str), sentence
    places = found["any_at"].explode().to_list()
    assert len(places) == len(set(places)) == len(payment), "every row handed in is cited once"
    assert found["payment_key"].n_unique() == found.height


booked = st.tuples(st.sampled_from([2500, 5000]), st.integers(14, 16), st.booleans())


@examples(max_examples=25, deadline=None)
@given(st.lists(st.tuples(booked, st.booleans()), min_size=1, max_size=8), st.integers(1, 3))
def test_a_partial_copy_of_a_statement_adds_and_hides_nothing(
    lines: list[tuple[tuple[int, int, bool], bool]], copies: int
) -> None:
    """However often some of its lines are handed in again, a statement's own lines are the payments."""
    payments = [
        (TO_A if to_a else TO_B) | {"amount": amount, "paid_on": D(2026, 11, day)} for (amount, day, to_a), _ in lines
    ]
    copied = [payment for payment, (_, again) in zip(payments, lines, strict=True) if again]
    found = built(payments + [payment | {"src": 200 + n} for n in range(copies) for payment in copied])
    expected = [(payment["payee_name"], payment["amount"], payment["paid_on"]) for payment in payments]
    assert sorted(rows(found, "payee_name", "amount", "paid_on")) == sorted(expected)


def test_merged_rows_keep_what_each_file_knows() -> None:
    found = built([TO_A | {"payer_account": "1101"}, TO_A | RESULT | {"pay_period": "2026-10", "txn_no": "T9"}])
    assert rows(found, "document", "payer_account", "payment_key", "period_from") == [
        ("statement", "1101", "T9", "column")
    ]
    assert unpack_one(found["payment_at"].item(0)[0]).src == 30


@pytest.mark.parametrize(
    ("sentence", "payment", "statuses", "reissued_on", "days_open"),
    [
        ("failed, never again", [TO_A | FAILED], ["failed"], None, 5),
        (
            "failed and paid five days later",
            [TO_A | FAILED, TO_A | {"paid_on": D(2026, 11, 20)}],
            ["failed", "success"], D(2026, 11, 20), 5,
        ),
        (
            "made good in two parts",
            [TO_A | FAILED, TO_A | {"paid_on": D(2026, 11, 18), "amount": 2000},
             TO_A | {"paid_on": D(2026, 11, 20), "amount": 3000}],
            ["failed", "success", "success"], D(2026, 11, 20), 5,
        ),
        (
            "half of it only",
            [TO_A | FAILED, TO_A | {"paid_on": D(2026, 11, 18), "amount": 2500}],
            ["failed", "success"], None, 5,
        ),
        (
            "one half failed on the day the other half was paid",
            [TO_A | FAILED | {"amount": 2500}, TO_A | RESULT | {"amount": 2500}],
            ["failed", "success"], None, 5,
        ),
        (
            "failed and repeated in full on the same day, in the same file",
            [TO_A | FAILED, TO_A | RESULT],
            ["failed", "success"], PAY_DAY, 5,
        ),
        (
            "booked and returned",
            [TO_A, TO_A | {"direction": "in", "memo": "退汇", "paid_on": D(2026, 11, 17)}],
            ["refunded"], None, 3,
        ),
        (
            "booked, returned, booked again",
            [TO_A, TO_A | {"direction": "in", "memo": "退汇", "paid_on": D(2026, 11, 17)},
             TO_A | {"paid_on": D(2026, 11, 19)}],
            ["refunded", "success"], D(2026, 11, 19), 3,
        ),
        ("another worker's pay makes nothing good", [TO_A | FAILED, TO_B], ["failed", "success"], None, 5),
        ("another credit", [TO_A, TO_A | {"direction": "in", "memo": "往来款"}], ["success"], None, None),
    ],
)  # fmt: skip
def test_failures_and_what_became_of_them(
    sentence: str, payment: list[dict[str, Any]], statuses: list[str], reissued_on: Any, days_open: int | None
) -> None:
    found = built(payment)
    assert sorted(found["status"].to_list()) == statuses, sentence
    first = found.filter(pl.col("status") != "success") if found.height > 1 else found
    assert rows(first, "reissued_on", "business_days_open") == [(reissued_on, days_open)], sentence


def test_next_months_pay_makes_no_failure_good() -> None:
    found = built([TO_A | FAILED, TO_A | {"paid_on": D(2026, 12, 15)}], payroll=TWO_MONTHS, contract=AGREED)
    assert rows(found, "period", "status", "reissued_on") == [
        ("2026-10", "failed", None),
        ("2026-11", "success", None),
    ]


def test_a_repeated_payment_after_the_due_day_belongs_to_the_failed_month() -> None:
    november = TO_A | {"paid_on": D(2026, 12, 15)}
    found = built([TO_A | FAILED, TO_A | {"paid_on": D(2026, 11, 20)}, november], payroll=TWO_MONTHS, contract=AGREED)
    assert rows(found, "period", "status", "reissued_on") == [
        ("2026-10", "failed", D(2026, 11, 20)),
        ("2026-10", "success", None),
        ("2026-11", "success", None),
    ]


@pytest.mark.parametrize(
    ("sentence", "account", "payer", "special", "is_special"),
    [
        ("the dedicated account paid", [{"number": "1101 9900 0001"}], "110199000001", "110199000001", True),
        ("another account paid", [{"number": "110199000001"}], "999", "110199000001", False),
        ("one of two accounts", [{"number": "11"}, {"number": "22"}], "22", "11、22", True),
        ("a masked payer that fits", [{"number": "110199000001"}], "1101****0001", "110199000001", True),
        ("a masked payer that does not fit", [{"number": "110199000001"}], "1101****0002", "110199000001", False),
        ("no account sheet", [], "110199000001", None, None),
        ("no payer in the file", [{"number": "110199000001"}], None, "110199000001", None),
        ("an account of another project", [{"number": "1", "project": "示例二期"}], "1", None, None),
    ],
)
def test_payer(sentence: str, account: list[Mapping[str, Any]], payer: Any, special: Any, is_special: Any) -> None:
    found = built([TO_A | {"payer_account": payer}], account=account)
    assert rows(found, "special_account", "payer_is_special") == [(special, is_special)], sentence
    assert (found["account_at"].list.len().item() > 0) == (special is not None)


def test_no_payments_no_rows() -> None:
    assert built([]).is_empty()
    assert payment_row.build(ledgers(), *who(ledgers()), settings()).collect().is_empty()


def test_project_stays() -> None:
    assert built([TO_A])["project"].to_list() == [PROJECT]


FLOW_A = {"payee_name": "张某甲", "payee_account": CARD_A, "amount_out": 5000, "booked_on": PAY_DAY, "memo": "代发工资"}
FLOW_B = {"payee_name": "李某乙", "payee_account": CARD_B, "amount_out": 6000, "booked_on": PAY_DAY, "memo": "代发工资"}


@pytest.mark.parametrize(
    ("sentence", "payment", "flow", "expected"),
    [
        (
            "the account's statement pays all: it is the bank record",
            [], [FLOW_A, FLOW_B], [(ID_A, 5000, "success"), (ID_B, 6000, "success")],
        ),
        ("half of the workers to be paid are enough", [], [FLOW_A], [(ID_A, 5000, "success")]),
        ("nobody of the payroll", [], [FLOW_A | {"payee_name": "王某丙", "payee_account": "62170000"}], []),
        ("a stranger on a worker's card", [], [FLOW_A | {"payee_name": "王某丙"}], []),
        ("a lump sum to the bank's own account", [], [FLOW_A | {"payee_name": None, "payee_account": None}], []),
        (
            "a record of its own was handed in: the statement adds nothing",
            [TO_A], [FLOW_A, FLOW_B], [(ID_A, 5000, "success")],
        ),
        (
            "a payment that came back",
            [], [FLOW_A, FLOW_B, FLOW_A | {"amount_out": None, "amount_in": 5000, "memo": "退汇", "booked_on": D(2026, 11, 16)}],
            [(ID_A, 5000, "refunded"), (ID_B, 6000, "success")],
        ),
    ],
)  # fmt: skip
def test_the_statement_of_the_dedicated_account(
    sentence: str, payment: list[Any], flow: list[Any], expected: list[Any]
) -> None:
    frame = built(payment, account_flow=flow)
    assert frame.select("id_number", pl.col("amount").cast(pl.Int64), "status").rows() == expected, sentence


def test_one_reimbursed_worker_makes_no_record_of_wages() -> None:
    crew = [{"name": f"赵某{letter}", "id_number": None} for letter in "甲乙丙"]
    paid = FLOW_A | {"payee_name": "赵某甲", "payee_account": "6217000000000000111"}
    payroll = [row | {"net_pay": 5000} for row in crew]
    assert built([], roster=crew, payroll=payroll, account_flow=[paid]).height == 0
