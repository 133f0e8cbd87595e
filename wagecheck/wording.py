"""Words for people in Chinese and English: gettext catalogues in ``templates/wording``, no sentence stands in code.

The ``.po`` files are what people edit; ``pybabel compile -d templates/wording -D wagecheck`` makes the ``.mo`` files
that are read here. A message's id is a key, ``section.name``; a text has its places as ``{name}``. A number with
the word for one and the word for many is written ``{count:?finding|findings}``, the words alone ``{count:!is|are}``.
"""

from __future__ import annotations

import gettext
import string
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wagecheck import resources

Lang = Literal["zh", "en"]
_DOMAIN = "wagecheck"


@cache
def _catalogue(lang: Lang) -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, resources.folder("templates") / "wording", [lang])


#: What begins the two words that a number may have.
_COUNTED = ("?", "!")


class _Counting(string.Formatter):
    """``str.format`` that also chooses the word for one and for many."""

    def format_field(self, value: object, format_spec: str) -> str:
        """The value; with its word where the format asks for one."""
        if format_spec[:1] not in _COUNTED:
            return str(super().format_field(value, format_spec))
        one, many = format_spec[1:].split("|")
        word = one if str(value) == "1" else many
        return word if format_spec[0] == "!" else f"{value} {word}"


_COUNTING = _Counting()


@dataclass(frozen=True)
class Wording:
    """The sentences of one language."""

    lang: Lang = "zh"

    def __call__(self, key: str, **values: object) -> str:
        """The sentence ``section.key`` with its places filled; KeyError names a key that is not in the catalogue."""
        text = _catalogue(self.lang).gettext(key)
        if text == key:  # gettext's answer for a message it does not have
            raise KeyError(key)
        counted = "|" in text  # words for one and for many
        return _COUNTING.vformat(text, (), values) if counted else text.format(**values)

    def pick(self, zh: str | None, en: str | None) -> str:
        """The text in this language; Chinese where no English was written."""
        return (en or zh or "") if self.lang == "en" else (zh or en or "")


def both(key: str, **values: object) -> tuple[str, str]:
    """A sentence in Chinese and in English, as errors carry it."""
    return Wording("zh")(key, **values), Wording("en")(key, **values)
