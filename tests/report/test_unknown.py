"""What the first page and the screen say where something is not known, not read, or does not fit."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from tests.conftest import SAMPLES, check
from tests.intake.books import HOME, A, workbook
from wagecheck.cli import summary
from wagecheck.report import labels, people
from wagecheck.report.contractor_page import nothing_owed
from wagecheck.report.overview import head
from wagecheck.result import Result
from wagecheck.wording import Wording

T = Wording("zh")
NONE, PARTLY, UNKNOWN = T("index.chart_none"), T("index.chart_unknown"), T("index.owed_unknown")


@pytest.mark.parametrize(
    ("what", "owed", "workers", "colour", "said"),
    [
        ("nobody is owed anything", [Decimal(0), Decimal(0)], [3, 4], "green", NONE),
        ("one of two cannot be told", [Decimal(0), None], [3, 4], "green", PARTLY),
        ("nothing can be told", [None], [3], "green", UNKNOWN),
        ("a contractor without workers owes nothing", [Decimal(0), None], [3, 0], "green", NONE),
        ("but where nothing came in", [Decimal(0), None], [3, 0], "grey", PARTLY),
    ],
)
def test_unknown_is_not_nothing(
    what: str, owed: list[Decimal | None], workers: list[int], colour: str, said: str
) -> None:
    schema = {"owed": pl.Decimal(18, 2), "workers": pl.Int64, "colour": pl.String}
    colours = ["green"] * (len(owed) - 1) + [colour]
    figures = pl.DataFrame({"owed": owed, "workers": workers, "colour": colours}, schema=schema)
    assert nothing_owed(figures, T) == said


@pytest.mark.parametrize(
    ("owed", "known", "note"),
    [([None, None], False, ""), ([Decimal(0), None], True, "1 家次"), ([Decimal(0), Decimal(0)], True, "")],
)
def test_nobody_owed_is_a_number_only_where_something_is_known(
    owed: list[Decimal | None], known: bool, note: str, tmp_path: Path
) -> None:
    run = check(SAMPLES / "clean", tmp_path / "out", "--format", "json")
    result = people.read(run.out)
    months = pl.concat([result.contractors.head(1)] * 2).with_columns(
        pl.Series("owed", owed, dtype=result.contractors.schema["owed"]), workers=pl.lit(3, pl.Int64)
    )
    found = head.section(replace(result, contractors=months, workers=result.workers.clear()), T)
    assert found["owed_known"] is known
    assert (note in found["not_known"]) if note else not found["not_known"]


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2026-10", "2026-10", "2026-10"),
        ("2015-07-01..2015-07-31", "2015-07-01 至 2015-07-31", "2015-07-01 to 2015-07-31"),
        (None, "", ""),
    ],
)
def test_a_range_of_days_is_written_as_people_write_it(period: str | None, zh: str, en: str) -> None:
    assert (labels.period(period, T), labels.period(period, Wording("en"))) == (zh, en)


def test_files_that_the_clerk_leaves_out_are_not_called_unread() -> None:
    status = ("read", "unpacked", "copy", "left_out", "unreadable", "unrecognised", "ignored")
    assert labels.unread([{"path": s, "status": s} for s in status]) == ["unreadable", "unrecognised", "ignored"]


def test_a_file_without_a_ledger_is_named_with_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    head = ["姓名", "身份证号码", "应发工资", "实发工资"]
    workbook(folder / HOME / "2026年10月工资表.xlsx", 工资表=[["2026年10月工资表"], head, [*A, 100, 100]])
    workbook(folder / HOME / "杂项.xlsx", Sheet1=[["某物", "某数"], ["甲", 1]])
    run = check(folder, tmp_path / "out")
    page = (run.out / "index.html").read_text("utf-8")
    section = page[page.index(T("index.unread")) :]
    assert re.search(r"杂项\.xlsx 有一张工作表没有参与核对：.*规范表头", section)


FIRM = "示例磐石建筑劳务有限公司"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_the_screen_with_every_column(
    lang: str, width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    monkeypatch.setattr(summary, "Console", lambda **options: Console(file=written, width=width, **options))
    one = {"project": "项目", "name": FIRM, "colour": "red", "score": 1.0, "workers": 1234}
    counts = {"red_line": 11, "serious": 222, "general": 333, "hint": 444}
    rows = [
        {**one, **counts, "period": "2026-09", "owed": Decimal("1234567.89")},
        {**one, **counts, "period": "2026-10", "owed": None},
    ]
    none = pl.DataFrame(schema={"rule": pl.String, "outcome": pl.String})
    frame = pl.DataFrame(rows, schema_overrides={"owed": pl.Decimal(18, 2)})
    result = Result.__new__(Result)
    for name, value in {"contractors": frame, "outcomes": none, "manifest": {"inputs": []}}.items():
        object.__setattr__(result, name, value)
    summary.show(result, tmp_path, Wording(lang), formats=("html",))
    text = written.getvalue()
    assert (
        all(number in text for number in ("1,234,567.89", "1234", "222", "333", "444", "2026-09")) and "…" not in text
    )
    assert all(sign in text for sign in FIRM)
