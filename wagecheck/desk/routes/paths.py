"""Addresses that somebody sent along: only those of our own pages are followed."""

from __future__ import annotations

import re
from typing import Final

_OWN: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_LONGEST: Final = 2_000


def own_path(path: str) -> str:
    """The path where it is one of ours, else the first page."""
    return path if len(path) <= _LONGEST and _OWN.fullmatch(path) else "/"
