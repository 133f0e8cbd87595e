"""Heights of rows: of many at once the same as of one."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wagecheck.report import text_sizes

WIDTHS = {"a": 8, "b": 30, "c": 1}
TEXT = st.none() | st.text(st.sampled_from("abc 工资表，é\n\U00020000"), max_size=90)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6))
def test_many_rows_are_measured_as_one(rows: list[tuple[str | None, ...]]) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(WIDTHS, pl.String), orient="row")
    heights = frame.select(text_sizes.heights(WIDTHS)).to_series().to_list()
    assert heights == [text_sizes.height(zip((x or "" for x in row), WIDTHS.values(), strict=True)) for row in rows]


def test_chinese_takes_two_places_and_the_tallest_row_has_an_end() -> None:
    assert (text_sizes.places("ab工资"), text_sizes.places("é")) == (6, 1)
    assert text_sizes.lines("工" * 10, 11) == 2
    assert text_sizes.height([("工" * 10_000, 5)]) == 405.0
