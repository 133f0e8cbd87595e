"""The two languages hold the same sentences with the same places to fill, and what is read is what was edited."""

from __future__ import annotations

import io
import string

import pytest
from babel.messages.mofile import read_mo

from tests.wording_kit import source, texts
from wagecheck.wording import Lang, Wording

LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_stands_once_and_says_something(lang: Lang) -> None:
    written = [line for line in source(lang).read_text("utf-8").splitlines() if line.startswith('msgid "')]
    assert len(written) == len(set(written)) == len(texts(lang)) + 1  # the head has the empty id
    assert [key for key, text in texts(lang).items() if not text] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_compiled_catalogue_is_the_edited_one(lang: Lang) -> None:
    compiled = read_mo(io.BytesIO(source(lang).with_suffix(".mo").read_bytes()))
    read = {str(message.id): str(message.string) for message in compiled if message.id}
    assert read == texts(lang), "pybabel compile -d templates/wording -D wagecheck"


def test_both_languages_have_the_same_keys() -> None:
    assert set(texts("zh")) == set(texts("en"))


@pytest.mark.parametrize("key", sorted(texts("zh")))
def test_both_languages_fill_the_same_places(key: str) -> None:
    def places(lang: Lang) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(texts(lang)[key]) if name}

    assert places("zh") == places("en")


@pytest.mark.parametrize("lang", LANGS)
def test_a_key_that_is_not_there_is_an_error(lang: Lang) -> None:
    with pytest.raises(KeyError, match=r"page\.nowhere"):
        Wording(lang)("page.nowhere")
