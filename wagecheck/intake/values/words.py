"""The words of ``rules/dictionaries/value_words.toml``: nothing, errors, yes, no, without end, remarks."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from wagecheck import resources


@dataclass(frozen=True)
class Words:
    """Lists of words, each normalised as the cells are (NFKC, no blanks, lower case), and of dates."""

    blank: tuple[str, ...]
    errors: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    yes_prefix: tuple[str, ...]
    no_prefix: tuple[str, ...]
    open_ended: tuple[str, ...]
    work_done: tuple[str, ...]
    """The end of a term that is the end of the work: no date, and no fault."""
    placeholder_texts: tuple[str, ...]
    name_remarks: tuple[str, ...]
    placeholder_dates: tuple[dt.date, ...]
    placeholder_birth_dates: tuple[dt.date, ...]
    open_ended_dates: tuple[dt.date, ...]
    per: dict[str, tuple[str, ...]]
    """Units of time behind a rate: day, hour, month."""


_WORDS: Final = (
    "blank", "errors", "yes", "no", "yes_prefix", "no_prefix", "open_ended", "work_done",
    "placeholder_texts", "name_remarks",
)  # fmt: skip
_DATES: Final = ("placeholder_dates", "placeholder_birth_dates", "open_ended_dates")


@cache
def words() -> Words:
    """The dictionary, read once. Raises KeyError when a list is missing from the file."""
    table = resources.read_toml(resources.folder("rules") / "dictionaries" / "value_words.toml")

    def column(key: str) -> tuple[str, ...]:
        return tuple("".join(unicodedata.normalize("NFKC", word).split()).lower() for word in table[key])

    lists: dict[str, Any] = {key: column(key) for key in _WORDS}
    lists |= {key: tuple(table[key]) for key in _DATES}
    lists["per"] = {unit: tuple(named) for unit, named in table["per"].items()}
    return Words(**lists)
