"""What the cells of a column say it is, whatever its heading: identity numbers, cards, phones, names, dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from tests.intake.books import grid
from wagecheck.intake.column_values import Columns, kind_of, look

A, B, C = "110199199003070017", "110199198812120024", "110199197505050033"

CELLS = [
    ("an identity number", A, ("identity", True)),
    ("blanks and a quote in front", "'110199 19750505 0033", ("identity", True)),
    ("a small x", " 11010519491231002x ", ("identity", True)),
    ("full-width digits", "１１０１９９１９９００３０７００１７", ("identity", True)),
    ("a wrong check digit is none", "110199199003070018", None),
    ("no such birthday", "110199199002300017", None),
    ("stored as a number: its length and birthday, no check digit", 1.10199199003070e17, ("identity", False)),
    ("with hidden digits", "110199********0017", ("identity", False)),
    ("nineteen digits without the Luhn digit", "6222020000000000004", None),
    ("a card with its Luhn digit", "6222020000000000" + luhn.calc_check_digit("6222020000000000"), ("card", True)),
    ("a card stored as a number", 6.22202e18, ("card", False)),
    ("a phone", "13800000001", ("phone", True)),
    ("a phone as a number", 13800000001.0, ("phone", True)),
    ("a phone with country code", "+86 138 0000 0001", ("phone", True)),
    ("no phone begins with 12", "12800000001", None),
    ("a name", "张某甲", ("name", True)),
    ("a name padded", "李　乙", ("name", True)),
    ("a name with a dot", "阿依古丽·买买提", ("name", True)),
    ("two characters before the given name", "欧阳某", ("name", True)),
    ("a trade is none", "水电工", None),
    ("a bank is none", "农业银行", None),
    ("a nationality is none", "汉族", None),
    ("a date", dt.datetime(2026, 10, 1), ("date", True)),
    ("a written date", "2026年10月1日", ("date", True)),
    ("an amount", 5000.0, None),
    ("a serial day", 46296, None),
    ("an amount of eleven digits and cents", 13800000001.55, None),
    ("true", True, None),
    ("nothing", None, None),
    ("a sentence", "以上考勤记录经我单位项目负责人认真核对签字确认真实有效", None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "cell", "expected"), CELLS, ids=[c[0] for c in CELLS])
def test_one_cell(what, cell, expected):
    assert kind_of(cell) == expected


COLUMNS = [
    ("all of one kind", [A, B, C], ("identity", 1.0)),
    ("one identity number is enough: nothing else has its check digit", [A], ("identity", 1.0)),
    ("four of five", [A, B, C, A, "无"], ("identity", 0.8)),
    ("three of four are too few", [A, B, C, "无"], None),
    ("blanks do not count", [A, None, "", B], ("identity", 1.0)),
    ("one phone may be chance", ["13800000001"], None),
    ("two phones", ["13800000001", "13800000002"], ("phone", 1.0)),
    ("names", ["张某甲", "李某乙", "王某丙"], ("name", 1.0)),
    ("the same two words over and over are no names", ["安装", "管道", "安装", "管道", "安装"], None),
    ("two names are too few", ["张某甲", "李某乙"], None),
    ("amounts", [5000, 4800, 5200], None),
    ("nothing at all", [None, ""], None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "cells", "expected"), COLUMNS, ids=[c[0] for c in COLUMNS])
def test_a_column(what, cells, expected):
    seen = look(cells)
    assert (seen.kind, seen.share) == expected if expected else seen is None


@given(st.integers(1, 999), st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_every_number_that_the_library_calls_valid_is_an_identity_number(serial, born):
    front = f"110101{born:%Y%m%d}{serial:03d}"
    number = front + ric.calc_check_digit(front + "0")
    assert kind_of(number) == ("identity", True)
    assert (kind_of(number) == ("identity", True)) == ric.is_valid(number)


@given(st.integers(10**15, 10**19 - 1).map(str))
def test_cards_are_what_passes_luhn(number):
    seen = kind_of(number)
    assert seen is None or seen[0] == "identity" or (seen == ("card", True)) == luhn.is_valid(number)


def test_a_glance_looks_at_the_first_cells_only():
    rows = [["x"]] * 12 + [[A]] * 100
    columns = Columns(grid(rows), range(len(rows)))
    assert columns.look(0, closely=False) is None
    assert columns.look(0) is None, "what shows nothing at a glance is left alone"


def test_the_surer_the_digits_the_surer_the_column():
    sure, lossy = look([A, B, C]), look([1.10199199003070e17] * 3)
    assert sure.certain and not lossy.certain
    assert 0.5 < lossy.confidence < sure.confidence < 0.95


@pytest.mark.parametrize(
    ("what", "one", "other", "differ"),
    [
        ("equal but for blanks and .0", ["5 000", 300.0], ["5000", 300], False),
        ("one cell differs", [1, 2], [1, 3], True),
        ("one column is empty", [1, 2], [None, ""], None),
        ("each says something where the other is silent", [1, None], [None, 2], True),
    ],
)
def test_two_columns(what, one, other, differ):
    rows = [[a, b] for a, b in zip(one, other, strict=True)]
    assert Columns(grid(rows), range(2)).differ(0, 1) is differ
