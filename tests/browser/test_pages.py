"""Every page of every sample, in both languages, opened from disk in a browser: quiet, alone, readable for everybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from tests import sample_results
from tests.browser.reading import A4, LAPTOP, PHONE, Opened, reading
from wagecheck.report import labels

LANGUAGES = {"zh": "zh-CN", "en": "en"}


def test_pages_open_from_disk_in_silence_and_ask_for_nothing(browser: Browser, out: Path) -> None:
    """No word on the console, no script error, the policy kept, nothing fetched but the page itself; links that lead
    somewhere inside the folder; on a phone nothing but tables in boxes of their own goes sideways."""
    for path in [*sample_results.pages(out), *sample_results.letter_pages(out)]:
        with reading(browser, path) as opened:
            opened.unfold()
            assert (path.name, opened.said) == (path.name, [])
            assert [unquote(urlsplit(address).path) for address in opened.asked] == [str(path)]
            assert opened.page.title().strip()
            assert opened.page.locator("html").get_attribute("lang") == LANGUAGES[out.name]
            assert (path.name, astray(opened, path, out)) == (path.name, [])
            opened.look(PHONE)
            assert (path.name, opened.overflow(), opened.cut()) == (path.name, 0, [])


def astray(opened: Opened, path: Path, out: Path) -> list[str]:
    """Links that leave the folder, or lead to no file or to no place of the page."""
    links: list[str] = opened.page.evaluate("[...document.querySelectorAll('a')].map(one => one.href)")
    places: list[str] = opened.page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(places) == len(set(places)), path.name
    found = []
    for link in links:
        parts = urlsplit(link)
        target, place = Path(unquote(parts.path)), unquote(parts.fragment)
        there = target.is_file() and (target != path or not place or place in places)
        if parts.scheme != "file" or out not in target.parents or not there:
            found.append(link)
    return found


@pytest.mark.parametrize(
    ("width", "media"), [(LAPTOP, "screen"), (PHONE, "screen"), (A4, "print")], ids=["laptop", "phone", "paper"]
)
def test_nothing_stands_in_the_way_of_any_reader(
    browser: Browser, out: Path, width: int, media: Literal["screen", "print"]
) -> None:
    """axe-core with best practices and contrast, everything unfolded. In English the same elements hold other words: the
    laptop is enough, as it is for letters."""
    paths = sample_results.pages(out)
    if width == LAPTOP:
        paths += sample_results.letter_pages(out)
    elif out.name == "en":
        paths = paths[:1]
    found = {}
    for path in paths:
        with reading(browser, path, width=width) as opened:
            opened.look(width, media)
            opened.unfold()
            found[path.name] = opened.barriers()
    assert {name: barriers for name, barriers in found.items() if barriers} == {}


def test_everything_is_there_without_script(browser: Browser, out: Path) -> None:
    """Every finding a page lists can be read: folded parts open by the browser's own means, nothing waits for a script."""
    for path in sample_results.pages(out):
        with reading(browser, path, script=False) as opened:
            folded = opened.page.locator("main details:not([open]) > summary:visible")
            while folded.count():
                folded.first.click()
            hidden = opened.page.evaluate(
                "[...document.querySelectorAll('main tr, main li, main p:not(#tools p)')]"
                ".filter(one => !one.checkVisibility()).map(one => one.textContent.trim())"
            )
            assert (path.name, hidden) == (path.name, [])
            text = "".join(opened.page.locator("main").inner_text().split())
        missing = [said for said in messages(out, path.stem) if "".join(said.split()) not in text]
        assert (path.name, missing) == (path.name, [])


def messages(out: Path, contractor: str) -> list[str]:
    """The sentences of the findings of a contractor, of rules whose rows a page lists all."""
    told = json.loads((out / "result.json").read_text("utf-8"))
    of_rule: dict[tuple[str, str], list[str]] = {}
    for finding in told["findings"]:
        if finding["contractor"] == contractor:
            said = finding["message"] if out.name == "zh" else finding["message_en"]
            of_rule.setdefault((finding["rule"], finding["severity"]), []).append(said)
    return [said for rows in of_rule.values() if len(rows) <= labels.ROWS_PER_RULE for said in rows]
