"""Packages as programs really write them: parts missing, misnamed, misdeclared; links to files that are gone."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from tests.intake.test_containers import SHEET, content, patched, xlsx
from wagecheck.intake.containers import ContainerError, read_workbook
from wagecheck.intake.sheets import read as read_sheet

STRINGS = "xl/sharedStrings.xml"


def rebuilt(data, change):
    """The package with every part as ``change(name, content)`` says; None leaves it out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            part = change(member.filename, source.read(member))
            if part is not None:
                target.writestr(*part)
    return stream.getvalue()


def without(word):
    return lambda name, data: None if word in name else (name, data)


def inline(data):
    """The workbook as WeCom exports it: texts stand in the cells, the declared part of texts is missing."""
    text = content(data, SHEET).replace(b't="s"><v>0</v>', 't="inlineStr"><is><t>姓名</t></is>'.encode())
    return rebuilt(data, lambda n, d: None if n == STRINGS else (n, text if n == SHEET else d))


PACKAGES = [
    ("no texts part, texts in the cells (WeCom)", inline(xlsx())),
    ("the texts part in other case", rebuilt(xlsx(), lambda n, d: (n.replace("sharedS", "SharedS"), d))),
    ("all parts in other case", rebuilt(xlsx(), lambda n, d: (n.upper(), d))),
    ("no styles", rebuilt(xlsx(), without("styles.xml"))),
    ("no theme and no properties", rebuilt(xlsx(), lambda n, d: None if "theme" in n or "docProps" in n else (n, d))),
    ("no content types", rebuilt(xlsx(), without("[Content_Types]"))),
    ("wrong content types", rebuilt(xlsx(), lambda n, d: (n, b"<x/>" if "[Content" in n else d))),
    ("no relations of the package", rebuilt(xlsx(), without("_rels/.rels"))),
    ("parts with backslashes", rebuilt(xlsx(), lambda n, d: (n.replace("/", "\\"), d))),
    ("sheets by absolute names", patched(xlsx(), "xl/_rels/workbook.xml.rels", b'Target="worksheets', b'Target="/xl/worksheets')),
]  # fmt: skip


@pytest.mark.parametrize("data", [p[1] for p in PACKAGES], ids=[p[0] for p in PACKAGES])
def test_odd_packages_are_read(data):
    (grid,) = read_workbook(data).grids
    assert (grid.name, grid.rows) == ("工资表", [["姓名", 1.5]])


def test_texts_that_are_gone_are_no_blanks():
    with pytest.raises(ContainerError) as caught:
        read_workbook(rebuilt(xlsx(), without(STRINGS)))
    assert caught.value.reason == "damaged"


def test_links_to_other_files_give_their_last_value_and_broken_ones_an_error():
    def fill(sheet):
        sheet.write_row("A1", ["姓名", "实发工资", "应发工资"])
        sheet.write("A2", "张某甲")
        sheet.write_formula("B2", "='[1]10月'!B2", None, 4800.5)
        sheet.write_formula("C2", "='[1]#REF'!B2", None, "#REF!")

    (grid,) = read_workbook(xlsx(fill)).grids
    assert grid.rows[1] == ["张某甲", 4800.5, "#REF!"]
    read = read_sheet(grid, "某某劳务有限公司/2026年10月工资表.xlsx")
    (table,) = read.tables
    assert table.records["gross_pay"].to_list() == [None]  # never 0
    assert [(issue.code, issue.field, issue.raw) for issue in table.issues if issue.field == "gross_pay"] == [
        ("IN05", "gross_pay", "#REF!")
    ]


def test_a_macro_workbook_gives_its_cells():
    data = rebuilt(xlsx(), lambda n, d: (n, d))
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    workbook = read_workbook(stream.getvalue())
    assert (workbook.kind, workbook.grids[0].rows) == ("xlsm", [["姓名", 1.5]])


def test_a_filter_hides_rows_that_are_read_all_the_same():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(6):
        sheet.append([f"张某{row}", row])
    sheet.auto_filter.ref = "A1:B6"
    for row in (3, 4):
        sheet.row_dimensions[row].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    (grid,) = read_workbook(stream.getvalue()).grids
    assert grid.hidden_rows == {2, 3}
    assert [row[0] for row in grid.rows] == [f"张某{row}" for row in range(6)]


TEXTS = [
    ("quoted line breaks", '姓名;备注;卡号\n"张某甲";"第一行\n第二行";"=""6228480000000000018"""\n李某乙;无;\t007\n', [["姓名", "备注", "卡号"], ["张某甲", "第一行\n第二行", "6228480000000000018"], [], ["李某乙", "无", "007"]]),
    ("a batch file of a bank", "序号|户名|账号|金额|\n1|张某甲|6228480000000000018|5000.00|\n", [["序号", "户名", "账号", "金额", None], ["1", "张某甲", "6228480000000000018", "5000.00", None]]),
    ("a text file between tabs", "户名\t金额\r\n张某甲\t5,000.00\r\n", [["户名", "金额"], ["张某甲", "5,000.00"]]),
    ("an end of file of old programs", "户名,金额\r\n张某甲,5\r\n\x1a", [["户名", "金额"], ["张某甲", "5"]]),
]  # fmt: skip


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark", "utf-16-be-mark"]
)
@pytest.mark.parametrize(("text", "rows"), [t[1:] for t in TEXTS], ids=[t[0] for t in TEXTS])
def test_text_files_of_banks_in_every_encoding(text, rows, encoding):
    if encoding.endswith("-mark"):
        data = ("\ufeff" + text).encode(encoding.removesuffix("-mark"))
    else:
        data = text.encode(encoding)
    assert read_workbook(data, "代发").grids[0].rows == rows
