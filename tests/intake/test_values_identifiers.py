"""Identity numbers, cards and phones: text end to end, and no digit that the file did not hold."""

from __future__ import annotations

import datetime as dt
import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.test_values import BAD, CELLS, check
from wagecheck.intake.values import accounts, identity_numbers, phones
from wagecheck.intake.values.notes import CHECK_X, PRECISION, REMARK, SEVERAL, STORED_AS_NUMBER


@pytest.mark.parametrize(
    ("cell", "value", "state", "note"),
    [
        ("110199199003070017", "110199199003070017", "ok", None),
        ("11019919850606006x", "11019919850606006X", "ok", None),
        ("11019919850606006Ｘ", "11019919850606006X", "ok", CHECK_X),
        ("11019919850606006×", "11019919850606006X", "ok", CHECK_X),
        ("11019919850606006Х", "11019919850606006X", "ok", CHECK_X),  # Cyrillic
        ("1101 9919 9003 0700 17", "110199199003070017", "ok", None),
        ("'110199199003070017", "110199199003070017", "ok", None),
        ("\u202d110199199003070017\u202c", "110199199003070017", "ok", None),
        ("１１０１９９１９９００３０７００１７", "110199199003070017", "ok", None),
        ("11019919900307O017", "11019919900307O017", "ok", None),  # a letter O is shown, not corrected
        ("H12345678", "H12345678", "ok", None),
        (110199900307001.0, "110199900307001", "ok", STORED_AS_NUMBER),
        ("110199900307001.0", "110199900307001", "ok", STORED_AS_NUMBER),
        (1.10199199003070e17, "110199199003070000", "lossy", None),
        (110199199003070017.0, "110199199003070000", "lossy", None),
        (110199199003070017, "110199199003070000", "lossy", None),
        ("1.10199199003070E+17", "110199199003070000", "lossy", None),
        ("110199199003070017.0", "110199199003070000", "lossy", None),
        ("1.10199E+17", None, "lossy", None),
        ("1.10199e17", None, "lossy", None),
        ("110199********0017", "110199********0017", "masked", None),
        ("110199＊＊＊＊＊＊＊＊0017", "110199********0017", "masked", None),
        ("110199××××××××0017", "110199********0017", "masked", None),
        ("110199XXXXXXXX006X", "110199********006X", "masked", None),
        ("-", None, "blank", None),
        ("无", None, "blank", None),
        (None, None, "blank", None),
        ("身份证号：110199199003070017", "110199199003070017", "ok", REMARK),
        ("110199199003070017（复印件）", "110199199003070017", "ok", REMARK),
        ("110199-19900307-0017", "110199199003070017", "ok", None),
        ("A123456(7)", "A123456(7)", "ok", None),
        ("110199199003070017/110199196501010021", BAD, "blank", None),
        ("110199199003070017\n2026年办理", BAD, "blank", None),
        ("110199199003070017\n110199196501010021", BAD, "blank", None),
        ("#N/A", BAD, "blank", None),
        ("TRUE", BAD, "blank", None),
        ("身份证丢失", BAD, "blank", None),
        (12.5, BAD, "blank", None),
        (-1.0, BAD, "blank", None),
        (math.nan, BAD, "blank", None),
        (1e300, BAD, "blank", None),
        (True, BAD, "blank", None),
        (dt.date(1990, 3, 7), BAD, "blank", None),
    ],
    ids=repr,
)
def test_identity_number(cell, value, state, note):
    parsed = identity_numbers([cell])
    check(parsed, value, PRECISION if state == "lossy" else note)
    assert parsed.state.to_list() == [state]


def test_texts_that_were_numbers_once_are_told_by_their_column():
    """Most long numbers end in 000: the column was saved as text too late. One such number proves nothing."""
    lost = ["110199199003070000", "110199196501010000", "110199198506060000"]
    assert identity_numbers(lost).state.to_list() == ["lossy"] * 3
    assert identity_numbers([*lost, "110199196501010021"]).state.to_list() == ["lossy"] * 3 + ["ok"]
    alone = [lost[0], "110199199003070017", "110199196501010021"]
    assert identity_numbers(alone).state.to_list() == ["ok"] * 3
    assert identity_numbers(lost[:1]).state.to_list() == ["ok"]


@pytest.mark.parametrize(
    ("cell", "value", "state", "note"),
    [
        ("6228480000000000018", "6228480000000000018", "ok", None),
        ("6228 4800 0000 0000 018", "6228480000000000018", "ok", None),
        ("6228-4800-0000-0000-018", "6228480000000000018", "ok", None),
        ("641106012890 900100012499", "641106012890900100012499", "ok", None),
        (12345678910.0, "12345678910", "ok", STORED_AS_NUMBER),
        ("12345678910.0", "12345678910", "ok", STORED_AS_NUMBER),
        (6228480000000000018.0, "6228480000000000000", "lossy", None),
        (9999999999999999999.0, "10000000000000000000", "lossy", None),
        ("6.22848E+18", None, "lossy", None),
        ("622848*********0018", "622848*********0018", "masked", None),
        ("农业银行6228480000000000018", "6228480000000000018", "ok", REMARK),
        ("6228480000000000018\n农行贵阳支行", "6228480000000000018", "ok", REMARK),
        ("6228480000000000018（建行）", "6228480000000000018", "ok", REMARK),
        ("6228480000000000018\n2026年办", BAD, "blank", None),
        ("6228480000000000018、6217000000000000020", BAD, "blank", None),
        ("622848000000000.00", "622848000000000", "ok", STORED_AS_NUMBER),
        ("6,228,480,000,000,000,000", "6228480000000000000", "lossy", None),
        ("现金", BAD, "blank", None),
        ("/", None, "blank", None),
    ],
    ids=repr,
)
def test_account(cell, value, state, note):
    parsed = accounts([cell])
    check(parsed, value, PRECISION if state == "lossy" else note)
    assert parsed.state.to_list() == [state]


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("13800001234", "13800001234", None),
        (13800001234.0, "13800001234", None),
        ("13800001234.0", "13800001234", None),
        ("138 0000 1234", "13800001234", None),
        ("+86 138-0000-1234", "13800001234", None),
        (8613800001234.0, "13800001234", None),
        ("0851-12345678", "085112345678", None),
        ("（0851）12345678", "085112345678", None),
        ("138****1234", "138****1234", None),
        ("13800001234/13900001234", "13800001234", SEVERAL),
        ("13800001234 13900001234", "13800001234", SEVERAL),
        ("13800001234\n13900001234", "13800001234", SEVERAL),
        ("无", None, None),
        ("13800001234（家属）", "13800001234", REMARK),
        ("13800001234 李某", "13800001234", REMARK),
        ("电话：13800001234", "13800001234", REMARK),
        ("0851-12345678-801", "085112345678", REMARK),
        (85112345678.0, "85112345678", STORED_AS_NUMBER),
        ("1.38E+10", BAD, None),
        ("问班长", BAD, None),
        (1.5, BAD, None),
    ],
    ids=repr,
)
def test_phone(cell, value, note):
    check(phones([cell]), value, note)


@settings(deadline=None, max_examples=60)
@given(st.lists(CELLS, max_size=12))
def test_no_cell_makes_an_identifier_parser_fail(cells):
    for parser in (identity_numbers, accounts):
        parsed = parser(cells)
        assert parsed.value.dtype == parsed.state.dtype == pl.String
        assert len(parsed.value) == len(parsed.bad) == len(parsed.note) == len(parsed.state) == len(cells)
        assert set(parsed.state) <= {"ok", "lossy", "masked", "blank"}
        for value, bad, state in zip(parsed.value, parsed.bad, parsed.state, strict=True):
            assert not (bad and value is not None)
            assert (value is not None) or state in {"blank", "lossy"}
    assert not (phones(cells).bad & phones(cells).value.is_not_null()).any()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(10**14, 10**15 - 1), min_size=1, max_size=20))
def test_numbers_of_fifteen_digits_come_back_exactly(written):
    for parser in (identity_numbers, accounts):
        assert parser([float(number) for number in written]).value.to_list() == [str(number) for number in written]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(10**14, 10**15 - 1), min_size=1, max_size=20), st.sampled_from([1, 3, 4]))
def test_longer_numbers_keep_fifteen_sure_digits(written, more):
    """As a spreadsheet stores them: 15 significant digits, then zeros."""
    parsed = identity_numbers([float(number * 10**more) for number in written])
    assert parsed.value.to_list() == [str(number) + "0" * more for number in written]
    assert set(parsed.state) == {"lossy"}
