"""Formats added to a workbook: every format that a marked cell has, once more with the fill of its severity."""

from __future__ import annotations

import copy
from typing import Final

from lxml import etree

from wagecheck.report.marked.package import Package, PackageError
from wagecheck.report.severity_looks import FILLS, HEADER, LINK, Look

_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
#: The children of a style sheet in the order that the standard asks for.
_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_EMPTY: Final = """<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>"""


class Styles:
    """The style sheet of a package; formats are added as they are asked for."""

    def __init__(self, package: Package) -> None:
        """Opens the style sheet, or makes one where there is none."""
        self._main = package.main
        name = next((part for kind, part in package.related(package.book).values() if kind == "styles"), None)
        if name is None or not package.has(name):
            if name is None:
                name = package.free("xl/styles{}.xml")
                package.relate(package.book, "styles", name)
            package.put(name, _EMPTY.format(main=package.main).encode())
            package.declare(name, _TYPE)
        self._root = package.tree(name)
        self._marked: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}
        self._own: dict[str, int] = {}
        if self._list("cellXfs").find(f"{{{self._main}}}xf") is None:
            self._add("cellXfs", "xf", numFmtId="0", fontId="0", fillId="0", borderId="0")

    def marked(self, base: int, severity: str) -> int:
        """Number of the format that is like number ``base`` but for the fill of a severity."""
        if (base, severity) not in self._marked:
            formats = self._list("cellXfs")
            known = formats.findall(f"{{{self._main}}}xf")
            twin = copy.deepcopy(known[base if base < len(known) else 0])
            twin.set("fillId", str(self._fill(severity, FILLS[severity])))
            twin.set("applyFill", "1")
            formats.append(twin)
            self._marked[base, severity] = _counted(formats) - 1
        return self._marked[base, severity]

    def own(self, name: str) -> int:
        """Number of a format of the first sheet: title, text, head, body, link, or a severity."""
        if name not in self._own:
            font = {
                "title": self._font(size=14, bold=True), "head": self._font(bold=True), "link": self._font(link=True),
            }.get(name) or self._font()  # fmt: skip
            fill = self._fill(name, FILLS[name]) if name in FILLS else 0
            if name == "head":
                fill = self._fill("head", Look(HEADER))
            border = self._border() if name not in ("title", "text") else 0
            xf = self._add(
                "cellXfs", "xf", numFmtId="49", fontId=str(font), fillId=str(fill), borderId=str(border),
                applyNumberFormat="1", applyFont="1", applyFill="1", applyBorder="1", applyAlignment="1",
                quotePrefix="1",
            )  # fmt: skip
            alignment = etree.SubElement(xf, f"{{{self._main}}}alignment")
            alignment.set("vertical", "center" if name in ("title", "head") else "top")
            alignment.set("wrapText", "0" if name == "title" else "1")
            self._own[name] = _counted(self._list("cellXfs")) - 1
        return self._own[name]

    def _fill(self, name: str, look: Look) -> int:
        if name not in self._fills:
            fill = self._add("fills", "fill")
            pattern = etree.SubElement(fill, f"{{{self._main}}}patternFill")
            pattern.set("patternType", look.pattern)
            if look.pattern == "solid":
                etree.SubElement(pattern, f"{{{self._main}}}fgColor").set("rgb", f"FF{look.colour}")
                etree.SubElement(pattern, f"{{{self._main}}}bgColor").set("indexed", "64")
            self._fills[name] = _counted(self._list("fills")) - 1
        return self._fills[name]

    def _font(self, *, size: int = 10, bold: bool = False, link: bool = False) -> int:
        font = self._add("fonts", "font")
        for tag, attribute, value in (
            *([("b", "val", "1")] if bold else []),
            *([("u", "val", "single")] if link else []),
            ("sz", "val", str(size)),
            ("color", "rgb", f"FF{LINK}" if link else "FF000000"),
            ("name", "val", "宋体"),
            ("charset", "val", "134"),
        ):
            etree.SubElement(font, f"{{{self._main}}}{tag}").set(attribute, value)
        return _counted(self._list("fonts")) - 1

    def _border(self) -> int:
        if "border" not in self._own:
            border = self._add("borders", "border")
            for side in ("left", "right", "top", "bottom", "diagonal"):
                line = etree.SubElement(border, f"{{{self._main}}}{side}")
                if side != "diagonal":
                    line.set("style", "thin")
                    etree.SubElement(line, f"{{{self._main}}}color").set("rgb", "FFBFBFBF")
            self._own["border"] = _counted(self._list("borders")) - 1
        return self._own["border"]

    def _add(self, group: str, tag: str, **attributes: str) -> etree._Element:
        parent = self._list(group)
        child = etree.SubElement(parent, f"{{{self._main}}}{tag}")
        for name, value in attributes.items():
            child.set(name, value)
        _counted(parent)
        return child

    def _list(self, group: str) -> etree._Element:
        found = self._root.find(f"{{{self._main}}}{group}")
        if found is not None:
            return found
        if group == "cellXfs" and self._root.find(f"{{{self._main}}}fonts") is None:
            raise PackageError("a style sheet without fonts and formats")
        before = [f"{{{self._main}}}{name}" for name in _ORDER[: _ORDER.index(group)]]
        at = max((index + 1 for index, child in enumerate(self._root) if child.tag in before), default=0)
        made = etree.Element(f"{{{self._main}}}{group}")
        self._root.insert(at, made)
        if group == "fills":  # the first two are reserved
            for pattern in ("none", "gray125"):
                fill = etree.SubElement(made, f"{{{self._main}}}fill")
                etree.SubElement(fill, f"{{{self._main}}}patternFill").set("patternType", pattern)
        elif group in ("fonts", "borders"):
            etree.SubElement(made, f"{{{self._main}}}{group[:-1]}")
        return made


def _counted(group: etree._Element) -> int:
    """Number of children, also written where programs look for it."""
    count = sum(isinstance(child.tag, str) for child in group)
    group.set("count", str(count))
    return count
