"""The same month in every archetype: each gives the ledgers of the tidy original, value for value."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from wagecheck.intake import submission as intake
from wagecheck.intake.submission import Submission
from wagecheck.ledgers.names import name_key
from wagecheck.simulate import bookkeeping, scenario, submission
from wagecheck.simulate.archetypes import annual, banks, exports, payrolls, people, punches
from wagecheck.simulate.archetypes.catalogue import ARCHETYPES, Archetype
from wagecheck.simulate.archetypes.containers import document, scan
from wagecheck.simulate.books import ContractorBooks
from wagecheck.simulate.layouts import tidy
from wagecheck.simulate.layouts.binder import Binder
from wagecheck.simulate.sheets import File, Sheet
from wagecheck.simulate.truth import WorkDay

PERIODIC = {"attendance", "attendance_summary", "payroll", "payroll_item", "notice"}
NAMES = {archetype.name: archetype for archetype in ARCHETYPES}


@cache
def books_of(kind: str) -> ContractorBooks:
    world = scenario.make(31, workers=9, contractors=1, months=2 if kind.startswith("two") else 1)
    if "whole" in kind:
        for worker in world.contractors[0].workers:
            worker.days = {day: WorkDay(Decimal(1), work.overtime) for day, work in worker.days.items()}
    return bookkeeping.write_down(world).contractors[0]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The tidy ledgers of the same books, read once."""

    @cache
    def read(kind: str) -> Submission:
        folder = tmp_path_factory.mktemp("tidy")
        submission.save(tidy.draw(books_of(kind), 0, "xlsx"), folder / "资料")
        return intake.read([folder / "资料"])

    return read


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archetypes")


@pytest.fixture(scope="module", params=list(NAMES))
def case(request: pytest.FixtureRequest, folder: Path) -> tuple[Archetype, list[File], Submission]:
    archetype = NAMES[request.param]
    files = archetype.draw(books_of(archetype.books))
    home = folder / str(list(NAMES).index(request.param)) / "资料"
    submission.save(files, home)
    return archetype, files, intake.read([home])


def rows(given: Submission, ledger: str, fields: list[str]) -> Counter[tuple[Any, ...]]:
    frame = given.ledgers[ledger]
    if ledger == "payment":
        frame = frame.filter(pl.col("direction") != "in").with_columns(
            name_key(pl.col("payee_name")).alias("payee_name")
        )
    if ledger == "payroll_item":
        frame = frame.filter(pl.col("amount") != 0)
    if ledger == "attendance":
        frame = frame.filter(pl.col("work") != 0)
    for name in ("signature", "team_leader", "reviewer"):
        if name in frame.columns:
            frame = frame.with_columns(name_key(pl.col(name)).alias(name))
    if ledger == "attendance_summary":
        frame = frame.filter(pl.col("days").is_not_null())
    where = ["contractor", *(["period_start", "period_end"] if ledger in PERIODIC else [])]
    return Counter(frame.select(*where, *fields).rows())


def together(given: Submission, ledger: str, fields: list[str]) -> Counter[tuple[Any, ...]]:
    """The records of several files put together by identity number: the first value that is told counts."""
    frame = given.ledgers[ledger].group_by("id_number").agg(pl.exclude("id_number").drop_nulls().first())
    frame = frame.with_columns(name_key(pl.col("team_leader")).alias("team_leader"))
    return Counter(frame.select("contractor", *fields).rows())


def differences(expected: Counter[Any], actual: Counter[Any], fields: list[str]) -> dict[str, Any]:
    """Which fields differ, each with up to two values that are missing and two that are too many."""
    if expected == actual:
        return {}
    found: dict[str, Any] = {"records": (expected.total(), actual.total())}
    for number, name in enumerate(fields, start=-len(fields)):
        mine, theirs = (Counter(str(row[number]) for row in side.elements()) for side in (expected, actual))
        if mine != theirs:
            found[name] = [*(mine - theirs)][:2], [*(theirs - mine)][:2]
    return found


def test_the_ledgers_are_those_of_the_tidy_original(
    case: tuple[Archetype, list[File], Submission], original: Any
) -> None:
    archetype, _, given = case
    tidy_given = original(archetype.books)
    for ledger, fields in archetype.carries.items():
        names = fields.split()
        expected = (together if archetype.merged else rows)(tidy_given, ledger, names)
        assert expected
        actual = (together if archetype.merged else rows)(given, ledger, names)
        different = differences(expected, actual, names)
        assert different == {}, ledger


def test_nothing_else_is_read(case: tuple[Archetype, list[File], Submission]) -> None:
    """No record of another ledger comes out of a form that has none."""
    archetype, _, given = case
    known = {*archetype.carries, "payroll_item", "attendance_summary" if "attendance" in archetype.carries else ""}
    assert {name for name, frame in given.ledgers.items() if frame.height} <= known


def test_nothing_is_wrong_with_it(case: tuple[Archetype, list[File], Submission]) -> None:
    _, _, given = case
    assert given.issues.select("code", "sheet", "row", "col", "field", "raw", "detail").rows() == []
    assert given.totals.filter(pl.col("stated") != pl.col("computed")).rows() == []


#: Ledger → fields whose cells are looked up. The days of an attendance sheet have a test of their own.
FIELDS = {
    "roster": "name id_number bank_card daily_rate",
    "payroll": "name id_number work_days gross_pay net_pay bank_card",
    "payment": "payee_name payee_account amount",
    "notice": "name net_pay",
    "attendance_summary": "name id_number days",
}


def shown(value: Any) -> str:
    """A value without the ways in which people write it."""
    text = unicodedata.normalize("NFKC", str(value))
    plain = "".join(text.split()).strip('="').lstrip("¥+-").replace(",", "").upper()
    return plain.removesuffix("/天").removesuffix("天").removesuffix("元")


def same(raw: Any, value: Any) -> bool:
    if isinstance(value, Decimal):
        try:
            return abs(Decimal(shown(raw).rsplit("/", 1)[-1])) == value
        except ArithmeticError:
            return False
    return shown(raw).rsplit(":", 1)[-1] == shown(value)


def grids(files: list[File]) -> dict[tuple[str, str], list[list[Any]]]:
    """The cells of every sheet by name of file and sheet, as rows and columns are counted in the file."""
    found = {}
    for file in files:
        name = PurePosixPath(file.path).name
        for sheet in file.sheets:
            cells = [list(row) for row in sheet.rows]
            if file.kind == "csv":  # rows are lines there, and a heading may have several
                cells = [part for row in cells for part in [row, *[[]] * sum(str(c).count("\n") for c in row if c)]]
            found[name, sheet.name] = cells
            if len(file.sheets) == 1:
                found[name, ""] = cells
    return found


def places(given: Submission, ledger: str) -> Iterator[tuple[str, str, int, int, str, Any]]:
    """File, sheet, row, column, field and value of what provenance says of a ledger."""
    sources = {row["src"]: row for row in given.sources.to_dicts()}
    frame = given.ledgers[ledger]
    cells = given.cells.unique(["src", "field"], keep="first", maintain_order=True)
    for field in FIELDS[ledger].split():
        found = frame.select("src", "row", field).drop_nulls().join(cells.filter(pl.col("field") == field), on="src")
        for src, row, value, col, offset in found.select("src", "row", field, "col", "row_offset").iter_rows():
            file = PurePosixPath(sources[src]["file"].replace("!", "/")).name
            yield file, sources[src]["sheet"], row + offset, col, field, value


def test_every_value_is_found_in_its_cell(case: tuple[Archetype, list[File], Submission]) -> None:
    """The cell that provenance names holds the value, as somebody wrote it."""
    archetype, files, given = case
    written = grids(tidy.draw(books_of(archetype.books), 0, "xlsx") if files[0].kind == "zip" else files)
    seen = 0
    carried = archetype.carries.keys() | ({"attendance_summary"} if "attendance" in archetype.carries else set())
    for ledger in sorted(carried & FIELDS.keys()):
        for file, sheet, row, col, field, value in places(given, ledger):
            raw = (written.get((file, sheet)) or written[file, ""])[row - 1][col - 1]
            assert same(raw, value), (ledger, field, file, row, col, raw, value)
            seen += 1
    assert seen >= len(books_of(archetype.books).roster)


@pytest.mark.parametrize("name", [a.name for a in ARCHETYPES if "attendance" in a.carries and "whole" in a.books])
def test_every_day_is_found_in_its_cell(name: str, folder: Path) -> None:
    """The cell of a day worked is the one with that day's mark or times, and there is one for every day."""
    archetype = NAMES[name]
    books = books_of(archetype.books)
    written = grids(archetype.draw(books))
    given = intake.read([folder / str(list(NAMES).index(name)) / "资料"])
    sources = {row["src"]: row for row in given.sources.to_dicts()}
    days = given.ledgers["attendance"].filter(pl.col("work") > 0)
    for src, row, col in days.select("src", "row", "col").iter_rows():
        source = sources[src]
        raw = written[PurePosixPath(source["file"]).name, source["sheet"]][row - 1][col - 1]
        assert raw == "正常" or ":" in str(raw), (row, col, raw)
    worked = sum(len(record.days) for month in books.months for record in month.attendance)
    assert days.select("name_key", "date").unique().height == worked


def given_of(files: list[File], folder: Path) -> Submission:
    submission.save(files, folder / "资料")
    return intake.read([folder / "资料"])


def test_pay_periods_from_the_eleventh_to_the_tenth(tmp_path: Path) -> None:
    """A12: the sheets are named for days, the year stands in the file name only."""
    books = books_of("two months")
    binder = Binder(books)
    binder.add("工资台账2026（超）.xlsx", annual.ledger(books, eleventh=True), books.months[-1].month)
    given = given_of(binder.files, tmp_path)
    read = given.ledgers["payroll"].select("period_start", "period_end", "name_key", "net_pay").rows()
    expected = [(*annual.span(m, eleventh=True), r.name, r.net_pay) for m in books.months for r in m.payroll]
    assert Counter(read) == Counter(expected)
    assert given.issues["code"].to_list() == []


def test_two_files_of_one_month_that_overlap(tmp_path: Path) -> None:
    """A6: a clock is read out twice, and two days are in both files."""
    books = books_of("whole days")
    month = books.months[-1]
    binder = Binder(books)
    first, last = month.month.first, month.month.last
    for name, (start, end) in {"上": (first, first.replace(day=16)), "下": (first.replace(day=15), last)}.items():
        sheet = punches.blocks("Sheet1", month.month, month.attendance, span=(start, end))
        binder.add(f"考勤机{name}半月.xls", [sheet], month.month)
    given = given_of(binder.files, tmp_path)
    read = given.ledgers["attendance"].filter(pl.col("work") > 0).select("name_key", "date").unique().rows()
    assert Counter(read) == Counter((record.name, day) for record in month.attendance for day in record.days)
    assert given.issues["code"].to_list() == []


def test_two_contractors_in_one_workbook(tmp_path: Path) -> None:
    """A sheet a contractor, named in its title."""
    world = scenario.make(5, workers=3, contractors=2, months=1)
    both = bookkeeping.write_down(world).contractors
    month = both[0].months[-1].month
    binder = Binder(both[0], folder="")
    sheets = [payrolls.grouped(f"表{n}", b.contractor.name, b.months[-1]) for n, b in enumerate(both, start=1)]
    binder.add(f"各队{month.chinese}工资表.xlsx", sheets, month)
    given = given_of(binder.files, tmp_path)
    read = given.ledgers["payroll"].select("contractor", "name_key", "net_pay").rows()
    assert Counter(read) == Counter((b.contractor.name, r.name, r.net_pay) for b in both for r in b.months[-1].payroll)
    assert given.issues["code"].to_list() == []


def test_rows_hidden_by_a_filter_are_read_and_named(tmp_path: Path) -> None:
    """A9: most rows of such exports are hidden."""
    books = books_of("a month")
    month = books.months[-1]
    sheet = exports.sums(month.month, books.contractor.name, month.attendance, signed=False)
    sheet.hidden_rows |= {4, 5, 8}
    binder = Binder(books)
    binder.add("考勤汇总.xlsx", [sheet], month.month)
    given = given_of(binder.files, tmp_path)
    read = given.ledgers["attendance_summary"].select("name_key", "days").rows()
    assert Counter(read) == Counter((record.name, record.work_days) for record in month.attendance)
    assert given.issues.select("code", "count", "row").rows() == [("IN15", 3, 4)]


def test_documents_and_scans_are_named(tmp_path: Path) -> None:
    """A15: what is no table is never passed over in silence."""
    books = books_of("a month")
    files = tidy.draw(books, 0, "xlsx")
    roster = next(file for file in files if "花名册" in file.path)
    payroll = next(file for file in files if "工资发放表" in file.path)
    given = given_of([*files, document(roster), scan(payroll)], tmp_path)
    firm = books.contractor.name
    unread = given.issues.select("code", "file", "contractor").rows()
    assert sorted(unread) == [
        ("IN01", f"{firm}/{payroll.path.split('/')[-1][:-5]}.pdf", firm),
        ("IN01", f"{firm}/花名册.docx", firm),
    ]
    assert {file.path: file.status for file in given.files}[f"{firm}/花名册.docx"] == "unreadable"


def test_a_workbook_under_a_password(tmp_path: Path) -> None:
    """A16: with the password it is read as any other, without it is named, and the rest is read."""
    books = books_of("a month")
    files = tidy.draw(books, 0, "xlsx")
    submission.save(files, tmp_path / "资料")
    payroll = next(tmp_path / "资料" / file.path for file in files if "工资发放表" in file.path)
    plain = payroll.read_bytes()
    with payroll.open("wb") as stream:
        OOXMLFile(io.BytesIO(plain)).encrypt("gz2026", stream)
    opened = intake.read([tmp_path / "资料"], passwords=["gz2026"])
    read = opened.ledgers["payroll"].select("name_key", "net_pay").rows()
    assert Counter(read) == Counter((record.name, record.net_pay) for record in books.months[-1].payroll)
    assert opened.issues["code"].to_list() == []
    closed = intake.read([tmp_path / "资料"])
    assert closed.issues.select("code", "file").rows() == [("IN01", payroll.relative_to(tmp_path / "资料").as_posix())]
    assert closed.ledgers["roster"].height == len(books.roster)


def test_parts_of_wps_are_no_sheets(tmp_path: Path) -> None:
    """A11: pictures in cells are kept on a sheet that nobody sees."""
    books = books_of("a month")
    pictures = Sheet("WpsReserved_CellImgList", [["ID_1", "DISPIMG"], ["ID_2", "DISPIMG"]], state="veryHidden")
    binder = Binder(books)
    binder.add("人员导入模板.xlsx", [people.platform_roster(books), pictures], books.months[-1].month)
    given = given_of(binder.files, tmp_path)
    assert given.ledgers["roster"].height == len(books.roster)
    assert given.issues["code"].to_list() == []


STATUSES = [
    ("全部成功", "success"), ("成功", "success"), ("代发成功", "success"), ("35", "success"), ("交易失败未扣款", "failed"),
    ("FAILNO", "failed"), ("失败", "failed"), ("拒绝处理", "failed"), ("代发失败", "failed"), ("撤销", "failed"), ("31", "failed"),
    ("退款", "refunded"), ("交易失败已扣款", "pending"), ("FAILYES", "pending"), ("处理中", "pending"), ("34", "pending"),
    ("部分成功", "pending"), ("待处理", "pending"), ("待提交", "pending"), ("代发处理中", "pending"),
]  # fmt: skip


def test_words_of_bank_results(tmp_path: Path) -> None:
    """A14: what banks call paid, not paid, and nobody knows yet."""
    books = bookkeeping.write_down(scenario.make(3, workers=len(STATUSES), contractors=1, months=1)).contractors[0]
    month = books.months[-1]
    for record, (written, _) in zip(month.payment, STATUSES, strict=True):
        record.status = written
    binder = Binder(books)
    binder.add("建设银行代发结果.xls", [banks.result(month.payment)], month.month)
    given = given_of(binder.files, tmp_path)
    assert given.ledgers["payment"].select("status_text", "status").rows() == STATUSES
    assert given.issues["code"].to_list() == []
