"""Bytes into text: the encodings that Chinese programs write, told apart by the bytes, never guessed in silence."""

from __future__ import annotations

import codecs
import re
from typing import Final

from wagecheck.intake.containers import refusals

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: So many whole characters of UTF-8 before the first wrong byte do not happen by accident in another encoding.
_SURE_CHARACTERS: Final = 10
#: What markup says of itself; GB 18030 holds all of GB 2312 and GBK.
_DECLARED: Final = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
_CHINESE: Final = frozenset({"gb2312", "gbk", "gb18030", "cp936", "gb_2312-80", "x-gbk", "csgb2312", "windows-936"})
#: Codecs of Python that are no encodings of any page; some take the square of a text's length.
_NO_ENCODINGS: Final = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)
#: Where markup may say its encoding, as browsers look for it.
_HEAD: Final = 1024


def decoded(data: bytes) -> tuple[str, str]:
    """Text and encoding: byte order marks, UTF-8, else GB 18030. Raises ContainerError ``damaged`` where none fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        if sum(character > "\x7f" for character in good) >= _SURE_CHARACTERS:
            raise _wrong_bytes() from error
    return _strict(data, "gb18030"), "gb18030"


def decoded_markup(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """The same for HTML and XML: what the file declares is believed where its bytes agree.

    ``charset`` is what a mail header around the part says. Many programs declare one encoding and write another: what
    does not decode as declared is told by its bytes. Raises ContainerError: ``damaged``.
    """
    if not any(data.startswith(mark) for mark, _ in _MARKS):
        match = _DECLARED.search(data, 0, _HEAD)
        name = (charset or (match[1].decode("ascii") if match else "")).lower()
        if name in _CHINESE:
            name = "gb18030"
        try:
            if name and name not in {"utf-8", "utf8"} and (codec := codecs.lookup(name).name) not in _NO_ENCODINGS:
                return data.decode(codec), name
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_bytes() from error


def _wrong_bytes() -> Exception:
    return refusals.damaged("文字编码混乱，含有无法识别的字节", "its text holds bytes that no known encoding explains")
