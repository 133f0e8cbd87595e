"""Accounts in the browser: made, invited, changed, closed; the last administrator stays, nobody changes their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.desk.kit import PASSWORD, Browser, Office, text_of
from tests.desk.listing_kit import seq
from wagecheck.register import events

NEW = {"login": "wang", "name": "王一", "role": "clerk", "reach": "all"}


def account(room: Office, login: str) -> dict[str, Any]:
    with room.desk.register.reading() as reader:
        return next(one for one in reader.all("account") if one["login"] == login)


def link_of(html: str) -> str:
    found = re.search(r"http://testserver(/invitation/[\w-]+)<", html)
    assert found is not None
    return found[1]


def trail(room: Office) -> list[tuple[str, str, str | None]]:
    with room.desk.register.reading() as reader:
        return [(one.action, one.actor, one.reason) for one in events.walk(reader.connection, kind="account")]


@pytest.fixture
def admin(room: Office) -> Browser:
    return room.browser("admin")


def test_a_new_account_begins_with_a_link_that_is_shown_once(room: Office, admin: Browser) -> None:
    site = room.site()
    made = admin.post("/accounts/new", {**NEW, "reach": "some", "sites": [site]})
    assert made.status_code == 200
    assert "72 小时内有效" in text_of(made.text)
    assert made.headers["cache-control"] == "no-store"
    link, kept = link_of(made.text), account(room, "wang")
    assert kept["sites"] == f'["{site}"]'
    for path in ("/accounts", f"/accounts/{kept['id']}"):
        assert link.rpartition("/")[2] not in admin.get(path).text
    assert "还没有设定密码" in text_of(admin.get("/accounts").text)
    owner = room.browser()
    owner.get(link)
    owner.client.post("/invitation", data={"password": PASSWORD, "again": PASSWORD})
    assert "王一" in owner.get("/me").text
    assert [one[:2] for one in trail(room)[-4:]] == [
        ("open", "管理员己"), ("invite", "管理员己"), ("password", "王一"), ("login", "王一"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"login": "王一"}, "不能用"),
        ({"login": "admin"}, "已有人使用"),
        ({"login": "ADMIN"}, "已有人使用"),
        ({"name": "管理员 己"}, "已经用过"),
        ({"name": "管理员·己"}, "已经用过"),
        ({"name": ""}, "1 到 60"),
        ({"name": "wagecheck"}, "程序自己的名字"),
        ({"name": "王\u202e一"}, "可见字符"),
        ({"role": "root"}, "没有"),
        ({"role": ""}, "没有"),
        ({"reach": ""}, "请选择"),
        ({"reach": "some"}, "请选择"),
        ({"reach": "some", "sites": ["P99"]}, "P99"),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    room: Office, admin: Browser, fields: dict[str, Any], why: str
) -> None:
    room.site()
    answered = admin.post("/accounts/new", {**NEW, "unmask": "1", **fields})
    assert answered.status_code == 400
    assert why in text_of(answered.text)
    assert f'value="{(NEW | fields)["login"]}"' in answered.text
    assert re.search(r'name="unmask" value="1" checked', answered.text)
    assert len([one for one in trail(room) if one[0] == "open"]) == 1, "the administrator's own"


def test_rights_change_and_the_trail_says_so(room: Office, admin: Browser) -> None:
    one, two = room.site(), room.site("示例二号项目")
    room.browser("clerk", sites=[one])
    path = f"/accounts/{room.ids['clerk']}"
    said = {"role": "manager", "reach": "some", "sites": [one, two], "unmask": "1", "reason": "调到公司"}
    answered = admin.post(path, {**said, "seq": seq(room, room.ids["clerk"])})
    assert "权限已修改" in text_of(admin.get(answered.headers["location"]).text)
    kept = account(room, "clerk")
    assert (kept["role"], kept["sites"], kept["unmask"]) == ("manager", f'["{one}", "{two}"]', 1)
    assert trail(room)[-1] == ("change", "管理员己", "调到公司")


def test_rights_that_somebody_changed_meanwhile_are_not_brought_back(room: Office, admin: Browser) -> None:
    """One administrator takes the full numbers away; another one only adds a project, on a page opened before."""
    one, two = room.site(), room.site("示例二号项目")
    who = room.person("legal", sites=[one], unmask=True)
    path, said = f"/accounts/{who}", {"role": "legal", "reach": "some"}
    opened = admin.get(path).text
    (before,) = re.findall(r'name="seq" value="(\d+)"', opened)
    other = room.browser("admin")
    taken = other.post(path, {**said, "sites": [one], "reason": "不该看完整号码", "seq": before})
    assert taken.status_code == 303
    kept, events = account(room, "legal"), trail(room)
    for sent in ({"seq": before}, {"seq": ""}, {}):
        late = admin.post(path, {**said, "sites": [one, two], "unmask": "1", **sent})
        assert (late.status_code, "有人改过这个账号" in text_of(late.text)) == (400, True)
    assert (account(room, "legal"), trail(room)) == (kept, events)
    assert not re.search(r'name="unmask" value="1" checked', late.text), "the form shows what holds now"
    (now,) = re.findall(r'name="seq" value="(\d+)"', late.text)
    assert admin.post(path, {**said, "sites": [one, two], "seq": now}).status_code == 303
    assert (account(room, "legal")["unmask"], account(room, "legal")["sites"]) == (0, f'["{one}", "{two}"]')


def test_a_closed_site_of_an_account_is_not_lost_by_the_form(room: Office, admin: Browser) -> None:
    one, two = room.site(), room.site("示例二号项目")
    room.person("clerk", sites=[one, two])
    admin.post(f"/sites/{one}/close", {"reason": "已完工"})
    page = admin.get(f"/accounts/{room.ids['clerk']}").text
    ticked = re.findall(r'name="sites" value="(\w+)" checked', page)
    assert ticked == [one, two]


def test_an_administrator_is_for_all_projects(room: Office, admin: Browser) -> None:
    """One for some projects only could give themselves the others."""
    site = room.site()
    admin.post("/accounts/new", {**NEW, "role": "admin", "reach": "some", "sites": [site]})
    assert account(room, "wang")["sites"] is None


@pytest.mark.parametrize("spelled", [str, str.lower, "{}%20".format], ids=["A1", "a1", "A1 "])
def test_nobody_changes_their_own_account(room: Office, admin: Browser, spelled: Callable[[str], str]) -> None:
    room.person("auditor")
    own = f"/accounts/{spelled(room.ids['admin'])}"
    before = trail(room)
    for path, said in [
        (own, {"role": "legal", "reach": "all", "unmask": "1"}),
        (f"{own}/invitation", {}),
        (f"{own}/close", {"reason": "离职"}),
    ]:
        answered = admin.post(path, said)
        assert answered.status_code == 400
        assert "另一位管理员" in text_of(answered.text)
    assert trail(room) == before
    assert admin.get("/accounts").status_code == 200
    assert "修改权限" not in text_of(admin.get(own).text)


def test_the_last_administrator_stays(room: Office, admin: Browser) -> None:
    """Two who would close each other at the same time."""
    admin.post("/accounts/new", {**NEW, "role": "admin"})
    other = account(room, "wang")["id"]
    assert admin.post(f"/accounts/{other}/close", {"reason": "离职"}).status_code == 303
    with room.desk.register.writing("某人") as writer, pytest.raises(Exception, match="最后一个管理员"):
        from wagecheck.register import accounts  # noqa: PLC0415

        accounts.close(writer, room.ids["admin"], keeper="admin", reason="离职")


def test_closing_needs_a_reason_and_is_for_good(room: Office, admin: Browser) -> None:
    clerk = room.browser("clerk")
    path = f"/accounts/{room.ids['clerk']}"
    refused = admin.post(f"{path}/close", {"reason": "  "})
    assert refused.status_code == 400
    assert "请写明停用的原因" in text_of(refused.text)
    done = admin.post(f"{path}/close", {"reason": "已离职"})
    assert "账号已停用" in text_of(admin.get(done.headers["location"]).text)
    assert clerk.get("/me").status_code == 303
    assert "已停用" in text_of(admin.get("/accounts").text)
    page = admin.get(path)
    assert page.status_code == 200
    assert "修改权限" not in text_of(page.text)
    assert admin.post(path, {"role": "clerk", "reach": "all"}).status_code == 400
    assert admin.post(f"{path}/invitation").status_code == 400
    assert admin.post("/accounts/new", {**NEW, "name": "资料员甲"}).status_code == 400, "a name is one person's"


def test_another_link(room: Office, admin: Browser) -> None:
    room.password("clerk")
    clerk = room.browser("clerk")
    made = admin.post(f"/accounts/{room.ids['clerk']}/invitation")
    assert link_of(made.text)
    assert clerk.get("/me").status_code == 303
    assert trail(room)[-1][0] == "invite"


@pytest.mark.parametrize("path", ["/accounts/A999", "/accounts/P1", "/accounts/x", "/accounts/a11", "/accounts/%00"])
def test_there_is_no_such_account(room: Office, admin: Browser, path: str) -> None:
    assert admin.get(path).status_code == 404
    assert admin.post(path, {"role": "clerk", "reach": "all"}).status_code in (400, 404)


HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{7*7}}", "{% raw %}", "'-alert(1)-'", "&lt;b&gt;",
    "</textarea><script>x</script>", "{name}", "%s%n", "javascript:alert(1)", "a|safe", "</title>", "x' autofocus='",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text(room: Office, admin: Browser, name: str) -> None:
    """On every page of the administration, in the sentence about what was done, and in the form that was refused."""
    site = room.site(f"项目{name}", name, name)
    made = admin.post("/accounts/new", {**NEW, "name": name, "reach": "some", "sites": [site]})
    assert made.status_code == 200
    who = account(room, "wang")["id"]
    pages = [made.text, admin.post("/accounts/new", {**NEW, "login": name, "name": name}).text]
    admin.post("/tokens/new", {"name": name, "scopes": ["status"], "reach": "all", "expires_on": "2027-01-01"})
    changed = admin.post(f"/accounts/{who}", {"role": "clerk", "reach": "all", "seq": seq(room, who)})
    pages += [
        admin.get(path).text
        for path in ("/accounts", "/accounts/new", f"/accounts/{who}", "/sites", "/sites/new", f"/sites/{site}",
                     "/tokens", "/tokens/new", changed.headers["location"])
    ]  # fmt: skip
    for page in pages:
        assert "<script>" not in page
        assert "<img src=x" not in page
        assert "49" not in re.sub(r'(?:value|name="csrf")="[^"]*"|hx-headers="[^"]*"|/[\w-]{30,}', "", page)
        assert len(re.findall("<title>", page)) == len(re.findall("</title>", page)) == 1
        assert " autofocus=" not in re.sub(r'"[^"]*"', "", page).partition("<main")[2].replace("x&#39; autofocus", "")
    assert "权限已修改" in text_of(pages[-1])
