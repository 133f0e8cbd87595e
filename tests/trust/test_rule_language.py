"""A rule can neither read, nor change, nor run on: whoever writes one, the worst it can cost is its own verdict."""

from __future__ import annotations

import time
from pathlib import Path

import polars as pl
import pytest
from polars.exceptions import PanicException

from tests.conftest import SAMPLES, check, run
from wagecheck.judging import verdicts
from wagecheck.rulebook import sql, template

COLUMNS = {"s", "a", "d"}
FRAME = pl.DataFrame({"s": ["aaaaaaaaaaaaaaaaaaab"] * 20_000, "a": [1] * 20_000})


@pytest.mark.parametrize(
    "text",
    [
        "read_csv('/etc/passwd') IS NOT NULL",
        "a IN (SELECT a FROM self)",
        "EXISTS (SELECT 1 FROM scan_parquet('/tmp/x'))",
        "COPY self TO '/tmp/x'",
        "a > 0; DROP TABLE self",
        "a > 0 -- and more",
        "sum(a) OVER () > 0",
        "explode(s) = 'a'",
        "a > 0 /* hidden */",
        "WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t",
        "unnest(s) > 0",
        "generate_series(1, 1000000000) > 0",
        "lpad(s, 1000000000, 'x') = s",
        "repeat(s, 1000000000) = s",
        "*",
    ],
)
def test_tables_files_statements_and_growth_are_refused(text: str) -> None:
    with pytest.raises(sql.SqlError):
        sql.parse(text, COLUMNS, set())


@pytest.mark.parametrize(
    "text",
    [
        "a" + " + a" * 3_000 + " > 0",
        "(" * 50 + "a" + ")" * 50 + " > 0",
        "s = '" + "x" * 5_000 + "'",
        "replace(s, 'a', 'aaaaaaaaaaaaaaaa') = s",
        "replace(replace(s, 'a', 'aaaa'), 'a', 'aaaa') = s",
        "replace(s, '', 'x') = s",
        "replace(s, 'a', s) = s",
        "replace(s, s, 'a') = s",
    ],
)
def test_texts_that_would_cost_too_much_are_refused(text: str) -> None:
    with pytest.raises(sql.SqlError) as told:
        sql.parse(text, COLUMNS, set())
    assert told.value.zh


@pytest.mark.parametrize(
    "text",
    [
        "regexp_like(s, '^(a+)+$')",
        "regexp_like(s, '(a|aa)+$')",
        "s LIKE '" + "%a" * 40 + "'",
        "a" + " + a" * 190 + " > 0",
        "length(" + "concat(s, " * 15 + "s" + ")" * 15 + ") > 0",
        "replace(replace(s, 'aa', 'a'), 'aa', '') = s",
    ],
)
def test_what_is_allowed_takes_a_moment(text: str) -> None:
    begun = time.process_time()
    assert FRAME.select(sql.parse(text, COLUMNS, set()).expr.alias("x")).height == FRAME.height
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("text", ["{name.__class__}", "{name[0]}", "{name!r}", "{name:>1000000000}", "{}"])
def test_messages_are_filled_with_columns_and_nothing_else(text: str) -> None:
    try:
        fields = template.parse(text).fields
    except ValueError:
        return
    assert all(not name.isidentifier() for name in fields)  # no column has such a name: the loader refuses it


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("110199199003070017"), PanicException("110199199003070017"), MemoryError()]
)
def test_whatever_a_rule_fails_by_is_noted_by_its_kind(error: BaseException) -> None:
    class _Rule:
        id = "ZX01"

    def explode() -> None:
        raise error

    broken: verdicts.Broken = {}
    assert verdicts.guarded(_Rule(), broken, explode) is None  # type: ignore[arg-type]
    assert type(error).__name__ in broken["ZX01"][0]
    assert "110199" not in "".join(broken["ZX01"])


RULE = """
id = "ZX01"
title = "会出错的规则"
title_en = "A rule that fails"
kind = "signal"
severity = "hint"
law = []
in_force = { from = 2026-01-01 }
status = "stable"
about = "worker_month"
ledgers = ["payroll"]
needs = ["net_pay"]
when = "cast(name as integer) > 5"
show = { expected = "net_pay", actual = "net_pay", at = ["payroll.net_pay"] }
message = "{name} {actual}"
message_en = "{name} {actual}"
remedy = "核实。"
remedy_en = "Verify."

[[example]]
name = "大"
worker_month = [{ name = "9", net_pay = 1.00 }]
fires = ["9"]

[[example]]
name = "小"
worker_month = [{ name = "1", net_pay = 1.00 }]
fires = []
"""


def test_a_rule_that_fails_costs_its_own_verdict_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "own" / "ZX").mkdir(parents=True)
    (tmp_path / "own" / "ZX" / "ZX01.toml").write_text(RULE, "utf-8")
    assert run("rules", "check", "--rules", tmp_path / "own").returncode == 0
    done = check(SAMPLES / "severe", tmp_path / "out", "--rules", tmp_path / "own", "--format", "json", "-q")
    assert done.code == 2
    assert "ZX01" in done.stderr
    assert "Traceback" not in done.stderr
    outcomes = done.result["outcomes"]
    assert {row["outcome"] for row in outcomes if row["rule"] == "ZX01"} == {"error"}
    assert {row["rule"] for row in outcomes if row["outcome"] == "error"} == {"ZX01"}
    assert any(row["outcome"] == "fail" for row in outcomes)
