"""The two languages hold the same sentences with the same places to fill."""

from __future__ import annotations

import string

import pytest

from wagecheck import wording


def test_both_languages_have_the_same_keys() -> None:
    assert wording.keys("zh") == wording.keys("en")


@pytest.mark.parametrize("key", sorted(wording.keys("zh")))
def test_both_languages_fill_the_same_places(key: str) -> None:
    def places(lang: wording.Lang) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(wording._catalogue(lang)[key]) if name}

    assert places("zh") == places("en")
