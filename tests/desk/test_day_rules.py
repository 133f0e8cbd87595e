"""A day of the legal department with rules, thresholds, waivers and the trail, in the browser."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT
from tests.desk.kit import PEOPLE
from tests.desk.live import PHONE, Live, axe, fits, running
from wagecheck.desk.hand_ins import handing_in
from wagecheck.desk.jobs.task_table import TASKS
from wagecheck.desk.jobs.work import Work
from wagecheck.register import queue

SAMPLE = ROOT / "samples" / "typical"
#: Where pictures go when somebody wants to look at the pages.
PICTURES = os.environ.get("WAGECHECK_PICTURES")


def seen(page: Page, name: str) -> None:
    """The page is clean, fits its window, and may be looked at."""
    if PICTURES:
        width = page.viewport_size["width"]  # type: ignore[index]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    assert axe(page) == [], name
    assert fits(page), name


@pytest.fixture
def house(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A running desk without workers: the test does their work, so that it says when something is ready."""
    monkeypatch.setenv("WAGECHECK_KEY_FILE", str(tmp_path / "worker.key"))
    with running(tmp_path, browser, workers=0) as started:
        yield started


def work(live: Live) -> None:
    """What a worker does with everything that waits."""
    desk = live.desk
    while True:
        with desk.register.working("job") as connection:
            job = queue.claim(connection, "test", desk.clock())
        if job is None:
            return
        TASKS[job.task].run(Work(desk, job, lambda *_: None))
        with desk.register.working("job") as connection:
            assert queue.finish(connection, job.id, "test", desk.clock())


def checked(live: Live) -> None:
    """A month that was handed in and checked."""
    desk, by = live.desk, PEOPLE["clerk"]
    site = live.site("示例湖滨大道改造工程")
    made = handing_in.begin(desk, by, site=site, first_day=dt.date(2026, 10, 1), last_day=dt.date(2026, 10, 31))
    for file in sorted(SAMPLE.rglob("*")):
        if file.is_file():
            with file.open("rb") as stream:
                handing_in.add_file(desk, made, file.relative_to(SAMPLE).as_posix(), stream, file.stat().st_size)
    handing_in.submit(desk, by, made)
    work(live)
    with desk.register.reading() as reader:
        assert reader.get("hand_in", made)["state"] == "checked"


def test_a_day_with_rules(house: Live) -> None:
    live = house
    checked(live)
    first, second = live.page("legal"), live.page("legal2")

    reads(live, first)
    proposes(first)
    decides(live, first, second)
    waives(live, first, second)
    looks_back(live, second)
    on_the_phone(live)
    assert live.complaints() == []


def reads(live: Live, first: Page) -> None:
    """A rule, and how it did."""
    first.goto(f"{live.address}/rules?severity=red_line")
    seen(first, "rules")
    first.get_by_role("link", name="BK06", exact=True).click()
    first.wait_for_load_state()
    assert "2026-10" in first.get_by_role("region", name="留存的核对里这条规则的结果").inner_text()
    seen(first, "rule")


def proposes(first: Page) -> None:
    """Another severity with the short form; a mistake in the text is told."""
    first.get_by_role("link", name="规则").first.click()
    first.get_by_role("link", name="方案和阈值").click()
    seen(first, "profile")
    first.get_by_role("link", name="提出修改").click()
    first.get_by_label("改哪条规则的严重程度").select_option("BK06")
    first.get_by_label("改成").select_option("hint")
    first.get_by_role("button", name="写入").click()
    expect(first.get_by_label("方案全文")).to_have_value(re.compile('BK06 = "hint"'))
    seen(first, "profile-new")
    text = first.get_by_label("方案全文").input_value()
    first.get_by_label("方案全文").fill(text.replace('BK06 = "hint"', 'BK06 = "mild"'))
    first.get_by_label("为什么改").fill("先试行一个月")
    first.get_by_role("button", name="检查并提出").click()
    expect(first.get_by_role("alert")).to_contain_text("mild")
    first.get_by_label("方案全文").fill(text)
    first.get_by_role("button", name="检查并提出").click()
    first.wait_for_url("**/rules/profile/S*")
    assert first.get_by_role("button", name="批准").count() == 0, "one's own proposal"


def decides(live: Live, first: Page, second: Page) -> None:
    """The second person sees what would change, then approves."""
    second.goto(first.url.split("?")[0])
    assert "正在排队" in second.locator("#preview").inner_text()
    work(live)
    second.get_by_text("颜色改变的单位").wait_for()  # the page asks for it by itself
    assert "红线 → 提示：1 个" in second.locator("#preview").inner_text()
    seen(second, "setting")
    second.get_by_text("批准，从下一次核对起使用").first.click()
    second.get_by_role("button", name="批准，从下一次核对起使用").click()
    expect(second.locator("main")).to_contain_text("已批准")


def waives(live: Live, first: Page, second: Page) -> None:
    """Proposed by one, approved by the other."""
    first.goto(f"{live.address}/waivers/new?rule=PB02&contractor=示例远航建筑劳务有限公司&period=2026-10")
    first.get_by_label("原因").fill("公示牌正在制作，周五挂出")
    first.get_by_label("最后一天").fill((dt.date.today() + dt.timedelta(days=20)).isoformat())
    seen(first, "waiver-new")
    first.get_by_role("button", name="提出").click()
    first.wait_for_url("**/waivers/W*")
    second.goto(first.url.split("?")[0])
    second.get_by_text("批准", exact=True).first.click()
    second.get_by_role("button", name="批准").click()
    expect(second.get_by_role("button", name="批准")).to_have_count(0)  # the page of what was decided has come
    seen(second, "waiver")
    second.goto(f"{live.address}/waivers")
    expect(second.locator("table")).to_contain_text("快到期")
    seen(second, "waivers")


def looks_back(live: Live, second: Page) -> None:
    """The trail tells all of it, and is sound."""
    second.goto(f"{live.address}/trail?kind=setting")
    assert "法务丁" in second.locator("table").inner_text()
    second.get_by_role("button", name="开始核验").click()
    second.get_by_text("核验完好").wait_for()
    seen(second, "trail")


def on_the_phone(live: Live) -> None:
    """Everything to read, on a phone; and the form without script."""
    phone = live.page("auditor", size=PHONE)
    for name, path in (
        ("rules", "/rules?severity=red_line"), ("rule", "/rules/PY18"), ("values", "/rules/values"),
        ("value", "/rules/values/minimum_wage_monthly"), ("statutes", "/rules/statutes"), ("profile", "/rules/profile"),
        ("setting", first_setting(live)), ("waivers", "/waivers"), ("trail", "/trail"),
    ):  # fmt: skip
        phone.goto(live.address + path)
        seen(phone, name)
    plain = live.page("legal", script=False)
    plain.goto(f"{live.address}/rules/profile/new")
    assert plain.get_by_role("button", name="检查并提出").count() == 1


def first_setting(live: Live) -> str:
    with live.desk.register.reading() as reader:
        return f"/rules/profile/{reader.all('setting')[0]['id']}"
