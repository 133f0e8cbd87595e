"""The tidy ledgers in other containers (A16), a whole folder in one archive, and files that are no tables (A15)."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from wagecheck.simulate.sheets import File
from wagecheck.simulate.writers import WRITERS

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def contained(file: File, kind: str, ending: str) -> File:
    """The same file as another kind, under a name with the given ending."""
    return replace(file, path=str(PurePosixPath(file.path).with_suffix(ending)), kind=kind)


def packed(files: Sequence[File], path: str) -> File:
    """All files in one zip, their names in GBK without a word about it, as programs on Chinese Windows write them."""
    stream = io.BytesIO()
    names: dict[bytes, bytes] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(files):
            # the library writes UTF-8 and says so: a name of the same length holds the place
            name = file.path.encode("gbk")
            place = f"{number:03d}".ljust(len(name), "~")
            names[place.encode()] = name
            entry = zipfile.ZipInfo(place, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content(file))
    data = stream.getvalue()
    for held, name in names.items():
        data = data.replace(held, name)
    return File(path, "zip", [], author=files[0].author, made_at=files[0].made_at, content=data)


def content(file: File) -> bytes:
    """The bytes of a file."""
    if file.content is not None:
        return file.content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        WRITERS[file.kind](file, path)
        return path.read_bytes()


def document(file: File) -> File:
    """A Word document with the first sheet of a file as its table."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in file.sheets[0].rows]
    cells = ["".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row) for row in texts]
    rows = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
            ("word/document.xml", f"<w:document><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>"),
        ):
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text)
    return replace(contained(file, "docx", ".docx"), content=stream.getvalue())


def scan(file: File) -> File:
    """A PDF as a scanner makes it: a page without any text."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
    return replace(contained(file, "pdf", ".pdf"), content=body)
