"""Hostile files, written by code: each is small, and asks for more than anybody has."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

from tests.intake import packages

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: Bytes that are packed at once; bombs are multiples of it.
_BLOCK = 2**20
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def xlsx(
    cells: str = "", *, before: str = "", after: str = "", prologue: str = "", more: dict[str, str] | None = None
) -> bytes:
    """A workbook of one sheet around the XML of its rows; ``more`` adds or replaces parts."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'{_RELATIONS}<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="工资表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_RELATIONS}<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<worksheet xmlns="{_MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>',
        **(more or {}),
    }
    return package({name: text.encode() for name, text in parts.items()})


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def far_cell() -> bytes:
    """One cell at XFD1048576."""
    return xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_corners() -> bytes:
    return xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def merged_sheet() -> bytes:
    """A merged range over the whole sheet."""
    merge = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return xlsx(f'<row r="1">{text_cell("A1", "工资表")}</row>', after=merge)


def many_merges(count: int = 300_000) -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, count))
    return xlsx(f'<row r="1">{text_cell("A1", "工资表")}</row>', after=f"<mergeCells>{merges}</mergeCells>")


def lying_strings(count: int = 2**62) -> bytes:
    """Shared strings that declare more than memory can hold."""
    table = f'<sst xmlns="{_MAIN}" count="{count}" uniqueCount="{count}"><si><t>姓名</t></si></sst>'
    return xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', more={"xl/sharedStrings.xml": table})


def lying_dimension() -> bytes:
    """A sheet that says it is as large as can be, around one cell."""
    return xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>')


def bomb(size: int = 3 * 2**30) -> bytes:
    """A sheet of blanks: three megabytes that unpack to three gibibytes."""
    return _deflated_part("xl/worksheets/sheet1.xml", size)


def lying_bomb(size: int = 2**30) -> bytes:
    """The same, with a directory that declares ten bytes."""
    data = bytearray(_deflated_part("xl/worksheets/sheet1.xml", size))
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        if b"sheet1" in data[at : at + 80]:
            data[at + 24 : at + 28] = struct.pack("<I", 10)
        at = data.rfind(b"PK\x01\x02", 0, at)
    return bytes(data)


@cache
def _deflated_part(name: str, size: int) -> bytes:
    """A workbook whose one part is ``size`` blanks; packed without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block, crc = b" " * _BLOCK, 0
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)  # knows nothing of what came before: repeatable
    for _ in range(size // _BLOCK):
        crc = zlib.crc32(block, crc)
    body = packed * (size // _BLOCK) + packer.flush()
    whole = io.BytesIO(xlsx())
    parts = {}
    with zipfile.ZipFile(whole) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist() if info.filename != name}
    stream = io.BytesIO(package(parts))
    with zipfile.ZipFile(stream, "a") as archive:
        start = archive.start_dir
        info = zipfile.ZipInfo(name)
        info.compress_type, info.CRC, info.compress_size, info.file_size = zipfile.ZIP_DEFLATED, crc, len(body), size
        info.header_offset = start
        stream.seek(start)
        stream.write(info.FileHeader() + body)
        archive.start_dir = stream.tell()
        archive.filelist.append(info)
        archive.NameToInfo[name] = info
        archive._didModify = True
    return stream.getvalue()


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "'
    + "&a;" * 50
    + '"><!ENTITY c "'
    + "&b;" * 50
    + '"><!ENTITY d "'
    + "&c;" * 50
    + '">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def entities(kind: str, declared: str) -> bytes:
    """A workbook, web page or OpenDocument sheet that declares entities and uses one."""
    use = "&d;" if declared is ENTITIES else "&e;"
    if kind == "sheet":
        return xlsx(f'<row r="1">{text_cell("A1", use)}</row>', prologue=declared)
    if kind == "strings":
        return xlsx(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            more={
                "xl/sharedStrings.xml": f'<?xml version="1.0"?>{declared}<sst xmlns="{_MAIN}"><si><t>{use}</t></si></sst>'
            },
        )
    if kind == "late strings":  # behind more blanks than anybody looks through
        return xlsx(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            more={
                "xl/sharedStrings.xml": f'<?xml version="1.0"?>{" " * 9000}{declared}<sst xmlns="{_MAIN}"><si><t>{use}</t></si></sst>'
            },
        )
    if kind == "excel_xml":
        return (
            f'<?xml version="1.0"?>{declared}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
            f'<Worksheet ss:Name="工资表"><Table><Row><Cell><Data ss:Type="String">{use}</Data></Cell></Row></Table></Worksheet></Workbook>'
        ).encode()
    if kind == "html":
        return f"{declared}<html><table><tr><td>{use}</td><td>姓名</td></tr></table></html>".encode()
    return packages.ods(
        f'<table:table table:name="工资表"><table:table-row>{packages.text(use)}</table:table-row></table:table>',
        prologue=declared,
    )


def evasive_corners() -> bytes:
    """Two corners in a sheet that lies where scans do not look: the reader itself meets them."""
    relations = f'{_RELATIONS}<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="elsewhere/sheet1.xml"/></Relationships>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return xlsx(more={"xl/_rels/workbook.xml.rels": relations, "xl/elsewhere/sheet1.xml": sheet})
