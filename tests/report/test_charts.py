"""Charts: drawn from data, nothing in them that a page need not hold, told by a sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from wagecheck import resources
from wagecheck.report import charts

SPECS = sorted(path.name.removesuffix(".vl.json") for path in (resources.folder("templates") / "charts").iterdir())
SAMPLE: dict[str, Any] = {
    "row": 0, "name": "示例甲劳务有限公司", "value": 0.25, "label": "25 %", "severity": "red_line", "order": 0, "inside": "▲1",
    "total": 1, "kept": False,
}  # fmt: skip


def rows(name: str, *changes: dict[str, Any]) -> list[dict[str, Any]]:
    columns = charts._spec(name)["usermeta"]["columns"]
    return [
        {column: {**SAMPLE, "row": at, **change}[column] for column in columns} for at, change in enumerate(changes)
    ]


def bars(svg: str, colour: str) -> list[float]:
    """Lengths of the horizontal bars of a colour."""
    found = re.findall(rf'd="M0,[\d.]+h([\d.]+)v[^"]*" fill="{colour}"', svg)
    return [float(length) for length in found]


def test_there_are_specifications() -> None:
    assert {"amounts", "shares", "severities", "month_amounts", "month_severities", "month_shares"} == set(SPECS)


@pytest.mark.parametrize("name", SPECS)
def test_a_chart_holds_shapes_and_text_only(name: str) -> None:
    svg = str(charts.draw(name, rows(name, {}, {"name": "示例乙"}), told_by="told"))
    root = etree.fromstring(svg)
    assert {str(etree.QName(one).localname) for one in root.iter()} <= {"svg", "g", "path", "line", "rect", "text"}
    assert not re.search(r"style|http|url\(|script|xlink|on\w+=|<!--", svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "told")
    assert root.get("viewBox", "").startswith("0 0 360 ") and root.get("width") is None
    assert not root.xpath("//*[@role or starts-with(name(@*[1]), 'aria-')]")[1:]
    assert "示例甲劳务有限公司" in svg and "示例乙" in svg
    assert svg == str(charts.draw(name, rows(name, {}, {"name": "示例乙"}), told_by="told"))


def test_lengths_are_in_proportion() -> None:
    svg = str(charts.draw("amounts", rows("amounts", {"value": 400.0}, {"value": 100.0}, {"value": 0.0}), told_by="x"))
    assert bars(svg, "#8f1d17")[:2] == [350, 87.5]


def test_shares_are_drawn_against_the_whole_not_the_largest() -> None:
    svg = str(charts.draw("shares", rows("shares", {"value": 0.5}, {"value": 0.1}), told_by="x"))
    assert bars(svg, "#1f4e79") == [175, 35]


def test_a_share_that_is_not_known_has_no_bar() -> None:
    svg = str(charts.draw("month_shares", rows("month_shares", {"value": 0, "label": "?"}, {}), told_by="x"))
    heights = re.findall(r'v([\d.]+)h[^"]*" fill="#1f4e79"', svg)
    assert ">?<" in svg and heights == ["0", "37.5"]


@pytest.mark.parametrize(
    "name",
    ["<b>甲</b>", "]]></text><script>alert(1)</script>", "\x00\x0b\u202e甲", "{{7*7}}", "甲" * 5_000, "\ud83d甲", ""],
)
def test_hostile_names_are_text(name: str) -> None:
    svg = str(charts.draw("amounts", rows("amounts", {"name": name}), told_by="x"))
    assert len(svg) < 3_000
    assert {str(one.tag) for one in etree.fromstring(svg).iter()} <= {"svg", "g", "path", "text"}
    assert not re.search("[\x00-\x08\u202e]", svg)


def test_a_row_with_other_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="amounts"):
        charts.draw("amounts", [{"row": 0, "href": "https://example.invalid"}], told_by="x")


def test_names_are_cut_to_the_room_there_is() -> None:
    assert charts.fit("示例" * 10) == "示例" * 10
    assert charts.fit("示例" * 11) == "示例" * 9 + "示…"
    assert charts.fit("a" * 41) == "a" * 38 + "…"


def test_a_specification_says_what_its_columns_are() -> None:
    for name in SPECS:
        spec = charts._spec(name)
        text = (Path(resources.folder("templates")) / "charts" / f"{name}.vl.json").read_text("utf-8")
        fields = set(re.findall(r'"field": "(\w+)"', text))
        assert fields == set(spec["usermeta"]["columns"]), name
        assert "http" not in text.replace(spec["$schema"], "")


def test_warming_up_disturbs_nothing() -> None:
    charts.warm().join(timeout=60)
    assert charts.draw("amounts", rows("amounts", {}), told_by="x")
