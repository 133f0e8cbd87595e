"""The real server, the real browser: everybody lands at their own table, and nothing is wrong with the first pages."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Route, expect

from tests.conftest import SAMPLES
from tests.desk.kit import PEOPLE
from tests.desk.live import PHONE, Live, axe, fits
from wagecheck.desk.hand_ins import arrivals
from wagecheck.register import hand_ins


@pytest.mark.parametrize("path", ["/login", "/nowhere"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["laptop", "phone"])
def test_pages_of_nobody(live: Live, path: str, size: dict[str, int] | None) -> None:
    page = live.page(None, size=size)
    page.goto(live.address + path)
    assert axe(page) == []
    assert fits(page)
    assert live.complaints() == []


def test_own_account(live: Live) -> None:
    page = live.page("admin", size=PHONE)
    page.goto(live.address + "/me")
    assert axe(page) == []
    assert fits(page)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login*")
    page.goto(live.address + "/me")
    assert "/login" in page.url


def test_files_picked_before_the_script_came(live: Live) -> None:
    """On a slow line: the form without script is there first, and what was picked in it is not lost."""
    page = live.page("clerk", sites=[live.site("示例滨江路一期工程")])
    page.goto(f"{live.address}/hand-ins/new")
    page.get_by_label("工资所属月份").fill("2026-10")
    waiting: list[Route] = []
    page.route("**/upload.js", lambda route: waiting.append(route))  # noqa: PLW0108  # playwright marks its handlers
    page.get_by_role("button", name="下一步：添加文件").click(no_wait_after=True)
    page.locator("input[webkitdirectory]").wait_for(state="attached")
    page.set_input_files("input[name=files] >> nth=0", SAMPLES / "clean" / "项目信息.xlsx")
    while not waiting:
        page.wait_for_timeout(100)
    waiting[0].continue_()
    expect(page.locator(".uploads li.done")).to_contain_text("项目信息.xlsx")
    expect(page.get_by_role("row", name="项目信息.xlsx")).to_be_visible()


def test_a_file_that_is_left_out_on_its_way_does_not_block_the_check(live: Live) -> None:
    """It was announced and did not come: what is left out in the list of uploads the server waits for no more."""
    site = live.site("示例滨江路一期工程")
    page = live.page("clerk", sites=[site])
    with live.desk.register.writing(PEOPLE["clerk"]) as writer:
        made = hand_ins.begin(writer, site=site, first_day=dt.date(2026, 10, 1), last_day=dt.date(2026, 10, 31))
    page.goto(f"{live.address}/hand-ins/{made}")
    page.route(
        "**/uploads/*",
        lambda route: route.fulfill(status=400) if route.request.method == "PATCH" else route.continue_(),
    )
    page.set_input_files("input[name=files] >> nth=0", SAMPLES / "clean" / "项目信息.xlsx")
    expect(page.locator(".uploads li.failed")).to_contain_text("项目信息.xlsx")
    assert len(arrivals.awaited(live.desk, made)) == 1
    page.reload()
    assert "还没传完" in page.inner_text("#files")
    assert axe(page) == []
    assert fits(page)
    page.set_input_files("input[name=files] >> nth=0", SAMPLES / "clean" / "项目信息.xlsx")
    page.locator(".uploads li.failed button >> nth=1").click()
    expect(page.locator("#files")).not_to_contain_text("还没传完")
    assert arrivals.awaited(live.desk, made) == []
