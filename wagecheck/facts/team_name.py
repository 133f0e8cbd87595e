"""Names of teams as they are compared: 钢筋一班, 钢筋班组1 and 钢筋工班 1 are one."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.payee import plain
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.distinct import once

_NUMERALS: Final = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
_SIGNS: Final = r"[-_—–·.、,，#号第]"


def team_key(team: pl.Expr, settings: Settings) -> pl.Expr:
    """Half width, without blanks, notes, signs and the words of ``record_words.toml`` ``team``; null for no team."""
    words = sorted(settings.record_words.get("team", ()), key=len, reverse=True)
    return once(team, lambda one: _key(one, words), pl.String)


def _key(team: pl.Expr, words: list[str]) -> pl.Expr:
    bare = plain(team).str.replace_all(_SIGNS, "").str.replace_many(_NUMERALS)
    key = bare.str.replace_many(words, [""] * len(words), leftmost=True) if words else bare
    return pl.when(key != "").then(key).otherwise(bare)
