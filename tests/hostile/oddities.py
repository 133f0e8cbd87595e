"""More hostile files, written by code: name → how to write it. Each costs one IN01 or is read for what it honestly says."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from typing import Final

from tests.hostile import nasty
from tests.intake import books, packages

_HEAD: Final = "姓名,身份证号码,应发工资,实发工资\n"
_TABLE: Final = "<table><tr><td>姓名</td><td>实发工资</td></tr><tr><td>甲</td><td>1</td></tr></table>"
_PART: Final = "Content-Type: text/html; charset={}\nContent-Transfer-Encoding: {}\n\n"
_MAIL: Final = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
_SHEET: Final = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
_EXCEL_XML: Final = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="工资表"><Table>{}</Table></Worksheet></Workbook>'
)
_FAR: Final = ' ss:Index="16384"'
_DATUM: Final = '<Cell{}><Data ss:Type="Number">1</Data></Cell>'


def nested_zips(depth: int = 40) -> bytes:
    """Zips around zips."""
    data = packages.zipped(("工资表.csv".encode(), _HEAD.encode()))
    for _ in range(depth):
        data = packages.zipped((b"inner.zip", data), method=8)
    return data


def zip64_lie(size: int = 2**40, packed: int | None = None) -> bytes:
    """A member that declares a tebibyte in the long form of sizes."""
    data = bytearray(packages.zipped(("工资表.csv".encode(), _HEAD.encode())))
    at = data.rfind(b"PK\x01\x02")
    extra = struct.pack("<HHQQ", 1, 16, size, packed if packed is not None else size)
    data[at + 20 : at + 28] = b"\xff" * 8
    data[at + 30 : at + 32] = struct.pack("<H", len(extra))
    name = struct.unpack_from("<H", data, at + 28)[0]
    data[at + 46 + name : at + 46 + name] = extra
    end = data.rfind(b"PK\x05\x06")
    length = struct.unpack_from("<I", data, end + 12)[0]
    data[end + 12 : end + 16] = struct.pack("<I", length + len(extra))
    return bytes(data)


def zip64_directory() -> bytes:
    """A long directory locator that points far behind the end."""
    data = packages.zipped((b"a.csv", _HEAD.encode()))
    end = data.rfind(b"PK\x05\x06")
    far = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 2**60, 2**60, 2**62, 2**62)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    return data[:end] + far + locator + data[end : end + 8] + b"\xff" * 12 + b"\0\0"


def overlapping(members: int = 4_000, size: int = 60 * 2**20) -> bytes:
    """Many names of one place: four thousand files of sixty mebibytes each in sixty kibibytes."""
    body = packages.zipped((b"0.csv", b"0" * size), method=8)
    at, end = body.rfind(b"PK\x01\x02"), body.rfind(b"PK\x05\x06")
    entry = body[at:end]
    head = body[:at]
    directory = b"".join(entry[:28] + struct.pack("<H", 8) + entry[30:46] + b"%08d" % n for n in range(members))
    return (
        head + directory + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, members, members, len(directory), len(head), 0)
    )


def duplicate_members() -> bytes:
    return packages.zipped((b"a.csv", _HEAD.encode()), (b"a.csv", b"x,y\n1,2\n"))


def members_by_case() -> bytes:
    """Two parts of a workbook that are one to readers who mind no case: nobody knows which is meant."""
    sheet = _SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row>')
    return nasty.xlsx(more={"xl/worksheets/SHEET1.xml": sheet})


def two_directories() -> bytes:
    """A directory in the comment of another: programs disagree which one counts."""
    inner = nasty.far_corners()
    data = bytearray(nasty.xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'))
    data[-2:] = struct.pack("<H", len(inner))
    return bytes(data) + inner


def part_bomb(name: str, size: int = 2**31) -> bytes:
    return nasty._deflated_part(name, size)


def sheets(count: int, rows: str = "") -> bytes:
    """A workbook that names one sheet part many times."""
    book = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1))
    text = f'<workbook xmlns="{nasty._MAIN}" xmlns:r="{nasty._OFFICE}"><sheets>{book}</sheets></workbook>'
    return nasty.xlsx(rows, more={"xl/workbook.xml": text})


def looped_sectors() -> bytes:
    """The workbook stream of an xls whose sectors lead back to the first."""
    data = bytearray(packages.compound("Book", packages.biff5([["姓名", "实发工资"], ["甲", 1.0]])))
    fat = 512
    for sector in range(2, 128):
        (following,) = struct.unpack_from("<I", data, fat + 4 * sector)
        if following == 0xFFFFFFFE:
            data[fat + 4 * sector : fat + 4 * sector + 4] = struct.pack("<I", 2)
    return bytes(data)


def looped_directory() -> bytes:
    data = bytearray(packages.compound("Book", packages.biff5([["姓名"], ["甲"]])))
    data[512 + 4 : 512 + 8] = struct.pack("<I", 1)
    return bytes(data)


def looped_tables() -> bytes:
    """The list of allocation tables leads back to itself."""
    data = bytearray(packages.compound("Book", packages.biff5([["姓名"], ["甲"]])) + b"\0" * 2**20)
    block = len(data) // 512 - 1
    data += struct.pack("<128I", *[0] * 127, block)
    data[68:76] = struct.pack("<II", block, 2**31)
    return bytes(data)


def one_stream_many_sheets(count: int = 60_000) -> bytes:
    """An xls whose directory of sheets names the same place again and again."""
    name = b"ab"
    bound = struct.pack("<HH", 0x85, 6 + 1 + len(name)) + struct.pack("<IHB", 0, 0, len(name)) + name
    book = struct.pack("<HH4H", 0x0809, 8, 0x0500, 5, 0, 0) + bound * count + struct.pack("<HH", 0x0A, 0)
    return _compound_long(book)


def _compound_long(content: bytes) -> bytes:
    """An OLE2 file with a long stream ``Book``."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    content += b"\0" * (-len(content) % 512)
    sectors = len(content) // 512
    tables = -(-(sectors + 140) // 128)
    assert tables <= 109
    first = tables + 1
    fat = [0xFFFFFFFD] * tables + [end] + [*range(first + 1, first + sectors), end]
    fat += [free] * (tables * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", *range(tables), *[free] * (109 - tables))
    directory = b""
    for name, kind, start, size in (("Root Entry", 5, end, 0), ("Book", 2, first, len(content))):
        words = name.encode("utf-16-le") + b"\0\0"
        entry = words.ljust(64, b"\0") + struct.pack("<HBB", len(words), kind, 1)
        entry += struct.pack("<III", free, free, 1 if kind == 5 else free)
        directory += entry.ljust(116, b"\0") + struct.pack("<III", start, size, 0)
    return header.ljust(512, b"\0") + struct.pack(f"<{len(fat)}I", *fat) + directory.ljust(512, b"\0") + content


def ods(rows: str, columns: str = "") -> bytes:
    return packages.ods(f'<table:table table:name="工资表">{columns}{rows}</table:table>')


_HIDDEN_COLUMNS: Final = '<table:table-column table:number-columns-repeated="16384" table:visibility="collapse"/>'
_WIDE_ROW: Final = '<table:table-row><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'


def mail(parts: str) -> bytes:
    return (_MAIL + parts + "\n--b--\n").encode()


def nested_mail(depth: int = 3_000) -> bytes:
    """Parts inside parts inside parts."""
    text = "MIME-Version: 1.0\n"
    for n in range(depth):
        text += f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"
    return (text + "Content-Type: text/html\n\n" + _TABLE).encode()


def payroll(*rows: str) -> bytes:
    return (_HEAD + "\n".join(rows)).encode()


def _numbers(values: list[str]) -> bytes:
    cells = "".join(f'<c r="{chr(65 + n)}2"><v>{value}</v></c>' for n, value in enumerate(values))
    heads = "".join(nasty.text_cell(f"{chr(65 + n)}1", f"备注{n}") for n in range(len(values)))
    return nasty.xlsx(f'<row r="1">{heads}</row><row r="2">{cells}</row>')


#: What is refused: one IN01 each, by name.
REFUSED: Final[dict[str, Callable[[], bytes | str]]] = {
    "quotation marks.csv": lambda: (_HEAD + '"' * 100_001 + "\n" + '"a\n' * 50_000),
    "lines of every kind.csv": lambda: "姓名\x0b身份证号码\x0c\x1c\x85\u2028实发工资\n甲\x0b,1\n",
    "half a character.csv": lambda: b"\xff\xfe" + "姓名,实发\n".encode("utf-16-le") + b"\x00\xd8,",
    "a charset that takes for ever.html": lambda: ('<html><meta charset="punycode">' + _TABLE + "a-" + "z9" * 400_000),
    "two directories.xlsx": two_directories,
    "a zip64 directory behind the end.zip": zip64_directory,
    "many names of one place.zip": overlapping,
    "two parts by case.xlsx": members_by_case,
    "shared strings of two gibibytes.xlsx": lambda: part_bomb("xl/sharedStrings.xml"),
    "styles of two gibibytes.xlsx": lambda: part_bomb("xl/styles.xml"),
    "relations of two gibibytes.xlsx": lambda: part_bomb("xl/_rels/workbook.xml.rels"),
    "properties of two gibibytes.xlsx": lambda: part_bomb("docProps/core.xml"),
    "a sheet named without end.xlsx": lambda: sheets(
        3_000, "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="Z{n}"><v>1</v></c></row>' for n in range(1, 2_000))
    ),
    "rows that never close.xlsx": lambda: nasty.xlsx("<row " * 400_000),
    "rows hidden again and again.xlsx": lambda: nasty.xlsx("<row " + 'hidden="1" ' * 200_000),
    "formulas that never close.xlsx": lambda: nasty.xlsx('<row r="1"><c r="A1">' + "<f x" * 400_000),
    "formulas without a cell.xlsx": lambda: nasty.xlsx("<f>1</f>" * 300_000),
    "a stream in circles.xls": looped_sectors,
    "a directory in circles.xls": looped_directory,
    "tables in circles.xls": looped_tables,
    "sixty thousand sheets in one place.xls": one_stream_many_sheets,
    "a milliard of rows.ods": lambda: ods(
        f'<table:table-row table:number-rows-repeated="1000000000">{packages.text("甲")}{packages.number(1) * 20}</table:table-row>'
    ),
    "a milliard of columns.ods": lambda: ods(
        "<table:table-row>" + packages.text("甲", number_columns_repeated="1000000000") + "</table:table-row>" + '<table:table-row table:number-rows-repeated="1000000"/>' + f"<table:table-row>{packages.text('乙')}</table:table-row>"
    ),
    "hidden columns without end.ods": lambda: ods("<table:table-row/>", _HIDDEN_COLUMNS * 100_000 + "<x>"),
    "a repetition that is no number.ods": lambda: ods('<table:table-row table:number-rows-repeated="-1"/>'),
    "a million of nested tags.html": lambda: ("<html>" + "<div>" * 10**6 + _TABLE),
    "a hundred thousand nested tables.html": lambda: ("<html>" + "<table><tr><td>姓名" * 100_000),
    "a row of all the columns there are.html": lambda: (
        "<html><table><tr>" + '<td colspan="1000000000">姓名</td>' * 100 + "</tr></table>"
    ),
    "one line.csv": lambda: _HEAD.encode() + b"1" * (201 * 2**20),
    "a cell of a mebibyte.csv": lambda: _HEAD.encode() + b"1" * 2**20,
    "separators alone.csv": lambda: b"," * (40 * 2**20),
    "a bomb.csv.gz": lambda: gzip.compress(b"0" * (64 * 2**20)),
    "parts without end.mht": nested_mail,
    "a pipe of an excel macro.slk": lambda: b"ID;PWXL\x00;N;E\nC;Y1;X1;EEXEC(\"calc\")\n",
    "a far row.xml": lambda: _EXCEL_XML.format(f'<Row ss:Index="1048576">{_DATUM.format(_FAR)}</Row>'),
    "an index beyond numbers.xml": lambda: _EXCEL_XML.format(f'<Row ss:Index="{"9" * 5000}">{_DATUM.format("")}</Row>'),
    "a head of a package and nothing.xlsx": lambda: b"PK\x03\x04" + b"\xff" * 5000,
    "an office file of noise.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 64,
}  # fmt: skip

#: Refused inside: the zip is looked through, its members are what IN01 speaks of.
MEMBERS_REFUSED: Final[dict[str, Callable[[], bytes | str]]] = {
    "forty zips deep.zip": nested_zips,
    "a member of a tebibyte.zip": zip64_lie,
    "a member that packs well.zip": lambda: zip64_lie(2**40, 40),
    "two members of a name.zip": duplicate_members,
}

#: What is read as it stands, or holds no table: never a crash, never an accusation of the honest files beside it.
READ: Final[dict[str, Callable[[], bytes | str]]] = {
    "columns beyond numbers.xlsx": lambda: nasty.xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row>', before=f'<cols><col min="1" max="{"9" * 5000}" hidden="1"/></cols>'
    ),
    "a picture of two gibibytes.xlsx": lambda: part_bomb("xl/media/image1.bmp"),
    "thirty thousand empty sheets.xlsx": lambda: sheets(3_000),
    "rows of nothing to the last column.ods": lambda: ods(_WIDE_ROW * 30_000 + f"<table:table-row>{packages.text('甲')}</table:table-row>"),
    "spans of a milliard.html": lambda: ('<html><table><tr><td colspan="1000000000" rowspan="1000000000">甲</td><td>乙</td></tr></table>' + _TABLE),
    "a charset that python alone knows.html": lambda: ('<html><meta charset="idna">' + _TABLE),
    "a charset that nobody knows.html": lambda: ('<html><meta charset="undefined">' + _TABLE),
    "escapes.html": lambda: ('<html><meta charset="unicode_escape">\\x41' + _TABLE),
    "a charset of a codec.mht": lambda: mail("--b\n" + _PART.format("zlib_codec", "8bit") + _TABLE),
    "a hundred thousand parts.mht": lambda: mail("--b\nContent-Type: text/plain\n\nx\n" * 100_000 + "--b\n" + _PART.format("utf-8", "8bit") + _TABLE),
    "an encoding of old.mht": lambda: mail("--b\n" + _PART.format("utf-8", "x-uuencode") + "begin 644 /etc/passwd\n" + _TABLE),
    "programs.csv": lambda: payroll("=cmd|' /C calc'!A0,@SUM(1),+1,-1", f"{','.join(books.A)},=1+1,\t=2"),
    "words for numbers.csv": lambda: payroll(*(f"{','.join(books.A)},{word},{word}" for word in ("NaN", "-0.0", "Infinity", "1e308", "-1e999", "9" * 5000, "²", "٣", "1_000"))),
    "figures of five thousand digits.csv": lambda: f"2026年{'1' * 5000}月工资表 第{'1' * 5000}页 共{'1' * 5000}人\n{_HEAD}{','.join(books.A)},{'1' * 5000},1\n合计,,{'2' * 5000},{'3' * 4500}\n",
    "dates at the edges.csv": lambda: ("姓名,身份证号码,入场日期,出生日期,退场日期\n" + "\n".join(f"{','.join(books.A)},{day},{day},{day}" for day in ("9999-12-31", "0000-00-00", "0001-01-01", "1900-02-29", "99999-1-1", "-1", "2958466", "9" * 400))),
    "numbers that are none.xlsx": lambda: _numbers(["NaN", "INF", "-INF", "1e400", "-0", "-0.0", "1e-400", "", "0x10", "9" * 5000]),
    "days beyond the calendar.ods": lambda: ods("<table:table-row>" + "".join(f'<table:table-cell office:value-type="date" office:date-value="{day}"/>' for day in ("9999-12-31", "10000-01-01", "0000-00-00", "-1-1-1", "2026-02-30")) + '<table:table-cell office:value-type="time" office:time-value="PT99999999999H"/></table:table-row>'),
    "moments beyond the calendar.xml": lambda: _EXCEL_XML.format("<Row>" + "".join(f'<Cell><Data ss:Type="DateTime">{day}</Data></Cell>' for day in ("9999-12-31T23:59:59.999", "10000-01-01T00:00:00", "0000-01-01T00:00:00", "2026-10-01T00:00:00+23:59")) + "</Row>"),
    "NUL alone in UTF-16.csv": lambda: "姓名,实发工资\n甲\0乙,1\n".encode("utf-16"),
}  # fmt: skip


def written(make: Callable[[], bytes | str]) -> bytes:
    """The bytes of a file."""
    made = make()
    return made.encode() if isinstance(made, str) else made
