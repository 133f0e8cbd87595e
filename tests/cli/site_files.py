"""A made-up building site as files: one contractor, seven workers, October 2026, all ledgers lawful and in agreement.

A test changes one thing (a worker's standing, a cell, a file name) and writes the folder. Every table is a list of rows
keyed by heading, so a test speaks of ``site["payroll"].rows[2]["实发工资"]`` and of ``site.cell("payroll", 2, "实发工资")``.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tests.cli import site_rows
from tests.cli.site_rows import FIRM, SECOND_FIRM, Row, Worker
from tests.conftest import SAMPLES
from wagecheck import judge, rulebook
from wagecheck.intake import submission
from wagecheck.privacy import Masker
from wagecheck.register import listing
from wagecheck.result import Result
from wagecheck.rulebook import Rulebook

Place = tuple[str, str | None, str | None]

AS_OF = dt.date(2026, 11, 21)


@dataclass(frozen=True)
class Formula:
    """A cell as a spreadsheet program saved it: the formula and the value it had."""

    text: str
    cached: float


def crew(number: int = 0) -> list[Worker]:
    """Seven people of site ``number``, each site with its own; nobody is real, and nobody's name holds another's."""
    people = [
        Worker("任某丙", "20030811", 545, 430),
        Worker("孟某庚", "19990629", 700, 320),
        Worker("汪某子", "19930429", 501),
        Worker("尹某丁", "19920721", 833, 350),
        Worker("何某辛", "19730704", 861, 280),
        Worker("侯某戊", "19800318", 445, 390),
        Worker("顾某壬", "19830219", 10, 260),
    ]
    return [of_site(worker, number) for worker in people]


def of_site(worker: Worker, number: int) -> Worker:
    """The worker as somebody else: nobody of one site works on another."""
    older, step = divmod(number, 50)
    birth = f"{int(worker.birth[:4]) - older}{worker.birth[4:]}"
    return replace(worker, birth=birth, serial=(worker.serial + 20 * step) % 1000, number="", card="", phone="")


@dataclass
class Table:
    """One sheet: lines above the headings, rows by heading, lines below."""

    path: str
    sheet: str
    rows: list[Row]
    head: list[list[Any]] = field(default_factory=list)
    feet: list[list[Any]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    created: dt.datetime = dt.datetime(2026, 11, 3, 9, 0)

    @property
    def headings(self) -> list[str]:
        return list(dict.fromkeys(heading for row in self.rows for heading in row))

    def lines(self) -> list[list[Any]]:
        names = self.headings
        shown = [int(name) if name.isdigit() else name for name in names]
        return [*self.head, shown, *([row.get(name) for name in names] for row in self.rows), *self.feet]

    def place(self, row: int, heading: str) -> Place:
        letter = xl_col_to_name(self.headings.index(heading))
        return self.path, self.sheet, f"{letter}{len(self.head) + 2 + row}"

    def rename(self, **headings: str) -> None:
        """Other words for headings, in place."""
        self.rows = [{headings.get(name, name): value for name, value in row.items()} for row in self.rows]

    def drop(self, *headings: str) -> None:
        self.rows = [{name: value for name, value in row.items() if name not in headings} for row in self.rows]

    def remove(self, row: int) -> None:
        """A row goes, and the serial numbers of those below move up."""
        del self.rows[row]
        for number, left in enumerate(self.rows, start=1):
            left["序号"] = number

    def insert(self, heading: str, values: list[Any], before: str) -> None:
        """A further column, left of another."""
        for row, value in zip(self.rows, values, strict=True):
            tail = {name: row.pop(name) for name in list(row)[list(row).index(before) :]}
            row.update({heading: value, **tail})

    def total(self, *headings: str, word: str = "合计", rows: list[Row] | None = None) -> list[Any]:
        """A total line over ``headings``."""
        given = self.rows if rows is None else rows
        line: list[Any] = [None] * len(self.headings)
        line[1] = word
        for name in headings:
            line[self.headings.index(name)] = float(sum(Decimal(str(row[name] or 0)) for row in given))
        return line


class Site:
    """All tables of the site. ``hire`` changes a worker and writes every ledger anew."""

    def __init__(self, number: int = 0) -> None:
        self.number = number
        self.project = f"示例滨江路{number}号工程"
        self.workers = crew(number)
        self.rebuild()

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def hire(self, index: int, **changes: Any) -> None:
        """Worker ``index`` stands differently; all ledgers are written anew (changes made to tables are lost)."""
        if {"birth", "serial"} & set(changes):
            changes = {"number": "", "card": "", **changes}
        self.workers[index] = replace(self.workers[index], **changes)
        self.rebuild()

    def cell(self, name: str, row: int, heading: str) -> Place:
        return self.tables[name].place(row, heading)

    def pay(self, index: int, amount: float, **more: Any) -> None:
        """Worker ``index`` earns and gets ``amount``; ``more`` are further cells of the payroll."""
        for name in ("payroll", "notice", "payment"):
            shown = {"应发工资", "实发工资", "金额"} & set(self[name].headings)
            self[name].rows[index] |= dict.fromkeys(shown, amount)
        self["payroll"].rows[index] |= {"基本工资": amount} | more
        self["account_flow"].rows[index + 1]["支出"] = amount

    def work_over(self, index: int, hours: float, pay: float) -> None:
        """Worker ``index`` has hours of overtime beside the days, and pay for them."""
        heads = range(len(self.workers))
        self["attendance"].insert("加班小时", [hours if i == index else 0 for i in heads], before="本人签字")
        self["payroll"].insert("加班工资", [pay if i == index else 0 for i in heads], before="应发工资")
        base = self["payroll"].rows[index]["基本工资"]
        self.pay(index, round(base + pay, 2), 基本工资=base, 加班小时=hours)

    def pay_by_month(self, index: int, wage: int) -> None:
        """A worker paid by the month has done all working days and the Saturdays: 22 days, the last rest day being off."""
        self.hire(index, rate=0, worked=site_rows.month(11, 18, 25, first=7))
        assert self.workers[index].days == 22
        self["contract"].rows[index] |= {"计量单位": "月", "计量单价": wage}
        self["roster"].rows[index]["日工资"] = self["payroll"].rows[index]["日工资"] = None
        self.pay(index, float(wage))

    def rebuild(self) -> None:
        """Every ledger by the book. The tables of a second contractor are called ``second payroll`` and so on."""
        self.tables = {
            name: Table("项目信息.xlsx", sheet, rows)
            for name, (sheet, rows) in site_rows.project(self.workers, self.project).items()
        }
        for prefix, firm in (("", FIRM), ("second ", SECOND_FIRM)):
            people = [worker for worker in self.workers if worker.firm == firm]
            if people:
                self.tables |= {prefix + name: table for name, table in _ledgers(firm, people).items()}

    def write(self, root: Path) -> Path:
        """The folder of the submission. A path that ends in .csv becomes a GBK file."""
        self._balance()
        books: dict[str, list[Table]] = {}
        for table in self.tables.values():
            books.setdefault(table.path, []).append(table)
        for path, tables in books.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.suffix == ".csv":
                _write_csv(file, tables[0])
            else:
                _write_book(file, tables)
        return root

    def _balance(self) -> None:
        """The balances of the dedicated account follow from its lines, where it has that column."""
        balance = Decimal(0)
        for row in self.tables["account_flow"].rows if "account_flow" in self.tables else []:
            if "余额" in row:
                balance += Decimal(str(row.get("收入") or 0)) - Decimal(str(row.get("支出") or 0))
                row["余额"] = float(balance)


def _ledgers(firm: str, people: list[Worker]) -> dict[str, Table]:
    return {
        "identity": Table(f"{firm}/身份证信息.xlsx", "身份证信息", _each(people, site_rows.identity)),
        "contract": Table(f"{firm}/劳动合同台账.xlsx", "劳动合同台账", _each(people, site_rows.contract)),
        "roster": Table(f"{firm}/花名册.xlsx", "花名册", _each(people, site_rows.roster)),
        "attendance": Table(f"{firm}/2026年10月考勤表.xlsx", "考勤表", _each(people, site_rows.attendance)),
        "payroll": Table(f"{firm}/2026年10月工资发放表.xlsx", "工资发放表", _each(people, site_rows.payroll)),
        "payment": Table(f"{firm}/2026年10月银行代发结果.xlsx", "代发结果", _each(people, site_rows.payment)),
        "notice": Table(f"{firm}/2026年10月工资公示表.xlsx", "工资公示表", _each(people, site_rows.notice)),
    }


def _each(people: list[Worker], record: Any) -> list[Row]:
    return [{"序号": i, **record(worker, i)} for i, worker in enumerate(people, start=1)]


def _write_book(file: Path, tables: list[Table]) -> None:
    book = xlsxwriter.Workbook(str(file))
    book.set_properties({"created": tables[0].created})
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    for table in tables:
        sheet = book.add_worksheet(table.sheet)
        for r, line in enumerate(table.lines()):
            for c, value in enumerate(line):
                if isinstance(value, dt.date):
                    sheet.write_datetime(r, c, value, dates)
                elif isinstance(value, Formula):
                    sheet.write_formula(r, c, value.text, None, value.cached)
                elif isinstance(value, str):
                    sheet.write_string(r, c, value)
                elif value is not None:
                    sheet.write(r, c, value)
        for row in table.hidden_rows:
            sheet.set_row(len(table.head) + 1 + row, None, None, {"hidden": True})
    book.close()


def _write_csv(file: Path, table: Table) -> None:
    with file.open("w", encoding="gbk", newline="") as out:
        csv.writer(out).writerows(table.lines())


@cache
def _book() -> Rulebook:
    return rulebook.load()


@dataclass(frozen=True)
class Judged:
    """What came out: findings by rule with every cell they cite, and what was not judged and why."""

    result: Result

    @property
    def rules(self) -> Counter[str]:
        return Counter(self.result.findings["rule"].to_list())

    def told(self) -> list[str]:
        """Findings as a person reads them, for the message of a failing test."""
        rows = self.result.findings.iter_rows(named=True)
        return [f"{f['rule']} {f['file']} {f['sheet']} {f['cell']}: {f['message']}" for f in rows]

    def of(self, project: str, folder: str) -> Judged:
        """What came out for one project of several, its files without the name of the project's folder."""
        bare = pl.col("file").str.strip_prefix(f"{folder}/")
        also = pl.col("also").list.eval(
            pl.element().struct.with_fields(pl.field("file").str.strip_prefix(f"{folder}/"))
        )
        own = pl.col("project") == project
        found, told = self.result.findings, self.result.outcomes
        return Judged(
            replace(
                self.result,
                findings=found.filter(own).with_columns(bare, also.alias("also")),
                outcomes=told.filter(own),
            )
        )

    def unjudged(self) -> dict[str, str]:
        rows = self.result.outcomes.iter_rows(named=True)
        return {o["rule"]: o["reason"] for o in rows if o["outcome"] in ("not_assessed", "error")}

    def partly(self) -> dict[str, int]:
        """Rules that left some subject unjudged, though they judged others."""
        rows = self.result.outcomes.iter_rows(named=True)
        return {o["rule"]: o["unassessed"] for o in rows if o["unassessed"]}

    def places(self, rule: str) -> set[Place]:
        found = [f for f in self.result.findings.iter_rows(named=True) if f["rule"] == rule]
        return {(p["file"], p["sheet"], p["cell"]) for f in found for p in (f, *f["also"])}


@cache
def _entries(register: Path) -> Any:
    return listing.read_listing(register)


def judged(*roots: Path, as_of: dt.date = AS_OF, register: Path | None = SAMPLES / "blacklist.xlsx") -> Judged:
    """Read and judged in this process, beside a blacklist that names nobody of the site."""
    entries = None if register is None else _entries(register)
    return Judged(
        judge.judge(submission.read(list(roots)), _book(), as_of=as_of, masker=Masker(b"test"), entries=entries)
    )


def judged_together(sites: Sequence[Site], folder: Path, **options: Any) -> list[Judged]:
    """Each site is a project of its own; all are judged in one go, which takes hardly longer than one."""
    roots = [site.write(folder / f"in{number}") for number, site in enumerate(sites)]
    out = judged(*roots, **options)
    return [out.of(site.project, root.name) for site, root in zip(sites, roots, strict=True)]
