"""The list of all contractors on an overview of very many: found by words and colour, readable on a phone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.reading import PHONE, reading
from tests.report.result_kit import result
from tests.report.test_overview_page import firm
from wagecheck.report import html
from wagecheck.wording import Wording

ZH = Wording("zh")


def test_contractors_are_found_by_project_name_and_colour(browser: Browser, tmp_path: Path) -> None:
    firms = [
        firm(f"示例{number}号劳务", project=f"示例{'东西'[number % 2]}区工程", colour="red" if number == 4 else "green")
        for number in range(120)
    ]
    html.write(result([], contractors=firms), tmp_path, ZH)
    with reading(browser, tmp_path / "index.html") as opened:
        page = opened.page
        opened.unfold()
        seen = page.locator(".site li:visible")
        form, said = page.locator("form.find"), page.locator("form.find [role=status]")
        assert seen.count() == 120 and said.inner_text() == ""
        form.locator("[name=text]").fill("东区 1")
        named = [number for number in range(0, 120, 2) if "1" in str(number)]
        assert seen.count() == len(named) and page.locator(".site:visible").count() == 1
        assert said.inner_text() == ZH("index.found", shown=len(named), total=120)
        form.locator("[name=text]").fill("没有这家")
        assert seen.count() == 0 and said.inner_text() == ZH("index.found_none", total=120)
        form.locator("[type=reset]").click()
        form.locator("[name=colour]").select_option("red")
        assert [text.strip() for text in seen.all_inner_texts()] == ["▲ 示例4号劳务"]
        form.locator("[type=reset]").click()
        page.locator(".site li:not([hidden])").nth(119).wait_for()
        assert seen.count() == 120
        assert opened.barriers() == []
        opened.look(PHONE)
        assert opened.overflow() == 0 and opened.cut() == []
        assert opened.said == []
