"""Posted wage sheets: signatures, and the minimum wage beside or above the table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.intake.books import HOME, A, B, table

HEAD = ["姓名", "身份证号码", "出勤天数", "应发工资", "实发工资", "本人签字", "劳资专管员签字"]
ROWS = [[*A, 22, 6000, 5900, "张某甲", "钟某专"], [*B, 20, 5000, 5000, None, None]]
TITLE = [f"{HOME}2026年10月工资公示表"]
PATH = f"{HOME}/2026年10月工资公示表.xlsx"


def test_signatures_are_read() -> None:
    frame = table([TITLE, HEAD, *ROWS], "工资公示表", PATH).frames["notice"]
    assert frame.select("signature", "confirmed_by").rows() == [("张某甲", "钟某专"), (None, None)]


@pytest.mark.parametrize(
    ("sentence", "above", "extra", "wage"),
    [
        ("a band", ["当地最低工资标准：2400元/月"], [], Decimal(2400)),
        ("a column", [], ["当地最低工资标准（元/月）"], Decimal(2010)),
        ("a column wins over the band", ["最低工资标准：2400元/月"], ["最低工资标准"], Decimal(2010)),
        ("words that are no amount", ["当地最低工资标准：按规定执行"], [], None),
        ("nothing said", [], [], None),
    ],
)
def test_minimum_wage(sentence: str, above: list[Any], extra: list[str], wage: Decimal | None) -> None:
    rows = [[*row, *([2010] * len(extra))] for row in ROWS]
    sheet = [TITLE, *([above] if above else []), [*HEAD, *extra], *rows]
    frame = table(sheet, "工资公示表", PATH).frames["notice"]
    assert frame["minimum_wage"].unique().to_list() == [wage], sentence
