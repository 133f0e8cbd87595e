"""What the name on the paid account says: a person, a firm, or an internal account of the bank.

The words are data (``rules/dictionaries/payees.toml`` and ``memo_words.toml``, through ``Settings``). The length rule
follows LEGAL §6.4: a Chinese name of more than six characters without the dot of minority names is no person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.facts.settings import Settings
from wagecheck.ledgers.distinct import once

#: The middle dot of minority and foreign names in the spellings that banks and sheets use (LEGAL §6.7).
_DOTS: Final = r"[·•・･‧∙⋅．.]"
#: A name of which at most the first and the last character are shown: 张*, 张**, 张*甲, *某甲.
_MASKED: Final = r"^(\p{Han}{0,2}[*＊]+\p{Han}{0,2})$"
#: A remark behind a complete name looks like a masked name but is none: 张某甲*.
_STARRED: Final = r"^\p{Han}{2,}[*＊]$"
#: Texts that ``plain`` leaves as they are: digits, capitals and unified ideographs, which NFKC leaves alone.
_BARE: Final = r"^[0-9A-Z\x{4E00}-\x{9FFF}]+$"


def plain(text: pl.Expr) -> pl.Expr:
    """Half width, upper case, no blanks, no bracketed notes; null where nothing is left."""
    return once(text, _plain, pl.String, same=_BARE)


def _plain(text: pl.Expr) -> pl.Expr:
    bare = text.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase().str.replace_all(r"\([^()]*\)", "")
    return pl.when(bare != "").then(bare)


def has_word(text: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Whether the text holds one of the words, after ``plain``; false for null."""
    if not words:
        return pl.lit(value=False)
    capital = [word.upper() for word in words]
    return once(text, lambda one: plain(one).str.contains_any(capital).fill_null(value=False), pl.Boolean)


def is_internal(name: pl.Expr, settings: Settings) -> pl.Expr:
    """Whether the name is an internal account of a bank; false for null."""
    return has_word(name, settings.internal_payees)


def is_masked(name: pl.Expr) -> pl.Expr:
    """Whether only a part of the name is shown; false for null."""
    return once(name, _masked, pl.Boolean)


def _masked(name: pl.Expr) -> pl.Expr:
    bare = name.str.replace_all(r"\s", "")
    return (bare.str.contains(_MASKED) & ~bare.str.contains(_STARRED)).fill_null(value=False)


def is_company(name: pl.Expr, settings: Settings) -> pl.Expr:
    """Whether the name is that of a firm or another body, by word or by length; null where there is no name."""
    return once(name, lambda one: _company(one, settings), pl.Boolean)


def _company(name: pl.Expr, settings: Settings) -> pl.Expr:
    bare = plain(name)
    han = bare.str.count_matches(r"\p{Han}")
    worded = has_word(name, settings.company_words) & (bare.str.len_chars() >= settings.company_name_chars)
    long = (
        (han > settings.person_name_chars) & ~name.str.contains(_DOTS)
        if settings.person_name_chars
        else pl.lit(value=False)
    )
    return pl.when(bare.is_not_null()).then((worded | long) & ~is_internal(name, settings))
