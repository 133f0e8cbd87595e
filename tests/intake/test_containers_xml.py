"""Excel 2003 XML: what Excel writes, and what templates of payroll systems write under its name."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wagecheck.intake.containers import ContainerError, read_workbook

HEAD = '<?xml version="1.0"{}?>\n<?mso-application progid="Excel.Sheet"?>\n'
PLAIN = HEAD.format("")
SPACES = (
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">'
)


def book(table, *, options="", name="工资表", head=PLAIN):
    sheet = (
        f'<Worksheet ss:Name="{name}"><Table>{table}</Table><WorksheetOptions>{options}</WorksheetOptions></Worksheet>'
    )
    return f"{head}{SPACES}<Styles/>{sheet}</Workbook>".encode()


def cell(value, kind="String", **attributes):
    more = "".join(f' ss:{name}="{text}"' for name, text in attributes.items())
    return f'<Cell{more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def grid(data):
    (found,) = read_workbook(data).grids
    return found


CELLS = [
    ("a text", cell("张某甲"), ["张某甲"]),
    ("spaces inside are kept", cell("张  甲"), ["张  甲"]),
    ("an identity number as text", cell("110199199003070017"), ["110199199003070017"]),
    ("a number", cell("5000.50", "Number"), [5000.5]),
    ("a number with an exponent", cell("1.10199199003070E+17", "Number"), [1.1019919900307e17]),
    ("all digits of a long number are in the file", cell("110199199003070017", "Number"), ["110199199003070017"]),
    ("what is called a number and is none", cell("1,200.00", "Number"), ["1,200.00"]),
    ("no number at all", cell("NaN", "Number"), ["NaN"]),
    ("an empty number", cell("", "Number"), []),
    ("a truth value", cell("1", "Boolean"), [True]),
    ("a date", cell("2026-10-01T00:00:00.000", "DateTime"), [dt.date(2026, 10, 1)]),
    ("a moment", cell("2026-10-01T08:30:00.000", "DateTime"), [dt.datetime(2026, 10, 1, 8, 30)]),
    ("a time of day", cell("1899-12-31T08:30:00.000", "DateTime"), [dt.time(8, 30)]),
    ("what is called a date and is none", cell("10月", "DateTime"), ["10月"]),
    ("an error is no 0", cell("#REF!", "Error"), ["#REF!"]),
    ("formats inside a text", '<Cell><ss:Data ss:Type="String"><html:B>姓</html:B><html:Font html:Color="#FF0000">名</html:Font></ss:Data></Cell>', ["姓名"]),
    ("a line break", cell("姓名&#10;身份证号"), ["姓名\n身份证号"]),
    ("a comment is no content", '<Cell><Data ss:Type="Number">5</Data><Comment><ss:Data><html:B>批注</html:B></ss:Data></Comment></Cell>', [5.0]),
    ("a place", cell("乙", Index="3") + cell("丙"), [None, None, "乙", "丙"]),
    ("cells after a wide one", cell("甲", MergeAcross="2") + cell("乙"), ["甲", None, None, "乙"]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "row"), [c[1:] for c in CELLS], ids=[c[0] for c in CELLS])
def test_cells(cells, row):
    assert grid(book(f"<Row>{cells}</Row>")).rows == ([row] if row else [])


def test_places_merges_and_hidden_parts():
    found = grid(
        book(
            '<Column/><Column ss:Index="3" ss:Hidden="1" ss:Span="1"/><Column ss:Width="0"/>'
            f'<Row ss:Index="3">{cell("甲", MergeAcross="1", MergeDown="9")}{cell(1, "Number")}{cell("x", Index="5")}</Row>'
            f'<Row ss:Hidden="1"><Cell ss:Index="3"><Data ss:Type="Number">2</Data></Cell></Row>'
            f'<Row ss:Height="0" ss:Span="1"/><Row>{cell("末")}</Row>'
        )
    )
    assert found.rows[:2] == [[None] * 5] * 2
    assert found.rows[2] == ["甲", None, 1.0, None, "x"]
    assert found.rows[3][2] == 2.0
    assert found.rows[6][0] == "末"
    assert found.merges == ((2, 0, 6, 1),)  # cut to what is filled
    assert found.hidden_rows == {3, 4, 5}
    assert found.hidden_columns == {2, 3, 4}


@pytest.mark.parametrize(
    ("told", "hidden"), [("SheetHidden", True), ("SheetVeryHidden", True), ("SheetVisible", False)]
)
def test_hidden_sheets(told, hidden):
    assert grid(book(f"<Row>{cell('甲')}</Row>", options=f"<Visible>{told}</Visible>")).hidden is hidden


def test_formulas_without_a_result_are_told():
    found = grid(book(
        '<Row><Cell ss:Formula="=RC[-1]*2"/><Cell ss:Formula="=1"><Data ss:Type="Number">1</Data></Cell>'
        '<Cell ss:Formula="=&quot;&quot;"><Data ss:Type="String"></Data></Cell></Row>'
    ))  # fmt: skip
    assert found.uncached == {(0, 0)}


def test_a_template_without_prefixes_and_namespaces():
    data = HEAD.format("") + (
        '<Workbook><Worksheet Name="工资表"><Table><Row Index="2"><Cell Index="2" MergeDown="1"><Data Type="Number">5000'
        '</Data></Cell></Row><Row><Cell><Data Type="String">甲</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    found = grid(data.encode())
    assert (found.name, found.rows, found.merges) == (
        "工资表",
        [[None, None], [None, 5000.0], ["甲", None]],
        ((1, 1, 2, 1),),
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("GBK", "gbk"),
        ("gb2312", "gbk"),
        ("UTF-8", "gbk"),
    ],
)
def test_encodings_declared_truly_and_falsely(declared, encoding):
    text = book(f"<Row>{cell('张某甲')}</Row>", head=HEAD.format(f' encoding="{declared}"')).decode()
    assert grid(text.encode(encoding)).rows == [["张某甲"]]


def test_leading_blank_lines_of_a_template():
    assert grid(b"\n\n" + book(f"<Row>{cell('甲')}</Row>")).rows == [["甲"]]


REFUSALS = [
    ("entities", book("").replace(b"<Workbook", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Workbook'), "damaged", "实体"),
    ("an outside entity", book("<Row/>").replace(b"<Workbook", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><Workbook'), "damaged", "实体"),
    ("a bare ampersand", book(f"<Row>{cell('甲 & 乙')}</Row>"), "damaged", "XML 第 3 行"),
    ("two cells at both ends", book(f'<Row>{cell(1, Index="16384")}</Row><Row ss:Index="1048576">{cell(1)}</Row>'), "too_large", "1048576"),
    ("a column outside any sheet", book(f'<Row>{cell(1, Index="16385")}</Row>'), "damaged", "范围"),
    ("a place that is none", book(f'<Row>{cell(1, Index="B")}</Row>'), "damaged", "坐标"),
    ("an infinite place", book(f'<Row>{cell(1, Index="1e999")}</Row>'), "damaged", "坐标"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "reason", "says"), [r[1:] for r in REFUSALS], ids=[r[0] for r in REFUSALS])
def test_hostile_and_broken_ones_are_refused(data, reason, says):
    with pytest.raises(ContainerError) as caught:
        read_workbook(data)
    assert caught.value.reason == reason
    assert says in caught.value.zh


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_broken_bytes_are_refused_and_never_crash(draw):
    broken = bytearray(book(f'<Row ss:Index="3">{cell("甲", MergeAcross="2")}{cell(5, "Number")}</Row>'))
    for _ in range(draw.draw(st.integers(1, 6))):
        broken[draw.draw(st.integers(60, len(broken) - 1))] = draw.draw(st.integers(0, 255))
    try:
        read_workbook(bytes(broken))
    except ContainerError as error:
        assert error.reason in {"damaged", "unsupported", "too_large"}
