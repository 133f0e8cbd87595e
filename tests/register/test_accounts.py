"""Accounts, sites and keys of the desk: who is refused and why, who is out at once, what replays to the same state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.register.conftest import clock
from wagecheck.errors import RegisterError
from wagecheck.register import accounts, audit, credentials, sessions, sites, tokens
from wagecheck.register.store import Register
from wagecheck.register.writer import Writer

ROLES = ("clerk", "legal", "admin")
NOW = clock()
LASTING = sessions.Lasting(dt.timedelta(hours=1), dt.timedelta(hours=12), dt.timedelta(minutes=1))


def opened(writer: Writer, login: str = "boss", name: str = "管理员己", role: str = "admin", **more: Any) -> str:
    return accounts.open_account(writer, login=login, name=name, role=role, roles=ROLES, **more)


def refused(register: Register, act: Callable[[Writer], object], words: str) -> None:
    with pytest.raises(RegisterError, match=words), register.writing("管理员己") as writer:
        act(writer)


def test_an_account_is_kept_and_told(register: Register) -> None:
    with register.writing("管理员己") as writer:
        site = sites.add(writer, name=" 示例  一号项目 ", region="北京市", bureau=" ")
        clerk = opened(writer, "Clerk.One", "资料员甲", "clerk", sites=[site])
    with register.reading() as reader:
        account = accounts.by_login(reader, " CLERK.one ")
        assert account is not None
        assert (account["id"], account["unmask"], accounts.sites_of(account)) == (clerk, 0, frozenset({site}))
        kept = reader.get("site", site)
        assert (kept["name"], kept["region"], kept["bureau"]) == ("示例 一号项目", "北京市", None)
        assert audit.verify(reader).sound


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"login": "a"}, "不能用"),
        ({"login": "带 空格"}, "不能用"),
        ({"login": "boss"}, "已有人使用"),
        ({"login": "other", "name": "管 理 员 己"}, "已经用过"),
        ({"login": "other", "name": "wagecheck"}, "程序自己"),
        ({"login": "other", "name": "  "}, "姓名要有"),
        ({"login": "other", "name": "新人", "role": "king"}, "没有“king”这个角色"),
        ({"login": "other", "name": "新人", "sites": ["P99"]}, "P99"),
    ],
)
def test_accounts_that_are_refused(register: Register, more: dict[str, Any], words: str) -> None:
    with register.writing("管理员己") as writer:
        opened(writer)
    refused(register, lambda writer: opened(writer, **more), words)


def test_a_closed_account_is_out_and_its_name_stays_taken(register: Register) -> None:
    with register.writing("管理员己") as writer:
        opened(writer)
        gone = opened(writer, "clerk", "资料员甲", "clerk")
        credentials.put(writer.connection, gone, credentials.PASSWORD, "hash")
        sessions.start(writer.connection, gone, secret="s", csrf="c", now=NOW, lasting=LASTING)
        accounts.close(writer, gone, keeper="admin", reason="离职")
    with register.reading() as reader:
        assert accounts.by_login(reader, "clerk") is None
        assert credentials.of(reader.connection, gone, credentials.PASSWORD) is None
        assert sessions.of(reader.connection, "s", now=NOW, lasting=LASTING) is None
    refused(register, lambda writer: opened(writer, "clerk", "新资料员", "clerk"), "已有人使用")
    refused(register, lambda writer: opened(writer, "clerk9", "资料员甲", "clerk"), "已经用过")
    refused(register, lambda writer: accounts.close(writer, gone, keeper="admin", reason="再停"), "已停用")


def test_the_last_administrator_stays(register: Register) -> None:
    with register.writing("管理员己") as writer:
        boss = opened(writer)
    change: dict[str, Any] = {"roles": ROLES, "sites": None, "unmask": False, "keeper": "admin"}
    refused(register, lambda writer: accounts.close(writer, boss, keeper="admin", reason="离职"), "最后一个管理员")
    refused(register, lambda writer: accounts.change(writer, boss, role="legal", **change), "最后一个管理员")
    with register.writing("管理员己") as writer:
        opened(writer, "boss2", "管理员庚")
        accounts.change(writer, boss, role="legal", **change)
        assert writer.get("account", boss)["role"] == "legal"


@pytest.mark.parametrize(
    ("minutes", "seen_every", "holds"),
    [(59, None, True), (61, None, False), (11 * 60, 30, True), (12 * 60 + 1, 30, False)],
    ids=["within the hour", "idle too long", "busy all day", "longer than the longest"],
)
def test_how_long_a_session_lasts(register: Register, minutes: int, seen_every: int | None, holds: bool) -> None:
    with register.writing("管理员己") as writer:
        boss = opened(writer)
        sessions.start(writer.connection, boss, secret="s", csrf="c", now=NOW, lasting=LASTING)
    for passed in range(seen_every or minutes, minutes, seen_every or minutes):
        at = NOW + dt.timedelta(minutes=passed)
        with register.working("session") as connection:
            found = sessions.of(connection, "s", now=at, lasting=LASTING)
            assert found is not None
            assert found.to_note
            sessions.seen(connection, found.id, at)
    with register.reading() as reader:
        at = NOW + dt.timedelta(minutes=minutes)
        assert (sessions.of(reader.connection, "s", now=at, lasting=LASTING) is not None) is holds
        assert sessions.of(reader.connection, "S", now=NOW, lasting=LASTING) is None


def test_one_time_links_end(register: Register) -> None:
    until = NOW + dt.timedelta(hours=1)
    with register.writing("管理员己") as writer:
        boss = opened(writer)
        for secret in ("old", "new"):  # the second replaces the first
            hashed = credentials.digest(secret)
            credentials.put(writer.connection, boss, credentials.INVITATION, hashed, expires_at=until)
    with register.reading() as reader:

        def whose(secret: str, at: dt.datetime, kind: str = credentials.INVITATION) -> str | None:
            return credentials.subject_of(reader.connection, kind, secret, at)

        assert whose("new", NOW) == boss
        assert whose("old", NOW) is None
        assert whose("new", until) is None
        assert whose("new", NOW, credentials.TOKEN) is None


def test_keys_of_other_systems(register: Register) -> None:
    made: dict[str, Any] = {"known": ("submit", "result"), "sites": None, "today": NOW.date()}
    with register.writing("管理员己") as writer:
        token = tokens.make(writer, name="ERP", scopes=["result"], expires_on=NOW.date(), secret="key", **made)
    with register.reading() as reader:
        found = tokens.of(reader, "key", NOW, NOW.date())
        assert found is not None
        assert (found["id"], tokens.scopes(found)) == (token, frozenset({"result"}))
        assert tokens.of(reader, "key", NOW, NOW.date() + dt.timedelta(days=1)) is None
        assert tokens.of(reader, "Key", NOW, NOW.date()) is None
    for more, words in (
        ({"scopes": ["all"]}, "权限"),
        ({"scopes": []}, "权限"),
        ({"name": " "}, "哪个系统"),
        ({"expires_on": NOW.date() - dt.timedelta(days=1)}, "已经过去"),
    ):
        said = {"name": "ERP", "scopes": ["result"], "expires_on": NOW.date(), "secret": "k2", **made, **more}
        refused(register, lambda writer, said=said: tokens.make(writer, **said), words)  # type: ignore[misc]
    with register.writing("管理员己") as writer:
        tokens.revoke(writer, token, reason="不再使用")
        assert tokens.of(writer, "key", NOW, NOW.date()) is None
    refused(register, lambda writer: tokens.revoke(writer, token, reason="再"), "已经作废")


def test_no_secret_stands_in_the_trail(register: Register) -> None:
    with register.writing("管理员己") as writer:
        boss = opened(writer)
        credentials.put(writer.connection, boss, credentials.PASSWORD, "hash-of-password")
        tokens.make(
            writer, name="ERP", scopes=["a"], known=["a"], sites=None, expires_on=NOW.date(), today=NOW.date(),
            secret="secret-key",
        )  # fmt: skip
        told = [f"{event.before}{event.after}{event.reason}" for event in writer.history(boss)]
    text = "".join(told)
    assert "管理员己" in text
    assert "hash-of-password" not in text
    assert "secret-key" not in text
    assert credentials.digest("secret-key") not in text


@pytest.mark.parametrize("name", ["", "  ", "示例一号项目", "示例一号项目 "])
def test_sites_that_are_refused(register: Register, name: str) -> None:
    with register.writing("管理员己") as writer:
        sites.add(writer, name="示例一号项目", region=None, bureau=None)
    refused(register, lambda writer: sites.add(writer, name=name, region=None, bureau=None), "项目")


def test_a_closed_site_takes_nothing_and_frees_its_name(register: Register) -> None:
    with register.writing("管理员己") as writer:
        first = sites.add(writer, name="示例一号项目", region=None, bureau=None)
        sites.change(writer, first, name="示例一号项目", region="上海市", bureau=None)
        sites.close(writer, first, reason="竣工")
        second = sites.add(writer, name="示例一号项目", region=None, bureau=None)
        assert second != first
        assert [event.action for event in writer.history(first)] == ["open", "change", "close"]
    refused(register, lambda writer: sites.standing(writer, first), "已停用")
