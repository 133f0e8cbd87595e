"""A blank workbook that was filled as asked reads without a question, and says what was written, value for value."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from tests.blanks import filling
from tests.conftest import Run, check, run
from tests.simulate.test_round_trip import MONTHLY, NOTHING, PROJECT, STANDING, differences, read, written
from wagecheck.intake import submission as intake
from wagecheck.intake.submission import Submission
from wagecheck.simulate.submission import Made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Path]:
    """Twelve people in each of two contractors, in forms handed out with five rows drawn: clerks write on below."""
    folder = tmp_path_factory.mktemp("filled") / "资料"
    world = filling.made(workers=12, contractors=2)
    names = [part for books in world.books.contractors for part in ("--contractor", books.contractor.name)]
    done = run("template", folder, *names, "--project", world.world.project.name, "--period", "2026-10", "--rows", 5)
    assert done.returncode == 0, done.stderr
    filling.fill(folder, world)
    return world, folder


@pytest.fixture(scope="module")
def submission(filled: tuple[Made, Path]) -> Submission:
    return intake.read([filled[1]])


@pytest.fixture(scope="module")
def judged(filled: tuple[Made, Path], tmp_path_factory: pytest.TempPathFactory) -> Run:
    return check(filled[1], tmp_path_factory.mktemp("judged") / "out")


def test_nothing_is_left_unread(submission: Submission) -> None:
    assert submission.issues.select("code", "file", "sheet", "row", "detail").rows() == []
    assert {file.status for file in submission.files} == {"read"}


def test_every_table_is_taken_for_what_it_is(filled: tuple[Made, Path], submission: Submission) -> None:
    world, _ = filled
    expected = Counter(
        (books.contractor.name, ledger, sheet, len(books.contractor.workers))
        for books in world.books.contractors
        for ledger, sheet, _ in filling.FORMS.values()
    )
    sources = submission.sources.filter(pl.col("contractor").is_not_null())
    assert Counter(sources.select("contractor", "ledger", "sheet", "rows").rows()) == expected


def test_a_lawful_month_has_no_finding(judged: Run) -> None:
    assert [(f["rule"], f["sheet"], f["message"]) for f in judged.result["findings"]] == []
    assert [one["workers"] for one in judged.result["contractors"] if one["workers"]] == [12, 12]
    assert judged.code == 0, "every rule assessed, nothing found"


def test_rules_are_judged_not_passed_over(judged: Run) -> None:
    """The rules that look at what the forms ask for come to a verdict."""
    passed = {o["rule"] for o in judged.result["outcomes"] if o["outcome"] == "pass"}
    assert {
        "SU01",
        "SU02",
        "RN01",
        "RN04",
        "LC01",
        "LC02",
        "AT02",
        "PY01",
        "PY04",
        "PY06",
        "PY08",
        "BK01",
        "BK06",
    } <= passed
    assert {"PB02", "PB03", "PJ01", "PJ12"} <= passed


@pytest.mark.parametrize("ledger", STANDING)
def test_standing_ledgers_are_read_back(filled: tuple[Made, Path], submission: Submission, ledger: str) -> None:
    world, _ = filled
    fields = STANDING[ledger].split()
    expected: Counter[tuple[object, ...]] = Counter()
    for books in world.books.contractors:
        expected += written(getattr(books, ledger), fields, books.contractor.name)
    assert differences(expected, read(submission.ledgers[ledger], fields, "contractor")) == NOTHING


@pytest.mark.parametrize("ledger", MONTHLY)
def test_monthly_ledgers_are_read_back(filled: tuple[Made, Path], submission: Submission, ledger: str) -> None:
    world, _ = filled
    fields = MONTHLY[ledger].split()
    expected: Counter[tuple[object, ...]] = Counter()
    for books in world.books.contractors:
        month = books.months[-1]
        records = getattr(month, ledger)
        expected += written(records, fields, books.contractor.name, month.month.first, month.month.last)
        if ledger == "payroll":  # written once above the table: the first worker's date counts for all
            assert {record.pay_date for record in records} == {records[0].pay_date}
    actual = read(submission.ledgers[ledger], fields, "contractor", "period_start", "period_end")
    assert differences(expected, actual) == NOTHING


@pytest.mark.parametrize("ledger", PROJECT)
def test_the_project_workbook_is_read_back(filled: tuple[Made, Path], submission: Submission, ledger: str) -> None:
    books = filled[0].books
    records = {
        "contractor": books.standing,
        "account": [books.account],
        "account_flow": books.flows,
        "guarantee": [books.guarantee],
        "insurance": books.insurance,
    }[ledger]
    fields = PROJECT[ledger].split()
    assert differences(written(records, fields), read(submission.ledgers[ledger], fields)) == NOTHING


def test_days_are_read_back(filled: tuple[Made, Path], submission: Submission) -> None:
    expected = Counter(
        (record.name, record.id_number, day, work.work)
        for books in filled[0].books.contractors
        for record in books.months[-1].attendance
        for day, work in record.days.items()
    )
    worked = submission.ledgers["attendance"].filter(pl.col("work") != 0)
    actual = Counter(worked.select("name_key", "id_number", "date", "work").rows())
    assert differences(expected, actual) == NOTHING
    assert submission.ledgers["attendance"]["work"].null_count() == 0


def test_deductions_are_read_back(filled: tuple[Made, Path], submission: Submission) -> None:
    titles = {"个税": "tax", "社保个人部分": "social_insurance"}
    expected = Counter(
        (record.name, title, getattr(record, field))
        for books in filled[0].books.contractors
        for record in books.months[-1].payroll
        for title, field in titles.items()
        if getattr(record, field)
    )
    items = submission.ledgers["payroll_item"].filter((pl.col("amount") != 0) & (pl.col("kind") == "deduction"))
    assert differences(expected, Counter(items.select("name_key", "title", "amount").rows())) == NOTHING
