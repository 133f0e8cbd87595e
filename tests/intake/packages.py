"""Files written byte by byte for the container tests: ods, xlsb, BIFF5, zips with names in any encoding."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def ods(tables: str, *, prologue: str = "", manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument spreadsheet around the given ``table:table`` elements."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", manifest)
        content = '<?xml version="1.0" encoding="UTF-8"?>' + prologue + _ODS.format(tables)
        package.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def text(words: str, **attributes: str) -> str:
    """A cell of an ods with a text."""
    return (
        f'<table:table-cell office:value-type="string"{_more(attributes)}><text:p>{words}</text:p></table:table-cell>'
    )


def number(value: float, **attributes: str) -> str:
    """A cell of an ods with a number."""
    return f'<table:table-cell office:value-type="float" office:value="{value}"{_more(attributes)}/>'


def _more(attributes: dict[str, str]) -> str:
    return "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    size = b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + content


def _wide(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def xlsb_cell(column: int, value: object) -> bytes:
    """A cell record of an xlsb: text, number, truth value, or the code of an error as bytes."""
    place = struct.pack("<II", column, 0)
    if isinstance(value, bytes):
        return _record(3, place + value)
    if isinstance(value, bool):
        return _record(4, place + bytes([value]))
    if isinstance(value, str):
        return _record(6, place + _wide(value))
    return _record(5, place + struct.pack("<d", value))


def xlsb_row(row: int, *cells: object, hidden: bool = False) -> bytes:
    """A row header and its cells."""
    head = struct.pack("<IIH", row, 0, 300) + bytes([0, 0x10 if hidden else 0, 0]) + struct.pack("<I", 0)
    return _record(0, head) + b"".join(xlsb_cell(c, cell) for c, cell in enumerate(cells) if cell is not None)


def xlsb(
    rows: bytes, *, name: str = "工资表", state: int = 0, columns: bytes = b"", merges: bytes = b"", span: str = "<4I"
) -> bytes:
    """A binary workbook of one sheet."""
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", state, 1) + _wide("rId1") + _wide(name)) + _record(144) + _record(132)
    sheet = _record(129) + _record(148, struct.pack(span, 0, 9, 0, 9)) + columns
    sheet += _record(145) + rows + _record(146) + merges + _record(130)
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "_rels/.rels",
            f'{relation}<Relationship Id="r" Type="{kind}officeDocument" Target="xl/workbook.bin"/></Relationships>',
        )
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            f'{relation}<Relationship Id="rId1" Type="{kind}worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return stream.getvalue()


def xlsb_hidden_column(column: int) -> bytes:
    """Column records of an xlsb that hide one column."""
    info = struct.pack("<4IH", column, column, 2048, 0, 1)
    return _record(390) + _record(60, info) + _record(391)


def xlsb_merge(top: int, bottom: int, left: int, right: int) -> bytes:
    """The merge records of an xlsb."""
    return (
        _record(177, struct.pack("<I", 1)) + _record(176, struct.pack("<4I", top, bottom, left, right)) + _record(178)
    )


def biff5(rows: list[list[str | float]], encoding: str = "gbk", page: int = 936) -> bytes:
    """The workbook stream of an Excel 5 file: texts are bytes of a code page."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    name = "工资表".encode(encoding)
    head = record(0x0809, struct.pack("<4H", 0x0500, 0x0005, 0, 0)) + record(0x0042, struct.pack("<H", page))
    bound_length = 4 + 6 + 1 + len(name)
    start = len(head) + bound_length + 4
    book = head + record(0x0085, struct.pack("<IHB", start, 0, len(name)) + name) + record(0x000A, b"")
    book += record(0x0809, struct.pack("<4H", 0x0500, 0x0010, 0, 0))
    book += record(0x0200, struct.pack("<5H", 0, len(rows), 0, max(map(len, rows)), 0))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                raw = cell.encode(encoding)
                book += record(0x0204, struct.pack("<4H", r, c, 0, len(raw)) + raw)
            else:
                book += record(0x0203, struct.pack("<3Hd", r, c, 0, cell))
    return book + record(0x000A, b"")


def compound(stream: str, content: bytes) -> bytes:
    """An OLE2 file with one stream, padded to 4096 bytes so that it needs no mini sectors."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    content = content.ljust(4096, b"\0")
    content += b"\0" * (-len(content) % 512)
    sectors = len(content) // 512
    assert sectors < 120
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<108I", *[free] * 108)
    chain = [*range(3, 2 + sectors), end]
    fat = struct.pack("<128I", 0xFFFFFFFD, end, *chain, *[free] * (126 - len(chain)))
    directory = b""
    for name, kind, start, size in (("Root Entry", 5, end, 0), (stream, 2, 2, len(content))):
        words = name.encode("utf-16-le") + b"\0\0"
        entry = words.ljust(64, b"\0") + struct.pack("<HBB", len(words), kind, 1)
        entry += struct.pack("<III", free, free, 1 if kind == 5 else free)
        directory += entry.ljust(116, b"\0") + struct.pack("<III", start, size, 0)
    return header[:512] + fat + directory.ljust(512, b"\0") + content


def zipped(*members: tuple[bytes, bytes], flag: int = 0, extra: bytes = b"", mode: int = 0, method: int = 0) -> bytes:
    """A zip whose names are the given bytes; ``flag`` 0x800 says that they are UTF-8, ``mode`` is that of Unix."""
    body = directory = b""
    for name, content in members:
        packed = zlib.compress(content, wbits=-15) if method == 8 else content
        field = struct.pack("<HHBI", 0x7075, 5 + len(extra), 1, zlib.crc32(name)) + extra if extra else b""
        common = struct.pack(
            "<HHHHHIIIHH",
            20,
            flag,
            method,
            0,
            33,
            zlib.crc32(content),
            len(packed),
            len(content),
            len(name),
            len(field),
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 0x0314 if mode else 0x0014) + common
        directory += struct.pack("<HHHII", 0, 0, 0, mode << 16, len(body)) + name + field
        body += b"PK\x03\x04" + common + name + field + packed
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end
