"""A day of the legal department: a proposal, two people, a published list, a match, evidence, and an entry that leaves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.desk.listing_kit import FIRM, checked, entry, met, seq
from tests.desk.live import PHONE, Live, axe, fits

PROPOSED = "示例日报劳务有限公司"
LISTED = "示例玉兰建筑劳务有限公司"


def sound(page: Page) -> None:
    assert axe(page) == []
    assert fits(page)


def propose(live: Live) -> str:
    """Legal proposes an entry of the group's list; the form says what is missing and keeps what was typed."""
    page = live.page("legal")
    page.goto(live.address + "/blacklist")
    page.get_by_role("link", name="新增条目").click()
    page.get_by_label("名称", exact=True).fill(PROPOSED)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".field.wrong").first).to_contain_text("请选名单")
    expect(page.get_by_label("名称", exact=True)).to_have_value(PROPOSED)
    sound(page)
    page.get_by_label("名单", exact=True).select_option("group")
    page.get_by_label("列入事由").fill("拖欠 3 名工人工资")
    page.get_by_role("button", name="保存").dblclick()  # by an impatient hand: the second click does nothing
    page.get_by_text("已登记为建议").wait_for()
    page.wait_for_load_state()
    assert "由您提出或改过" in page.locator("main").inner_text()
    assert page.get_by_text("批准列入").count() == 0
    sound(page)
    return page.url.partition("?")[0].rpartition("/")[2]


def refused_to_the_same_person(live: Live, made: str) -> None:
    """Whoever sends the form anyway is told who decides."""
    page = live.page("legal")
    page.goto(f"{live.address}/blacklist/{made}")
    page.evaluate(
        """([path, seq]) => { const form = document.querySelector('#reject form'); form.action = path; form.seq.value = seq; }""",
        [f"/blacklist/{made}/approve", seq(live, made)],
    )
    page.locator("#reject summary").click()
    page.locator("#reject textarea").fill("自己批")
    page.locator("#reject button").click()
    expect(page.get_by_role("alert").first).to_contain_text("须由另一个人批准")


def approve(live: Live, made: str) -> None:
    """The second legal officer finds the proposal and approves it."""
    page = live.page("legal2")
    page.goto(live.address + "/blacklist")
    page.get_by_role("link", name="查看这些建议").click()
    page.get_by_role("link", name=PROPOSED).click()
    page.locator("#approve summary").click()
    page.get_by_label("决定文号").fill("示例集团〔2026〕5号")
    page.locator("#approve textarea").fill("见会议纪要")
    sound(page)
    page.get_by_role("button", name="批准列入").click()
    page.get_by_text("已批准，从起始日起参加核对").wait_for()
    page.wait_for_load_state()
    history = page.locator("section", has=page.locator("#history")).inner_text()
    assert all(said in history for said in ("法务丙", "法务丁", "见会议纪要", "已提出", "有效"))
    sound(page)


def take_in(live: Live) -> None:
    """The published list of the samples: seen first, then taken in; once."""
    page = live.page("legal")
    for again in (False, True):
        page.goto(live.address + "/blacklist/import")
        page.set_input_files("input[type=file]", ROOT / "samples" / "blacklist.xlsx")
        page.get_by_role("button", name="看看会带来什么").click()
        page.get_by_text("现在还没有写入").wait_for()
        page.wait_for_load_state()
        assert page.get_by_text("导入过，不会重复导入").count() == int(again)
        assert page.locator(".figures dd").all_inner_texts() == (
            ["0", "0", "0", "2"] if again else ["2", "0", "0", "0"]
        )
        sound(page)
        if not again:
            page.get_by_role("button", name="确认写入").click()
            page.get_by_text("登记 2 条").wait_for()
            sound(page)


def attach_and_lift(live: Live, folder: Path) -> None:
    """Evidence comes in and goes out again; the entry leaves the list."""
    page = live.page("legal")
    page.goto(live.address + "/blacklist?q=玉兰")
    page.get_by_role("link", name=LISTED).click()
    paper = folder / "付清凭证.pdf"
    paper.write_bytes(b"%PDF-1.7 paid")
    page.locator("#evidence summary").click()
    page.get_by_label("文件", exact=True).set_input_files(paper)
    page.get_by_role("button", name="附上", exact=True).click()
    page.get_by_text("完好").wait_for()
    with page.expect_download() as going:
        page.get_by_role("link", name="付清凭证.pdf").click()
    assert (going.value.suggested_filename, going.value.path().read_bytes()) == ("付清凭证.pdf", paper.read_bytes())
    page.locator("#lift summary").click()
    page.locator("#lift textarea").fill("工资已付清，提前移出")
    page.get_by_role("button", name="移出名单").click()
    page.get_by_text("已移出，条目仍留在登记册里").wait_for()
    page.wait_for_load_state()
    history = page.locator("section", has=page.locator("#history")).inner_text()
    assert all(said in history for said in ("下载", "付清凭证.pdf", "附上材料", "工资已付清，提前移出"))
    sound(page)


def decide_a_match(live: Live) -> None:
    page = live.page("legal", size=PHONE)
    page.goto(live.address + "/matches")
    sound(page)
    page.get_by_text("认定", exact=True).last.click()
    page.get_by_label("不是同一个").check()
    page.get_by_label("理由").fill("注册地和法定代表人都不同")
    sound(page)
    page.get_by_role("button", name="记下认定").click()
    page.get_by_text("以后的核对不再提示").first.wait_for()
    page.wait_for_load_state()
    assert "已认定 1 件" in page.locator("main").inner_text()
    sound(page)


def test_the_day(live: Live, tmp_path: Path) -> None:
    live.person("legal")
    live.person("legal2")
    made = propose(live)
    refused_to_the_same_person(live, made)
    approve(live, made)
    take_in(live)
    attach_and_lift(live, tmp_path)
    entry(live)
    checked(live, live.site("示例一号项目"), [met()])
    decide_a_match(live)
    assert live.complaints() == []


def test_on_a_phone_and_without_script(live: Live) -> None:
    made = entry(live, in_force_to=dt.datetime.now(dt.UTC).date() + dt.timedelta(days=40))
    page = live.page("legal", size=PHONE)
    for path in ("", f"/{made}", f"/{made}/amend", "/new", "/import", "/orders", "/calendar"):
        page.goto(f"{live.address}/blacklist{path}")
        sound(page)
    plain = live.page("manager", script=False)
    plain.goto(f"{live.address}/blacklist?q=甲")
    plain.get_by_role("link", name=FIRM).click()
    plain.wait_for_url(f"**/blacklist/{made}*")  # the list says so too
    expect(plain.locator("main")).to_contain_text("有效")
    plain.goto(f"{live.address}/blacklist/new")
    plain.get_by_label("名单", exact=True).select_option("local")
    plain.get_by_label("名称", exact=True).fill("示例无脚本劳务有限公司")
    plain.get_by_label("列入事由").fill("拖欠工资")
    plain.get_by_role("button", name="保存").click()
    plain.get_by_text("已登记为建议").wait_for()
    assert live.complaints() == []
