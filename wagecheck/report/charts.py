"""Charts as inline SVG: Vega-Lite specifications of ``templates/charts``, drawn here, holding no more than shapes.

A specification is data: ``usermeta.columns`` says which columns its rows have. What is drawn carries presentation
attributes only, no style, no script, no reference, so that the policy of a page need not allow any.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import vl_convert
from lxml import etree
from markupsafe import Markup

from wagecheck import resources
from wagecheck.report import text_sizes

Rows = Sequence[Mapping[str, Any]]
#: Bars of one chart, periods of one chart; the tables beside them say more.
MOST_ROWS: Final = 10
MOST_PERIODS: Final = 12
#: Places (half the width of a Chinese character) that a name may take in a chart.
_NAME_PLACES: Final = 40
#: Shares of a bar from which a number fits into a segment.
_ROOM: Final = 0.09
#: Characters that XML cannot hold, or that turn the direction of writing.
_UNFIT: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_NUMBER: Final = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_SHAPES: Final = ("path", "line", "rect", "text")
_KEPT: Final = frozenset(
    {
        "d", "transform", "x", "y", "x2", "y2", "width", "height", "fill", "stroke", "stroke-width", "stroke-dasharray",
        "text-anchor", "font-size", "font-weight", "fill-opacity", "stroke-opacity",
    }
)  # fmt: skip


def draw(name: str, rows: Rows, *, told_by: str) -> Markup:
    """The chart ``templates/charts/<name>.vl.json`` of these rows; ``told_by``: id of the element that tells it.

    Rows have the columns that the specification names. Numbers are drawn as lengths only; what is written stands in the
    rows as text. Raises ValueError where a row lacks a column.
    """
    spec = _spec(name)
    columns = tuple(spec["usermeta"]["columns"])
    for row in rows:
        if set(row) != set(columns):
            raise ValueError(f"{name}: columns {sorted(row)}, not {sorted(columns)}")
    values = [{key: fit(value) if isinstance(value, str) else value for key, value in row.items()} for row in rows]
    drawn = vl_convert.vegalite_to_svg({**spec, "data": {"name": "rows", "values": values}}, allowed_base_urls=[])
    return _clean(drawn, font=str(spec["config"]["font"]), told_by=told_by)


def fit(text: str) -> str:
    """The text without control characters, cut to the room of a chart."""
    clean = _UNFIT.sub(" ", text)
    if text_sizes.places(clean) <= _NAME_PLACES:
        return clean
    while text_sizes.places(clean) > _NAME_PLACES - 2:
        clean = clean[: max(len(clean) // 2, 1)] if text_sizes.places(clean) > 4 * _NAME_PLACES else clean[:-1]
    return f"{clean}…"


def inside(text: str, part: float, longest: float) -> str:
    """The text of a segment, empty where the segment is too short for it."""
    return text if longest and part / longest >= _ROOM else ""


def warm() -> threading.Thread:
    """Starts the engine beside other work; the first chart then need not wait for it."""
    blank = {"mark": "point", "data": {"values": []}}
    thread = threading.Thread(target=vl_convert.vegalite_to_svg, args=(blank,), daemon=True)
    thread.start()
    return thread


@cache
def _spec(name: str) -> dict[str, Any]:
    path = resources.folder("templates") / "charts" / f"{name}.vl.json"
    spec: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return spec


def _clean(drawn: str, *, font: str, told_by: str) -> Markup:
    """Shapes and their presentation attributes only; everything else of the engine's output goes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    source = etree.fromstring(drawn.encode(), parser)
    svg = etree.Element(
        "svg",
        {
            "class": "chart", "viewBox": str(source.get("viewBox")), "role": "img", "aria-labelledby": told_by,
            "focusable": "false", "font-family": font,
        },
    )  # fmt: skip
    _copy(source, svg)
    return Markup(etree.tostring(svg, encoding="unicode"))  # rebuilt from a list of what is allowed


def _copy(source: etree._Element, into: etree._Element) -> None:
    for child in source:
        tag = etree.QName(child).localname
        if tag == "g":
            if child.get("display") == "none":
                continue
            group = etree.Element("g", _attributes(child))
            _copy(child, group)
            if len(group):
                into.append(group)
        elif tag in _SHAPES and not _invisible(child, tag):
            shape = etree.SubElement(into, tag, _attributes(child))
            shape.text = child.text if tag == "text" else None


def _invisible(shape: etree._Element, tag: str) -> bool:
    if shape.get("display") == "none" or (tag == "text" and not (shape.text or "").strip()):
        return True
    painted = {shape.get("fill"), shape.get("stroke")} - {None, "none"}
    return shape.get("class") in ("background", "foreground") and not painted


def _attributes(shape: etree._Element) -> dict[str, str]:
    """What is kept; references are not, and a tenth of a unit is fine enough."""
    kept = {str(key): str(value) for key, value in shape.attrib.items() if key in _KEPT and "url(" not in str(value)}
    return {key: _NUMBER.sub(_short, value) for key, value in kept.items() if value != "translate(0,0)"}


def _short(number: re.Match[str]) -> str:
    return f"{round(float(number.group()), 1) + 0.0:g}"
