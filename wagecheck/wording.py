"""Words for people in Chinese and English, kept in ``templates/wording/*.toml``: no sentence stands in code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wagecheck import resources

Lang = Literal["zh", "en"]


@cache
def _catalogue(lang: Lang) -> dict[str, str]:
    path = resources.folder("templates") / "wording" / f"{lang}.toml"
    with path.open("rb") as stream:
        sections = tomllib.load(stream)
    return {f"{section}.{key}": text for section, texts in sections.items() for key, text in texts.items()}


@dataclass(frozen=True)
class Wording:
    """The sentences of one language."""

    lang: Lang = "zh"

    def __call__(self, key: str, **values: object) -> str:
        """The sentence ``section.key`` with its places filled; KeyError names a key that is not in the catalogue."""
        return _catalogue(self.lang)[key].format(**values)

    def pick(self, zh: str | None, en: str | None) -> str:
        """The text in this language; Chinese where no English was written."""
        return (en or zh or "") if self.lang == "en" else (zh or en or "")


def keys(lang: Lang) -> frozenset[str]:
    """All keys of a language: the two catalogues must hold the same ones."""
    return frozenset(_catalogue(lang))
