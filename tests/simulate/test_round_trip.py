"""What was written is what intake reads, value for value: tidy, csv and untidy alike.

The sample messy has a test of its own: ``tests/intake/test_archetypes.py`` for its forms, ``tests/cli/test_samples.py``
for its figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.conftest import SAMPLES
from wagecheck.intake import submission as intake
from wagecheck.intake.submission import Submission
from wagecheck.simulate import samples, submission
from wagecheck.simulate.books import ContractorBooks, MonthBooks
from wagecheck.simulate.records import Record
from wagecheck.simulate.submission import Made

#: Ledger → columns that both sides have under the same name.
STANDING = {
    "identity": "name id_type id_number gender birth_date nation address id_issuer id_valid_from id_valid_until phone",
    "contract": "name id_number phone contract_no contract_title contract_type contract_term_type contract_signed_on "
    "contract_start contract_end employer employer_uscc trade employment_form wage_unit wage_rate pay_day "
    "contract_status",
    "roster": "name gender birth_date id_number phone address nation native_place trade team team_leader employer "
    "entry_date exit_date registered_on safety_trained_on contract_no contract_signed_on employment_form bank_card "
    "bank_name daily_rate",
}
MONTHLY = {
    "payroll": "name id_number phone trade team work_days overtime_hours daily_rate base_pay overtime_pay allowance "
    "gross_pay net_pay bank_card bank_name pay_date signed_on pay_method submitted_on reviewed_on reviewer "
    "slip_delivered",
    "payment": "payee_name payee_account payee_bank payer_account payer_name amount paid_on memo txn_no voucher_no",
    "notice": "name id_number team trade work_days gross_pay net_pay notice_from notice_to",
}
PROJECT = {
    "contractor": "name uscc corp_type legal_rep legal_rep_id address phone registered_on entered_on subcontract_no "
    "subcontract_signed_on measure_cycle settlement_method entrust_signed_on",
    "account": "name number bank opened_on filed_on tripartite_signed_on status",
    "account_flow": "booked_on memo amount_in amount_out balance payee_name payee_account txn_no",
    "guarantee": "form guarantee_no ratio amount deposited_on valid_from valid_to beneficiary",
    "insurance": "name id_number insurer_contractor kind insured_from insured_to registered_on",
}
CASES = ("clean", "untidy", "typical", "severe", "csv", "months")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round_trip")


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, folder: Path) -> tuple[Made, Submission]:
    name = request.param
    if name in samples.SAMPLES:
        return samples.SAMPLES[name][0](), intake.read([SAMPLES / name])
    months = 3 if name == "months" else 1
    made = submission.make(workers=14, contractors=2, months=months, seed=31)
    layout: submission.Layout = "messy" if name == "untidy" else "tidy"
    submission.save(made.draw(kind="csv" if name == "csv" else "xlsx", layout=layout), folder / name)
    return made, intake.read([folder / name])


def written(records: Iterable[Record], fields: Sequence[str], *context: Any) -> Counter[tuple[Any, ...]]:
    return Counter((*context, *(getattr(record, field) for field in fields)) for record in records)


def read(frame: pl.DataFrame, fields: Sequence[str], *context: str) -> Counter[tuple[Any, ...]]:
    if "name" in fields and "name_key" in frame.columns:
        frame = frame.with_columns(pl.col("name_key").alias("name"))
    return Counter(frame.select(*context, *fields).rows())


def differences(expected: Counter[Any], actual: Counter[Any]) -> dict[str, list[Any]]:
    return {"missing": sorted((expected - actual), key=str)[:3], "too many": sorted((actual - expected), key=str)[:3]}


NOTHING: dict[str, list[Any]] = {"missing": [], "too many": []}


@pytest.mark.parametrize("ledger", STANDING)
def test_standing_ledgers(case: tuple[Made, Submission], ledger: str) -> None:
    made, given = case
    fields = STANDING[ledger].split()
    expected: Counter[Any] = Counter()
    for books in made.books.contractors:
        expected += written(getattr(books, ledger), fields, books.contractor.name)
    actual = read(given.ledgers[ledger], fields, "contractor")
    # untidy rosters overlap: the same person may stand in both, with the same values
    assert differences(Counter(set(expected)), Counter(set(actual))) == NOTHING


@pytest.mark.parametrize("ledger", MONTHLY)
def test_monthly_ledgers(case: tuple[Made, Submission], ledger: str) -> None:
    made, given = case
    fields = MONTHLY[ledger].split()
    lossy = {id(r) for _, month in months(made) for r in month.payroll if "id_number" in r.raw}
    expected: Counter[Any] = Counter()
    for books, month in months(made):
        records = [record for record in getattr(month, ledger) if id(record) not in lossy]
        expected += written(records, fields, books.contractor.name, month.month.first, month.month.last)
    frame = given.ledgers[ledger]
    if ledger == "payment":
        frame = frame.filter(pl.col("document") != "batch")
    if ledger == "payroll":
        frame = frame.filter(pl.col("id_state") != "lossy")
    assert differences(expected, read(frame, fields, "contractor", "period_start", "period_end")) == NOTHING


def test_days_worked(case: tuple[Made, Submission]) -> None:
    made, given = case
    expected = Counter(
        (books.contractor.name, record.name, record.id_number, day, work.work)
        for books, month in months(made)
        for record in month.attendance
        for day, work in record.days.items()
    )
    worked = given.ledgers["attendance"].filter(pl.col("work") != 0)
    fields = ("contractor", "name_key", "id_number", "date", "work")
    assert differences(expected, Counter(worked.select(fields).rows())) == NOTHING
    assert given.ledgers["attendance"]["work"].null_count() == 0


def test_stated_sums_and_signatures(case: tuple[Made, Submission]) -> None:
    made, given = case
    expected = Counter(
        (books.contractor.name, record.name, record.work_days, record.overtime_hours)
        for books, month in months(made)
        for record in month.attendance
    )
    summary = given.ledgers["attendance_summary"]
    actual = Counter(summary.select("contractor", "name_key", "days", "overtime_hours").rows())
    assert differences(expected, actual) == NOTHING
    assert summary["signature"].null_count() == 0


def test_items_of_the_payroll(case: tuple[Made, Submission]) -> None:
    made, given = case
    titles = {"个税": "tax", "社保个人部分": "social_insurance", "罚款": "fine"}
    expected = Counter(
        (books.contractor.name, record.name, title, getattr(record, field))
        for books, month in months(made)
        for record in month.payroll
        for title, field in titles.items()
        if getattr(record, field)
    )
    items = given.ledgers["payroll_item"].filter((pl.col("amount") != 0) & (pl.col("kind") == "deduction"))
    items = items.with_columns(pl.col("title").str.replace("^扣除项目.", "").alias("title"))
    actual = Counter(items.select("contractor", "name_key", "title", "amount").rows())
    assert differences(expected, actual) == NOTHING


@pytest.mark.parametrize("ledger", PROJECT)
def test_standing_data(case: tuple[Made, Submission], ledger: str) -> None:
    made, given = case
    books = made.books
    records: dict[str, Sequence[Record]] = {
        "contractor": books.standing,
        "account": [books.account],
        "account_flow": books.flows,
        "guarantee": [books.guarantee],
        "insurance": books.insurance,
    }
    fields = PROJECT[ledger].split()
    expected, actual = written(records[ledger], fields), read(given.ledgers[ledger], fields)
    assert differences(expected, actual) == NOTHING


def test_the_project_and_its_board(case: tuple[Made, Submission]) -> None:
    made, given = case
    project = given.ledgers["project"].row(0, named=True)
    truth = made.world.project
    assert (project["name"], project["region"], project["tier"]) == (truth.name, "420100", "1")
    assert (project["contract_amount"], project["contract_signed_on"]) == (truth.contract_amount, truth.signed_on)
    assert project["arrears_in_two_years"] is False
    assert given.ledgers["board"].select("minimum_wage").item() == 2400


def test_nothing_is_left_unread(case: tuple[Made, Submission]) -> None:
    made, given = case
    known = {finding.rule for finding in made.expected if finding.rule.startswith("IN")} - {"IN10"}
    assert set(given.issues["code"]) == known
    wrong = given.totals.filter(pl.col("stated") != pl.col("computed"))
    assert wrong.height == sum(finding.rule == "IN10" for finding in made.expected)


def months(made: Made) -> list[tuple[ContractorBooks, MonthBooks]]:
    return [(books, month) for books in made.books.contractors for month in books.months]
