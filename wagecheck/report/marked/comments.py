"""Comments of a sheet: text in one part, boxes in another (VML), both shared with the comments that stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from wagecheck.report.marked.marks import position
from wagecheck.report.marked.package import Package, PackageError
from wagecheck.report.marked.sheet import Sheet
from wagecheck.report.marked.texts import escaped

_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML: Final = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""
_BOX: Final = """<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;\
margin-left:60pt;margin-top:2pt;width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden" \
fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>\
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>\
</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""
_END: Final = re.compile(rb"</(?:\w+:)?xml\s*>\s*$")
_SHAPE: Final = re.compile(rb"_x0000_s(\d+)")
#: Pixels of a comment, and what fits on a line of it.
_WIDTH, _LINE, _PER_LINE = 340, 17, 26
_MOST_LINES: Final = 26
_PIXEL: Final = 72 / 96


def add(package: Package, part: str, sheet: Sheet, texts: Mapping[str, str], author: str) -> None:
    """A comment for every cell; a comment that stands there keeps its text, ours follows it.

    ``part`` is the worksheet's name in the package. Raises PackageError.
    """
    related = package.related(part)
    name = next((other for kind, other in related.values() if kind == "comments" and package.has(other)), None)
    main = package.main
    if name is None:
        name = package.free("xl/comments{}.xml")
        package.put(name, f'<comments xmlns="{main}"><authors/><commentList/></comments>'.encode())
        package.declare(name, _TYPE)
        package.relate(part, "comments", name)
    root = package.tree(name)
    authors, listed = (_child(root, f"{{{main}}}{tag}") for tag in ("authors", "commentList"))
    number = len(authors)
    etree.SubElement(authors, f"{{{main}}}author").text = author
    standing = {str(comment.get("ref")): comment for comment in listed}
    fresh = [cell for cell in texts if cell not in standing]
    for cell, text in texts.items():
        if cell in standing:
            _run(_child(standing[cell], f"{{{main}}}text"), f"\n{text}", main)
        else:
            comment = etree.SubElement(listed, f"{{{main}}}comment")
            comment.set("ref", cell)
            comment.set("authorId", str(number))
            _run(etree.SubElement(comment, f"{{{main}}}text"), text, main)
    if fresh:
        _boxes(package, part, sheet, {cell: texts[cell] for cell in fresh})


def _run(parent: etree._Element, text: str, main: str) -> None:
    plain = parent.find(f"{{{main}}}t")
    if plain is not None:  # a comment without formats: its text becomes the first run
        first = etree.Element(f"{{{main}}}r")
        parent.replace(plain, first)
        first.append(plain)
    run = etree.SubElement(parent, f"{{{main}}}r")
    looks = etree.SubElement(run, f"{{{main}}}rPr")
    for tag, value in (("sz", "9"), ("rFont", "宋体"), ("charset", "134")):
        etree.SubElement(looks, f"{{{main}}}{tag}").set("val", value)
    told = etree.SubElement(run, f"{{{main}}}t")
    told.text = escaped(text)
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _boxes(package: Package, part: str, sheet: Sheet, texts: Mapping[str, str]) -> None:
    related = package.related(part)
    legacy = sheet.root.find(f"{{{package.main}}}legacyDrawing")
    key = None if legacy is None else legacy.get(f"{{{package.office}}}id")
    if key in related and package.has(related[key][1]):
        name = related[key][1]
    else:
        name = package.free("xl/drawings/vmlDrawingW{}.vml")
        package.put(name, _VML.encode())
        package.default("vml", _VML_TYPE)
        sheet.child("legacyDrawing").set(f"{{{package.office}}}id", package.relate(part, "vmlDrawing", name))
    drawing = package.content(name)
    if drawing.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PackageError("a drawing in another encoding")
    first = max((int(found) for found in _SHAPE.findall(drawing)), default=1_024) + 1
    shapes = []
    for order, (cell, text) in enumerate(texts.items()):
        row, column = position(cell)
        height = _LINE * (min(sum(len(line) // _PER_LINE + 1 for line in text.split("\n")), _MOST_LINES) + 1)
        shapes.append(
            _BOX.format(
                id=first + order,
                order=order + 1,
                width=round(_WIDTH * _PIXEL),
                height=round(height * _PIXEL),
                anchor=sheet.box(cell, _WIDTH, height),
                row=row - 1,
                column=column - 1,
            )
        )
    end = _END.search(drawing)
    at = end.start() if end else len(drawing)
    package.put(name, drawing[:at] + "".join(shapes).encode() + drawing[at:])


def _child(parent: etree._Element, tag: str) -> etree._Element:
    found = parent.find(tag)
    return etree.SubElement(parent, tag) if found is None else found
