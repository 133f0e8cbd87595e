"""The real server, the real browser: everybody lands at their own table, and nothing is wrong with the first pages."""

from __future__ import annotations

import pytest

from tests.desk.live import PHONE, Live, axe, fits


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
