"""Printed: A4, real text, folded parts unfolded while it prints and folded again afterwards."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import sample_results
from tests.browser.reading import reading
from tests.browser.test_pages import messages

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None or shutil.which("pdfinfo") is None,
    reason="poppler-utils (pdftotext, pdfinfo) are not installed",
)
A4 = (595, 842)


def sheets(pdf: Path) -> list[tuple[int, int]]:
    """Width and height of every page in points."""
    told = subprocess.run(["pdfinfo", "-l", "-1", pdf], capture_output=True, text=True, check=True).stdout
    sizes = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+)", told, re.MULTILINE)
    return [(round(float(width)), round(float(height))) for width, height in sizes]


def words(pdf: Path) -> str:
    """The text without any white space, cells in the order of the page's own text."""
    told = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True).stdout
    return "".join(told.decode("utf-8").split())


def printed(browser: Browser, page: Path, into: Path) -> Path:
    """As Ctrl+P prints it: the page's own style says which paper."""
    with reading(browser, page) as opened:
        opened.page.pdf(path=into, prefer_css_page_size=True)
    return into


@pytest.mark.parametrize("lang", sample_results.LANGS)
def test_pages_print_on_a4_with_every_finding(
    browser: Browser, lang: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = sample_results.of("typical", lang, tmp_path_factory)
    for page in sample_results.pages(out):
        paper = printed(browser, page, tmp_path / f"{page.stem}.pdf")
        assert set(sheets(paper)) == {A4}, page.name
        text = words(paper)
        assert page.stem == "index" or page.stem in text
        missing = [said for said in messages(out, page.stem) if "".join(said.split()) not in text]
        assert (page.name, missing) == (page.name, [])


def test_letters_print_on_a4(browser: Browser, severe: Path, tmp_path: Path) -> None:
    for page in sample_results.letter_pages(severe):
        paper = printed(browser, page, tmp_path / "letter.pdf")
        assert {tuple(sorted(size)) for size in sheets(paper)} == {A4}, page.name
        assert "".join(re.sub(r"\d|-", "", page.stem).split("（")[0])[:6] in words(paper) or page.stem == "index"


def test_parts_unfold_to_print_and_fold_again(browser: Browser, severe: Path) -> None:
    state = "[...document.querySelectorAll('details')].map(one => one.open)"
    for page in sample_results.pages(severe):
        with reading(browser, page) as opened:
            before = opened.page.evaluate(state)
            assert not all(before)
            opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
            rules = opened.page.evaluate("[...document.querySelectorAll('details.rule')].map(one => one.open)")
            assert all(rules), page.name
            opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
            assert opened.page.evaluate(state) == before, page.name
