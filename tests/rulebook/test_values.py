"""Dated numbers: what was in force where, and what is not known is said and never guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.house_rules import BOOK
from wagecheck.rulebook import values

_ROWS = """
id = "wage"
title = "月最低工资标准"
title_en = "Monthly minimum wage"
unit = "元/月"
"""


def row(start: str, amount: str = "", region: str = "370000", tier: str = "", evidence: str = "verified") -> str:
    lines = [start, f'region = "{region}"' if region else "", f'tier = "{tier}"' if tier else ""]
    lines += [f"amount = {amount}" if amount else "", 'source = "示例"', f'evidence = "{evidence}"']
    return "[[value]]\n" + "\n".join([*lines, "checked_on = 2026-11-20", ""])


SHANDONG = "".join(
    [
        row("from = 2023-10-01", "2200", tier="1"),
        row("from = 2023-10-01", "2010", tier="2"),
        row("from = 2025-10-01", "2400", tier="1"),
        row("from = 2025-10-01", "2210", tier="2"),
        row("from = 2024-01-01", "9000", region="370200"),
        row("from = 2026-01-01", "2500", region="370102", tier="1"),
    ]
)
WINDOW = row("from = 2023-01-01", "2000") + row("between = [2025-07-02, 2026-07-01]", "2200")
SEEN = row("from = 2021-01-01", "1800", evidence="unverified") + row("in_force_on = 2025-07-01", "2000")
GONE = row("from = 2023-01-01", "2000") + row("from = 2026-09-01")
LOCAL = row("from = 2021-01-01", "30", region="") + row("from = 2022-01-01", "10", region="520000")

CASES = [
    ("the row of the month", SHANDONG, "2024-05-01", "370100", "1", "2200"),
    ("the first day of a change", SHANDONG, "2025-10-01", "370100", "1", "2400"),
    ("the last day before a change", SHANDONG, "2025-09-30", "370100", "2", "2010"),
    ("before the first row", SHANDONG, "2023-09-30", "370100", "1", None),
    ("the tier in words", SHANDONG, "2024-05-01", "370100", "第二档", "2010"),
    ("the tier as a letter", SHANDONG, "2024-05-01", "370100", "B类", "2010"),
    ("a tier nobody gave", SHANDONG, "2024-05-01", "370100", None, None),
    ("a tier that is not there", SHANDONG, "2024-05-01", "370100", "4", None),
    ("a city with its own number", SHANDONG, "2024-05-01", "370203", None, "9000"),
    ("a district with its own number", SHANDONG, "2026-05-01", "370102", "1", "2500"),
    ("a district before its own number", SHANDONG, "2025-12-01", "370102", "1", "2400"),
    ("another province", SHANDONG, "2024-05-01", "410100", "1", None),
    ("no region", SHANDONG, "2024-05-01", None, "1", None),
    ("a region that is no code", SHANDONG, "2024-05-01", "山东", "1", None),
    ("before the window", WINDOW, "2025-07-01", "370100", None, "2000"),
    ("inside the window", WINDOW, "2025-07-02", "370100", None, None),
    ("the last day of the window", WINDOW, "2026-07-01", "370100", None, "2200"),
    ("the day it was seen", SEEN, "2025-07-01", "370100", None, "2000"),
    ("before the day it was seen", SEEN, "2025-06-30", "370100", None, None),
    ("before a new number that was not found", GONE, "2026-08-31", "370100", None, "2000"),
    ("after it", GONE, "2026-09-01", "370100", None, None),
    ("nationwide", LOCAL, "2024-05-01", "370100", None, "30"),
    ("nationwide without a region", LOCAL, "2024-05-01", None, None, "30"),
    ("a province that differs", LOCAL, "2024-05-01", "520100", None, "10"),
    ("a province that did not differ yet", LOCAL, "2021-06-01", "520100", None, "30"),
    (
        "only an unverified number",
        row("from = 2021-01-01", "1800", evidence="unverified"),
        "2022-01-01",
        "370100",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("case", "rows", "day", "region", "tier", "amount"), CASES, ids=[case[0] for case in CASES])
def test_lookup(
    case: str, rows: str, day: str, region: str | None, tier: str | None, amount: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "wage.toml"
    path.write_text(_ROWS + rows, "utf-8")
    value, _ = values.read(path)
    found = values.Values({"wage": value}).lookup("wage", dt.date.fromisoformat(day), region, tier)
    assert found.amount == (None if amount is None else Decimal(amount))
    assert bool(found.zh) is bool(found.en) is (amount is None)


def test_the_same_amount_inside_a_window_is_certain(tmp_path: Path) -> None:
    path = tmp_path / "wage.toml"
    path.write_text(
        _ROWS + row("from = 2023-01-01", "2000") + row("between = [2025-07-02, 2026-07-01]", "2000"), "utf-8"
    )
    value, _ = values.read(path)
    assert values.Values({"wage": value}).lookup("wage", dt.date(2025, 12, 1), "370100").amount == 2000


COMPACT = """
sources."公报" = "某省公报"
value = [
  { region = "370000", from = 2023-10-01, tiers = [2200, 2010], source = "公报", evidence = "verified", checked_on = 2026-11-20 },
  { region = "370000", from = 2025-10-01, tiers = [2400, "?"], source = "公报", evidence = "verified", checked_on = 2026-11-20 },
]
"""


@pytest.mark.parametrize(
    ("day", "tier", "amount"),
    [("2024-01-01", "1", "2200"), ("2024-01-01", "2", "2010"), ("2024-01-01", "3", None), ("2024-01-01", None, None),
     ("2026-01-01", "1", "2400"), ("2026-01-01", "2", None)],
)  # fmt: skip
def test_a_row_may_hold_all_tiers(day: str, tier: str | None, amount: str | None, tmp_path: Path) -> None:
    path = tmp_path / "wage.toml"
    path.write_text(_ROWS + COMPACT, "utf-8")
    value, _ = values.read(path)
    assert {row.source for row in value.rows} == {"某省公报"}
    found = values.Values({"wage": value}).lookup("wage", dt.date.fromisoformat(day), "370100", tier)
    assert found.amount == (None if amount is None else Decimal(amount))


MINIMUM_WAGE = [
    ("北京", "110101", None, "2026-10-01", 2540),
    ("北京, before the rise", "110101", None, "2025-08-01", 2420),
    ("上海", "310101", None, "2026-10-01", 2740),
    ("济南, tier 1", "370100", "1", "2026-10-01", 2400),
    ("济南, tier not given", "370100", None, "2026-10-01", None),
    ("济南 before the day on which the old amount was seen", "370100", "1", "2025-06-30", None),
    ("济南 from that day", "370100", "1", "2025-07-01", 2200),
    ("深圳 is not 广东", "440300", None, "2026-08-01", 2520),
    ("深圳 may have risen with 广东", "440300", None, "2026-10-01", None),
    ("沈阳 rose a month after 大连", "210100", "1", "2025-12-01", None),
    ("沈阳 and 大连", "210100", "1", "2026-01-01", 2230),
    ("鞍山", "210300", "2", "2025-12-01", 2080),
    ("广州 before the rise of 2026-09", "440100", "1", "2026-08-01", 2500),
    ("广州 after it: the new number was not found", "440100", "1", "2026-10-01", None),
    ("佛山 after it", "440600", "2", "2026-10-01", 2300),
    ("石家庄 inside the window", "130100", "1", "2025-12-01", None),
    ("石家庄 after it", "130100", "1", "2026-07-01", 2380),
    ("南昌: tier 1 of the new table was not found", "360100", "1", "2026-10-01", None),
    ("江苏 tier 3: not evidenced", "320300", "3", "2026-10-01", None),
]


@pytest.mark.parametrize(
    ("case", "region", "tier", "day", "amount"), MINIMUM_WAGE, ids=[case[0] for case in MINIMUM_WAGE]
)
def test_minimum_wages(case: str, region: str, tier: str | None, day: str, amount: int | None) -> None:
    found = BOOK.values.lookup("minimum_wage_monthly", dt.date.fromisoformat(day), region, tier)
    assert found.amount == amount


def test_every_province_has_a_minimum_wage() -> None:
    rows = BOOK.values.by_name["minimum_wage_monthly"].rows
    provinces = {row.region[:2] for row in rows if row.region}
    assert len(provinces) == 31
    assert not provinces & {"71", "81", "82"}
