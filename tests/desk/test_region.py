"""Roles of a firm's own that keep projects and keys, of an account for some projects only: they do not reach further."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.desk.kit import ADDRESS, PEOPLE, Browser, Clock, Office, office, text_of
from wagecheck.desk import opening
from wagecheck.desk.security import passwords
from wagecheck.register import tokens

LIST = '[{"row": 2, "name": "示例二号项目", "region": "天津市", "bureau": null}]'
KEY = {"name": "实名制平台", "scopes": ["result"], "expires_on": "2026-12-31"}


@pytest.fixture
def own(tmp_path: Path, desk_clock: Clock, cheap_hashes: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """``region`` keeps projects and keys, ``lead`` hands in; projects P1 and P2."""
    for who, name in (("region", "区域丁"), ("lead", "主管戊")):
        monkeypatch.setitem(PEOPLE, who, name)
    told = (ROOT / "rules" / "desk.toml").read_text("utf-8")
    roles = '[roles]\nregion = ["sites", "tokens"]\nlead = ["hand_in", "results"]'
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "desk.toml").write_text(told.replace("[roles]", roles, 1), "utf-8")
    where = opening.placed(str(tmp_path / "register.db"), None, [folder])
    with opening.opened(where, clock=desk_clock, today=lambda: desk_clock().date(), address=ADDRESS) as desk:
        made = office(desk, desk_clock)
        made.site("示例一号项目")
        made.site("示例二号项目", region="上海市")
        yield made


@pytest.fixture
def region(own: Office) -> Browser:
    return own.browser("region", sites=["P1"])


def key(own: Office, name: str, sites: list[str] | None) -> str:
    with own.desk.register.writing(PEOPLE["admin"]) as writer:
        return tokens.make(
            writer, name=name, scopes=["result"], known=own.desk.settings.scopes, sites=sites,
            expires_on=dt.date(2026, 12, 31), today=own.desk.today(), secret=passwords.secret(),
        )  # fmt: skip


@pytest.mark.parametrize("address", ["/sites/new", "/sites/import"])
def test_who_keeps_some_projects_opens_no_form_for_more(region: Browser, address: str) -> None:
    assert region.get(address).status_code == 403


FURTHER = {
    "adding": ("/sites/new", {"name": "示例三号项目"}),
    "a list": ("/sites/import", {}),
    "a list that was looked at": ("/sites/import/confirm", {"rows": LIST}),
    "another project": ("/sites/P2", {"name": "改名", "region": "", "bureau": ""}),
    "a key for all": ("/tokens/new", {**KEY, "reach": "all"}),
    "a key for another": ("/tokens/new", {**KEY, "reach": "some", "sites": ["P2"]}),
    "a key for one's own and another": ("/tokens/new", {**KEY, "reach": "some", "sites": ["P1", " p2"]}),
}


@pytest.mark.parametrize("case", FURTHER)
def test_what_reaches_further_is_refused(own: Office, region: Browser, case: str) -> None:
    address, given = FURTHER[case]
    with own.desk.register.reading() as reader:
        before = reader.head()
    assert region.post(address, given).status_code == 403
    with own.desk.register.reading() as reader:
        assert reader.head() == before


def test_a_key_for_ones_own_projects(own: Office, region: Browser) -> None:
    assert "wagecheck_" in region.post("/tokens/new", {**KEY, "reach": "some", "sites": ["p1"]}).text
    with own.desk.register.reading() as reader:
        (token,) = reader.all("token")
    assert token["sites"] == '["P1"]'
    assert region.post(f"/tokens/{token['id'].lower()}/revoke", {"reason": "换新"}).status_code == 303


@pytest.mark.parametrize("sites", [None, ["P2"], ["P1", "P2"]])
def test_a_key_that_reaches_further_is_revoked_by_others(own: Office, region: Browser, sites: list[str] | None) -> None:
    token = key(own, "别处的系统", sites)
    assert region.post(f"/tokens/{token}/revoke", {"reason": "不该有"}).status_code == 403
    assert "别处的系统" not in text_of(region.get("/tokens").text)
    admin = own.browser("admin")
    assert "别处的系统" in text_of(admin.get("/tokens").text)
    assert admin.post(f"/tokens/{token}/revoke", {"reason": "系统下线"}).status_code == 303


def test_nothing_is_offered_that_would_be_refused(own: Office, region: Browser) -> None:
    key(own, "一号的系统", ["P1"])
    for page in ("/sites", "/tokens", "/sites/P1", "/tokens/new"):
        for address in re.findall(r'href="(/[^"#?]*)', region.get(page).text):
            assert region.client.get(address).status_code != 403, (page, address)
    sites, keys, new = (region.get(page).text for page in ("/sites", "/tokens", "/tokens/new"))
    assert "示例二号项目" not in sites + keys + new
    assert "revoke" in keys
    assert 'value="all"' not in new
    admin = own.browser("admin")
    assert "/sites/import" in admin.get("/sites").text
    assert 'value="all"' in admin.get("/tokens/new").text


def test_who_hands_in_counts_whatever_the_role_is_called(own: Office) -> None:
    own.person("lead", sites=["P1"])
    own.person("clerk", sites=["P2"])
    own.person("manager")
    rows: list[Any] = re.findall(
        r'data-label="劳资员（人）" class="num">(\d+)<', own.browser("admin").get("/sites").text
    )
    assert rows == ["1", "1"]
