"""A blacklist as people keep it: wordings, units, dates, terms, several sheets; made-up firms only."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from wagecheck.errors import RegisterError
from wagecheck.register.listing import ENTRIES, read_listing, read_rows

D = dt.date
PUBLISHED = [
    "序号", "单位名称", "统一社会信用代码", "法定代表人", "住所", "项目名称", "列入事由", "涉及人数", "拖欠金额",
    "列入决定书文号", "认定机关", "列入日期", "移出日期",
]  # fmt: skip
EXAMPLE = [
    1, "示例建筑劳务有限公司", "91110199MA00000X7P", "张某", "某市某区", "示例项目一标段",
    "拖欠27名农民工工资，逾期未支付",
    27, "109.18万元", "某市人社监列决字〔2026〕3号", "某市人力资源和社会保障局", "2026-03-02", "2029-03-01",
]  # fmt: skip


def book(path: Path, *sheets: list[list[Any]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = workbook.create_sheet(f"名单{number}")
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def one(tmp_path: Path, **cells: Any) -> dict[str, Any]:
    """The only entry of a sheet with these columns and cells."""
    path = book(tmp_path / "名单.xlsx", [list(cells), list(cells.values())])
    return read_listing(path).row(0, named=True)


def test_a_published_list_is_read_whole(tmp_path: Path) -> None:
    path = book(tmp_path / "名单.xlsx", [["拖欠农民工工资失信联合惩戒名单"], [], PUBLISHED, EXAMPLE, [None] * 13])
    assert read_listing(path).rows(named=True) == [
        {
            "list": "statutory",
            "name": "示例建筑劳务有限公司",
            "uscc": "91110199MA00000X7P",
            "former_names": None,
            "legal_rep": "张某",
            "persons": None,
            "person_id": None,
            "address": "某市某区",
            "phone": None,
            "account": None,
            "project": "示例项目一标段",
            "reason": "拖欠27名农民工工资，逾期未支付",
            "workers": 27,
            "amount": Decimal("1091800.00"),
            "decision_no": "某市人社监列决字〔2026〕3号",
            "authority": "某市人力资源和社会保障局",
            "listed_on": D(2026, 3, 2),
            "in_force_from": D(2026, 3, 2),
            "in_force_to": D(2029, 3, 1),
            "removed": False,
        }
    ]


def test_csv_and_old_xls_say_the_same(tmp_path: Path) -> None:
    lines = [",".join(map(str, row)) for row in (PUBLISHED, EXAMPLE)]
    text = tmp_path / "名单.csv"
    text.write_bytes("\r\n".join(lines).encode("gb18030"))
    old = xlwt.Workbook(encoding="utf-8")
    sheet = old.add_sheet("名单")
    for number, row in enumerate((PUBLISHED, EXAMPLE)):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    old.save(str(tmp_path / "名单.xls"))
    new = read_listing(book(tmp_path / "名单.xlsx", [PUBLISHED, EXAMPLE]))
    assert read_listing(text).equals(new)
    assert read_listing(tmp_path / "名单.xls").equals(new)
    assert new.schema == ENTRIES


@pytest.mark.parametrize(
    ("sentence", "heading", "cell", "amount"),
    [
        ("yuan by heading", "拖欠金额（元）", 5000, "5000.00"),
        ("ten thousand yuan by heading", "拖欠金额（万元）", 12.5, "125000.00"),
        ("ten thousand yuan in the cell", "涉及金额", "12.5万元", "125000.00"),
        ("yuan in the cell", "欠薪金额", "5,000元", "5000.00"),
        ("the cell speaks over the heading", "拖欠金额（万元）", "5000元", "5000.00"),
        ("large without a unit is yuan", "拖欠金额", 125000, "125000.00"),
        ("small without a unit is not known", "拖欠金额", 109.18, None),
        ("words are not an amount", "拖欠金额", "不详", None),
        ("blank", "拖欠金额", None, None),
    ],
)
def test_amounts_are_yuan_or_unknown(
    tmp_path: Path, sentence: str, heading: str, cell: Any, amount: str | None
) -> None:
    entry = one(tmp_path, **{"单位名称": "示例劳务", heading: cell})
    assert entry["amount"] == (None if amount is None else Decimal(amount)), sentence


@pytest.mark.parametrize(
    ("sentence", "cells", "begin", "end"),
    [
        ("a real date", {"有效期至": dt.datetime(2029, 3, 1)}, D(2026, 3, 2), D(2029, 3, 1)),
        ("a written date", {"有效期至": "2029年3月1日"}, D(2026, 3, 2), D(2029, 3, 1)),
        ("a month ends on its last day", {"有效期至": "2029-02"}, D(2026, 3, 2), D(2029, 2, 28)),
        ("three years", {"列入期限": "3年"}, D(2026, 3, 2), D(2029, 3, 1)),
        ("three years in words", {"列入期限": "三年"}, D(2026, 3, 2), D(2029, 3, 1)),
        ("half a year", {"惩戒期限": "6个月"}, D(2026, 3, 2), D(2026, 9, 1)),
        ("a range", {"有效期": "2026-03-10至2029-03-09"}, D(2026, 3, 10), D(2029, 3, 9)),
        ("a range in dots", {"有效期": "2026.3.10～2029.3.9"}, D(2026, 3, 10), D(2029, 3, 9)),
        ("a range with one hyphen", {"有效期": "2026.3.10-2029.3.9"}, D(2026, 3, 10), D(2029, 3, 9)),
        ("a range of ISO days with one hyphen", {"有效期": "2026-03-10-2029-03-09"}, D(2026, 3, 10), D(2029, 3, 9)),
        ("a range in a sentence", {"有效期": "自2026年3月10日起至2029年3月9日止"}, D(2026, 3, 10), D(2029, 3, 9)),
        ("for ever", {"有效期": "长期"}, D(2026, 3, 2), None),
        ("blank", {"有效期": None}, D(2026, 3, 2), None),
        ("no column", {}, D(2026, 3, 2), None),
        ("its own first day", {"生效日期": "2026-04-01", "列入期限": "1年"}, D(2026, 4, 1), D(2027, 3, 31)),
        ("early removal", {"有效期至": "2029-03-01", "移出日期": "2026-12-31"}, D(2026, 3, 2), D(2026, 12, 31)),
    ],
)  # fmt: skip
def test_from_when_to_when(
    tmp_path: Path, sentence: str, cells: dict[str, Any], begin: dt.date, end: dt.date | None
) -> None:
    entry = one(tmp_path, 单位名称="示例劳务", 列入日期="2026-03-02", **cells)
    first = entry["in_force_from"] or entry["listed_on"]
    assert (first, entry["in_force_to"]) == (begin, end), sentence


def test_a_term_from_the_last_of_august_ends_with_february(tmp_path: Path) -> None:
    entry = one(tmp_path, 单位名称="示例劳务", 列入日期="2026-08-31", 列入期限="6个月")
    assert entry["in_force_to"] == D(2027, 2, 28)


@pytest.mark.parametrize(
    ("sentence", "cells", "removed"),
    [
        ("是否移出 否", {"是否移出": "否"}, False),
        ("是否移出 是", {"是否移出": "是"}, True),
        ("在列", {"状态": "在列"}, False),
        ("有效", {"状态": "有效"}, False),
        ("已移出", {"状态": "已移出"}, True),
        ("未移出", {"状态": "未移出"}, False),
        ("失效", {"状态": "失效"}, True),
        ("asked for, not granted", {"状态": "信用修复中"}, False),
        ("announced, not done", {"状态": "拟移出（公示中）"}, False),
        ("done before the term was over", {"状态": "已移出（未满三年）"}, True),
        ("是否生效 是", {"是否生效": "是"}, False),
        ("是否生效 否", {"是否生效": "否"}, True),
        ("removed on a stated day: the day says it", {"状态": "已移出", "移出日期": "2026-09-30"}, False),
        ("blank", {"状态": None, "是否生效": None}, False),
    ],
)
def test_off_the_list_on_an_unknown_day(tmp_path: Path, sentence: str, cells: dict[str, Any], removed: bool) -> None:
    assert one(tmp_path, 单位名称="示例劳务", **cells)["removed"] is removed, sentence


@pytest.mark.parametrize(
    ("sentence", "written", "kind"),
    [
        ("by its own name", "group", "group"),
        ("by its title", "地方名单", "local"),
        ("by a word", "某集团不合格分包商名录", "group"),
        ("by law", "拖欠农民工工资失信联合惩戒名单", "statutory"),
        ("blank takes the default", None, "statutory"),
    ],
)
def test_a_column_may_name_the_kind_of_list(tmp_path: Path, sentence: str, written: str | None, kind: str) -> None:
    assert one(tmp_path, 单位名称="示例劳务", 名单类型=written)["list"] == kind, sentence


def test_every_sheet_with_a_header_is_read_and_others_are_left(tmp_path: Path) -> None:
    path = book(
        tmp_path / "名单.xlsx",
        [["说明"], ["每月更新"]],
        [["用人单位名称", "列入时间"], ["示例甲劳务公司", "2026-01-05"], ["合 计", None]],
        [["主体名称", "信用代码"], [" 示例乙劳务公司 ", "91110199MA0000AB08"]],
    )
    entries = read_listing(path, "local")
    assert entries["name"].to_list() == ["示例甲劳务公司", "示例乙劳务公司"]
    assert set(entries["list"]) == {"local"}


#: Forms of lists as offices publish them → name, code, people, amount and day of every entry.
_C = "91110199MA00000X7P"
FORMS: list[tuple[str, list[list[Any]], list[str], list[dict[str, Any]]]] = [
    ("a heading of two rows", [["单位名称", "列入日期", "拖欠情况", None], [None, None, "涉及人数", "拖欠金额（万元）"], ["示例甲公司", "2026.3.2", 5, 2]],
     ["A1:A2", "B1:B2", "C1:D1"], [{"name": "示例甲公司", "workers": 5, "amount": Decimal("20000.00")}]),
    ("the first entry is no second row of the heading", [["单位名称", "列入日期"], ["示例甲公司", "2026.3.2"]], [], [{"name": "示例甲公司"}]),
    ("the heading again on every page", [["单位名称", "列入日期"], ["示例甲公司", "2026.3.2"], ["单位名称", "列入日期"], ["示例乙公司", "2026.3.3"]], [],
     [{"name": "示例甲公司"}, {"name": "示例乙公司", "listed_on": D(2026, 3, 3)}]),
    ("a sum merged over the columns of days", [["单位名称", "列入日期"], ["示例甲公司", "2026.3.2"], ["合 计", "共1家"]], [], [{"name": "示例甲公司"}]),
    ("a firm merged over its decisions", [["单位名称", "统一社会信用代码", "列入决定书文号", "列入日期", "拖欠金额（元）"], ["示例甲公司", _C, "1号", "2026.3.2", 50000], [None, None, "2号", "2026.4.2", None]],
     ["A2:A3", "B2:B3", "E2:E3"], [{"uscc": _C, "amount": Decimal("50000.00")}, {"name": "示例甲公司", "uscc": _C, "listed_on": D(2026, 4, 2), "amount": None}]),
    ("a decision about nobody is not left out", [["单位名称", "列入日期"], ["示例甲公司", "2026.3.2"], [None, "2026.4.2"]], [], [{"name": "示例甲公司"}, {"name": None, "listed_on": D(2026, 4, 2)}]),
    ("a code of full width", [["单位名称", "统一社会信用代码"], ["示例甲公司", "９１１１０１９９ ＭＡ０００００Ｘ７Ｐ"]], [], [{"uscc": _C}]),
    ("two columns of codes", [["单位名称", "统一社会信用代码", "组织机构代码"], ["示例甲公司", None, "MA00000X-7"], ["示例乙公司", _C, "MA00000X-7"]], [],
     [{"uscc": "MA00000X7"}, {"uscc": _C}]),
    ("a code of which a spreadsheet lost digits", [["单位名称", "统一社会信用代码"], ["示例甲公司", 911101990000000000]], [], [{"uscc": None, "lost": "uscc"}]),
    ("people on lines of a cell", [["单位名称", "相关责任人", "身份证号码"], ["示例甲公司", "张某甲\n李某乙", "110199199003070017\n110199199003070025"]], [],
     [{"persons": "张某甲、李某乙", "person_id": "110199199003070017、110199199003070025"}]),
    ("people with a blank between, and one inside a name", [["单位名称", "法定代表人", "相关责任人"], ["示例甲公司", "张　三", "张某甲 李某乙"]], [],
     [{"legal_rep": "张　三", "persons": "张某甲、李某乙"}]),
    ("numbers of people in two columns", [["单位名称", "法定代表人身份证号", "责任人身份证号码"], ["示例甲公司", "110199199003070017", "110199199003070025"]], [],
     [{"person_id": "110199199003070017、110199199003070025"}]),
    ("a former name in brackets", [["单位名称", "列入日期"], ["示例甲公司\n（原示例乙建设有限公司）", "2026.3.2"], ["示例丙公司(曾用名：示例丁公司)", "2026.3.2"], ["示例戊公司（原阳分公司）", "2026.3.2"]], [],
     [{"name": "示例甲公司", "former_names": "示例乙建设有限公司"}, {"name": "示例丙公司", "former_names": "示例丁公司"},
      {"name": "示例戊公司（原阳分公司）", "former_names": None}]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "rows", "merged", "entries"), FORMS, ids=[form[0] for form in FORMS])
def test_forms_of_published_lists(
    sentence: str, rows: list[list[Any]], merged: list[str], entries: list[dict[str, Any]]
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    data = io.BytesIO()
    workbook.save(data)
    found = read_rows(data.getvalue(), "名单.xlsx").rows(named=True)
    assert [{name: row[name] for name in said} for row, said in zip(found, entries, strict=True)] == entries, sentence


@pytest.mark.parametrize(
    ("sentence", "rows", "zh", "en"),
    [
        ("no header at all", [["说明"], ["每月更新"]], "没有找到黑名单表头", "No header"),
        ("a header alone", [["单位名称", "列入日期"]], "没有条目", "no entry"),
        (
            "a date that is none",
            [["单位名称", "列入日期"], ["示例劳务", "去年"]],
            "第 2 行的列入日期“去年”看不懂",
            "row 2",
        ),
        ("a month is no day", [["单位名称", "列入日期"], ["示例劳务", "2026年3月"]], "第 2 行的列入日期“2026年3月”", "row 2"),
        ("a row below a heading said again", [["单位名称", "列入日期"], ["单位名称", "列入日期"], ["示例劳务", "去年"]], "第 3 行", "row 3"),
        ("two days and other words", [["单位名称", "有效期"], ["示例劳务", "2026.3.2延至2029.3.1"]], "第 2 行", "row 2"),
        ("an end that is none", [["单位名称", "有效期"], ["示例劳务", "看情况"]], "第 2 行", "row 2"),
        ("a term without a start", [["单位名称", "列入期限"], ["示例劳务", "3年"]], "看不懂", "cannot understand"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(tmp_path: Path, sentence: str, rows: list[list[Any]], zh: str, en: str) -> None:
    with pytest.raises(RegisterError) as caught:
        read_listing(book(tmp_path / "名单.xlsx", rows))
    assert zh in caught.value.zh, sentence
    assert en in caught.value.en, sentence
    assert str(tmp_path) not in caught.value.zh + caught.value.en


@pytest.mark.parametrize(
    ("sentence", "content"),
    [("damaged", b"PK\x03\x04 broken"), ("empty", b""), ("a pdf", b"%PDF-1.7\n")],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, sentence: str, content: bytes) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=r"名单\.xlsx"):
        read_listing(path)


def test_a_missing_file_and_an_unknown_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="打不开"):
        read_listing(tmp_path / "没有.xlsx")
    with pytest.raises(RegisterError, match="statutory、local、group、other"):
        read_listing(tmp_path / "没有.xlsx", "blue")
