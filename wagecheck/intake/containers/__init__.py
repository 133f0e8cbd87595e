"""Containers: any file as a workbook of grids, or a sentence why not.

``open_workbook`` is pure: it reads one file, keeps nothing, changes nothing, and its answer and its error can be
pickled, so it may run in a child process with limits of its own. What a file is, its bytes say, never its name.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from wagecheck.intake.containers import passwords as protection
from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.archive import Archive
from wagecheck.intake.containers.biff_details import is_encrypted
from wagecheck.intake.containers.compound import CompoundFile
from wagecheck.intake.containers.delimited import read_text
from wagecheck.intake.containers.limits import MAX_CELL_CHARACTERS, MAX_FILE_BYTES
from wagecheck.intake.containers.signatures import archive_kind, kind_of
from wagecheck.intake.containers.spreadsheet_xml import read_excel_xml
from wagecheck.intake.containers.spreadsheets import read_ods, read_xls, read_xlsb, read_xlsx
from wagecheck.intake.grid import ContainerError, Workbook

_MESSAGE: Final = "__properties_version1.0"

__all__ = ["ContainerError", "open_workbook", "read_bytes", "read_workbook"]


def open_workbook(path: Path, passwords: Sequence[str] = ()) -> Workbook:
    """All sheets of a file: xlsx, xlsm, xlsb, xls, ods, Excel 2003 XML, HTML and MHTML; of csv and txt the one sheet.

    Text files and tables of web pages are called like the file without its ending. ``passwords`` are tried on
    encrypted workbooks. Raises ContainerError with ``reason``

    * ``missing``: not there, a folder, or may not be read
    * ``empty_file``: nothing in it
    * ``unsupported``: Word, PDF, picture, archive …: the sentence says which and what to do
    * ``encrypted``: needs a password, or none of those given opens it
    * ``damaged``: cannot be parsed, or is not what its own directory says
    * ``too_large``: beyond ``intake.limits``
    """
    return read_workbook(read_bytes(path), path.stem, passwords)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises ContainerError: ``missing``, ``too_large``."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise refusals.too_large(f"{size // 2**20} MB", f"{size // 2**20} MB")
        if not (path.is_file() or path.is_dir()):  # it was one when the folder was listed
            raise refusals.no_file()
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise refusals.missing() from error
    if len(data) > MAX_FILE_BYTES:  # it grows while it is read
        raise refusals.too_large(f"{len(data) // 2**20} MB", f"{len(data) // 2**20} MB")
    return data


def read_workbook(data: bytes, name: str = "", passwords: Sequence[str] = ()) -> Workbook:
    """The same for bytes already read (and hashed); ``name`` names the sheets of files that name none themselves."""
    if not data:
        raise refusals.empty_file()
    book = _read(data, name, passwords)
    for grid in book.grids:
        if any(type(cell) is str and len(cell) > MAX_CELL_CHARACTERS for row in grid.rows for cell in row):
            raise refusals.too_large(
                f"有一格的文字超过 {MAX_CELL_CHARACTERS} 字", f"a cell holds more than {MAX_CELL_CHARACTERS} characters"
            )
    return book


def _read(data: bytes, name: str, passwords: Sequence[str]) -> Workbook:
    kind = kind_of(data)
    if kind == "zip":
        return _read_package(data)
    if kind == "ole":
        return _read_ole(data, passwords)
    if kind == "text":
        return read_text(data, name)
    if kind == "excel_xml":
        return read_excel_xml(data)
    if kind in ("html", "mhtml"):
        from wagecheck.intake.containers import web_tables  # noqa: PLC0415  # few files need lxml

        return web_tables.read_html(data, name) if kind == "html" else web_tables.read_mhtml(data, name)
    raise refusals.unsupported(kind)


def _read_package(data: bytes) -> Workbook:
    archive = Archive(data)
    kind = archive_kind(archive.names)
    if kind in ("xlsx", "xlsm"):
        return read_xlsx(archive, kind)
    if kind == "xlsb":
        return read_xlsb(archive)
    if kind == "odf" and b"spreadsheet" in (archive.part("mimetype") or b""):
        return read_ods(data, archive)
    raise refusals.unsupported(kind)


def _read_ole(data: bytes, passwords: Sequence[str]) -> Workbook:
    try:
        compound = CompoundFile(data)
        if "encryptedpackage" in compound.names:
            plain = protection.opened(data, compound, passwords)
            if kind_of(plain) != "zip":
                raise refusals.damaged("解密后的内容不是表格", "what the password opens is no workbook")
            return _read_package(plain)
        if compound.names & {"workbook", "book"}:
            book = compound.stream("Workbook") or compound.stream("Book") or b""
            if is_encrypted(book):
                compound = CompoundFile(data := protection.opened(data, compound, passwords))
            return read_xls(data, compound)
    except (ValueError, struct.error) as error:
        raise refusals.damaged("复合文档结构不完整", "its compound file structure is broken") from error
    for stream, kind in (("worddocument", "doc"), ("powerpoint document", "ppt"), (_MESSAGE, "msg")):
        if stream in compound.names:
            raise refusals.unsupported(kind)
    raise refusals.unsupported("ole")
