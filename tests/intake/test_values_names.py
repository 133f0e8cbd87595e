"""Name keys: names that banks, rosters and clerks write differently are one key (LEGAL §6.7)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wagecheck.intake.values import name_keys


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


@settings(deadline=None)
@given(st.lists(st.text(alphabet="张某甲AbZ ·•.-（）()【*\u200b\u3000ａ"), max_size=10))
def test_a_key_is_its_own_key(written):
    once = name_keys(pl.Series("name", written, dtype=pl.String))
    assert once.name == "name"
    assert name_keys(once).to_list() == once.to_list()
