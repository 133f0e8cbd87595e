"""What pages of the desk are built from: documented, without inline script or style, words from the catalogues only."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from babel.messages import pofile

from tests.trust import licences
from wagecheck import resources

FOLDER = resources.folder("templates") / "desk"
STATIC = FOLDER / "static"
TEMPLATES = sorted(FOLDER.rglob("*.j2"))
#: What the desk's policy would refuse silently: a page would look right to a test and do nothing in a browser.
INLINE = re.compile(
    r"""<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|hx-on|hx-(?:vals|headers)\s*=\s*["']js:|javascript:|https?://""",
    re.IGNORECASE,
)
OWN = ("desk_base", "desk_zone")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_in_a_page_needs_more_than_its_policy_allows(path: Path) -> None:
    assert INLINE.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_sentence_stands_in_a_page(path: Path) -> None:
    text = re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall("[\u4e00-\u9fff]+", text) == []


@pytest.mark.parametrize("name", ["desk.js", "upload.js"])
def test_no_sentence_stands_in_a_script(name: str) -> None:
    assert re.findall("[\u4e00-\u9fff]+", (STATIC / name).read_text("utf-8")) == []


def test_every_macro_is_explained_and_every_explained_macro_is_there() -> None:
    made = set(re.findall(r"{% macro ([a-z]\w*)(\(.*\)) %}", (FOLDER / "parts.html.j2").read_text("utf-8")))
    told = {name for name, _ in re.findall(r"^\| `(\w+)(\()", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)}
    assert told | {"upload_scripts"} == {name for name, _ in made}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_of_the_macros_is_used_and_there(lang: str) -> None:
    path = FOLDER.parent / "wording" / lang / "LC_MESSAGES" / "wagecheck.po"
    with path.open("rb") as stream:
        said = {str(one.id) for one in pofile.read_po(stream) if str(one.id).startswith(OWN)}
    text = "".join(path.read_text("utf-8") for path in TEMPLATES)
    asked = set(re.findall(r"""["'](desk_(?:base|zone)\.\w*\w)["'],? *[^ ~\w]""", text))
    parts = "".join(path.read_text("utf-8") for path in (FOLDER / "base.html.j2", FOLDER / "parts.html.j2"))
    words = set(re.findall(r'"(\w+)"', re.findall(r"{% for word in \((.*?)\) %}", parts)[0]))
    asked |= {f"desk_zone.{word}" for word in words}
    built = tuple(re.findall(r'"(desk_base\.\w+_)" ~', parts))
    assert asked - said == set()
    assert {key for key in said - asked if not key.startswith(built)} == set()


@pytest.mark.parametrize("name", ["htmx.min.js", "tus.min.js"])
def test_scripts_of_others_are_as_published(name: str) -> None:
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    assert re.search(rf"`{re.escape(name)}` .*`{digest}`", licences.PAGE.read_text("utf-8"))
    assert (STATIC / name.replace(".min.js", ".LICENSE")).stat().st_size > 0
