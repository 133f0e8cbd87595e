"""Containers: what opens, row for row as people see it; what does not open says what it is and what to do."""

from __future__ import annotations

import datetime as dt
import io
import pickle
import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from wagecheck.intake.containers import ContainerError, open_workbook, read_workbook
from wagecheck.intake.containers.limits import MAX_CELLS

SHEET = "xl/worksheets/sheet1.xml"


def xlsx(fill=lambda sheet: sheet.write_row("A1", ["姓名", 1.5]), **options):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, options)
    fill(book.add_worksheet("工资表"))
    book.close()
    return stream.getvalue()


def patched(data, part, old, new, count=-1):
    """The same package with a replacement in one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == part:
                assert old in content
                content = content.replace(old, new, count)
            target.writestr(member.filename, content)
    return stream.getvalue()


def content(data, part):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part)


def re_encoded(data, part, encoding):
    """The same package with one part in another encoding, as XML allows."""
    text = content(data, part)
    return patched(data, part, text, text.decode().replace("UTF-8", encoding).encode(encoding))


def package(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def compound(*streams):
    """A minimal OLE2 file whose directory names the given streams, all empty."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<108I", *[free] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    directory = b""
    for name, kind in (("Root Entry", 5), *((name, 2) for name in streams)):
        text = name.encode("utf-16-le") + b"\0\0"
        entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + struct.pack("<III", free, free, free)
        directory += entry.ljust(116, b"\0") + struct.pack("<III", end, 0, 0)
    return header[:512] + fat + directory.ljust(512, b"\0")


def test_rows_and_columns_are_those_that_people_see():
    def fill(sheet):
        sheet.write("C3", "姓名")
        sheet.write("D5", 22.5)

    (grid,) = read_workbook(xlsx(fill)).grids
    assert grid.name == "工资表"
    assert (grid.height, grid.width) == (5, 4)
    assert grid.rows[2][2] == "姓名"
    assert grid.rows[4][3] == 22.5
    assert grid.rows[0] == [None] * 4


def test_types_stay_what_the_file_holds():
    def fill(sheet):
        sheet.write_string("A1", "007")
        sheet.write_row("B1", [7, 0, True])

    (grid,) = read_workbook(xlsx(fill)).grids
    assert grid.rows[0] == ["007", 7.0, 0.0, True]
    assert [type(cell) for cell in grid.rows[0]] == [str, float, float, bool]


def test_dates_are_dates():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for row, code in enumerate(['yyyy"年"m"月"d"日"', "yyyy-mm-dd", 'yyyy"年"m"月"']):
        sheet.write_datetime(row, 0, dt.datetime(2026, 10, 1), book.add_format({"num_format": code}))
    book.close()
    (grid,) = read_workbook(stream.getvalue()).grids
    assert [row[0] for row in grid.rows] == [dt.date(2026, 10, 1)] * 3


def test_hidden_rows_columns_sheets_and_merges_are_told_and_read():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("工资表")
    for row in range(5):
        sheet.write_row(row, 0, [f"甲{row}", row, row, row])
    sheet.merge_range("A7:D9", "备注")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_row(3, 0)
    sheet.set_column("C:XFD", None, None, {"hidden": True})
    other = book.add_worksheet("旧表")
    other.write("A1", "乙")
    other.hide()
    reserved = book.add_worksheet("WpsReserved_CellImgList")
    reserved.very_hidden()
    book.close()
    workbook = read_workbook(stream.getvalue())
    assert [grid.name for grid in workbook.grids] == ["工资表", "旧表"]
    grid, old = workbook.grids
    assert grid.hidden_rows == {2, 3}
    assert grid.hidden_columns == {2, 3}
    assert grid.merges == ((6, 0, 6, 3),)  # cut to what is filled
    assert grid.rows[2][0] == "甲2"
    assert old.hidden
    assert not grid.hidden
    assert old.rows == [["乙"]]


def test_error_values_are_not_blank():
    def fill(sheet):
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write("B2", 't="e"')

    (grid,) = read_workbook(xlsx(fill)).grids
    assert grid.rows[0][0] == "#DIV/0!"
    assert grid.rows[1][1] == 't="e"'


def formulas(name):
    stream = io.BytesIO()
    if name == "openpyxl":
        book = openpyxl.Workbook()
        book.active.append(["应发", 5000, "=B1*2"])
        book.save(stream)
    elif name == "xlwt":
        book = xlwt.Workbook()
        sheet = book.add_sheet("s")
        sheet.write(0, 0, "应发")
        sheet.write(0, 1, 5000)
        sheet.write(0, 2, xlwt.Formula("B1*2"))
        book.save(stream)
    else:
        book = xlsxwriter.Workbook(stream)
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["应发", 5000])
        sheet.write_formula("C1", "=B1*2", None, 10000 if name == "calculated" else 0)
        book.close()
    return stream.getvalue()


@pytest.mark.parametrize("writer", ["openpyxl", "xlwt", "xlsxwriter"])
def test_formulas_that_nobody_calculated_are_told_and_never_zero(writer):
    (grid,) = read_workbook(formulas(writer)).grids
    assert grid.uncached == {(0, 2)}
    assert grid.rows[0][2:] in ([], [None])


def test_calculated_formulas_are_values():
    (grid,) = read_workbook(formulas("calculated")).grids
    assert grid.uncached == frozenset()
    assert grid.rows[0][2] == 10000


def test_an_empty_text_is_a_result():
    data = patched(
        formulas("calculated"), SHEET, b'<c r="C1"><f>B1*2</f><v>10000</v>', b'<c r="C1" t="str"><f>B1</f><v></v>'
    )
    assert read_workbook(data).grids[0].uncached == frozenset()


def test_cells_without_addresses_follow_their_predecessors():
    data = xlsx(lambda sheet: [sheet.write_row(row, 0, [1, 2, 3]) for row in range(3)])
    data = patched(data, SHEET, b'<c r="C3"><v>3</v></c>', b'<c t="e"><f>1/0</f><v>#N/A</v></c>')
    data = patched(data, SHEET, b'<row r="3"', b'<row hidden="1"')
    (grid,) = read_workbook(data).grids
    assert grid.rows[2] == [1.0, 2.0, "#N/A"]
    assert grid.hidden_rows == {2}


def test_prefixed_elements_are_read():
    data = xlsx(lambda sheet: [sheet.write("A1", 1), sheet.set_row(0, None, None, {"hidden": True})])
    text = content(data, SHEET)
    prefixed = (
        text.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
    )
    (grid,) = read_workbook(patched(data, SHEET, text, prefixed)).grids
    assert grid.rows == [[1.0]]
    assert grid.hidden_rows == {0}


def test_properties_say_who_and_when():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet()
    book.set_properties({"author": "劳资员 & 甲", "created": dt.datetime(2026, 11, 3, 9)})
    book.close()
    properties = read_workbook(stream.getvalue()).properties
    assert properties["creator"] == "劳资员 & 甲"
    assert properties["created"] == "2026-11-03T09:00:00Z"


def test_xls_tells_hidden_parts_and_errors():
    book = xlwt.Workbook()
    sheet = book.add_sheet("花名册")
    for row in range(4):
        sheet.write(row, 0, f"甲{row}")
        sheet.write(row, 1, 1.5)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    sheet.write(3, 2, xlwt.ExcelFormula.Formula("A1"))
    sheet.row(0).set_cell_error(3, 0x2A)
    sheet.write_merge(5, 6, 0, 1, "合计")
    book.add_sheet("旧表").visibility = 1
    stream = io.BytesIO()
    book.save(stream)
    workbook = read_workbook(stream.getvalue())
    grid, old = workbook.grids
    assert workbook.kind == "xls"
    assert grid.hidden_rows == {2}
    assert grid.hidden_columns == {1}
    assert grid.rows[0][3] == "#N/A"
    assert grid.rows[2][:2] == ["甲2", 1.5]
    assert grid.merges == ((5, 0, 5, 1),)
    assert old.hidden


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("gbk", "gb18030"), ("gb18030", "gb18030")],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_text_files_of_every_encoding_and_separator(encoding, told, separator):
    lines = [["姓名", "卡号", "金额"], ["张某甲", "6228480000000000018", "1.5"], ["李某乙", "007", "2"]]
    data = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    workbook = read_workbook(data, "代发")
    assert (workbook.kind, workbook.encoding, workbook.grids[0].name) == ("csv", told, "代发")
    assert workbook.grids[0].rows == lines


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('姓名,证号\n甲,="110199199003070017"\n', [["姓名", "证号"], ["甲", "110199199003070017"]]),
        ('姓名,证号\n甲,"=""110199199003070017"""\n', [["姓名", "证号"], ["甲", "110199199003070017"]]),
        ("姓名,证号\n甲,\t110199199003070017\n", [["姓名", "证号"], ["甲", "110199199003070017"]]),
        ("姓名,证号\n甲,110199199003070017\t\n", [["姓名", "证号"], ["甲", "110199199003070017"]]),
        ('姓名,备注\n甲,"一\n二"\n乙,三\n', [["姓名", "备注"], ["甲", "一\n二"], [], ["乙", "三"]]),
        ("姓名,备注\n\n甲,三\n", [["姓名", "备注"], [], ["甲", "三"]]),
        ('姓名,金额\n甲,"1,200.00"\n', [["姓名", "金额"], ["甲", "1,200.00"]]),
        ("姓名\t金额\n甲\t1,200\n乙\t1,300\n", [["姓名", "金额"], ["甲", "1,200"], ["乙", "1,300"]]),
        ("sep=;\n姓名;金额\n甲;1,5\n", [[], ["姓名", "金额"], ["甲", "1,5"]]),
        ("姓名,金额\r甲,5\r", [["姓名", "金额"], ["甲", "5"]]),
        ("姓名,金额\n甲,\n", [["姓名", "金额"], ["甲", None]]),
        ("姓名\n甲\n", [["姓名"], ["甲"]]),
        (
            '姓名,备注\n甲,"忘了引号\n' + "乙,好\n" * 20,
            [["姓名", "备注"], ["甲", '"忘了引号'], *[["乙", "好"]] * 20],
        ),
    ],
)
def test_line_numbers_are_row_numbers_and_fields_stay_text(text, rows):
    assert read_workbook(text.encode()).grids[0].rows == rows


def xls_replaced(old, new):
    """An xls with one cell in row 1234 and column 200 (from 0), and a replacement in its bytes."""
    book = xlwt.Workbook()
    book.add_sheet("s").write(1234, 200, 4.5)
    stream = io.BytesIO()
    book.save(stream)
    assert old in stream.getvalue()
    return stream.getvalue().replace(old, new)


CELL = struct.pack("<HH", 1234, 200)
DECLARED = struct.pack("<IIHH", 1234, 1235, 200, 201)


BOMB = patched(xlsx(), SHEET, b"</sheetData>", b" " * (65 * 2**20) + b"</sheetData>")
VAST = patched(xlsx(), SHEET, b'r="B1"', b'r="XFD1048576"')

EXCEL_XML = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'

REFUSALS = [
    ("an empty file", b"", "empty_file", "空"),
    ("blank lines", b"\n \r\n", "empty_file", "空"),
    ("a Word document", package("word/document.xml"), "unsupported", "Word"),
    ("an old Word document", compound("WordDocument"), "unsupported", "Word"),
    ("slides", package("ppt/presentation.xml"), "unsupported", "演示"),
    ("a binary workbook without sheets", package("xl/workbook.bin"), "damaged", "损坏"),
    ("an OpenDocument text", package("mimetype", "content.xml"), "unsupported", "OpenDocument"),
    ("an OFD document", package("OFD.xml", "Doc_0/Document.xml"), "unsupported", "OFD"),
    ("an archive", package("工资表.xlsx"), "unsupported", "解压"),
    ("a rar", b"Rar!\x1a\x07\0", "unsupported", "RAR"),
    ("a pdf", b"%PDF-1.7\n", "unsupported", "PDF"),
    ("a png", b"\x89PNG\r\n\x1a\n\0", "unsupported", "图片"),
    ("a photo", b"\xff\xd8\xff\xe0\0", "unsupported", "图片"),
    ("a photo of a phone", b"\0\0\0\x18ftypheic\0\0\0\0", "unsupported", "图片"),
    ("a 7z", b"7z\xbc\xaf\x27\x1c\0\x04", "unsupported", "7z"),
    ("a gzip", b"\x1f\x8b\x08\0", "unsupported", "解压"),
    ("a mail", compound("__properties_version1.0"), "unsupported", "邮件"),
    ("a sheet of Excel 4", b"\x09\x04\x06\0\0\0\x10\0\0\0", "unsupported", "Excel 4.0"),
    ("Excel 2003 XML without sheets", EXCEL_XML, "damaged", "没有工作表"),
    ("half of an Excel 2003 XML", EXCEL_XML[:-3], "damaged", "XML"),
    ("a web page without a table", b"<html><body><p>404</p></body></html>", "unsupported", "网页"),
    ("some XML", b'<?xml version="1.0"?><invoice/>', "unsupported", "XML"),
    ("some program", b"\x7fELF\x02\x01\x01\0\0", "unsupported", "不认识"),
    ("an encrypted workbook", compound("EncryptionInfo", "EncryptedPackage"), "encrypted", "密码"),
    ("an OLE file of something else", compound("Other"), "unsupported", "没有表格"),
    ("half a zip", xlsx()[:2000], "damaged", "损坏"),
    ("half an OLE file", compound("Workbook")[:700], "damaged", "损坏"),
    ("an OLE file with an empty workbook", compound("Workbook"), "damaged", "损坏"),
    ("a zip with an empty xl folder", package("xl/nothing.xml"), "damaged", "损坏"),
    ("half a sheet", patched(xlsx(), SHEET, b"</c></row></sheetData>", b""), "damaged", "损坏"),
    ("a string that is not there", patched(xlsx(), SHEET, b"<v>0</v>", b"<v>99</v>"), "damaged", "损坏"),
    (
        "declared entities",
        patched(xlsx(), SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        "damaged",
        "实体",
    ),
    ("a sheet in UTF-16", re_encoded(xlsx(), SHEET, "utf-16"), "damaged", "编码"),
    ("two cells at both ends of a sheet", VAST, "too_large", "1048576"),
    ("a cell outside any sheet", patched(xlsx(), SHEET, b'r="B1"', b'r="ZZZZZZ1"'), "damaged", "范围"),
    ("a row outside any sheet", patched(xlsx(), SHEET, b'r="B1"', b'r="B99999999"'), "damaged", "范围"),
    ("an xls cell outside any sheet", xls_replaced(CELL, struct.pack("<HH", 65535, 65535)), "damaged", "范围"),
    ("an xls larger than any", xls_replaced(DECLARED, struct.pack("<IIHH", 0, 2**31, 0, 9)), "damaged", "范围"),
    ("an xls ending before it starts", xls_replaced(DECLARED, struct.pack("<IIHH", 2**31, 9, 0, 9)), "damaged", "范围"),
    ("a zip bomb", BOMB, "too_large", "MB"),
    ("text in two encodings", "姓名,金额,备注说明日期班组".encode() + b"\n\xb9\xa4\xd7\xca\xff,1\n", "damaged", "编码"),
    ("text in no encoding", b"abc\xff\xff\xff,1\n", "damaged", "编码"),
]


@pytest.mark.parametrize(("data", "reason", "says"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_refusals_say_what_it_is_and_what_to_do(data, reason, says):
    with pytest.raises(ContainerError) as caught:
        read_workbook(data)
    assert caught.value.reason == reason
    assert says in caught.value.zh
    assert "请" in caught.value.zh
    assert len(caught.value.en) > 20


def test_the_directory_of_a_zip_is_not_believed():
    """A part that unpacks to more than the directory declares is measured by what it unpacks to."""
    size = len(content(BOMB, SHEET))
    with pytest.raises(ContainerError) as caught:
        read_workbook(BOMB.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert caught.value.reason == "too_large"


def test_styled_empty_cells_at_the_end_of_a_sheet_are_no_size():
    """Clerks format whole columns; that is no reason to refuse a sheet."""
    data = patched(xlsx(), SHEET, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    assert read_workbook(data).grids[0].rows == [["姓名", 1.5]]
    assert MAX_CELLS < 1_048_576 * 16_384


@pytest.mark.parametrize("name", ["工资表.xls", "工资表.csv", "工资表"])
def test_the_bytes_decide_not_the_name(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(xlsx())
    assert open_workbook(path).kind == "xlsx"


def test_missing_files_and_folders(tmp_path):
    for path in (tmp_path, tmp_path / "没有.xlsx"):
        with pytest.raises(ContainerError) as caught:
            open_workbook(path)
        assert caught.value.reason == "missing"


def test_answers_and_errors_can_leave_a_child_process(tmp_path):
    path = tmp_path / "代发.csv"
    path.write_bytes("姓名,金额\n甲,5\n".encode())
    workbook = open_workbook(path)
    assert pickle.loads(pickle.dumps(workbook)) == workbook
    with pytest.raises(ContainerError) as caught:
        open_workbook(tmp_path)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.reason, again.zh, again.en, str(again)) == (
        caught.value.reason,
        caught.value.zh,
        caught.value.en,
        caught.value.zh,
    )


GOOD = [xlsx(), formulas("xlwt"), compound("Workbook", "EncryptedPackage"[:5]), "姓名,金额\n甲,5\n".encode("gbk")]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(GOOD), st.data())
def test_broken_files_are_refused_and_never_crash(data, draw):
    """Any bytes changed or cut: a workbook or a ContainerError, nothing else."""
    broken = bytearray(data[: draw.draw(st.integers(0, len(data)))] if draw.draw(st.booleans()) else data)
    for _ in range(draw.draw(st.integers(0, 8))):
        if broken:
            broken[draw.draw(st.integers(0, len(broken) - 1))] = draw.draw(st.integers(0, 255))
    try:
        read_workbook(bytes(broken))
    except ContainerError as error:
        assert error.reason in {"empty_file", "unsupported", "encrypted", "damaged", "too_large"}


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.floats(-1e12, 1e12, allow_subnormal=False).map(lambda number: round(number, 4)),
                st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8),
                st.booleans(),
            ),
            min_size=1,
            max_size=4,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_a_spreadsheet_writes_is_read_back(rows):
    def fill(sheet):
        for index, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(index, column, cell)
                elif cell is not None:
                    sheet.write(index, column, cell)

    (grid,) = read_workbook(xlsx(fill, in_memory=True)).grids
    for index, row in enumerate(rows):
        got = grid.rows[index] if index < grid.height else []
        for column, cell in enumerate(row):
            assert (got[column] if column < len(got) else None) == cell
