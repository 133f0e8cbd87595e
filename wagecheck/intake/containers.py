"""Containers: any file as a workbook of grids, or a sentence why not.

``open_workbook`` is pure: it reads one file, keeps nothing, changes nothing, and its answer and its error can be
pickled, so it may run in a child process with limits of its own. What a file is, its bytes say, never its name.
"""

from __future__ import annotations

import struct
from pathlib import Path

from wagecheck.intake import refusals
from wagecheck.intake.archive import Archive
from wagecheck.intake.compound import CompoundFile
from wagecheck.intake.delimited import read_text
from wagecheck.intake.grid import ContainerError, Workbook
from wagecheck.intake.limits import MAX_FILE_BYTES
from wagecheck.intake.signatures import archive_kind, kind_of
from wagecheck.intake.spreadsheets import read_xls, read_xlsx

__all__ = ["ContainerError", "open_workbook", "read_bytes", "read_workbook"]


def open_workbook(path: Path) -> Workbook:
    """All sheets of a file: xlsx, xlsm, xls, csv and txt (one sheet, named like the file without its ending).

    Raises ContainerError with ``reason``

    * ``missing``: not there, a folder, or may not be read
    * ``empty_file``: nothing in it
    * ``unsupported``: Word, PDF, picture, archive, Excel-2003-XML, HTML …: the sentence says which and what to do
    * ``encrypted``: needs a password
    * ``damaged``: cannot be parsed, or is not what its own directory says
    * ``too_large``: beyond ``intake.limits``
    """
    return read_workbook(read_bytes(path), path.stem)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises ContainerError: ``missing``, ``too_large``."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise refusals.too_large(f"{size // 2**20} MB", f"{size // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        raise refusals.missing() from error


def read_workbook(data: bytes, name: str = "") -> Workbook:
    """The same for bytes already read (and hashed); ``name`` names the sheet of a text file."""
    if not data:
        raise refusals.empty_file()
    kind = kind_of(data)
    if kind == "zip":
        archive = Archive(data)
        kind = archive_kind(archive.names)
        if kind in {"xlsx", "xlsm"}:
            return read_xlsx(data, archive, kind)
    elif kind == "ole":
        return _read_ole(data)
    elif kind == "text":
        return read_text(data, name)
    raise refusals.unsupported(kind)


def _read_ole(data: bytes) -> Workbook:
    try:
        compound = CompoundFile(data)
    except (ValueError, struct.error) as error:
        raise refusals.damaged("复合文档结构不完整", "its compound file structure is broken") from error
    if "encryptedpackage" in compound.names:
        raise refusals.encrypted()
    if compound.names & {"workbook", "book"}:
        return read_xls(data, compound)
    for stream, kind in (("worddocument", "doc"), ("powerpoint document", "ppt")):
        if stream in compound.names:
            raise refusals.unsupported(kind)
    raise refusals.unsupported("ole")
