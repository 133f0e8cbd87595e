"""Letters as docx, for Word and WPS: A4, Chinese fonts by name, the same bytes for the same letter."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from wagecheck.report.letters.blocks import Box, Break, Fields, Grid, Heading, Letter, Paragraph
from wagecheck.wording import Wording

#: Body and heading fonts as offices in China have them; others stand in where they are missing.
_BODY: Final = "仿宋"
_HEAD: Final = "黑体"
_LATIN: Final = "Times New Roman"
#: Every part carries this time: a zip knows none before 1980.
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
#: Characters that XML cannot hold.
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Twentieths of a point between the margins, portrait and landscape.
_WIDTH: Final = {False: 10090, True: 14740}
_SHADE: Final = "F0F0F0"
#: What stands for a number in the footer → the field that counts it.
_FIELDS: Final = {"PAGE": "PAGE", "PAGES": "NUMPAGES"}
#: Height of a row that is filled in by hand, and the air above and below the text of cells, in twentieths of a point.
_ROOM: Final = 480
_PADDING: Final = (
    '<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)
#: Characters that a property of a document may have.
_PROPERTY: Final = 255


def write(letter: Letter, path: Path, t: Wording) -> None:
    """One letter."""
    path.write_bytes(content(letter, t))


def content(letter: Letter, t: Wording) -> bytes:
    """The bytes of the docx."""
    document = docx.Document()
    _setup(document, letter)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, letter.title, size=18, head=True)
    if letter.number:
        number = document.add_paragraph()
        number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(number, t("letter.number", number=letter.number), size=10)
    for note in letter.notes:
        _run(document.add_paragraph(), note, size=9, grey=True)
    for block in letter.blocks:
        _block(document, block, _WIDTH[letter.landscape])
    _page_number(document.sections[0].footer.paragraphs[0], t)
    stream = io.BytesIO()
    document.save(stream)
    return _stamped(stream.getvalue())


def _setup(document: Any, letter: Letter) -> None:
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if letter.landscape:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
    style.paragraph_format.space_after = Pt(4)
    # without it offices outside the mainland draw commas in the middle, as Taiwan and Japan write them
    style.element.get_or_add_rPr().append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    props = document.core_properties
    made = dt.datetime.combine(letter.day, dt.time())
    props.author = props.last_modified_by = "wagecheck"
    props.title, props.subject = (_clean(text)[:_PROPERTY] for text in (letter.title, letter.number))
    props.comments = ""
    props.created = props.modified = made
    props.revision = 1


def _block(document: Any, block: object, width: int) -> None:
    if isinstance(block, Heading):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(10)
        _run(paragraph, block.text, size=13, head=True)
    elif isinstance(block, Paragraph):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = block.strong
        _run(paragraph, block.text, head=block.strong)
    elif isinstance(block, Fields):
        label = width * 22 // 100
        rows = [
            _row([_cell(name, label, shade=True), _cell(value, width - label)], blank=not value)
            for name, value in block.rows
        ]
        _add_table(document, [label, width - label], rows)
    elif isinstance(block, Grid):
        _add_grid(document, block, width)
    elif isinstance(block, Box):
        parts = [_paragraph(block.label, head=True), *[_paragraph("")] * block.lines, _paragraph(block.foot, "right")]
        _add_table(document, [width], [_row([_cell_of(parts, width)])])
    elif isinstance(block, Break):
        document.add_page_break()


def _add_grid(document: Any, grid: Grid, width: int) -> None:
    whole = sum(column.width for column in grid.columns)
    widths = [width * column.width // whole for column in grid.columns]
    sides = ["right" if column.number else "left" for column in grid.columns]
    head = [
        _cell(column.title, wide, side, shade=True, head=True)
        for column, wide, side in zip(grid.columns, widths, sides, strict=True)
    ]
    rows = [_row(head, repeat=True)]
    for number, texts in enumerate(grid.rows, start=1):
        last = grid.total and number == len(grid.rows)
        cells = [_cell(text, wide, side, head=last) for text, wide, side in zip(texts, widths, sides, strict=True)]
        rows.append(_row(cells))
    _add_table(document, widths, rows)


def _add_table(document: Any, widths: list[int], rows: list[str]) -> None:
    """A bordered table, written as XML at once: python-docx takes a second for a hundred rows."""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="444444"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>{_PADDING}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    body = document.element.body
    body.insert(len(body) - 1, table)  # before the properties of the section
    gap = document.add_paragraph()
    gap.paragraph_format.space_after = Pt(2)
    gap.paragraph_format.line_spacing = Pt(6)


def _row(cells: list[str], *, repeat: bool = False, blank: bool = False) -> str:
    """``repeat``: on every page; ``blank``: with room to write by hand."""
    head = "<w:tblHeader/>" if repeat else ""
    room = f'<w:trHeight w:val="{_ROOM}" w:hRule="atLeast"/>' if blank else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{room}{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, side: str = "left", *, shade: bool = False, head: bool = False) -> str:
    return _cell_of([_paragraph(text, side, head=head)], width, shade=shade)


def _cell_of(paragraphs: list[str], width: int, *, shade: bool = False) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{"".join(paragraphs)}</w:tc>'


def _paragraph(text: str, side: str = "left", *, head: bool = False) -> str:
    font = _HEAD if head else _BODY
    fonts = f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{font}"/>'
    written = f'<w:t xml:space="preserve">{escape(_clean(text))}</w:t>'
    return (
        f'<w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr>{fonts}<w:sz w:val="19"/></w:rPr>{written}</w:r></w:p>'
    )


def _run(paragraph: Any, text: str, *, size: int | None = None, head: bool = False, grey: bool = False) -> None:
    run = paragraph.add_run(_clean(text))
    run.font.name = _LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HEAD if head else _BODY)
    if size is not None:
        run.font.size = Pt(size)
    if grey:
        run.font.color.rgb = RGBColor(0x44, 0x44, 0x44)


def _page_number(paragraph: Any, t: Wording) -> None:
    """Page and pages, as fields that the office program fills in."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in re.split("(PAGES?)", t("letter.page", page="PAGE", pages="PAGES")):
        if part in _FIELDS:
            field = f'<w:fldSimple {nsdecls("w")} w:instr="{_FIELDS[part]}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parse_xml(field))
        elif part:
            _run(paragraph, part, size=9)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _stamped(data: bytes) -> bytes:
    """The same parts in the same order, all with one time, without the template's picture of itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as stamped:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, _STAMP)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            stamped.writestr(part, made.read(name))
    return out.getvalue()
