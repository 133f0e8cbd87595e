"""The words of ``rules/dictionaries/value_words.toml``: nothing, yes, no, without end."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from wagecheck import resources


@dataclass(frozen=True)
class Words:
    """Lists of words, each normalised as the cells are (NFKC, no blanks, lower case)."""

    blank: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    yes_prefix: tuple[str, ...]
    no_prefix: tuple[str, ...]
    open_ended: tuple[str, ...]


@cache
def words() -> Words:
    """The dictionary, read once. Raises KeyError when a list is missing from the file."""
    table = resources.read_toml(resources.folder("rules") / "dictionaries" / "value_words.toml")

    def column(key: str) -> tuple[str, ...]:
        return tuple("".join(unicodedata.normalize("NFKC", word).split()).lower() for word in table[key])

    return Words(
        blank=column("blank"),
        yes=column("yes"),
        no=column("no"),
        yes_prefix=column("yes_prefix"),
        no_prefix=column("no_prefix"),
        open_ended=column("open_ended"),
    )
