"""Hand-made submissions for tests of judging: facts are given as rows, so that no other floor is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest

from tests.house_rules import BOOK
from wagecheck import facts, judge
from wagecheck.intake import issues
from wagecheck.intake.assumptions import ASSUMPTIONS
from wagecheck.ledgers import catalogue
from wagecheck.privacy import Masker
from wagecheck.result import Result
from wagecheck.rulebook import Rulebook

AS_OF = dt.date(2026, 11, 28)
UNIT = {
    "project": "示例项目",
    "contractor": "甲劳务有限公司",
    "period": "2026-10",
    "period_start": dt.date(2026, 10, 1),
    "period_end": dt.date(2026, 10, 31),
}
GENERAL = {**UNIT, "contractor": "总包建设有限公司"}
LEDGERS = ("identity", "contract", "roster", "attendance", "payroll", "payment", "notice")
PERSON = {"person": "110199199003070017", "id_number": "110199199003070017", "name": "张某甲"}
OTHER = {"person": "11019919850606006X", "id_number": "11019919850606006X", "name": "李某乙"}


@dataclass(frozen=True)
class File:
    path: str
    sha256: str = "0" * 64
    size: int = 1
    kind: str = "xlsx"
    rows: int = 1
    status: str = "read"


SOURCES = pl.DataFrame(
    {
        "src": [0, 1, 2],
        "file": ["甲/工资表.xlsx", "甲/流水.xlsx", "甲/考勤.csv"],
        "sheet": ["工资表", "流水", ""],
        "ledger": ["payroll", "payment", "attendance"],
        "project": ["示例项目"] * 3,
        "contractor": ["甲劳务有限公司"] * 3,
        "header_row": [3, 1, 1],
        "rows": [1, 1, 1],
        "confidence": [0.99, 0.9, 0.9],
        "layout": ["flat", "flat", "flat"],
    },
    schema_overrides={"src": pl.Int32, "header_row": pl.Int32, "rows": pl.Int32},
)
CELLS = pl.DataFrame(
    {
        "src": [0, 0, 1, 2],
        "field": ["name", "net_pay", "amount", "name"],
        "col": [2, 8, 5, 2],
        "row_offset": [0, 1, 0, 0],
        "header": ["姓名", "实发", "金额", "姓名"],
        "confidence": [1.0, 0.85, 1.0, 1.0],
        "how": ["exact", "part", "exact", "exact"],
        "rivals": [None, "H 实发合计", None, None],
    },
    schema_overrides={"src": pl.Int32, "col": pl.Int32, "row_offset": pl.Int32},
)


@dataclass(frozen=True)
class Given:
    """Looks like a submission."""

    ledgers: Mapping[str, pl.DataFrame] = field(
        default_factory=lambda: {name: catalogue.empty(name) for name in catalogue.LEDGERS}
    )
    sources: pl.DataFrame = field(default_factory=lambda: SOURCES)
    cells: pl.DataFrame = field(default_factory=lambda: CELLS)
    issues: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=issues.SCHEMA))
    mapping: None = None
    spilled: None = None
    assumptions: pl.DataFrame = field(default_factory=ASSUMPTIONS.to_frame)
    files: tuple[File, ...] = (File("甲/工资表.xlsx"), File("甲/流水.xlsx"))


def month(**more: Any) -> dict[str, Any]:
    """A contractor-month that handed in every ledger."""
    return {**UNIT, **{f"has_{name}": True for name in LEDGERS}, **more}


def worker(**more: Any) -> dict[str, Any]:
    """A worker-month of 张某甲, in every ledger, fully paid."""
    present = {f"in_{name}": True for name in LEDGERS}
    pay = {"net_pay": 5000, "paid_total": 5000, "due": 5000, "owed": 0, "days_late": 0, "due_on": dt.date(2026, 11, 18)}
    return {**UNIT, **PERSON, **present, "active": True, **pay, **more}


def frame(name: str, rows: list[dict[str, Any]]) -> pl.LazyFrame:
    """Rows of a fact frame; missing columns are null."""
    schema = facts.frames()[name].schema
    return pl.LazyFrame(
        [
            pl.Series(column, [row.get(column) for row in rows], dtype=kind, strict=False)
            for column, kind in schema.items()
        ]
    )


def run(
    monkeypatch: pytest.MonkeyPatch,
    rows: Mapping[str, list[dict[str, Any]]],
    *,
    book: Rulebook | None = None,
    given: Given | None = None,
    broken_frames: tuple[str, ...] = (),
    unmask: bool = False,
    entries: Any = None,
) -> Result:
    """Judges the given facts."""

    def build(*_: Any) -> dict[str, pl.LazyFrame]:
        built = {name: frame(name, rows.get(name, [])) for name in facts.frames()}
        for name in broken_frames:
            built[name] = built[name].with_columns(
                pl.lit("x").cast(pl.Int32, strict=True).cast(pl.String).alias("name")
            )
        return built

    monkeypatch.setattr(facts, "build", build, raising=False)
    return judge.judge(
        given or Given(),  # type: ignore[arg-type]
        book or BOOK,
        as_of=AS_OF,
        masker=Masker(b"test", unmask=unmask),
        entries=entries,
    )
