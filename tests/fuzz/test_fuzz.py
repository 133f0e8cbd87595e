"""The short run: what was found once, some mutants of every kind of file, and columns of any cells."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import targets

SEEDS = targets.seeds()
PIECES = st.sampled_from(
    [
        "张某甲",
        "110199199003070017",
        "1.1E17",
        "5,000.00",
        "2026-10",
        "10月",
        "√",
        "全勤",
        "#REF!",
        "\u200b",
        "\u202e",
        "\0",
        "\x07",
        "￥",
        "万",
        "-",
        "（",
        "1/",
        "31",
        "=1+1",
        "nan",
        "∞",
        "🙂",
        "\ud7ff",
    ]
)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(dt.timedelta(-999_999), dt.timedelta(999_999)),
    st.lists(PIECES, max_size=6).map("".join),
    st.text(max_size=40),
)


@pytest.mark.parametrize("name", SEEDS)
def test_seeds_are_read(name):
    if name != "bundle":
        assert targets.containers.read_workbook(SEEDS[name], "工资表").grids
    targets.run(name, [SEEDS[name]])


@pytest.mark.parametrize("name", SEEDS)
def test_mutants_are_read_or_refused(name):
    targets.run(name, targets.mutants(SEEDS[name], 0, 30))


@pytest.mark.parametrize("place", sorted(targets.CORPUS.glob("*-*")), ids=lambda place: place.name)
def test_what_was_found_once_stays_mended(place):
    targets.run(place.name.partition("-")[0], [place.read_bytes()])


@settings(max_examples=60)
@given(st.lists(CELLS, max_size=12))
def test_every_parser_answers_every_cell(cells):
    targets.try_cells(cells)
