"""The first day of an administrator in the browser: the setup link, projects, a clerk, a key; and the clerk's first login."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.desk.kit import PASSWORD, PEOPLE
from tests.desk.live import LAPTOP, PHONE, Live, axe, fits
from wagecheck.desk import invitations

LIST = "项目名称,局,地区\n示例一号项目,华北局,北京市\n示例二号项目,西南局,贵州省\n"


def test_the_first_day_of_an_administrator(live: Live, tmp_path: Path) -> None:  # noqa: PLR0915  # one day in order
    pictures = Path(os.environ.get("WAGECHECK_PICTURES", tmp_path))
    page = live.page(None)
    seen = iter(range(100))

    def looked_at(name: str) -> None:
        """Clean for axe, on a laptop and on a phone; nothing sticks out."""
        number = next(seen)
        for kind, size in (("phone", PHONE), ("laptop", LAPTOP)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert fits(page), f"{name} on a {kind}"
            page.screenshot(path=pictures / f"{number:02d}-{name}-{kind}.png", full_page=True)
        assert axe(page) == [], name

    link = invitations.setup_link(live.desk)
    assert link is not None
    page.goto(link)
    assert page.url == f"{live.address}/setup", "the secret is out of the address"
    looked_at("setup")
    page.get_by_label("姓名").fill(PEOPLE["admin"])
    page.get_by_label("登录名").fill("admin")
    for label in ("密码", "再输一次"):
        page.get_by_label(label, exact=False).first.fill("12345678901")
    page.get_by_role("button", name="设立并登录").click()
    page.get_by_text("不能只用数字").wait_for()
    looked_at("setup-refused")
    assert page.get_by_label("登录名").input_value() == "admin"
    page.locator("#f-password").fill(PASSWORD)
    page.locator("#f-again").fill(PASSWORD)
    page.get_by_role("button", name="设立并登录").click()
    page.wait_for_url(f"{live.address}/accounts")
    looked_at("accounts-first")

    page.get_by_role("link", name="项目登记").click()
    looked_at("sites-none")
    page.get_by_role("link", name="成批登记").click()
    looked_at("sites-import")
    (tmp_path / "项目.csv").write_text(LIST, "utf-8-sig")
    page.locator("input[type=file]").set_input_files(tmp_path / "项目.csv")
    page.get_by_role("button", name="先看一看").click()
    page.get_by_text("新的 2 个").wait_for()
    looked_at("sites-preview")
    page.get_by_role("button", name="登记这 2 个").click()
    page.get_by_text("新登记 2 个项目").wait_for()
    looked_at("sites")
    page.get_by_role("link", name="示例二号项目").click()
    looked_at("site")
    page.get_by_label("地区").fill("四川省")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("项目已修改").wait_for()

    page.get_by_role("link", name="账号", exact=True).click()
    page.get_by_role("link", name="新建账号").click()
    looked_at("account-new")
    page.get_by_label("姓名").fill(PEOPLE["clerk"])
    page.get_by_label("登录名").fill("clerk")
    page.get_by_role("radio", name=re.compile("^劳资员")).check()
    page.get_by_role("radio", name="只管下面勾选的").check()
    page.get_by_role("checkbox", name=re.compile("^示例一号项目")).check()
    page.get_by_role("button", name="建立账号").click()
    page.get_by_text("72 小时内有效").wait_for()
    looked_at("account-link")
    invitation = page.locator("#link").input_value().strip()
    page.get_by_role("link", name="回到账号列表").click()
    looked_at("accounts")
    page.get_by_role("link", name=PEOPLE["clerk"]).click()
    looked_at("account")

    page.get_by_role("link", name="接口密钥").click()
    page.get_by_role("link", name="新建密钥").first.click()
    looked_at("token-new")
    page.get_by_label("给哪个系统用").fill("实名制平台")
    page.get_by_role("checkbox", name=re.compile("^查进度")).check()
    page.get_by_role("radio", name=re.compile("^全部项目")).check()
    until = page.locator("#f-expires_on").get_attribute("max")
    page.locator("#f-expires_on").fill(str(until))
    page.get_by_role("button", name="建立密钥").click()
    page.get_by_text("现在就把它存到那个系统里").wait_for()
    looked_at("token-made")
    page.get_by_role("link", name="回到密钥列表").click()
    page.locator("summary").click()
    page.locator("textarea[name=reason]").fill("试用结束")
    looked_at("tokens")
    page.locator("form button", has_text="作废").click()
    page.get_by_text("密钥已作废").wait_for()

    own = page
    page = live.page(None, script=False)
    page.goto(invitation)
    assert page.url == f"{live.address}/invitation"
    page.locator("#f-password").fill(PASSWORD)
    page.locator("#f-again").fill(PASSWORD)
    page.get_by_role("button", name="设定并登录").click()
    page.goto(live.address + "/me")
    assert PEOPLE["clerk"] in page.content()
    page.goto(live.address + "/accounts")
    assert "没有这一步的权限" in page.content()

    page, clerk = own, page
    page.goto(f"{live.address}/accounts")
    page.get_by_role("link", name=PEOPLE["clerk"]).click()
    page.get_by_text("停用账号").first.click()
    page.locator("#close textarea").fill("已离职")
    looked_at("account-close")
    page.locator("#close button").click()
    page.get_by_text("账号已停用").wait_for()
    clerk.goto(live.address + "/me")
    assert "/login" in clerk.url
    assert live.complaints() == []
