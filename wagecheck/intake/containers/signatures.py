"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (OLE, "ole"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "bitmap"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "gzip"),
    (b"\xfd7zXZ\x00", "gzip"),
    (b"\x09\x00\x04\x00", "old_excel"),
    (b"\x09\x02\x06\x00", "old_excel"),
    (b"\x09\x04\x06\x00", "old_excel"),
)
_SPREADSHEET_XML: Final = re.compile(r"excel\.sheet|office:spreadsheet|<(?:\w+:)?workbook[\s>]")
_PAGE: Final = re.compile(
    r"<(?:html|head|body|meta|link|title|style|script|table|thead|tbody|tr|div|span|center|font|form|h[1-6]|p|b|br)[\s>/]"
)
#: What may stand before the first element of a page.
_PROLOGUE: Final = re.compile(r"(?:\s|\ufeff|<!--.*?-->|<\?.*?\?>|<!doctype[^>]*>)*", re.DOTALL)
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
#: Control characters that no table in text holds (0x1A ends files of old programs).
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def kind_of(data: bytes) -> str:
    """``zip``, ``ole``, ``text``, ``html``, ``mhtml``, ``excel_xml``, or what is not read (``pdf``, ``picture`` …)."""
    for head, kind in _HEADS:
        if data.startswith(head) and not (kind == "bitmap" and not _is_bitmap(data)):
            return "picture" if kind == "bitmap" else kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    if data[4:8] == b"ftyp" and data[8:11] in {b"hei", b"mif", b"avi"}:
        return "picture"
    if data.startswith(_UTF16):
        return _text_kind(data[:4096].decode("utf-16", "ignore"))
    if _BINARY.search(data, 0, 65_536):
        return "unknown"
    return _text_kind(data[:4096].decode("utf-8-sig", "ignore"))


def archive_kind(names: Collection[str]) -> str:
    """What a zip holds, by its lower-case member names: xlsx, xlsm, xlsb, docx, pptx, odf, ofd, or just zip."""
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsm" if "xl/vbaproject.bin" in names else "xlsx"
    for folder, kind in (("word/", "docx"), ("ppt/", "pptx")):
        if any(name.startswith(folder) for name in names):
            return kind
    if "ofd.xml" in names:
        return "ofd"
    return "odf" if {"content.xml", "mimetype"} <= set(names) else "zip"


def _is_bitmap(data: bytes) -> bool:
    """``BM`` also begins words; a bitmap states its own size next."""
    return len(data) > 14 and data[6:10] == b"\0\0\0\0"


def _text_kind(head: str) -> str:
    start = head.lstrip("\ufeff \t\r\n").lower()
    if start.startswith("mime-version:") or ("\nmime-version:" in start and "\ncontent-type: multipart/" in start):
        return "mhtml"
    if not start.startswith("<"):
        return "text"
    prologue = _PROLOGUE.match(start)
    if _PAGE.match(start, prologue.end() if prologue else 0):
        return "html"
    if start.startswith(("<?xml", "<?mso", "<workbook", "<ss:workbook")):
        return "excel_xml" if _SPREADSHEET_XML.search(start) else "xml"
    return "xml" if start.startswith("<!doctype") else "text"
