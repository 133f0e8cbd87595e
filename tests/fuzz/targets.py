"""What is fuzzed: every container by files of its kind, every parser of values by cells."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import xlwt

from tests.fuzz.attempts import try_files
from tests.fuzz.mutation import mutated
from tests.hostile import nasty
from tests.intake import books, packages
from tests.intake.test_containers_passwords import SECRET, agile, encrypted_xls
from wagecheck.intake import apart, values
from wagecheck.intake.apart import LostError
from wagecheck.intake.grid import Cell

CORPUS = Path(__file__).resolve().parent / "corpus"
HEAD = ["姓名", "身份证号码", "应发工资", "实发工资"]
ROWS: list[list[object]] = [
    ["2026年10月工资表"],
    list(HEAD),
    [*books.A, 5000, 4800.5],
    [*books.B, 6000, 6000],
    ["合计", None, 11000, 10800.5],
]
PARSERS: dict[str, Callable[[Sequence[Cell]], values.Parsed]] = {
    "accounts": values.accounts,
    "amounts": values.amounts,
    "dates": values.dates,
    "days": values.days,
    "flags": values.flags,
    "hours": values.hours,
    "identity_numbers": values.identity_numbers,
    "names": values.names,
    "people": values.people,
    "periods": values.periods,
    "phones": values.phones,
    "ratios": values.ratios,
    "texts": values.texts,
    "worked_days": values.worked_days,
}


class FoundError(Exception):
    """A file that does what no file may do; ``data`` is the file."""

    def __init__(self, target: str, what: str, data: bytes) -> None:
        super().__init__(target, what)
        self.target = target
        self.what = what
        self.data = data


def seeds() -> dict[str, bytes]:
    """One small real-shaped file of every kind."""
    with tempfile.TemporaryDirectory() as folder:
        xlsx = books.workbook(Path(folder, "工资表.xlsx"), 工资表=ROWS).read_bytes()
    csv = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in ROWS)
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    texts = [[cell if isinstance(cell, int | float) else str(cell or "") for cell in row] for row in ROWS]
    cells = "".join(
        f"<table:table-row>{''.join(packages.text(str(cell)) for cell in row)}</table:table-row>" for row in ROWS
    )
    ss = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    filled = [[f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row] for row in ROWS]
    xml = "".join(f"<Row>{''.join(row)}</Row>" for row in filled)
    return {
        "xlsx": xlsx,
        "inline": nasty.xlsx(
            f'<row r="1">{nasty.text_cell("A1", "工资表")}</row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
        ),
        "xls": _xls(),
        "biff5": packages.compound("Book", packages.biff5(texts)),
        "xlsb": packages.xlsb(b"".join(packages.xlsb_row(n, *row) for n, row in enumerate(ROWS))),
        "ods": packages.ods(f'<table:table table:name="工资表">{cells}</table:table>'),
        "csv": csv.encode(),
        "gbk": csv.replace(",", "\t").encode("gb18030"),
        "utf16": csv.encode("utf-16"),
        "html": f"<html><head><meta charset=utf-8></head><body><table>{table}</table></body></html>".encode(),
        "mhtml": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        + f"<html><table>{table}</table></html>".encode()
        + b"\r\n--x--\r\n",
        "excel_xml": f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {ss}><Worksheet ss:Name="工资表"><Table>{xml}</Table></Worksheet></Workbook>'.encode(),
        "bundle": _bundle(xlsx),
        "gbk_bundle": packages.zipped(("甲/工资表.csv".encode("gbk"), csv.encode()), method=8),
        "agile": agile(xlsx),
        "rc4": encrypted_xls(),
    }


def _xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("工资表")
    for r, row in enumerate(ROWS):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _bundle(xlsx: bytes) -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("乙/工资表.xlsx", xlsx)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("甲/工资表.xlsx", xlsx)
        archive.writestr("内.zip", inner.getvalue())
    return stream.getvalue()


def mutants(seed: bytes, start: int, count: int) -> list[bytes]:
    """So many files, the same ones for the same numbers."""
    return [mutated(seed, random.Random(number)) for number in range(start, start + count)]


def run(name: str, files: list[bytes]) -> None:
    """Try files of one target apart from us. A crash of a library is theirs and costs the file; a fault is ours.

    Raises FoundError for the first one of ours.
    """
    pool = apart.shared()
    try:
        pool.run(try_files, files, (SECRET,), seconds=60)
    except LostError:
        for data in files:
            try:
                pool.run(try_files, [data], (SECRET,), seconds=60)
            except LostError as lost:
                if lost.how in ("fault", "time"):
                    raise FoundError(name, f"{lost.how} {lost.fault}".strip(), data) from lost


def try_cells(cells: Sequence[Cell]) -> None:
    """Every parser answers every column of cells, one answer for each cell, and never both a value and a fault."""
    for name, parser in PARSERS.items():
        parsed = parser(cells)
        assert len(parsed.value) == len(parsed.bad) == len(cells), name
        assert not pl.select(parsed.bad & parsed.value.is_not_null()).to_series().any(), name
