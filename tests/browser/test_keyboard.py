"""By keyboard alone: everything that can be used is reached, in the order of the page, and is seen to be reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests import sample_results
from tests.browser.reading import Opened, reading

_USABLE = """() => [...document.querySelectorAll(
  'a[href], summary, input, select, button, textarea, [tabindex="0"]')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled)
  .map((one, number) => { one.dataset.stop = number; return number; })"""
_HERE = """() => { const one = document.activeElement, style = getComputedStyle(one);
  return {stop: one.dataset.stop === undefined ? null : Number(one.dataset.stop), tag: one.tagName,
    text: one.textContent.slice(0, 40),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1}; }"""


def walk(opened: Opened, steps: int) -> list[dict[str, Any]]:
    """Where the focus stands after each press of Tab."""
    stops = []
    for _ in range(steps):
        opened.page.keyboard.press("Tab")
        stops.append(opened.page.evaluate(_HERE))
    return stops


def test_tab_reaches_everything_in_order_and_shows_where_it_is(browser: Browser, severe: Path) -> None:
    for path in [*sample_results.pages(severe), severe / "letters" / "index.html"]:
        with reading(browser, path) as opened:
            usable: list[int] = opened.page.evaluate(_USABLE)
            stops = walk(opened, len(usable))
            reached = [stop["stop"] for stop in stops if stop["stop"] is not None]
            assert (path.name, reached) == (path.name, usable[: len(reached)])
            others = [stop for stop in stops if stop["stop"] is None]
            assert len(reached) + len(others) == len(usable) and len(others) <= 2, (path.name, others)
            assert (path.name, [stop for stop in stops if not stop["seen"]]) == (path.name, [])


def test_a_folded_part_opens_and_a_link_leads_on_by_enter(browser: Browser, severe: Path) -> None:
    with reading(browser, severe / "index.html") as opened:
        folded = opened.page.locator("details:not([open]) > summary")
        before = folded.count()
        folded.last.focus()
        opened.page.keyboard.press("Enter")
        assert folded.count() == before - 1
        opened.page.locator("a[href^='contractors/']").first.focus()
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_url("**/contractors/**")
        assert opened.said == []
