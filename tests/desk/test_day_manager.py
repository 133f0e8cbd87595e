"""A manager's morning in the browser: what burns, where, since when, and the evidence two clicks away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.desk.live import PHONE, Live, axe, fits
from tests.kept_checks import begin, checked, hand_over, handed_in, keep, row, site
from wagecheck.tasks import check, keeping
from wagecheck.wording import Wording

FIRM = "示例玉兰建筑劳务有限公司"


@pytest.fixture
def kept(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Four months of four sites in two bureaus: one really checked, the others as they were kept."""
    monkeypatch.setenv("WAGECHECK_KEY_FILE", str(tmp_path / "worker.key"))
    desk = live.desk
    register = desk.register
    bridge = site(register, "示例江北立交工程", region="河北省", bureau="华北局")
    river = site(register, "示例滨江路一期工程", region="北京市", bureau="华北局")
    tunnel = site(register, "示例南山隧道工程", region="广东省", bureau="华南局")
    site(register, "示例东湖泵站工程", region="广东省", bureau="华南局")
    for month in (7, 8, 9, 10):
        period, due = f"2026-{month:02d}", dt.date(2026, month + 1, 15)
        owing = row("示例磐石建筑劳务有限公司", period, "yellow", f"{month}200.00", people=("a", "b"), due_on=due)
        handed_in(register, river, checked(owing, row(FIRM, period), as_of=f"2026-{month + 1:02d}-20"), month)
        if month < 10:
            handed_in(register, tunnel, checked(row("示例青松建筑劳务有限公司", period)), month)
    keep(register, checked(row("示例晨曦建筑劳务有限公司", "2026-10", project="示例没有登记的厂房")))
    hand_in = begin(register, bridge, 10)
    out = desk.store.hand_in(hand_in).result
    out.parent.mkdir(parents=True)
    result = check.run(
        [ROOT / "samples" / "severe"], out, as_of=dt.date(2026, 11, 21), t=Wording("zh"), clock=desk.clock,
        formats=("html",), annotate=False,
    )  # fmt: skip
    run, _ = keeping.keep(result, register, "资料员甲")
    hand_over(register, hand_in, run)
    return {"bridge": bridge, "tunnel": tunnel, "hand_in": hand_in}


def test_the_day_of_a_manager(live: Live, kept: dict[str, str]) -> None:
    page = live.page("manager")
    page.goto(live.address)
    page.wait_for_url("**/portfolio")
    assert page.get_by_role("heading", level=1).inner_text() == "项目总览"
    assert "有红色项目" in page.locator(".verdict .word").inner_text()
    assert page.locator("table").first.locator("tbody tr").first.inner_text().startswith("示例江北立交工程")
    assert "示例南山隧道工程" in page.locator("#waiting ~ .scroll").first.inner_text()
    assert axe(page) == []
    assert fits(page)

    page.get_by_label("所属单位").select_option("华北局")  # the choice alone sends the form
    page.wait_for_url("**bureau=*")
    assert page.locator("table").first.locator("tbody tr").count() == 2
    page.get_by_role("link", name="核对截止日").click()
    page.wait_for_url("**sort=*")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("核对截止日")

    page.get_by_role("link", name="示例江北立交工程").click()  # one click: the project
    page.wait_for_url(f"**/projects/{kept['bridge']}*")
    assert axe(page) == []
    assert fits(page)
    line = page.get_by_role("row").filter(has_text=FIRM).filter(has_text="核对报告").first
    line.get_by_role("link", name="核对报告").click()  # two clicks: the evidence
    page.wait_for_url(f"**/hand-ins/{kept['hand_in']}/report/contractors/**")
    assert FIRM in page.get_by_role("heading", level=1).inner_text()
    page.go_back()

    page.get_by_role("link", name=FIRM).first.click()
    page.wait_for_url("**/contractors?name=*")
    assert {"示例江北立交工程", "示例滨江路一期工程"} <= set(page.get_by_role("rowheader").all_inner_texts())
    assert axe(page) == []
    page.get_by_role("link", name="查黑名单").click()
    page.wait_for_url("**/blacklist?q=*")

    page.goto(f"{live.address}/portfolio")
    for name, ending in (("导出 Excel", ".xlsx"), ("导出 CSV", ".csv")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        assert waiting.value.suggested_filename == f"项目总览-2026-10{ending}"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载报告").click()
    assert waiting.value.suggested_filename == "农民工工资情况报告-2026-07至2026-10.docx"

    page.emulate_media(media="print")
    assert not page.locator("form").locator("visible=true").count()
    assert page.locator(".verdict").is_visible()
    assert live.complaints() == []


def test_on_the_phone_and_without_script(live: Live, kept: dict[str, str]) -> None:
    phone = live.page("manager", size=PHONE)
    tunnel, bridge = (f"/portfolio/projects/{kept[name]}" for name in ("tunnel", "bridge"))
    for path in ("/portfolio", tunnel, bridge, "/portfolio/contractors", f"/portfolio/contractors?name={FIRM}"):
        phone.goto(live.address + path)
        assert fits(phone), path
        assert axe(phone) == [], path
    plain = live.page("manager", script=False)
    plain.goto(f"{live.address}/portfolio")
    plain.get_by_label("月份").first.select_option("2026-09")
    plain.get_by_label("结论").select_option("green")
    plain.get_by_role("button", name="筛选").click()
    rows = plain.locator("table").first.locator("tbody tr")
    assert [one.split("\n")[0] for one in rows.all_inner_texts()] == ["示例南山隧道工程"]
    assert live.complaints() == []
