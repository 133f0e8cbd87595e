"""Hand-made ledgers for tests of facts: rows as dictionaries, everything else filled with what a tidy sheet has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from tests.house_rules import BOOK
from wagecheck.facts.settings import Calendar, RetirementBand, Settings
from wagecheck.intake.submission import COUNTS, SERIALS
from wagecheck.judging import settings as full
from wagecheck.ledgers.catalogue import LEDGERS, empty, schema
from wagecheck.ledgers.names import name_key

D = dt.date
PROJECT, CONTRACTOR = "示例项目", "甲劳务有限公司"
OCTOBER = {"period_start": D(2026, 10, 1), "period_end": D(2026, 10, 31)}
SEPTEMBER = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}
ZHANG = {"name": "张某甲", "id_number": "110199199003070017", "id_state": "ok"}
LI = {"name": "李某乙", "id_number": "11019919850606006X", "id_state": "ok"}
WANG = {"name": "王某丙", "id_number": "110199196501010021", "id_state": "ok"}
#: Source number of each ledger's sheet unless a row says another.
SRC = {name: number for number, name in enumerate(LEDGERS, start=1)}
MONTHLY = ("attendance", "attendance_summary", "payroll", "payroll_item", "notice")

_FULL = full.build(BOOK, D(2026, 12, 10))
#: The numbers of law as the rules folder has them on the day of judgement; tests bring their own words.
NUMBERS = {
    name: getattr(_FULL, name)
    for name in (
        "tolerance", "day_base", "hour_base", "hours_per_day", "full_month_days", "full_day", "default_pay_months",
        "leaver_days", "pay_match_days", "booking_days", "flow_share", "retry_days", "signing_months", "double_wage_cap",
    )
}  # fmt: skip
SETTINGS = Settings(
    **NUMBERS,
    as_of=D(2026, 12, 10),
    calendar=Calendar(
        years=frozenset({2026}),
        off=frozenset(D(2026, 10, day) for day in range(1, 8)),
        makeup=frozenset({D(2026, 10, 10)}),
    ),
    retirement_from=D(2025, 1, 1),
    retirement_bands=(RetirementBand("男", 60, 4, 36), RetirementBand("女", 50, 2, 60)),
    lawful_deductions=("个税", "社保"),
    unlawful_deductions=("罚款", "管理费"),
    advance_words=("预支", "生活费"),
    unexplained_deductions=("其他扣款",),
    overtime_words=("加班",),
    special_allowances=("高温",),
    substitute_contracts=("劳务分包", "承揽"),
    labour_contracts=("劳动合同",),
    renewal_words=("续签",),
    company_words=("公司",),
    wage_batch_words=("代发工资",),
    internal_payees=("应付代收业务款项",),
)


def ledger(name: str, *rows: Mapping[str, Any]) -> pl.DataFrame:
    """A ledger of these rows: place, project, contractor, name key and, for monthly ledgers, October are filled in."""
    if not rows:
        return empty(name)
    period = OCTOBER if name in MONTHLY else {}
    place = [
        {"src": SRC[name], "row": number, "project": PROJECT, "contractor": CONTRACTOR, **period, **row}
        for number, row in enumerate(rows, start=5)
    ]
    frame = pl.DataFrame(place, schema_overrides=schema(name), infer_schema_length=None)
    missing = {column: kind for column, kind in schema(name).items() if column not in frame.columns}
    frame = frame.with_columns(pl.lit(None, dtype=kind).alias(column) for column, kind in missing.items())
    if "name_key" in missing:
        frame = frame.with_columns(name_key=name_key(pl.col("name")))
    return frame.select(pl.col(column).cast(kind) for column, kind in schema(name).items())


def ledgers(**rows: list[Mapping[str, Any]]) -> dict[str, pl.DataFrame]:
    """All ledgers, those named with these rows, the others empty."""
    return {name: ledger(name, *rows.get(name, [])) for name in LEDGERS}


def worked(who: Mapping[str, Any], *dates: dt.date, work: float = 1, **more: Any) -> list[dict[str, Any]]:
    """Attendance rows of one worker, one per date, in the columns of a month sheet (day 1 in column 4)."""
    return [
        {
            **who,
            "row": 5,
            "date": date,
            "mark": "√",
            "work": Decimal(str(work)),
            "unit": "day",
            "col": date.day + 3,
            **more,
        }
        for date in dates
    ]


def october(*days: int) -> list[dt.date]:
    """Dates of October 2026."""
    return [D(2026, 10, day) for day in days]


@dataclass(frozen=True)
class Given:
    """Looks like a submission."""

    ledgers: dict[str, pl.DataFrame]
    sources: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema={
                "src": pl.Int32, "file": pl.String, "sheet": pl.String, "ledger": pl.String, "layout": pl.String,
                "project": pl.String, "contractor": pl.String, "team": pl.String, "period_start": pl.Date,
                "period_end": pl.Date, "contractor_from": pl.String, "period_from": pl.String, "header_row": pl.Int32,
                "first_row": pl.Int32, "last_row": pl.Int32, "rows": pl.Int32, "confidence": pl.Float64,
                "hidden": pl.Boolean, "device_export": pl.Boolean,
            }
        )
    )  # fmt: skip
    cells: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema={
                "src": pl.Int32, "field": pl.String, "col": pl.Int32, "row_offset": pl.Int32, "header": pl.String,
                "confidence": pl.Float64, "how": pl.String, "rivals": pl.String,
            }
        )
    )  # fmt: skip
    issues: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema={
                "code": pl.String, "src": pl.Int32, "file": pl.String, "sheet": pl.String, "row": pl.Int32,
                "col": pl.Int32, "project": pl.String, "contractor": pl.String, "period_start": pl.Date,
                "period_end": pl.Date, "field": pl.String, "raw": pl.String, "detail": pl.String,
                "detail_en": pl.String, "count": pl.Int32, "at": pl.List(pl.Int64), "mild": pl.Boolean,
            }
        )
    )  # fmt: skip
    totals: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema={
                "src": pl.Int32, "row": pl.Int32, "col": pl.Int32, "field": pl.String, "title": pl.String,
                "stated": pl.Decimal(18, 2), "computed": pl.Decimal(18, 2), "rows": pl.Int32,
            }
        )
    )  # fmt: skip
    files: tuple[Any, ...] = ()
    counts: pl.DataFrame = field(default_factory=COUNTS.to_frame)
    serials: pl.DataFrame = field(default_factory=SERIALS.to_frame)
