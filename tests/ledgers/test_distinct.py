"""A text that stands in many rows is judged once, and what is left as it is must be what would come out anyway."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import polars as pl
import pytest

from wagecheck.facts import payee, recorded_card, word_match
from wagecheck.ledgers import names
from wagecheck.ledgers.distinct import once

#: Texts that look plain and are not, and plain ones.
TEXTS = [
    "张某甲", "ZHANG", "张三（班长）", "张三3月15离职", "阿依古丽•买买提", "张 三", "豈某", "\uf900某", "\U0002f800", "〇", "Ａ１",
    "6222021234567890123", "6222 0212", "6222**0123", "工资", "代发 工资", "㈱甲", "abc", "ABC", "２０２６年", "", " ", "*", None,
]  # fmt: skip
Judge = Callable[[pl.Expr], pl.Expr]


@pytest.mark.parametrize(
    ("quick", "slow"),
    [
        (names.name_key, names._key),
        (recorded_card.account_text, recorded_card._text),
        (payee.plain, payee._plain),
        (lambda _: word_match.normal("text"), lambda text: word_match.normalised(text.fill_null(""))),
    ],
)
def test_texts_that_are_left_alone_are_their_own_answer(quick: Judge, slow: Judge) -> None:
    for texts in ([text] for text in TEXTS):  # one by one: a column of which all are plain takes the short way
        frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
        assert (
            frame.select(quick(pl.col("text")))["text"].to_list()
            == frame.select(slow(pl.col("text")))["text"].to_list()
        )
    frame = pl.DataFrame({"text": TEXTS * 2})
    assert frame.select(quick(pl.col("text"))).equals(frame.select(slow(pl.col("text"))))


def test_unified_ideographs_are_what_nfkc_leaves_alone() -> None:
    block = "".join(map(chr, range(0x4E00, 0xA000)))
    assert unicodedata.normalize("NFKC", block) == block


def test_a_text_of_many_rows_is_judged_once() -> None:
    seen: list[int] = []

    def told(text: pl.Expr) -> pl.Expr:
        def count(rows: pl.Series) -> pl.Series:
            seen.append(len(rows))
            return rows.str.to_uppercase()

        return text.map_batches(count, return_dtype=pl.String)

    frame = pl.DataFrame({"text": ["a", "b", None] * 1000})
    answers = frame.select(once(pl.col("text"), told, pl.String)).to_series()
    assert answers.to_list() == ["A", "B", None] * 1000
    assert max(seen) == 3


def test_it_stands_wherever_an_expression_may() -> None:
    frame = pl.DataFrame({"text": ["a", "b", "a"], "key": [1, 1, 2]})
    capital = once(pl.col("text"), lambda text: text.str.to_uppercase(), pl.String)
    assert frame.filter(capital == "A").height == 2
    assert frame.with_columns(has=(capital == "B").any().over("key"))["has"].to_list() == [True, True, False]
    grouped = frame.group_by("key", maintain_order=True).agg(all=capital)
    assert grouped["all"].to_list() == [["A", "B"], ["A"]]
    assert frame.clear().select(capital).is_empty()
    assert frame.select(once(pl.lit("q"), lambda text: text.str.to_uppercase(), pl.String)).item() == "Q"
