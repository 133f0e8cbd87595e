"""Pay, signatures and files that ask to be looked into: pay_pattern, credit_match, signing_day, payroll_signing, file_property."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import CONTRACTOR, PROJECT, ZHANG, Given, ledgers, october, worked
from tests.house_rules import BOOK
from wagecheck.facts import credit_match, file_property, pay_pattern, payroll_signing, signing_day, worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing_sheets import StandingSheets
from wagecheck.intake.submission import InputFile
from wagecheck.judging import settings

D = dt.date
Rows = Sequence[Mapping[str, Any]]
FIRST = D(2026, 10, 9)
PEOPLE = [{"name": f"张某{letter}"} for letter in "甲乙丙丁戊己庚辛壬癸"]


@cache
def full() -> Settings:
    return settings.build(BOOK, D(2026, 12, 10))


def grounds(**rows: Rows) -> tuple[Groundwork, pl.DataFrame, Given]:
    given = Given(ledgers(**{key: list(value) for key, value in rows.items()}))
    ground = Groundwork(given.ledgers, full())
    return ground, worker_month.build(ground), given


# -- how pay is spread --------------------------------------------------------------------------------------------------


def spread(pay: Sequence[tuple[int, float]], **more: Rows) -> dict[str, Any]:
    """Net pay and days of one person each."""
    rows = [
        {**who, "net_pay": Decimal(net), "gross_pay": Decimal(net) + 200, "work_days": Decimal(str(days))}
        for who, (net, days) in zip(PEOPLE, pay, strict=False)
    ]
    ground, workers, _ = grounds(payroll=rows, **more)
    return pay_pattern.build(ground, workers).collect().row(0, named=True)


def test_the_commonest_amount_and_the_commonest_days() -> None:
    found = spread([(6000, 20), (6000, 21), (6000, 22), (5500, 20)])
    assert (found["people"], found["equal_people"], found["equal_share"], found["equal_amount"]) == (
        4,
        3,
        0.75,
        Decimal(6000),
    )
    assert (found["same_days_share"], found["round_people"], found["round_share"]) == (0.5, 3, 0.75)
    assert len(found["equal_at"]) == 3


def test_spread_is_the_standard_deviation_over_the_mean() -> None:
    found = spread([(5000, 20), (5100, 10)])
    assert found["pay_variation_ratio"] == pytest.approx(0.0140, abs=1e-4)
    assert found["days_variation_ratio"] == pytest.approx(0.4714, abs=1e-4)


@pytest.mark.parametrize(
    ("net", "near"), [(4750, True), (4999, True), (5000, False), (4549, False), (4550, True), (4800, True)]
)
def test_net_or_gross_just_below_the_threshold(net: int, near: bool) -> None:
    """Gross is 200 yuan more."""
    assert spread([(net, 20)])["near_people"] == int(near)


def test_people_paid_by_the_month_and_unknown_days() -> None:
    contract = [{**PEOPLE[0], "wage_unit": "月", "wage_rate": Decimal(6000), "contract_start": D(2026, 9, 1)}]
    assert spread([(6000, 20), (5000, 21)], contract=contract)["people"] == 1
    rows = [{**PEOPLE[0], "net_pay": Decimal(6000)}]
    ground, workers, _ = grounds(payroll=rows)
    found = pay_pattern.build(ground, workers).collect().row(0, named=True)
    assert (found["same_days_share"], found["equal_share"]) == (None, 1.0)


# -- credits ------------------------------------------------------------------------------------------------------------


def credits(*fees: tuple[dt.date, str], september: int | None = None) -> dict[str, Any]:
    payroll = [{**ZHANG, "net_pay": Decimal(6000), "submitted_on": D(2026, 11, 10)}]
    if september is not None:
        earlier = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30), "src": 77}
        payroll.append({**ZHANG, "net_pay": Decimal(september), **earlier})
    flows = [
        {"booked_on": day, "amount_in": Decimal(amount), "memo": "拨付人工费用", "contractor": None}
        for day, amount in fees
    ]
    ground, workers, given = grounds(payroll=payroll, account_flow=flows)
    cells, units = given.cells, ground.units
    sheets = StandingSheets(given.ledgers, given.sources, cells, given.issues, units, full())
    return (
        credit_match.build(sheets, ground, workers).filter(pl.col("period") == "2026-10").collect().row(0, named=True)
    )


@pytest.mark.parametrize(
    ("sentence", "fees", "difference"),
    [
        ("to the yuan", [(D(2026, 10, 20), "6001.00")], "1.00"),
        ("the nearest counts", [(D(2026, 10, 20), "9000"), (D(2026, 11, 2), "6000.40")], "0.40"),
        ("before the period", [(D(2026, 9, 30), "6000")], None),
        ("long after", [(D(2026, 12, 16), "6000")], None),
    ],
)
def test_the_nearest_credit(sentence: str, fees: list[Any], difference: str | None) -> None:
    found = credits(*fees)
    assert found["credit_difference"] == (None if difference is None else Decimal(difference)), sentence
    assert found["credits"] == (0 if difference is None else len(fees))
    assert found["earlier_difference"] is None


def test_earlier_months() -> None:
    both = [(D(2026, 10, 2), "5000"), (D(2026, 11, 2), "6000")]
    assert credits(*both, september=4000)["earlier_difference"] == Decimal(1000)
    assert credits(*both, september=5000)["earlier_difference"] == Decimal(0)
    assert credits(*both)["submitted_on"] == D(2026, 11, 10)


# -- contracts ----------------------------------------------------------------------------------------------------------


def signed(day: dt.date, first: dt.date = FIRST, **rows: Rows) -> dict[str, Any]:
    contract = [{**ZHANG, "contract_signed_on": day, "contract_start": D(2026, 10, 1)}]
    ground, _, _ = grounds(contract=contract, attendance=worked(ZHANG, first), **rows)
    return signing_day.build(ground, ground.units).collect().row(0, named=True)


@pytest.mark.parametrize(("day", "late"), [(D(2026, 11, 8), 0), (D(2026, 11, 9), 1), (D(2026, 9, 1), 0)])
def test_signed_more_than_thirty_days_after_the_first_day(day: dt.date, late: int) -> None:
    found = signed(day)
    assert (found["contracts"], found["late_contracts"]) == (1, late)
    assert found["days_late"] == (31 if late else None)


@pytest.mark.parametrize(
    ("sentence", "valid_from", "first", "early"),
    [
        ("before the card", D(2026, 9, 20), D(2026, 10, 9), 1),
        ("on the day of the card", D(2026, 9, 1), D(2026, 10, 9), 0),
        ("worked before the card too: it was renewed", D(2026, 10, 12), D(2026, 10, 9), 0),
    ],
)
def test_signed_before_the_identity_card(sentence: str, valid_from: dt.date, first: dt.date, early: int) -> None:
    found = signed(D(2026, 9, 1), first, identity=[{**ZHANG, "id_valid_from": valid_from}])
    assert found["before_card"] == early, sentence
    assert len(found["card_at"]) == 2 * early


def test_the_firm_is_found_by_its_name_and_unknown_things_are_null() -> None:
    exact = [{"name": CONTRACTOR, "registered_on": D(2020, 1, 1), "contractor": None}]
    assert signed(D(2026, 9, 1), contractor=exact)["firm_registered_on"] == D(2020, 1, 1)
    found = signed(D(2026, 9, 1))
    assert (found["firm_registered_on"], found["before_card"]) == (None, None)


# -- signatures on the payroll --------------------------------------------------------------------------------------------


def signing(day: dt.date | None, paid: dt.date | None = None, **more: Rows) -> dict[str, Any]:
    payroll = [{**ZHANG, "net_pay": Decimal(5000), "signed_on": day}]
    payment = [] if paid is None else [
        {**ZHANG, "payee_name": "张某甲", "amount": Decimal(5000), "paid_on": paid, "status": "success",
         "document": "result", "direction": "out", "pay_period": "2026年10月"}
    ]  # fmt: skip
    ground, workers, _ = grounds(**{"payroll": payroll, "payment": payment, **more})
    return payroll_signing.build(ground, workers).collect().row(0, named=True)


@pytest.mark.parametrize(
    ("day", "after", "early"),
    [(D(2026, 11, 12), 0, 0), (D(2026, 11, 13), 1, 0), (D(2026, 10, 31), 0, 0), (D(2026, 10, 30), 0, 1)],
)
def test_order_of_signature_pay_and_end_of_the_period(day: dt.date, after: int, early: int) -> None:
    found = signing(day, D(2026, 11, 12))
    assert (found["after_payment"], found["before_end"]) == (after, early)


def test_without_payments_or_days_of_signing_nothing_is_known() -> None:
    assert signing(D(2026, 11, 4))["after_payment"] is None
    found = signing(None, D(2026, 11, 12))
    assert (found["after_payment"], found["before_end"]) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "parts", "after"),
    [
        ("an advance, called so", [(D(2026, 10, 20), 1000, "10月生活费"), (D(2026, 11, 12), 4000, "10月工资")], 0),
        ("an advance without a word", [(D(2026, 10, 20), 1000, "10月工资"), (D(2026, 11, 12), 4000, "10月工资")], 0),
        ("an advance alone", [(D(2026, 10, 20), 1000, "10月工资")], 0),
        ("all of it before the month had ended", [(D(2026, 10, 20), 5000, "10月工资")], 1),
        ("all of it on the last day of the month", [(D(2026, 10, 31), 5000, "10月工资")], 1),
        ("on the day of signing", [(D(2026, 11, 4), 5000, "10月工资")], 0),
    ],
)
def test_an_advance_is_no_pay(sentence: str, parts: list[tuple[dt.date, int, str]], after: int) -> None:
    payment = [
        {**ZHANG, "payee_name": "张某甲", "amount": Decimal(amount), "paid_on": day, "status": "success", "memo": memo,
         "document": "result", "direction": "out", "pay_period": "2026年10月", "txn_no": f"T{number}"}
        for number, (day, amount, memo) in enumerate(parts)
    ]  # fmt: skip
    found = signing(D(2026, 11, 4), payment=payment)
    assert found["after_payment"] == after, sentence
    assert (found["paid_on"] is not None) == bool(after)


def test_somebody_who_left_may_be_settled_with_before_the_sheet_goes_round() -> None:
    roster = [{**ZHANG, "entry_date": D(2026, 9, 1), "exit_date": D(2026, 10, 15)}]
    assert signing(D(2026, 11, 4), D(2026, 10, 20), roster=roster)["after_payment"] == 0
    assert signing(D(2026, 11, 4), D(2026, 11, 2), roster=roster)["after_payment"] == 1


def test_somebody_who_left_signs_when_he_leaves() -> None:
    roster = [{**ZHANG, "entry_date": D(2026, 9, 1), "exit_date": D(2026, 10, 15)}]
    assert signing(D(2026, 10, 15), roster=roster)["before_end"] == 0
    assert signing(D(2026, 10, 14), roster=roster)["before_end"] == 1
    still = worked(ZHANG, *october(20))
    assert signing(D(2026, 10, 15), roster=roster, attendance=still)["before_end"] == 1


# -- files --------------------------------------------------------------------------------------------------------------


def listed(
    *files: tuple[str, str, str, str | None, str, str | None],
    written: int = 1,
    layout: str = "flat",
    whose: Mapping[int, str] | None = None,
) -> pl.DataFrame:
    """(path, content, author, created, ledger, month) each; the contractor is the folder. ``written``: rows of each.

    ``whose``: contractors of single tables, as their sheets name them.
    """
    found = [
        InputFile(path, content, 1, "xlsx", 1, "read", {k: v for k, v in (("creator", author), ("created", made)) if v})
        for path, content, author, made, _, _ in files
    ]
    given = Given(
        ledgers(payroll=[{**ZHANG, "net_pay": Decimal(1)}], project=[{"name": PROJECT, "labor_officer": "钟某专"}])
    )
    sources = pl.DataFrame(
        [
            {
                "src": n, "file": path, "sheet": "x", "ledger": ledger, "layout": layout, "rows": written,
                "project": PROJECT, "contractor": (whose or {}).get(n, path.split("/")[0]),
                "period_start": None if month is None else D.fromisoformat(f"{month}-01"),
                "period_end": None if month is None else D.fromisoformat(f"{month}-28"),
            }
            for n, (path, _, _, _, ledger, month) in enumerate(files)
        ],
        schema_overrides={"period_start": pl.Date, "period_end": pl.Date},
    )  # fmt: skip
    ground = Groundwork(given.ledgers, full())
    return file_property.build(tuple(found), sources, ground, ground.units).collect()


def only_scope(rows: pl.DataFrame, scope: str) -> list[dict[str, Any]]:
    return rows.filter(pl.col("scope") == scope).to_dicts()


A, B = CONTRACTOR, "乙劳务有限公司"


def test_a_form_left_blank_is_nobodys_record() -> None:
    form = (f"{A}/10月工资表.xlsx", "a", "王某", "2026-12-21T08:00:00Z", "payroll", "2026-10")
    assert listed(form, written=0).height == 0
    assert only_scope(listed(form, written=0, layout="annual"), "late"), "its rows are counted by month"


def test_days_from_the_due_day_to_the_creation_of_monthly_files() -> None:
    rows = listed(
        (f"{A}/10月工资表.xlsx", "a", "王某", "2026-12-21T08:00:00Z", "payroll", "2026-10"),
        (f"{A}/花名册.xlsx", "b", "王某", "2026-12-21T08:00:01Z", "roster", None),
        (f"{A}/10月公示.csv", "c", "", None, "notice", "2026-10"),
    )
    (late,) = only_scope(rows, "late")
    assert (late["file"], late["due_on"], late["days_after_due"]) == (f"{A}/10月工资表.xlsx", D(2026, 11, 30), 21)


def test_one_author_for_two_contractors() -> None:
    made = "2026-11-02T08:00:0{}Z"
    rows = listed(
        (f"{A}/1.xlsx", "a", "王某", made.format(1), "payroll", "2026-10"),
        (f"{B}/2.xlsx", "b", " 王某", made.format(2), "payroll", "2026-10"),
        (f"{B}/3.xlsx", "c", "Administrator", made.format(3), "roster", None),
        (f"{A}/4.xlsx", "d", "钟某专", made.format(4), "roster", None),
        (f"{B}/5.xlsx", "e", "钟某专", made.format(5), "roster", None),
    )
    found = only_scope(rows, "author")
    assert {(one["contractor"], one["firms"], one["other_firms"]) for one in found} == {(A, 2, B), (B, 2, A)}


def test_one_second_and_one_content_for_several_months() -> None:
    second = "2026-11-02T08:00:01Z"
    rows = listed(
        (f"{A}/9月.xlsx", "same", "王某", second, "payroll", "2026-09"),
        (f"{A}/10月.xlsx", "same", "王某", second, "payroll", "2026-10"),
    )
    assert [(one["months"], one["firms"]) for one in only_scope(rows, "second")] == [(2, 1)]
    program = [(f"{A}/{n}月.xlsx", str(n), "Apache POI", second, "payroll", f"2026-{n:02d}") for n in (9, 10)]
    assert only_scope(listed(*program), "second") == [], "exported by a program"
    assert [(one["months"], one["files"]) for one in only_scope(rows, "copy")] == [(2, f"{A}/9月.xlsx、{A}/10月.xlsx")]


def test_a_workbook_of_several_months_is_one_file() -> None:
    made = "2026-11-02T08:00:01Z"
    path = f"{A}/全年.xlsx"
    rows = listed((path, "one", "王某", made, "payroll", "2026-09"), (path, "one", "王某", made, "payroll", "2026-10"))
    assert {one["months"] for one in only_scope(rows, "copy") + only_scope(rows, "second")} == {1}


def test_a_workbook_of_several_contractors_is_compared_with_other_files_only() -> None:
    joint = ("全部.xlsx", "one", "王某", "2026-11-02T08:00:01Z", "payroll", "2026-10")
    rows = listed(joint, joint, whose={0: A, 1: B})
    found = only_scope(rows, "author") + only_scope(rows, "second")
    assert {(one["contractor"], one["firms"], one["other_firms"]) for one in found} == {(A, 1, ""), (B, 1, "")}
    alone = (f"{A}/10月公示.xlsx", "two", "王某", "2026-11-02T08:00:01Z", "notice", "2026-10")
    rows = listed(joint, joint, alone, whose={0: A, 1: B})
    assert {one["firms"] for one in only_scope(rows, "author")} == {1}, "whoever wrote for one wrote for all"
    theirs = (f"{B}/10月公示.xlsx", "three", "王某", "2026-11-02T08:00:01Z", "notice", "2026-10")
    rows = listed(joint, joint, joint, alone, theirs, whose={0: A, 1: B, 2: "丙劳务有限公司"})
    found = only_scope(rows, "second")
    assert {(one["contractor"], one["firms"], one["other_firms"]) for one in found} == {
        (A, 2, B),
        (B, 2, A),
        ("丙劳务有限公司", 1, ""),
    }


def test_files_of_the_bank_say_nothing() -> None:
    rows = listed((f"{A}/流水.xlsx", "a", "王某", "2026-12-29T08:00:00Z", "payment", "2026-10"))
    assert rows.is_empty()
