"""The key under which names of people are compared (LEGAL §6.7). What is shown keeps dots, notes and case."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.ledgers.distinct import once

#: Dots of ethnic and transliterated names in all their forms, hyphens between parts, quotes: none tells people apart.
_DOTS: Final = r"[·•・‧∙⋅●.。\-‐‑–—−_'’`*]"
#: A note in brackets at the end, as （班长）, also where the closing bracket was forgotten.
_NOTE: Final = r"^([^(\[{【〔〖<《「]+)[(\[{【〔〖<《「].*$"
#: A remark that begins with a date: 3月15离职, 2026.3.1进场.
_DATED: Final = r"^(\D+?)\d{1,4}[年月./-].*$"
#: Names that are their own key, as nearly all are: unified ideographs and capitals, which NFKC leaves alone.
_BARE: Final = r"^[A-Z\x{4E00}-\x{9FFF}]+$"


def name_key(name: pl.Expr) -> pl.Expr:
    """Names (String) as keys (String): NFKC, upper-case Latin, no blanks, invisible characters, dots, notes and ``*``.

    ``张  三（班长）`` → ``张三``; ``阿依古丽•买买提`` → ``阿依古丽买买提``. Null where nothing is left.
    """
    return once(name, _key, pl.String, same=_BARE)


def _key(name: pl.Expr) -> pl.Expr:
    key = (
        name.str.normalize("NFKC")
        .str.replace_all(r"[\s\p{Cf}\p{Cc}]", "")
        .str.replace(_NOTE, "$1")
        .str.replace(_DATED, "$1")
        .str.replace_all(_DOTS, "")
        .str.to_uppercase()
    )
    return pl.when(key != "").then(key)
