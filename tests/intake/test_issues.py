"""What intake says it could not read: exact cells, one issue per column and fault, and silence where nothing is wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.intake.books import HOME, A, B, C, read, table, workbook
from wagecheck.intake import issues
from wagecheck.ledgers.provenance import unpack_one

PAY = ["2026年10月工资表"]


def told(rows: list[list[Any]], **parts: Any) -> list[tuple[Any, ...]]:
    """Code, first cell, count, of the gathered issues of the only table."""
    found = issues.gathered(table(rows, **parts).issues)
    return [(i.code, i.row, i.col, i.count) for i in found]


HEAD = ["姓名", "身份证号", "出勤天数", "实发工资"]
NOTICE = [["2026年10月工资公示表"], ["姓名", "身份证号", "应发工资", "实发工资"]]
LIST = [["2026年10月考勤明细"], ["姓名", "日期", "出勤"]]
BANK = [["10月代发明细"], ["收款户名", "收款账号", "金额", "交易日期"]]
CARDS = [["身份证信息"], ["姓名", "身份证号码", "民族", "住址", "签发机关"]]
FIRST, SECOND = "6228480000000000018", "6217000000000000020"


@pytest.mark.parametrize(
    ("sentence", "rows", "expected"),
    [
        ("two identical texts are one issue", [[PAY[0]], HEAD, [*A, "若干", 1], [*B, "若干", 1], [*C, 20, 1]], [("IN05", 3, 3, 2)]),
        ("two texts are two issues", [[PAY[0]], HEAD, [*A, "若干", 1], [*B, "不详细", 1], [*C, 20, 1]],
         [("IN05", 3, 3, 1), ("IN05", 4, 3, 1)]),
        ("lost digits are one issue per column", [[PAY[0]], HEAD, [A[0], 110199199003070017, 1, 1], [B[0], 110199198812120029, 1, 1]],
         [("IN06", 3, 2, 2)]),
        ("money for nobody, twice", [[PAY[0]], HEAD, [*A, 1, 5], [None, None, 1, 5], [None, None, 1, 5]], [("IN04", 4, 1, 2)]),
        ("an average under the table is nobody's", [[PAY[0]], HEAD, [*A, 1, 5], ["平均", None, 1, 5]], []),
        ("posted without an amount", [*NOTICE, [*A, None, None], [*B, 5, 5]], [("IN04", 3, 4, 1)]),
        ("a dash is an answer", [*NOTICE, [*A, "-", "-"], [*B, 5, 5]], []),
        ("no amounts at all: no single slip", [*NOTICE, [*A, None, None], [*B, None, None]], []),
        ("a mark without a date", [*LIST, ["张某甲", "2026-10-08", "√"], ["张某甲", None, "√"]], [("IN04", 4, 2, 1)]),
        ("a name without anything", [*LIST, ["张某甲", "2026-10-08", "√"], ["李某乙", None, None]], []),
        ("a payee without an amount", [*BANK, [A[0], FIRST, 100, "2026-11-10"], [B[0], SECOND, None, "2026-11-10"]], [("IN04", 4, 3, 1)]),
        ("a payment without a date", [*BANK, [A[0], FIRST, 100, "2026-11-10"], [B[0], SECOND, 100, None]], [("IN04", 4, 4, 1)]),
        ("an identity without a number", [*CARDS, [*A, "汉", "示例", "公安局"], [B[0], None, "汉", "示例", "公安局"]], [("IN04", 4, 2, 1)]),
        ("a payroll without a number: the rule of obligatory items", [[PAY[0]], HEAD, [*A, 1, 5], [B[0], None, 1, 5]], []),
    ],
)  # fmt: skip
def test_issues_of_a_sheet(sentence: str, rows: list[list[Any]], expected: list[tuple[Any, ...]]) -> None:
    assert told(rows) == expected, sentence


def test_a_column_of_words_is_one_issue() -> None:
    rows = [[PAY[0]], HEAD, *([f"张某{n}", None, f"若干{n}", 5] for n in "甲乙丙丁戊己庚")]
    (issue,) = issues.gathered(table(rows).issues)
    assert (issue.code, issue.count, len(issue.cells)) == ("IN05", 7, 7)
    assert "C3、C4、C5 等 7 处" in issue.zh


@pytest.mark.parametrize(
    ("sentence", "amount", "fires"),
    [
        ("a third decimal", 12345.332, True),
        ("rate times hours", 1234.5678, True),
        ("as text", "12345.332", True),
        ("two decimals", 12345.33, False),
        ("noise of a computer's arithmetic", 0.1 + 0.2, False),
        ("a sum of floats", sum([0.1] * 10) * 1000, False),
        ("a large sum of floats", 8765.43 + 1234.56 + 0.01, False),
        ("whole yuan", 5000, False),
    ],
)
def test_hidden_decimals(sentence: str, amount: Any, fires: bool) -> None:
    found = told([[PAY[0]], ["姓名", "日工资", "实发工资"], ["张某甲", 229.885, amount], ["李某乙", 229.885, 100]])
    assert found == ([("IN13", 3, 3, 1)] if fires else []), sentence


@pytest.mark.parametrize(
    ("sentence", "parts", "expected"),
    [
        ("a hidden row of a worker", {"hidden_rows": frozenset({3})}, [("IN15", 4, None, 1)]),
        ("a hidden blank row", {"hidden_rows": frozenset({5})}, []),
        ("a hidden column of money", {"hidden_columns": frozenset({3})}, [("IN15", 2, 4, 1)]),
        ("a hidden serial number", {"hidden_columns": frozenset({0})}, []),
        ("a hidden column without content", {"hidden_columns": frozenset({4})}, []),
        ("a hidden remark", {"hidden_columns": frozenset({5})}, []),
        ("a hidden sheet", {"hidden": True}, [("IN15", 3, None, 2)]),
    ],
)
def test_hidden_parts(sentence: str, parts: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    rows = [PAY, ["序号", "姓名", "应发工资", "实发工资", "预支", "备注"], [1, "张某甲", 1, 1, None, "好"],
            [2, "李某乙", 1, 1, None, "好"], [3], [None]]  # fmt: skip
    assert told(rows, **parts) == expected, sentence


def test_hidden_days_count_only_with_marks() -> None:
    days = list(range(1, 32))
    rows = [["2026年10月考勤表"], ["姓名", *days], ["张某甲", *["√"] * 30, None]]
    assert told(rows, hidden_columns=frozenset({31})) == []
    assert told(rows, hidden_columns=frozenset({30})) == [("IN15", 2, 31, 1)]


MARKS = [["2026年10月考勤表"], ["姓名", *range(1, 32)], ["张某甲", "¤", "√", "¤"], ["李某乙", "√", "¤", "√"]]


def test_an_unknown_mark_lists_its_cells() -> None:
    (issue,) = table(MARKS).issues
    assert (issue.code, issue.raw, issue.count, issue.cells) == ("IN11", "¤", 3, ((3, 2), (3, 4), (4, 3)))


def test_formulas_without_result_in_what_is_read() -> None:
    rows = [
        PAY,
        ["序号", "姓名", "应发工资", "实发工资", "图号"],
        *([None, f"张某{n}", 100, None, None] for n in "甲乙丙"),
    ]
    uncached = frozenset((row, column) for row in (2, 3, 4) for column in (0, 3, 4))
    assert told(rows, uncached=uncached) == [("IN08", 3, 4, 3)]


ERRORS = [
    ("#VALUE!", "算出了错误值"),
    ("#DIV/0!", "算出了错误值"),
    ("#N/A", "算出了错误值"),
    ("#5楼", "写的是"),
    ("五千左右", "写的是"),
]


@pytest.mark.parametrize(("cell", "words"), ERRORS, ids=[e[0] for e in ERRORS])
def test_an_error_of_a_formula_is_called_one(cell: str, words: str) -> None:
    (issue,) = table([PAY, ["姓名", "应发工资", "实发工资"], ["张某甲", 100, cell], ["李某乙", 100, 90]]).issues
    assert (
        issue.code == "IN05"
        and f"C3 {'的公式' if cell in issue.zh and words != '写的是' else ''}{words}“{cell}”" in issue.zh
    )


TOTALS = ["序号", "班组", "姓名", "应发工资", "预支", "实发工资"]


def pay(*gross: int, team: str = "木工") -> list[list[Any]]:
    return [[n, team, f"张某{'甲乙丙丁戊己'[n]}", g, 100, g - 100] for n, g in enumerate(gross)]


def total(title: str, gross: int, people: int) -> list[Any]:
    return [None, title, None, gross, 100 * people, gross - 100 * people]


@pytest.mark.parametrize(
    ("sentence", "rows", "wrong"),
    [
        ("one total", [*pay(5000, 4000), total("合计", 9000, 2)], 0),
        ("teams and all", [*pay(5000), total("小计", 5000, 1), *pay(4000), total("小计", 4000, 1), total("合计", 9000, 2)], 0),
        ("pages and the running total", [*pay(5000), total("本页合计", 5000, 1), total("累计", 5000, 1), *pay(4000),
                                         total("本页合计", 4000, 1), total("累计", 9000, 2)], 0),
        ("a running total over other months", [*pay(5000), total("本月合计", 5000, 1), total("累计", 77000, 9)], 0),
        ("newcomers between 合计 and 总计", [*pay(5000), total("合计", 5000, 1), *pay(4000), total("总计", 9000, 2)], 0),
        ("the total on top", [total("合计", 9000, 2), *pay(5000, 4000)], 0),
        ("groups within groups", [*pay(5000), total("小计", 5000, 1), *pay(4000), total("小计", 4000, 1),
                                  total("木工合计", 9000, 2), *pay(3000), total("钢筋合计", 3000, 1), total("总计", 12000, 3)], 0),
        ("a row left out", [*pay(5000, 4000), total("合计", 5000, 1)], 3),
        ("a subtotal left out", [*pay(5000, 4000), total("小计", 4000, 1), *pay(3000), total("合计", 12000, 3)], 3),
    ],
)  # fmt: skip
def test_totals(sentence: str, rows: list[list[Any]], wrong: int) -> None:
    found = table([PAY, TOTALS, *rows]).totals
    assert found.height > 0
    assert found.filter(found["stated"] != found["computed"]).height == wrong, sentence


def test_a_total_over_something_unread_is_not_computed() -> None:
    rows = [PAY, ["姓名", "应发工资", "实发工资"], ["张某甲", 100, "若干"], ["李某乙", 100, 100], ["合计", 200, 200]]
    found = dict(table(rows).totals.select("field", "computed").rows())
    assert found == {"gross_pay": Decimal(200), "net_pay": None}
    uncached = table([*rows[:2], ["张某甲", 100, None], *rows[3:]], uncached=frozenset({(2, 2)})).totals
    assert dict(uncached.select("field", "computed").rows()) == {"gross_pay": Decimal(200), "net_pay": None}


def test_issues_reach_the_submission_with_all_their_cells(tmp_path: Path) -> None:
    rows = [PAY, HEAD, [*A, "若干", 1], [*B, "若干", 1], [*C, 20, 1]]
    given = read(workbook(tmp_path / HOME / "10月工资表.xlsx", 工资表=rows).parent.parent)
    (row,) = given.issues.filter(code="IN05").to_dicts()
    assert [unpack_one(place)[1:] for place in row["at"]] == [(3, 3), (4, 3)]
    assert (row["contractor"], row["mild"], row["count"]) == (HOME, False, 2)
