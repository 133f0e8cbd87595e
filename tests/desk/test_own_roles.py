"""Roles that a firm made for itself in its own ``desk.toml``: they have a name for people on every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.desk.kit import ADDRESS, PEOPLE, Clock, Office, office, text_of
from wagecheck.desk import opening, role_words, settings
from wagecheck.register import accounts
from wagecheck.wording import Lang, Wording

#: Who has the role, what the file says of it, what people read; the last one is a role that was taken out again.
ROLES = {
    "lead": ("lead = ['hand_in', 'results', 'rules']", "lead = '工资主管'", "工资主管", "工资主管"),
    "reader": ("reader = ['results', 'rules']", "reader = { zh = '查阅员', en = 'Reader' }", "查阅员", "Reader"),
    "督察": ("'督察' = ['portfolio', 'results']", "", "督察", "督察"),
    "clerk": ("", "clerk = '劳务员'", "劳务员", "劳务员"),
}


@pytest.fixture
def own(tmp_path: Path, desk_clock: Clock) -> Iterator[Office]:
    roles = "\n".join(["[roles]", *(one[0] for one in ROLES.values())])
    titles = "\n".join(["[role_titles]", *(one[1] for one in ROLES.values())])
    told = (ROOT / "rules" / "desk.toml").read_text("utf-8")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "desk.toml").write_text(told.replace("[roles]", roles).replace("[role_titles]", titles), "utf-8")
    where = opening.placed(str(tmp_path / "register.db"), None, [folder])
    with opening.opened(where, clock=desk_clock, today=lambda: desk_clock().date(), address=ADDRESS) as desk:
        yield office(desk, desk_clock)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_names_it(own: Office, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    zh, en = ROLES[role][2:]
    monkeypatch.setitem(PEOPLE, "mine", "自己的人")
    with own.desk.register.writing("管理员己") as writer:
        own.ids["mine"] = accounts.open_account(
            writer, login="mine", name="自己的人", role=role, roles=own.desk.settings.roles
        )
    browser, admin = own.browser("mine"), own.browser("admin")
    pages = (
        browser.get("/me"),
        admin.get("/accounts"),
        admin.get(f"/accounts/{own.ids['mine']}"),
        admin.get("/accounts/new"),
    )
    for page in pages:
        assert page.status_code == 200, page.text
        assert zh in text_of(page.text)
    browser.client.cookies.set("wagecheck_lang", "en")
    assert en in text_of(browser.get("/me").text)


def test_what_it_may_stands_beside_it(own: Office) -> None:
    said = text_of(own.browser("admin").get("/accounts/new").text)
    assert "本单位自己设的角色，可以做：交资料、看结果、看规则" in said
    assert "hand_in" not in said
    assert "管黑名单、豁免、规则门槛和操作记录" in said


def test_a_role_that_was_taken_out_again_opens_nothing(own: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEOPLE, "gone", "旧人")
    with own.desk.register.writing("管理员己") as writer:
        own.ids["gone"] = accounts.open_account(writer, login="gone", name="旧人", role="former", roles=["former"])
    browser = own.browser("gone")
    assert "former" in text_of(browser.get("/me").text)
    assert browser.get("/hand-ins").status_code == 403
    assert "former" in text_of(own.browser("admin").get("/accounts").text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_action_has_words(lang: Lang) -> None:
    said = {one: role_words.action(one, Wording(lang)) for one in settings.known_actions()}
    assert [one for one, words in said.items() if words == one and lang == "zh"] == []
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize("address", ["/trail", "/trail.csv"])
def test_the_trail_names_it(own: Office, address: str) -> None:
    with own.desk.register.writing("管理员己") as writer:
        for login, role in (("one", "lead"), ("two", "督察")):
            accounts.open_account(writer, login=login, name=f"{login}甲", role=role, roles=own.desk.settings.roles)
    said = text_of(own.browser("admin").get(address).text)
    assert "工资主管" in said
    assert "lead" not in said
    assert "督察" in said
