"""IN09: formulas of one column beside each other. A sheet is written as rows; ``=`` begins a formula with its value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.books import table
from wagecheck.intake import formulas
from wagecheck.intake.grid import Formula
from wagecheck.intake.issues import Issue

HEAD = ["姓名", "日工资", "出勤天数", "基本工资", "加班工资", "应发工资", "预支", "实发工资"]
NAMES = ("张某甲", "李某乙", "王某丙", "赵某丁", "钱某戊", "孙某己", "周某庚", "吴某辛")
USUAL = ("=B{r}*C{r}", "=D{r}+E{r}", "=F{r}-G{r}")


def sheet(changes: dict[str, Any], *, people: int = 8, usual: Sequence[str] = USUAL, **parts: Any) -> list[Issue]:
    """IN09 of a payroll in which the cells of ``changes`` are written otherwise; rows begin at 3.

    A formula comes with its stored value: (formula, value), or alone where the usual value is right.
    """
    rows: list[list[Any]] = [["2026年10月工资表"], list(HEAD)]
    for number in range(people):
        r, rate = number + 3, 200 + number
        base, gross, net = (formula.format(r=r) for formula in usual)
        pay = rate * 20
        rows.append(
            [NAMES[number], rate, 20, (base, pay), 100, (gross, pay + 100), 50, (net, pay + 50)],
        )
    for place, content in changes.items():
        row, column = int(place[1:]) - 1, ord(place[0]) - 65
        is_formula = isinstance(content, str) and content.startswith("=")
        rows[row][column] = (content, rows[row][column][1]) if is_formula else content
    written = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, tuple):
                written[r, c] = Formula(cell[0][1:], r, c)
                row[c] = cell[1]
    found = table(rows, formulas=written, **parts).issues
    assert {issue.code for issue in found} <= {"IN09"}
    return found


ODD = [
    ("a sum that leaves a column out", {"F5": ("=D5", 4040)}, [("F5", 1, False)]),
    ("a sum of other columns", {"F5": ("=SUM(C5:E5)", 4160)}, [("F5", 1, False)]),
    ("a number added by hand", {"H6": ("=F6-G6+200", 4310)}, [("H6", 1, False)]),
    ("the row above", {"H6": ("=F5-G5", 4090)}, [("H6", 1, False)]),
    ("a number in place of a formula", {"H7": 5000}, [("H7", 1, False)]),
    ("a number that is what the formula would give", {"H7": 4130}, [("H7", 1, True)]),
    (
        "a column left out that is empty: no difference for now",
        {"E5": None, "F5": ("=D5", 4040), "H5": 3990},
        [("F5", 1, True), ("H5", 1, True)],
    ),
    ("the same deviation twice is one finding", {"F4": ("=D4", 4020), "F8": ("=D8", 4100)}, [("F4", 2, False)]),
    (
        "two different deviations are two",
        {"F4": ("=D4", 4020), "F8": ("=E8", 100)},
        [("F4", 1, False), ("F8", 1, False)],
    ),
    ("the first row counts as well", {"F3": ("=SUM(C3:E3)", 4120)}, [("F3", 1, False)]),
]


@pytest.mark.parametrize(("sentence", "changes", "expected"), ODD, ids=[case[0] for case in ODD])
def test_deviations(sentence: str, changes: dict[str, Any], expected: list[tuple[str, int, bool]]) -> None:
    found = sheet(changes)
    assert [(f"{chr(64 + (i.col or 0))}{i.row}", i.count, i.mild) for i in found] == expected


SILENT = [
    ("all alike", {}, {}),
    ("another way to write the same sum", {"F5": "=SUM(D5:E5)", "F6": "=E6+D6", "F7": "=SUM(D7,E7)"}, {}),
    ("wrapped in IFERROR, ROUND, IF blank", {"D5": '=IFERROR(B5*C5,"-")', "D6": "=ROUND(C6*B6,2)", "D7": '=IF(B7="","",B7*C7)'}, {}),
    ("brackets and a plus in front", {"H5": "=+(F5)-(G5)"}, {}),
    ("a blank or a 0 instead", {"H5": None, "H6": 0}, {}),
    ("no majority: formulas and numbers mixed", {f"H{r}": 100 + r for r in (3, 5, 7)}, {}),
    ("three rows in a row are another group of people", {f"D{r}": f"=B{r}/26*C{r}" for r in (8, 9, 10)}, {"people": 8}),
    ("paid by the month: nothing to multiply", {"B5": None, "D5": 6000, "F5": ("=D5+E5", 6100), "H5": ("=F5-G5", 6050)}, {}),
    ("paid by the month in the column of day rates", {"B5": 8000, "D5": ("=B5", 8000), "F5": ("=D5+E5", 8100), "H5": ("=F5-G5", 8050)}, {}),
    ("a month's wage by the day", {"B4": 8060, "D4": ("=B4/31*C4", 5200), "F4": ("=D4+E4", 5300), "H4": ("=F4-G4", 5250)}, {}),
    ("too few rows for a majority", {"F4": ("=D4", 4020)}, {"people": 3}),
    ("numbers in a column of inputs", {"E5": 80, "G6": 0}, {}),
    ("one rate for all, fixed", {}, {"usual": ("=$B$3*C{r}", *USUAL[1:])}),
    ("the team's rate in a merged cell", {}, {"usual": ("=$B$3*C{r}", *USUAL[1:]), "merges": ((2, 1, 9, 1),)}),
    ("days from the attendance sheet, not in the same order", {f"D{r}": f"=考勤!AK{20 - r}*B{r}" for r in range(3, 11)}, {}),
    ("team sheets of different names", {f"D{r}": f"={'木工' if r < 8 else '钢筋'}考勤!AK{r}*B{r}" for r in range(3, 11)}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "changes", "parts"), SILENT, ids=[case[0] for case in SILENT])
def test_what_is_no_deviation(sentence: str, changes: dict[str, Any], parts: dict[str, Any]) -> None:
    assert sheet(changes, **parts) == []


def test_rows_that_each_name_a_cell_of_a_merged_rate() -> None:
    """The rate of a team stands in the first row of a merge; each row of the team points at it."""
    changes = {f"D{r}": f"=B{3 if r < 8 else 8}*C{r}" for r in range(3, 11)}
    assert sheet(changes, merges=((2, 1, 6, 1), (7, 1, 9, 1))) == []


def test_shared_formulas_are_those_of_their_cell() -> None:
    rows = [["2026年10月工资表"], ["姓名", "应发工资", "预支", "实发工资"], *([n, 100, 10, 90] for n in NAMES)]
    shared = {(r, 3): Formula("B3-C3", 2, 3) for r in range(2, 10)}
    assert table(rows, formulas=shared).issues == []
    (issue,) = table(rows, formulas={**shared, (5, 3): Formula("B6", 5, 3)}).issues
    assert (issue.row, issue.raw) == (6, "=B6")
    assert "=B6-C6" in issue.zh


def test_a_day_rate_somewhat_above_the_others_is_no_excuse() -> None:
    assert [(i.row, i.col) for i in sheet({"B5": 600, "D5": ("=B5", 600)})] == [(5, 4)]


def test_a_finding_says_both_formulas_and_the_amount() -> None:
    (issue,) = sheet({"H5": 5000})
    assert (issue.row, issue.col, issue.field, issue.raw) == (5, 8, "net_pay", "5000")
    assert "H5 是手工填的数 5000，而同栏其他 7 行都是公式，第 5 行照此应为" in issue.zh
    assert "=F5-G5" in issue.zh
    assert "4090.00" in issue.zh


@pytest.mark.parametrize(
    ("text", "to", "shown"),
    [
        ("SUM(E5:G5)", (7, 9), "=SUM(E8:G8)"),
        ("E5*$F$3", (7, 9), "=E8*$F$3"),
        ("E5*$F5", (4, 10), "=F5*$F5"),
        ("考勤!A5+'10 月'!B$2", (6, 9), "=考勤!A7+'10 月'!B$2"),
        ('IF(A5="A5",LOG10(B5),1)', (5, 9), '=IF(A6="A5",LOG10(B6),1)'),
    ],
)
def test_a_formula_moved(text: str, to: tuple[int, int], shown: str) -> None:
    assert formulas.moved(Formula(text, 4, 9), *to) == shown


@given(st.text(max_size=40), st.integers(0, 50), st.integers(0, 50))
def test_no_text_breaks_the_reader_of_formulas(text: str, row: int, column: int) -> None:
    shape = formulas.shape(Formula(text, 4, 9), row, column, lambda at, _, fixed: "@" if fixed else f"[{at - row}]")
    for term in formulas.terms(shape):
        formulas.columns(term)
    assert formulas.moved(Formula(text, 4, 9), row, column).startswith("=")


_REFERENCE = st.tuples(
    st.sampled_from(["", "$"]), st.sampled_from("ABCXYZ"), st.sampled_from(["", "$"]), st.integers(5, 9)
)


@given(st.lists(_REFERENCE, min_size=1, max_size=5), st.integers(0, 30))
def test_a_formula_filled_down_stays_the_same(references: list[tuple[str, str, str, int]], down: int) -> None:
    text = "+".join(f"{a}{letter}{b}{row}" for a, letter, b, row in references)
    first = Formula(text, 4, 9)
    below = Formula(formulas.moved(first, 4 + down, 9)[1:], 4 + down, 9)

    def shape(formula: Formula, row: int) -> str:
        return formulas.shape(formula, row, 9, lambda at, _, fixed: "@" if fixed else f"[{at - row}]")

    assert shape(first, 4) == shape(below, 4 + down)
