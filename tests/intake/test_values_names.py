"""Names as they are shown, and their keys: what banks, rosters and clerks write differently is one (LEGAL §6.7)."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.test_values import BAD, check
from wagecheck.intake.values import name_keys, names, people
from wagecheck.intake.values.notes import MIDDLE_DOT, REMARK


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张某甲", "张某甲"),
        (" 张  某甲 ", "张某甲"),
        ("张\u3000某甲", "张某甲"),
        ("张\u200b某\u202e甲", "张某甲"),
        ("张某甲（班长）", "张某甲"),
        ("张某甲(班长", "张某甲"),
        ("张某甲【代】", "张某甲"),
        ("张某甲*", "张某甲"),
        ("张某甲3月15离职", "张某甲"),
        ("阿依某·买买提", "阿依某买买提"),
        ("阿依某•买买提", "阿依某买买提"),
        ("阿依某・买买提", "阿依某买买提"),
        ("阿依某･买买提", "阿依某买买提"),
        ("阿依某‧买买提", "阿依某买买提"),
        ("阿依某∙买买提", "阿依某买买提"),
        ("阿依某⋅买买提", "阿依某买买提"),
        ("阿依某．买买提", "阿依某买买提"),
        ("阿依某。买买提", "阿依某买买提"),
        ("阿依某-买买提", "阿依某买买提"),
        ("Tom Smith", "TOMSMITH"),
        ("ｔｏｍ　ｓｍｉｔｈ", "TOMSMITH"),
        ("", None),
        ("  ", None),
        ("·", None),
        (None, None),
    ],
    ids=repr,
)
def test_name_key(name, key):
    assert name_keys(pl.Series([name], dtype=pl.String)).to_list() == [key]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" 沈  刚 ", "沈刚"),
        ("陆　某庚", "陆某庚"),
        ("陆 某\n庚", "陆某庚"),
        ("陆某 庚", "陆某庚"),
        ("张某甲\n", "张某甲"),
        ("\u200b李某乙\u202c", "李某乙"),
        ("阿依•古丽", "阿依•古丽"),
        ("阿依 古丽", "阿依 古丽"),  # two names, or two parts of one: nobody knows
        ("John  Smith", "John Smith"),
        ("张 三 丰 年", "张 三 丰 年"),
        ("赵某甲（班长）", "赵某甲(班长)"),
        ("ＡＢ", "AB"),
        ("王某□", "王某□"),
        ("无", None),
        (7.0, "7"),
        ("贵州某某劳务有限公司（基本户）", "贵州某某劳务有限公司(基本户)"),
        ("#N/A", BAD),
        (True, BAD),
        (dt.date(2026, 10, 1), BAD),
    ],
    ids=repr,
)
def test_names_are_shown_without_padding(cell, expected):
    check(names([cell]), expected)


@pytest.mark.parametrize(
    ("cell", "shown", "remark", "note"),
    [
        ("张某甲", "张某甲", None, None),
        (" 沈  刚 ", "沈刚", None, None),
        ("张某甲3月15离职", "张某甲", "3月15离职", REMARK),
        ("张某甲 2026.3.1进场", "张某甲", "2026.3.1进场", REMARK),
        ("张某甲（班长）", "张某甲", "班长", REMARK),
        ("张某甲【代】", "张某甲", "代", REMARK),
        ("张某甲(班长", "张某甲", "班长", REMARK),
        ("张某甲离职", "张某甲", "离职", REMARK),
        ("张某甲 - 已退场", "张某甲", "已退场", REMARK),
        ("阿依某•买买提（班长）", "阿依某·买买提", "班长", REMARK),
        ("阿依某•买买提", "阿依某·买买提", None, MIDDLE_DOT),
        ("阿依某．买买提", "阿依某·买买提", None, MIDDLE_DOT),
        ("阿依某 . 买买提", "阿依某·买买提", None, MIDDLE_DOT),
        ("阿依某・买・买提", "阿依某·买·买提", None, MIDDLE_DOT),
        ("阿依某·买买提", "阿依某·买买提", None, None),
        ("Tom Smith（2组）", "Tom Smith", "2组", REMARK),
        ("张某甲*", "张某甲*", None, None),
        ("张三丰年离职", "张三丰年", "离职", REMARK),
        ("离职", "离职", None, None),  # no name is left of it: shown as it stands
        ("贵州某某劳务有限公司（基本户）", "贵州某某劳务有限公司(基本户)", None, None),
        ("无", None, None, None),
        ("#REF!", BAD, None, None),
    ],
    ids=repr,
)
def test_words_behind_a_name_are_its_remark(cell, shown, remark, note):
    parsed = people([cell])
    check(parsed, shown, note)
    assert parsed.remark.to_list() == [remark]
    assert parsed.key.to_list() == name_keys(pl.Series([None if shown == BAD else shown], dtype=pl.String)).to_list()


@settings(deadline=None)
@given(st.lists(st.text(alphabet="张某甲AbZ ·•.-（）()【*\u200b\u3000ａ"), max_size=10))
def test_a_key_is_its_own_key(written):
    once = name_keys(pl.Series("name", written, dtype=pl.String))
    assert once.name == "name"
    assert name_keys(once).to_list() == once.to_list()
