"""Texts of the submission that would be markup, script, formula or a mess: shown as text, run by nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from playwright.sync_api import Browser

from tests import sample_results
from tests.browser.reading import PHONE, reading
from wagecheck.report import html, letters, people
from wagecheck.result import Result
from wagecheck.rulebook import letter_terms
from wagecheck.wording import Wording

FIRMS = (
    '甲<script>alert("firm")</script>"\'><img src=x onerror=alert(1)>',
    "乙\u202e\u2066司公\U0001f469\u200d\U0001f527" + "很长的名字" * 20 + "AVeryLongName" * 15,
)
TEXTS = (
    "<script>document.title='run'</script>",
    '"><img src="http://elsewhere.example/x.png" onerror="alert(2)">',
    "' onmouseover='alert(3)' x='",
    "</style><style>*{display:none}</style></title></details></main>",
    "<svg/onload=alert(4)><iframe src=https://elsewhere.example></iframe>",
    '=HYPERLINK("http://elsewhere.example";"看")',
    "javascript:alert(5) {{ 7*7 }} {% raw %} ${7*7} &lt;b&gt; ]]> -->",
    "\u202etxet sdrawkcab\u202c \u2067عربي\u2069",
    "\U0001f4a5" * 40,
    "W" * 300,
    "字" * 300,
    "行\n列\t\u2028",
)
#: Characters that turn the direction of text, or what stands in their place.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\ufffd]")
#: What a person or a file wrote; the rest are words of the program, dates, sums and keys.
WRITTEN = {
    "worker",
    "name",
    "file",
    "sheet",
    "expected",
    "actual",
    "message",
    "message_en",
    "reason",
    "reason_en",
    "value",
}


def spoilt(result: Result) -> Result:
    """The same result with every written text replaced by the next hostile one, contractors by ``FIRMS``."""
    firms = dict(zip(result.contractors["name"].unique(maintain_order=True), FIRMS, strict=True))
    count = iter(range(10**9))

    def text(old: Any) -> Any:
        return firms.get(old) or (None if old is None else TEXTS[next(count) % len(TEXTS)])

    def row(old: Any, schema_names: set[str]) -> Any:
        return {
            key: firms.get(value, value)
            if key == "contractor"
            else text(value)
            if key in schema_names
            else inner(value)
            for key, value in old.items()
        }

    def inner(value: Any) -> Any:
        if isinstance(value, list):
            return [row(one, WRITTEN) if isinstance(one, dict) else one for one in value]
        return value

    def frame(given: pl.DataFrame) -> pl.DataFrame:
        return pl.DataFrame([row(one, WRITTEN) for one in given.iter_rows(named=True)], schema=given.schema)

    inputs = [
        {**one, "path": TEXTS[n % len(TEXTS)], "contractors": [firms.get(c, c) for c in one.get("contractors", [])]}
        for n, one in enumerate(result.manifest["inputs"])
    ]
    frames = {
        name: frame(getattr(result, name)) for name in ("findings", "outcomes", "contractors", "workers", "evidence")
    }
    return replace(result, manifest={**result.manifest, "inputs": inputs}, **frames)


@pytest.fixture(scope="module")
def folder(severe: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile")
    result = spoilt(people.read(severe))
    letters.write(result, out / "letters", letter_terms.load(), Wording("zh"), packs=3)
    html.write(result, out, Wording("zh"))
    return out


def test_hostile_texts_are_shown_and_run_nothing(browser: Browser, folder: Path) -> None:
    shown = ""
    pages = sample_results.pages(folder)
    assert len(pages) == 3
    for path in [*pages, *sample_results.letter_pages(folder)]:
        with reading(browser, path) as opened:
            opened.unfold()
            for one in opened.page.locator("summary").all():
                one.hover()
            assert (path.name, opened.said, len(opened.asked)) == (path.name, [], 1)
            assert (
                opened.page.locator(
                    "main img, main iframe, main script, main style, [onload], [onerror], [onmouseover]"
                ).count()
                == 0
            )
            assert opened.page.locator("a[href^='javascript:'], a[href^='http']").count() == 0
            assert opened.page.title() != "run"
            shown += opened.page.locator("main").inner_text()
            opened.look(PHONE)
            assert (path.name, opened.overflow(), opened.cut()) == (path.name, 0, [])
    shown = plain(shown)
    for text in (*FIRMS, *TEXTS):
        assert plain(text) in shown, text[:40]


def plain(text: str) -> str:
    return "".join(TURNING.sub("", text).split())
