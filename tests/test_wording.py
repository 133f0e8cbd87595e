"""The two languages hold the same sentences with the same places to fill, and what is read is what was edited."""

from __future__ import annotations

import io
import re
import string
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

import wagecheck
from tests.wording_kit import source, texts
from wagecheck import resources
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


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 rule could not"), ("1", "1 rule could not"), (0, "0 rules could not"), (12, "12 rules could not")],
)
def test_english_counts_one_and_many(count: object, said: str) -> None:
    assert Wording("en")("cli.not_assessed", count=count).startswith(said)


def test_no_english_sentence_counts_in_the_plural_only() -> None:
    wrong = re.compile(r"\{(?:count|people|total|days|rules|end|start)\} (?!more\b)[a-z]+s\b|\((?:s|es)\)")
    assert {key: text for key, text in texts("en").items() if wrong.search(text)} == {}


#: Sections whose keys are made of the names of commands, options and their places.
_OF_COMMANDS = ("command", "option.", "metavar.")


def test_every_sentence_is_used() -> None:
    """Keys stand in code and templates in full, or with their beginning where the rest is a value."""
    package = list(Path(wagecheck.__file__).parent.rglob("*.py"))
    templates = [path for path in resources.folder("templates").rglob("*") if path.suffix in (".j2", ".js")]
    code = "\n".join(path.read_text("utf-8") for path in (*package, *templates))
    written = set(re.findall(r"[\"']([a-z_]+\.[a-z_0-9.]+)[\"']", code))
    begun = set(re.findall(r"[\"']([a-z_]+\.[a-z_.]*)(?:[\"'] *[~+]|\{)", code))
    unused = [key for key in texts("zh") if key not in written and not key.startswith((*_OF_COMMANDS, *begun))]
    assert unused == []
