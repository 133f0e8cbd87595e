"""What kinds of post a trade or role is, by the words of ``rules/dictionaries/posts.toml``."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.settings import Settings
from wagecheck.facts.word_match import holds, normal


def of_kind(settings: Settings, section: str, *columns: str) -> pl.Expr:
    """Whether one of the columns holds a word of the section (Boolean); null where all of them are blank.

    ``certified`` leaves out what ``not_certified`` names.
    """
    words = settings.post_words
    found: list[pl.Expr] = []
    for column in columns:
        text = normal(column)
        hit = holds(text, words.get(section, ()))
        if section == "certified":
            hit = hit & ~holds(text, words.get("not_certified", ()))
        found.append(hit)
    written = pl.any_horizontal(normal(column) != "" for column in columns)
    return pl.when(written).then(pl.any_horizontal(found))
