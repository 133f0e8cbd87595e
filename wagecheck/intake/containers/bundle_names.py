"""Names of the files inside a zip. Zips made in China hold them in GBK, in UTF-8, or in UTF-8 without saying so."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final

_UTF8: Final = 0x800
_UNICODE_PATH: Final = 0x7075
"""Extra field in which Info-ZIP and WinRAR repeat the name in UTF-8 (APPNOTE 4.6.9)."""


def names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The name of every member, ``/`` between folders.

    A name is UTF-8 where the archive says so; of the others, all are of one encoding, because one program wrote them:
    UTF-8 (macOS, 7-Zip) if every name is valid UTF-8 and they hold Chinese characters then, else GB 18030 (Windows).
    """
    raw = [_raw(info) for info in infos]
    unsaid = b"\n".join(name for info, name in zip(infos, raw, strict=True) if not info.flag_bits & _UTF8)
    encoding = _encoding(unsaid)
    found = []
    for info, name in zip(infos, raw, strict=True):
        if info.flag_bits & _UTF8:
            text = name.decode("utf-8", "replace")
        else:
            text = _unicode_path(info, name) or name.decode(encoding, "replace")
        found.append(text.replace("\\", "/"))
    return found


def _raw(info: zipfile.ZipInfo) -> bytes:
    """The name as the bytes that stand in the archive; ``filename`` has lost some of them."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")


def _encoding(unsaid: bytes) -> str:
    try:
        text = unsaid.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    if text.isascii() or any("\u3400" <= character <= "\u9fff" for character in text):
        return "utf-8"
    try:  # letters of other alphabets: rather Chinese that happens to be valid UTF-8
        unsaid.decode("gb18030")
    except UnicodeDecodeError:
        return "utf-8"
    return "gb18030"


def _unicode_path(info: zipfile.ZipInfo, raw: bytes) -> str | None:
    at, extra = 0, info.extra
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
        at += 4 + length
    return None
