"""HTML tables and web archives, as systems export them and Excel saves them, under the name .xls."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wagecheck.intake.containers import ContainerError, read_workbook

EXCEL = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; '
    'charset={}"><style>td {{mso-number-format:"\\@"}}</style><xml><x:ExcelWorkbook><x:ExcelWorksheets>'
    "<x:ExcelWorksheet><x:Name>十月</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml></head>"
)


def grids(html, name="工资表"):
    return read_workbook(html.encode(), name).grids


TABLES = [
    ("plain", "<table><tr><td>姓名</td><td>1.50</td></tr></table>", [["姓名", "1.50"]], ()),
    ("everything is text", "<table><tr><td x:num>110199199003070017</td><td x:str>007</td></tr></table>", [["110199199003070017", "007"]], ()),
    ("headings", "<table><thead><tr><th>姓名<th>实发</tr></thead><tbody><tr><td>甲<td>5</table>", [["姓名", "实发"], ["甲", "5"]], ()),
    ("blanks and breaks", "<table><tr><td> 张&nbsp;\n 甲 </td><td>姓名<br>身份证号</td><td><p>一</p><p>二</p></td></tr></table>", [["张 甲", "姓名\n身份证号", "一\n二"]], ()),
    ("entities", "<table><tr><td>甲&amp;乙&lt;</td><td>二</td></tr></table>", [["甲&乙<", "二"]], ()),
    ("empty cells", "<table><tr><td></td><td>&nbsp;</td><td>三</td></tr><tr><td>甲</td><td>乙</td></tr></table>", [[None, None, "三"], ["甲", "乙"]], ()),
    ("a wide cell", "<table><tr><td colspan=2>甲</td><td>乙</td></tr></table>", [["甲", None, "乙"]], ((0, 0, 0, 1),)),
    ("a tall cell pushes those below", "<table><tr><td rowspan=2>甲</td><td>一</td></tr><tr><td>二</td></tr><tr><td>乙</td><td>三</td></tr></table>", [["甲", "一"], [None, "二"], ["乙", "三"]], ((0, 0, 1, 0),)),
    ("a tall cell in the middle", "<table><tr><td>a</td><td rowspan=2 colspan=2>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>", [["a", "b", None, "c"], ["d", None, None, "e"]], ((0, 1, 1, 2),)),
    ("a tall cell that reaches out", "<table><tr><td rowspan=99>甲</td><td>乙</td></tr></table>", [["甲", "乙"]], ((0, 0, 0, 0),)),
    ("absurd spans", "<table><tr><td colspan=x rowspan=-3>甲</td><td colspan=0>乙</td></tr></table>", [["甲", "乙"]], ()),
    ("scripts and styles are no content", "<table><tr><td>甲<script>alert(1)</script></td><td>乙<style>x{}</style></td></tr></table>", [["甲", "乙"]], ()),
    ("a title above", "<h3>2026年10月工资表</h3>单位：甲公司<table><tr><td>姓名</td><td>实发</td></tr></table><p>制表人</p>", [["2026年10月工资表"], ["单位：甲公司"], ["姓名", "实发"], ["制表人"]], ()),
    ("a caption", "<table><caption>10月工资表</caption><tr><td>姓名</td><td>实发</td></tr></table>", [["10月工资表"], ["姓名", "实发"]], ()),
    ("a table of one line above", "<table><tr><td colspan=2>10月工资表</td></tr></table><table><tr><td>姓名</td><td>实发</td></tr></table>", [["10月工资表"], ["姓名", "实发"]], ()),
    ("a table for layout", "<table><tr><td>10月工资表<table><tr><td>姓名</td><td>实发</td></tr></table></td></tr></table>", [["10月工资表"], ["姓名", "实发"]], ()),
    ("one column", "<table><tr><td>姓名</td></tr><tr><td>甲</td></tr></table>", [["姓名"], ["甲"]], ()),
    ("commented and declared", '<!-- x --><?xml version="1.0"?><!DOCTYPE html><table><tr><td>甲</td><td>乙</td></tr></table>', [["甲", "乙"]], ()),
]  # fmt: skip


@pytest.mark.parametrize(("html", "rows", "merges"), [t[1:] for t in TABLES], ids=[t[0] for t in TABLES])
def test_tables(html, rows, merges):
    (grid,) = grids(html)
    assert (grid.name, grid.rows) == ("工资表", rows)
    assert [m for m in grid.merges if m[0] != m[2] or m[1] != m[3]] == [
        m for m in merges if m[0] != m[2] or m[1] != m[3]
    ]


def test_several_tables_are_several_grids():
    two = "<table><tr><td>姓名</td><td>实发</td></tr></table>"
    found = grids(f"<h1>十月</h1>{two}<h1>十一月</h1>{two}")
    assert [(grid.name, grid.rows[0]) for grid in found] == [("工资表", ["十月"]), ("工资表 (2)", ["十一月"])]


def test_a_table_inside_a_table_is_a_grid_of_its_own():
    inner = "<table><tr><td>里</td><td>面</td></tr></table>"
    found = grids(f"<table><tr><td>外</td><td>边{inner}</td></tr></table>")
    assert [grid.rows for grid in found] == [[["外", "边"]], [["里", "面"]]]


def test_hidden_rows_and_columns():
    (grid,) = grids(
        "<table><col><col style='display:none'><tr><td>姓名</td><td>实发</td></tr>"
        "<tr style='height:0;display:none'><td>甲</td><td>5</td></tr></table>"
    )
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {1})
    assert grid.rows[1] == ["甲", "5"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gbk"), ("GBK", "gb18030"), ("utf-8", "utf-8"), ("utf-8", "utf-8-sig"), ("utf-8", "gbk"), ("gb2312", "utf-8"), ("x-none", "utf-8"), ("unicode", "utf-16")],
)  # fmt: skip
def test_pages_of_excel_in_every_encoding(declared, encoding):
    text = EXCEL.format(declared) + "<body><table><tr><td>张某甲</td><td>5000</td></tr></table></body></html>"
    workbook = read_workbook(text.encode(encoding), "x")
    assert [(grid.name, grid.rows) for grid in workbook.grids] == [("十月", [["张某甲", "5000"]])]


def mhtml(pages, *, coding):
    parts = []
    for content, charset in pages:
        raw = content.encode(charset)
        body = base64.encodebytes(raw) if coding == "base64" else quopri.encodestring(raw)
        head = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode()
        parts.append(b"--x\r\n" + head + body + b"\r\n")
    return (
        b'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
        + b"".join(parts) + b"--x--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_web_archives_of_excel(coding, charset):
    main = EXCEL.format(charset) + "<frameset></frameset></html>"
    sheet = "<html><body><table><tr><td>姓名</td><td>实发</td></tr></table></body></html>"
    workbook = read_workbook(mhtml([(main, charset), (sheet, charset)], coding=coding), "工资表")
    assert workbook.kind == "mhtml"
    assert [(grid.name, grid.rows) for grid in workbook.grids] == [("十月", [["姓名", "实发"]])]


REFUSALS = [
    ("a page without a table", "<html><body><h1>登录</h1></body></html>", "unsupported", "没有表格"),
    ("nested too deeply", "<table><tr><td>" + "<div>" * 100_000 + "x", "damaged", "层次"),
    ("too wide", "<table><tr>" + "<td colspan=1000>x" * 20 + "</table>", "damaged", "范围"),
    ("too large", "<table>" + "<tr>" + "<td colspan=1000>x" * 16 + "</tr>" + "<tr><td>x<td>y</tr>" * 1000 + "</table>", "too_large", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "reason", "says"), [r[1:] for r in REFUSALS], ids=[r[0] for r in REFUSALS])
def test_pages_that_are_refused(html, reason, says):
    with pytest.raises(ContainerError) as caught:
        grids(html)
    assert caught.value.reason == reason
    assert says in caught.value.zh


def test_a_page_that_declares_entities_is_no_page():
    html = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><table><tr><td>&a;</td><td>乙</td></tr></table>'
    with pytest.raises(ContainerError) as caught:
        grids(html)
    assert caught.value.reason == "unsupported"


CELL = st.one_of(
    st.none(),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="<>&"), min_size=1, max_size=8
    ),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_a_page_shows_is_read(rows):
    if all(sum(cell is not None for cell in row) <= 1 for row in rows):
        return
    body = "".join("<tr>" + "".join(f"<td>{cell or ''}</td>" for cell in row) + "</tr>" for row in rows)
    (grid,) = grids(f"<table>{body}</table>")
    for index, row in enumerate(rows):
        got = grid.rows[index]
        assert [*got, *[None] * (len(row) - len(got))] == row
