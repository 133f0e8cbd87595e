"""The first sentence of a page says no more and no less than the findings that count."""

from __future__ import annotations

import pytest

from wagecheck.report.contractor_page import verdict
from wagecheck.wording import Wording

ZH = Wording("zh")
#: Colour, findings that count, waived, not judged, what is said.
SAID = [
    ("red", {"red_line": 2, "serious": 9}, 0, 0, "存在红线问题"),
    ("red", {"serious": 7, "general": 1}, 0, 98, "没有红线问题，但有 7 条严重问题"),
    ("red", {"general": 30}, 0, 0, "没有红线和严重问题，但一般问题较多（30 条）"),
    ("orange", {"red_line": 1, "serious": 2}, 0, 0, "有 1 条红线问题"),
    ("yellow", {"red_line": 1}, 0, 0, "有 1 条红线问题"),
    ("orange", {"serious": 3}, 0, 0, "存在严重问题"),
    ("yellow", {"general": 3}, 0, 0, "存在需要更正的问题"),
    ("green", {"hint": 2}, 0, 5, "没有红线和严重问题，另有 2 条"),
    ("green", {"red_line": 1}, 0, 0, "有 1 条红线问题"),
    ("green", {}, 0, 5, "有 5 项未能判断"),
    ("green", {}, 0, 0, "已核对的事项全部一致"),
    ("grey", {}, 0, 5, "不足以判断"),
    ("grey", {"hint": 2}, 0, 5, "请补齐后重新核对。另有 2 条"),
]


@pytest.mark.parametrize(("colour", "still", "waived", "unjudged", "said"), SAID)
def test_the_sentence_names_the_gravest_finding(
    colour: str, still: dict[str, int], waived: int, unjudged: int, said: str
) -> None:
    assert said in verdict.sentence(colour, still, waived, unjudged, ZH)


def test_green_that_holds_a_red_line_is_not_called_harmless() -> None:
    assert verdict.headline("green", {"red_line": 1}, 0, ZH) == "绿"
    assert verdict.headline("green", {"hint": 1}, 0, ZH) == "绿色：没有严重问题"
