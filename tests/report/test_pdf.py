"""PDF: unfolded, without links to this disk, the same bytes twice, and a sentence where nothing can print."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import sys
from pathlib import Path

import pytest

from wagecheck.errors import OutputError
from wagecheck.report import pdf
from wagecheck.wording import Wording

ZH = Wording("zh")
DAY = dt.date(2026, 11, 21)
PAGE = """<!doctype html><meta charset="utf-8"><title>核对</title><style>body{font-family:"Noto Sans CJK SC",sans-serif}</style>
<p><a href="contractors/甲.html">甲</a> <a href="#x">下</a></p><details class="plain"><summary>问题</summary><p id="x">工资未付</p></details>"""

needs_browser = pytest.mark.skipif(pdf.find_browser() is None, reason="no browser of the Chromium family")


@needs_browser
def test_a_page_is_printed_twice_to_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        page = tmp_path / name / "index.html"
        page.parent.mkdir()
        page.write_text(PAGE, "utf-8")
        made += pdf.write([page], ZH, day=DAY).files
    first, second = (path.read_bytes() for path in made)
    assert first == second and first.startswith(b"%PDF")
    assert b"D:20261121" in first and b"file:" not in first and str(tmp_path).encode() not in first


@needs_browser
def test_printing_leaves_the_page_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text(PAGE, "utf-8")
    pdf.write([page], ZH, day=DAY)
    assert page.read_text("utf-8") == PAGE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", "index.pdf"]


needs_weasyprint = pytest.mark.skipif(
    importlib.util.find_spec("weasyprint") is None, reason="WeasyPrint (wagecheck[pdf]) is not installed"
)


@needs_weasyprint
def test_weasyprint_prints_where_there_is_no_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(pdf.VARIABLE, "")
    made = []
    for name in ("a", "b"):
        page = tmp_path / name / "index.html"
        page.parent.mkdir()
        page.write_text(PAGE + "<style>p{unknown-property:1}</style>", "utf-8")
        made += pdf.write([page], ZH, day=DAY).files
    first, second = (path.read_bytes() for path in made)
    assert first == second and first.startswith(b"%PDF") and len(first) > 2_000
    assert b"file:" not in first and str(tmp_path).encode() not in first
    assert capfd.readouterr() == ("", "")


def test_weasyprint_without_its_libraries_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n")
    monkeypatch.setenv(pdf.VARIABLE, "")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(OutputError, match="Pango"):
        pdf.ensure_printer()


def test_on_paper_everything_is_unfolded_and_links_stay_inside() -> None:
    paper = pdf._for_paper(PAGE + '<details class="rule" open><summary>乙</summary></details>')
    assert len(re.findall("<details open", paper)) == 2
    assert "甲.html" not in paper and 'href="#x"' in paper


def test_dates_keep_their_length() -> None:
    raw = b"/CreationDate (D:20991231235959+00'00')\n/ModDate (D:2099)"
    dated = pdf._dated(raw, DAY)
    assert len(dated) == len(raw)
    assert dated == b"/CreationDate (D:20261121000000+00'00')\n/ModDate (D:2026)"


def test_nothing_to_print_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(pdf.VARIABLE, "")
    monkeypatch.setattr(pdf.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(OutputError, match=r"wagecheck\[pdf\]"):
        pdf.write([tmp_path / "index.html"], ZH, day=DAY)


def test_a_browser_that_fails_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "browser"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv(pdf.VARIABLE, str(broken))
    page = tmp_path / "index.html"
    page.write_text(PAGE, "utf-8")
    with pytest.raises(OutputError, match="没有成功"):
        pdf.write([page], ZH, day=DAY)


@pytest.mark.parametrize(("listed", "known"), [("Noto Sans CJK SC", True), ("", False)])
def test_fonts_are_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, listed: str, known: bool) -> None:
    lister = tmp_path / "fc-list"
    lister.write_text(f"#!/bin/sh\necho '{listed}'\n")
    lister.chmod(0o755)
    monkeypatch.setattr(pdf.shutil, "which", lambda name: str(lister))
    assert pdf.has_chinese_font() is known


def test_pages_ask_for_chinese_fonts_by_name() -> None:
    root = Path(__file__).resolve().parents[2] / "templates"
    for style in (root / "style.css", root / "letters" / "letter.css"):
        assert any(font in style.read_text("utf-8") for font in pdf.FONTS), style.name
