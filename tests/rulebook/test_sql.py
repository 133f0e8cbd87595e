"""Conditions are conditions: what passes, what is refused, and that numbers stay exact."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagecheck.rulebook import sql

COLUMNS = {"a", "b", "s", "f", "d", "date", "list", "match", "at"}
VALUES = {"tolerance"}
FRAME = pl.DataFrame(
    {
        "a": [Decimal("5000.00")], "b": [Decimal("4999.99")], "s": ["张"], "f": [True], "d": [None], "date": [None],
        "list": ["local"], "match": ["uscc"], "at": [[1]], "value.tolerance": [Decimal("0.01")],
    },
    schema_overrides={"a": pl.Decimal(18, 2), "b": pl.Decimal(18, 2), "d": pl.Date, "date": pl.Date,
                      "value.tolerance": pl.Decimal(18, 6)},
)  # fmt: skip


def value(text: str) -> object:
    return FRAME.select(sql.parse(text, COLUMNS, VALUES).expr.alias("x")).item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abs(a - b) > :tolerance", False),
        ("abs(a - b) >= :tolerance", True),
        ("abs(a - b) > 0.009", True),
        ("a > b AND NOT f", False),
        ("s IN ('张', '李')", True),
        ("s LIKE '%张%' OR s IS NULL", True),
        ("list = 'local' and match = 'uscc'", True),
        ("\"list\" = 'local'", True),
        ("d IS NOT DISTINCT FROM date", True),
        ("COALESCE(d, DATE '2026-10-01') = DATE '2026-10-01'", True),
        ("CASE WHEN a > 1 THEN 'x' ELSE 'y' END = 'x'", True),
        ("a BETWEEN 1 AND 6000", True),
        ("CAST(a AS DOUBLE) > 1", True),
        ("a::double > 1", True),
        ("array_length(at) = 1", True),
        ("d > DATE '2026-10-01'", None),
        ("s = 'SELECT * FROM x; -- read_csv'", False),
    ],
)
def test_conditions_are_read(text: str, expected: object) -> None:
    assert value(text) == expected


ATTACKS = [
    "SELECT 1",
    "(SELECT 1)",
    "a > (SELECT max(a) FROM x)",
    "EXISTS (SELECT 1)",
    "a IN (SELECT b FROM x)",
    "a FROM x",
    "a; DROP TABLE x",
    "a > 1 -- comment",
    "a > 1 /* comment */",
    "read_csv('/etc/passwd')",
    "READ_PARQUET('x')",
    "scan_csv('x')",
    "a > 1 UNION SELECT 1",
    "*",
    "COUNT(*)",
    "count(a) > 1",
    "sum(a) OVER (PARTITION BY s)",
    "max(a)",
    "a AS b",
    "cast(a AS blob)",
    "a::regclass",
    '"no_such" > 1',
    "`a` > 1",
    "$1",
    "a > @x",
    "{a}",
    "a[1]",
    "x.a > 1",
    "s.a > 1",
    "\\",
    ":unknown > 1",
    "a > :",
    "'open",
    "",
    "   ",
    "a >",
    "(a > 1",
    "from a",
    "distinct from",
    "struct(a)",
    "unnest(at)",
    "a => 1",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(sql.SqlError) as caught:
        sql.parse(text, COLUMNS, VALUES)
    assert caught.value.zh and caught.value.en


def test_an_unknown_column_comes_with_the_nearest_names() -> None:
    with pytest.raises(sql.SqlError, match="tolerance"):
        sql.parse("a > :tolerence", COLUMNS, VALUES)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_literal_compares_to_the_cent(amount: Decimal, literal: Decimal) -> None:
    frame = pl.DataFrame({"a": [amount]}, schema={"a": pl.Decimal(18, 2)})
    parsed = sql.parse(f"a > {literal:.2f}", {"a"}, set())
    assert frame.select(parsed.expr.alias("x")).item() == (amount > literal)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        sql.parse(text, COLUMNS, VALUES)
    except sql.SqlError as error:
        assert error.zh
