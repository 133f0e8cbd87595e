"""Names of files as people may safely see them, and as they are compared."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import Final

#: Controls, bidi overrides, zero-width characters, line separators, halves of characters.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_ORDINARY: Final = re.compile(r"[ -~\u3000-\u9fff\uff01-\uff5e]*")


def shown(name: str) -> str:
    """The name with every character that nobody sees spelled out (``⟨U+202E⟩``): it cannot pose as another name.

    Bytes that are no UTF-8 are read as GB 18030, in which old Chinese systems write names.
    """
    if _ORDINARY.fullmatch(name):
        return name
    return "".join(f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) in _UNSEEN else c for c in _decoded(name))


def plain(name: str) -> str:
    """The name without what nobody sees: what it says."""
    if _ORDINARY.fullmatch(name):
        return name
    return "".join(c for c in _decoded(name) if unicodedata.category(c) not in _UNSEEN)


def _decoded(name: str) -> str:
    if not any("\udc80" <= c <= "\udcff" for c in name):
        return name
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return name.encode("utf-8", "replace").decode("utf-8")
