"""What the script of a contractor's page does: find, filter, sort, unfold, and back to the page as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.reading import Opened, reading
from wagecheck.wording import Wording

ZH = Wording("zh")
FIRM = "示例玉兰建筑劳务有限公司"


@pytest.fixture
def opened(browser: Browser, severe: Path) -> Iterator[Opened]:
    """The page with most findings; nothing may be said on the console whatever is done."""
    with reading(browser, severe / "contractors" / f"{FIRM}.html") as page:
        yield page
        assert page.said == []


@pytest.fixture(scope="module")
def findings(severe: Path) -> list[dict[str, Any]]:
    told = json.loads((severe / "result.json").read_text("utf-8"))["findings"]
    return [one for one in told if one["contractor"] == FIRM]


def tool(opened: Opened, name: str) -> Locator:
    return opened.page.locator(f"#tools [name={name}]")


def rows(opened: Opened) -> list[dict[str, str]]:
    """Rows of findings that are seen, with the rule and severity of their part and their worker."""
    found: list[dict[str, str]] = opened.page.evaluate(
        """() => [...document.querySelectorAll("details.rule tbody tr")].filter(one => one.checkVisibility()).map(one => {
          const part = one.closest("details");
          return {rule: part.dataset.rule, severity: part.dataset.severity, worker: one.dataset.worker || "",
                  text: part.querySelector("summary").textContent + " " + one.textContent}; })"""
    )
    return found


def total(opened: Opened) -> int:
    return opened.page.locator("details.rule tbody tr").count()


def count(opened: Opened) -> str:
    return opened.page.locator("#filter-count").inner_text()


def said(shown: int, of: int) -> str:
    return ZH("page.filter_count", shown=shown, total=of) if shown else ZH("page.filter_none", shown=shown, total=of)


def test_search_shows_the_rows_that_hold_every_word(opened: Opened, findings: list[dict[str, Any]]) -> None:
    tail = next(one["id_tail"] for one in findings if one["id_tail"])
    tool(opened, "text").fill(tail)
    found = rows(opened)
    assert found and all(tail in one["text"] for one in found)
    assert len(found) < total(opened) and count(opened) == said(len(found), total(opened))
    tool(opened, "text").fill(f"{tail} 没有这样的词")
    assert rows(opened) == [] and count(opened) == said(0, total(opened))
    assert opened.page.locator("details.rule:visible").count() == 0


def test_search_does_not_mind_capitals(opened: Opened) -> None:
    tool(opened, "text").fill("PB")
    upper = rows(opened)
    tool(opened, "text").fill("pb")
    assert rows(opened) == upper != []


def test_severities_and_rules_can_be_chosen(opened: Opened, findings: list[dict[str, Any]]) -> None:
    chosen = tool(opened, "severity").evaluate("one => [...one.options].map(option => option.value)")
    assert set(chosen) == {""} | {one["severity"] for one in findings} and len(chosen) == len(set(chosen))
    rules = tool(opened, "rule").evaluate("one => [...one.options].map(option => option.value)")
    assert set(rules) == {""} | {one["rule"] for one in findings} and len(rules) == len(set(rules))
    shown = 0
    for severity in chosen[1:]:
        tool(opened, "severity").select_option(severity)
        found = rows(opened)
        assert {one["severity"] for one in found} == {severity}
        assert count(opened) == said(len(found), total(opened))
        shown += len(found)
    assert shown == total(opened)
    tool(opened, "severity").select_option("")
    tool(opened, "rule").select_option(rules[-1])
    assert {one["rule"] for one in rows(opened)} == {rules[-1]}


def test_filters_hold_together(opened: Opened, findings: list[dict[str, Any]]) -> None:
    one = next(one for one in findings if one["worker"] and one["severity"] == "serious")
    tool(opened, "worker").fill(one["id_tail"])
    of_worker = rows(opened)
    assert of_worker and all(one["id_tail"] in row["worker"] for row in of_worker)
    tool(opened, "severity").select_option("serious")
    both = rows(opened)
    assert 0 < len(both) <= len(of_worker) and {row["severity"] for row in both} == {"serious"}
    tool(opened, "rule").select_option(one["rule"])
    assert 0 < len(rows(opened)) <= len(both)


def test_a_worker_is_found_in_every_table_of_people(opened: Opened, findings: list[dict[str, Any]]) -> None:
    tail = next(one["id_tail"] for one in findings if one["id_tail"])
    tool(opened, "worker").fill(tail)
    seen = opened.page.evaluate(
        "[...document.querySelectorAll('table.people tbody tr')].filter(one => one.checkVisibility())"
        ".map(one => one.dataset.worker)"
    )
    assert seen and all(tail in worker for worker in seen)


def test_reset_gives_the_page_as_it_was(opened: Opened) -> None:
    state = "[...document.querySelectorAll('details, main tr')].map(one => one.hidden + ' ' + one.open)"
    before = opened.page.evaluate(state)
    tool(opened, "text").fill("PB")
    tool(opened, "severity").select_option(index=1)
    assert opened.page.evaluate(state) != before
    opened.page.locator("#tools button[type=reset]").click()
    opened.page.wait_for_function("document.getElementById('filter-count').textContent === ''")
    assert opened.page.evaluate(state) == before
    assert tool(opened, "text").input_value() == "" and tool(opened, "severity").input_value() == ""


def test_all_parts_open_and_close(opened: Opened) -> None:
    parts = "[...document.querySelectorAll('details.rule')].map(one => one.open)"
    opened.page.get_by_role("button", name=ZH("page.open_all")).click()
    assert all(opened.page.evaluate(parts)) and len(rows(opened)) == total(opened)
    opened.page.get_by_role("button", name=ZH("page.close_all")).click()
    assert not any(opened.page.evaluate(parts)) and rows(opened) == []


def test_tables_are_sorted_by_a_click_on_a_heading_and_say_so(opened: Opened) -> None:
    """By money as numbers, not as text; the sum stays at the foot."""
    table = opened.page.locator("table.people", has=opened.page.locator("tfoot"))
    head = table.locator("thead th", has_text=ZH("column.owed")).first
    column = head.evaluate("one => one.cellIndex")
    amounts = "(table, column) => [...table.tBodies[0].rows].map(row => Number(row.cells[column].textContent.replace(/,/g, '')))"
    foot = table.locator("tfoot").inner_text()
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        sums = table.evaluate(amounts, column)
        assert len(set(sums)) > 2 and sums == sorted(sums, reverse=direction == "descending")
    assert table.locator("tfoot").inner_text() == foot
    assert opened.page.locator("th[aria-sort]").count() == 1
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"


def test_a_link_to_a_folded_or_hidden_part_opens_it(opened: Opened) -> None:
    part = opened.page.locator("details.rule").last
    anchor = part.get_attribute("id")
    assert anchor is not None
    opened.page.get_by_role("button", name=ZH("page.close_all")).click()
    tool(opened, "text").fill("没有这样的词")
    opened.page.evaluate("place => { location.hash = place; }", quote(anchor))
    opened.page.wait_for_function("place => document.getElementById(place).open", arg=anchor)
    assert part.is_visible()


def test_the_address_of_a_part_opens_it_at_once(browser: Browser, severe: Path, opened: Opened) -> None:
    anchor = opened.page.locator("details.rule:not([open])").last.get_attribute("id")
    opened.page.goto(f"{(severe / 'contractors' / f'{FIRM}.html').as_uri()}#{anchor}")
    opened.page.reload()
    opened.page.wait_for_function("place => document.getElementById(place).open", arg=anchor)


def test_overviews_sort_too(browser: Browser, severe: Path) -> None:
    with reading(browser, severe / "index.html") as overview:
        heads = overview.page.locator("table.sortable th:has([role=button])")
        assert heads.count() > 3
        heads.first.get_by_role("button").click()
        assert heads.first.get_attribute("aria-sort") == "ascending"
        assert overview.said == []
