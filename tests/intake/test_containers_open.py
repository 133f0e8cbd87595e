"""OpenDocument, binary workbooks and Excel 5: what people see in them, whatever the file is called."""

from __future__ import annotations

import datetime as dt
import io
import struct

import pytest
import xlwt

from tests.intake import packages
from tests.intake.packages import number, text
from tests.intake.test_containers import xlsx
from wagecheck.intake.containers import ContainerError, open_workbook, read_workbook

ROW = "<table:table-row>{}</table:table-row>"


def sheet(rows, name="工资表", **attributes):
    more = "".join(f' table:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def grid(data):
    (found,) = read_workbook(data).grids
    return found


ODS_CELLS = [
    ("a text", text("姓名"), ["姓名"]),
    ("an identity number as text", text("110199199003070017"), ["110199199003070017"]),
    ("a number", number(5000.5), [5000.5]),
    ("a price", '<table:table-cell office:value-type="currency" office:value="300"><text:p>￥300</text:p></table:table-cell>', [300.0]),
    ("a date", '<table:table-cell office:value-type="date" office:date-value="2026-10-01"/>', [dt.date(2026, 10, 1)]),
    ("repeated cells", number(8, number_columns_repeated="3"), [8.0] * 3),
    ("a comment is no content", '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p></table:table-cell>', ["甲"]),
    ("an error in a text", '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>', ["#REF!"]),
    ("an error is no 0", '<table:table-cell calcext:value-type="error" office:value-type="float" office:value="0" table:number-columns-repeated="2"><text:p>#DIV/0!</text:p></table:table-cell>', ["#DIV/0!"] * 2),
    ("an error of LibreOffice", '<table:table-cell office:value-type="float" office:value="0" calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell>', ["Err:502"]),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "row"), [c[1:] for c in ODS_CELLS], ids=[c[0] for c in ODS_CELLS])
def test_cells_of_an_ods(cell, row):
    assert grid(packages.ods(sheet(ROW.format(cell)))).rows == [row]


def test_hidden_parts_merges_and_repeated_rows_of_an_ods():
    failed = '<table:table-cell calcext:value-type="error" office:value-type="float" office:value="0"><text:p>#N/A</text:p></table:table-cell>'
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-header-rows><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table-header-rows>'
        + ROW.format(text("合计", number_columns_spanned="2", number_rows_spanned="9") + "<table:covered-table-cell/>" + text("末"))
        + '<table:table-row-group><table:table-row table:visibility="filter" table:number-rows-repeated="2">'
        + number(1) + failed + "</table:table-row></table:table-row-group>"
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )  # fmt: skip
    found = grid(packages.ods(sheet(rows)))
    assert found.rows[2:] == [["合计", None, "末"], [1.0, "#N/A", None], [1.0, "#N/A", None]]
    assert found.hidden_rows == {3, 4}
    assert found.hidden_columns == {1, 2}
    assert found.merges == ((2, 0, 4, 1),)  # cut to what is filled


def test_hidden_sheets_and_tables_in_cells_of_an_ods():
    inner = sheet(ROW.format(text("里面")), "内表")
    data = packages.ods(
        sheet(ROW.format(text("甲")), "旧表", style_name="hidden") + sheet(ROW.format(text("乙")), "工资表")
    )
    assert [(g.name, g.hidden, g.rows) for g in read_workbook(data).grids] == [
        ("旧表", True, [["甲"]]),
        ("工资表", False, [["乙"]]),
    ]
    assert "内表" not in [
        g.name
        for g in read_workbook(packages.ods(sheet(ROW.format(f"<table:table-cell>{inner}</table:table-cell>")))).grids
    ]


ODS_REFUSALS = [
    ("a vast ods", packages.ods(sheet('<table:table-row table:number-rows-repeated="1048576">' + number(1, number_columns_repeated="16384") + "</table:table-row>")), "too_large", "1048576"),
    ("vast errors", packages.ods(sheet('<table:table-row table:number-rows-repeated="1048576"><table:table-cell calcext:value-type="error" office:value-type="float" office:value="0" table:number-columns-repeated="16384"/></table:table-row>')), "damaged", "错误值"),
    ("an ods with entities", packages.ods(sheet(ROW.format(text("&a;"))), prologue='<!DOCTYPE x [<!ENTITY a "b">]>'), "damaged", "实体"),
    ("an ods with late entities", packages.ods(sheet(""), prologue=" " * 5000 + '<!DOCTYPE x [<!ENTITY a "b">]>'), "damaged", "实体"),
    ("an encrypted ods", packages.ods(sheet(""), manifest="<m><encryption-data/></m>"), "encrypted", "密码"),
    ("a number of columns that is none", packages.ods(sheet(ROW.format(number(1, number_columns_repeated="x")))), "damaged", "重复"),
    ("a vast xlsb", packages.xlsb(packages.xlsb_row(1_048_575, 1.0) + packages.xlsb_row(0, *[1.0] * 20)), "too_large", "1048576"),
    ("an xlsb cell outside any sheet", packages.xlsb(packages.xlsb_row(2**31, 1.0)), "damaged", "范围"),
    ("half an xlsb sheet", packages.xlsb(packages.xlsb_row(0, 1.0) + b"\x05\x7f"), "damaged", "损坏"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "reason", "says"), [r[1:] for r in ODS_REFUSALS], ids=[r[0] for r in ODS_REFUSALS])
def test_hostile_and_broken_packages_are_refused(data, reason, says):
    with pytest.raises(ContainerError) as caught:
        read_workbook(data)
    assert caught.value.reason == reason
    assert says in caught.value.zh


def test_a_binary_workbook_tells_all_that_a_plain_one_tells():
    rows = packages.xlsb_row(0, "姓名", "实发", True) + packages.xlsb_row(1, "甲", 5000.5, b"\x17", hidden=True)
    rows += packages.xlsb_row(2, "乙", 4800.0)
    data = packages.xlsb(rows, columns=packages.xlsb_hidden_column(1), merges=packages.xlsb_merge(1, 2, 0, 0))
    workbook = read_workbook(data)
    (found,) = workbook.grids
    assert (workbook.kind, found.name, found.hidden) == ("xlsb", "工资表", False)
    assert found.rows == [["姓名", "实发", True], ["甲", 5000.5, "#REF!"], ["乙", 4800.0, None]]
    assert (found.hidden_rows, found.hidden_columns, found.merges) == ({1}, {1}, ((1, 0, 2, 0),))


@pytest.mark.parametrize(("state", "hidden"), [(0, False), (1, True)])
def test_hidden_sheets_of_a_binary_workbook(state, hidden):
    assert grid(packages.xlsb(packages.xlsb_row(0, 1.0), state=state)).hidden is hidden


def test_what_wps_keeps_for_itself_is_no_sheet():
    data = packages.xlsb(packages.xlsb_row(0, 1.0), name="WpsReserved_CellImgList", state=2)
    assert read_workbook(data).grids == ()


def test_excel_5_in_the_code_page_of_china():
    data = packages.compound("Book", packages.biff5([["姓名", "实发"], ["张某甲", 5000.5]]))
    found = grid(data)
    assert found.name == "工资表"
    assert found.rows == [["姓名", "实发"], ["张某甲", 5000.5]]


def test_excel_97_that_names_the_code_page_of_china_is_unicode_all_the_same():
    book = xlwt.Workbook()
    written = book.add_sheet("工资表")
    for row in range(200):  # more than fits into the small sectors
        written.write(row, 0, f"张某{row}")
        written.write(row, 1, "abc")
    small = xlwt.Workbook()
    small.add_sheet("表").write(0, 0, "张某甲")
    for one, first in ((book, "张某0"), (small, "张某甲")):
        stream = io.BytesIO()
        one.save(stream)
        unicode, china = b"\x42\0\2\0\xb0\x04", b"\x42\0\2\0\xa8\x03"
        assert stream.getvalue().count(unicode) == 1
        found = grid(stream.getvalue().replace(unicode, china))
        assert found.rows[0][0] == first
        assert found.name in ("工资表", "表")


FILES = {
    "zip": xlsx(),
    "ole": packages.compound("Book", packages.biff5([["姓名", 1.5]])),
    "ods": packages.ods(sheet(ROW.format(text("姓名") + number(1.5)))),
    "xlsb": packages.xlsb(packages.xlsb_row(0, "姓名", 1.5)),
    "csv": "姓名,1.5\n".encode("gbk"),
}


@pytest.mark.parametrize("ending", ["et", "ett", "xls", "xlsx", "xlt", "xltx", "xlsm", "xlsb", "ods", "dat", "txt"])
@pytest.mark.parametrize("content", FILES)
def test_the_ending_of_a_name_says_nothing(tmp_path, ending, content):
    path = tmp_path / f"工资表.{ending}"
    path.write_bytes(FILES[content])
    (row,) = open_workbook(path).grids[0].rows
    assert row == ["姓名", "1.5" if content == "csv" else 1.5]


def test_a_word_document_of_wps_is_told_as_such():
    with pytest.raises(ContainerError) as caught:
        read_workbook(packages.compound("WordDocument", struct.pack("<H", 0xA5EC)))
    assert ".wps" in caught.value.zh
