"""Reading together what could be read one by one changes nothing but the time it takes."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.books import HOME, A, B, C, read, workbook
from tests.intake.test_values import CELLS
from wagecheck.intake import bodies as table_bodies
from wagecheck.intake import files, parsing, rows, sums
from wagecheck.intake.parsing import Column, parse
from wagecheck.intake.wordings import dictionary
from wagecheck.ledgers.catalogue import LEDGERS, schema

FIELDS = sorted(
    {(ledger, field) for ledger in LEDGERS for field in schema(ledger)} | {("payroll", "period"), ("payroll", "seq")}
)
DIGITS = st.sampled_from(
    ["110199199003070017", "110199199003070000", "110199198812120000", "622848000000000001000", "6228480000000000018"]
)
COLUMNS = st.lists(
    st.builds(
        lambda field, cells, unit: Column(*field, cells, unit),
        st.sampled_from(FIELDS),
        st.lists(st.one_of(CELLS, DIGITS), max_size=6),
        st.sampled_from([None, "元", "万元"]),
    ),
    max_size=8,
)


def said(parsed):
    return [getattr(parsed, name).to_list() for name in vars(parsed)], [
        getattr(parsed, name).dtype for name in vars(parsed)
    ]


@settings(deadline=None, max_examples=60)
@given(COLUMNS)
def test_columns_parsed_together_say_what_each_says_alone(columns):
    together = [said(parsed) for parsed in parse(columns)]
    assert together == [said(parse([column])[0]) for column in columns]


@settings(deadline=None, max_examples=20)
@given(COLUMNS)
def test_long_columns_are_parsed_like_short_ones(columns):
    together = [said(parsed) for parsed in parse(columns)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "_SHORT", 0)
        assert together == [said(parsed) for parsed in parse(columns)]


def test_lost_digits_are_a_matter_of_their_own_column():
    lost, kept = (
        ["110199199003070000", "110199198812120000"],
        ["110199199003070017", "11019919750505003X", "110199199003070000"],
    )
    columns = [Column("payroll", "id_number", cells) for cells in (lost, kept, lost)]
    assert [parsed.state.to_list() for parsed in parse(columns)] == [["lossy"] * 2, ["ok"] * 3, ["lossy"] * 2]


WORDS = st.sampled_from([
    None, "", 1, 2.0, A[0], B[0], A[1], "合计", "小 计", "木工班组合计：", "制表人：", "注：以上属实", "项目经理（签字）：", "张三",
    "以上考勤记录经我单位项目负责人认真核对签字确认真实有效", "1.本表一式三份，任何人不得涂改，涂改无效", 110199199003070017,
])  # fmt: skip


@st.composite
def bodies(draw):
    height = draw(st.integers(0, 8))
    cells = st.lists(WORDS, min_size=height, max_size=height)
    gaps = draw(st.lists(st.integers(1, 4), min_size=height, max_size=height))
    return rows.Lines(
        leading=draw(st.lists(cells, min_size=1, max_size=4)),
        name=draw(st.none() | cells),
        number=draw(st.none() | cells),
        filled=pl.Series(draw(st.lists(st.booleans(), min_size=height, max_size=height)), dtype=pl.Boolean),
        identified=draw(st.booleans()),
        numbers=[sum(gaps[: i + 1]) for i in range(height)],
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(bodies(), max_size=4))
def test_rows_of_several_bodies_are_told_apart_as_in_each_alone(several):
    assert [frame.rows() for frame in rows.kinds(several)] == [rows.kinds([one])[0].rows() for one in several]


MONEY = st.none() | st.integers(-10_000, 10_000).map(lambda cents: Decimal(cents).scaleb(-2))


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(["row", "other", "小计", "合计"]), MONEY), max_size=14))
def test_totals_beside_sums_made_by_hand(lines):
    numbers = [number for _, number in lines]
    titles = {i: kind for i, (kind, _) in enumerate(lines) if kind in ("小计", "合计")}
    counted = [kind == "row" for kind, _ in lines]

    def added(first, last):
        found = [
            n for n, counts in zip(numbers[first:last], counted[first:last], strict=True) if counts and n is not None
        ]
        return sum(found, Decimal(0)), len(found)

    column = pl.Series(numbers, dtype=pl.Decimal(18, 2))
    found = sums.totals(
        list(range(1, len(lines) + 1)), titles, pl.Series(counted, dtype=pl.Boolean), {(4, "net_pay"): column}
    )
    stated = [i for i in sorted(titles) if numbers[i] is not None]
    assert found.select("row", "col", "title", "stated").rows() == [(i + 1, 4, titles[i], numbers[i]) for i in stated]
    for i, computed, count in zip(stated, found["computed"], found["rows"], strict=True):
        before = max((place for place in titles if place < i), default=0)
        covered = {added(before, i), added(0, i), added(0, len(lines))}
        assert (computed, count) in covered
        assert computed == numbers[i] or numbers[i] not in {amount for amount, _ in covered if amount != 0}


def test_files_read_together_say_what_each_says_alone(tmp_path, monkeypatch):
    pay = [["姓名", "身份证号", "实发工资", "个税"], [*A, 100, 1], [*B, 200, 2], ["合计", None, 300, 3]]
    workbook(
        tmp_path / HOME / "2026年9月工资表.xlsx",
        工资=pay,
        花名册=[["姓名", "身份证号", "工种", "电话"], [*C, "木工", "13800000000"]],
    )
    workbook(
        tmp_path / HOME / "2026年10月考勤表.xlsx", 考勤=[["姓名", "身份证号", *range(1, 32)], [*A, "√", "×"], [*B, "√"]]
    )
    workbook(
        tmp_path / HOME / "银行.xlsx",
        表=[["收款户名", "收款账号", "金额", "代发结果"], [A[0], "622848000000000001", 100, "成功"]],
    )
    together = read(tmp_path)
    monkeypatch.setattr(files, "_GROUP_BYTES", 0)
    monkeypatch.setattr(table_bodies, "_ROWS_TOGETHER", 0)
    alone = read(tmp_path)
    assert len(files.groups(files.listed([tmp_path]))) == 3
    for name in ("sources", "cells", "issues", "totals"):
        assert getattr(together, name).equals(getattr(alone, name)), name
    assert together.files == alone.files
    assert {name: frame.rows() for name, frame in together.ledgers.items()} == {
        name: frame.rows() for name, frame in alone.ledgers.items()
    }
    assert together.ledgers["payroll"].height == 2


def test_every_field_of_the_dictionary_has_a_parser():
    fields = sorted(
        {(words.name, field) for words in dictionary().ledgers.values() for field, _ in words.exact.values()}
    )
    found = parse([Column(*field, [None, ""]) for field in fields])
    unread = [
        field
        for field, parsed in zip(fields, found, strict=True)
        if said(parsed)[0][:2] != [[None, None], [False, False]]
    ]
    assert (len(fields) > 300, unread) == (True, [])
