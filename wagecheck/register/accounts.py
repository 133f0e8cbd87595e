"""Accounts of the desk: who may log in, as what, for which sites. What a role may do is not the register's business.

States: ``active`` → ``closed``. A name is one person's for ever, also after the account is closed: the trail and the
rule of two people (四眼) tell people apart by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import select

from wagecheck.errors import RegisterError
from wagecheck.register import actor, credentials, sessions
from wagecheck.register.desk_tables import ACCOUNT
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


def open_account(
    writer: Writer,
    *,
    login: str,
    name: str,
    role: str,
    roles: Collection[str],
    sites: Iterable[str] | None = None,
    unmask: bool = False,
    reason: str | None = None,
) -> str:
    """A new account; gives its id. ``sites`` None: all of them.

    Raises RegisterError where login or name are not usable or taken, the role is none of ``roles``, a site is unknown.
    """
    login = login.strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise RegisterError(
            f"登录名“{login}”不能用：请用 2 到 64 个小写字母、数字或 . _ @ -，以字母或数字开头。",
            f"The login {login!r} cannot be used: 2 to 64 of a-z, 0-9, . _ @ -, a letter or digit first.",
        )
    name = actor.named(name)
    for other in writer.all("account"):
        if other["login"] == login:
            raise RegisterError(f"登录名“{login}”已有人使用，请换一个。", f"The login {login!r} is taken.")
        if actor.same(other["name"], name):
            raise RegisterError(
                f"姓名“{name}”已经用过。操作记录靠姓名区分不同的人，请加上部门，例如“{name}（法务）”。",
                f"The name {name!r} was used before. The trail tells people apart by name: add the department.",
            )
    values = {"role": _role(role, roles), "sites": _sites(writer, sites), "unmask": int(unmask)}
    return writer.add("account", "open", reason, login=login, name=name, state="active", **values)


def change(
    writer: Writer,
    account_id: str,
    *,
    role: str,
    roles: Collection[str],
    sites: Iterable[str] | None,
    unmask: bool,
    keeper: str,
    reason: str | None = None,
) -> None:
    """Another role, other sites. The last account of the role ``keeper`` stays one. Raises RegisterError."""
    account = active(writer, account_id)
    if account["role"] == keeper and role != keeper:
        _not_the_last(writer, account, keeper)
    values = {"role": _role(role, roles), "sites": _sites(writer, sites), "unmask": int(unmask)}
    if any(account[key] != value for key, value in values.items()):
        writer.change("account", account["id"], "change", reason, **values)


def close(writer: Writer, account_id: str, *, keeper: str, reason: str) -> None:
    """Ends an account: nobody can log in with it, and whoever is logged in is out. Raises RegisterError."""
    account = active(writer, account_id)
    if account["role"] == keeper:
        _not_the_last(writer, account, keeper)
    if not reason.strip():
        raise RegisterError("请写明停用的原因。", "Say why the account is closed.")
    writer.change("account", account["id"], "close", reason.strip(), state="closed")
    credentials.forget(writer.connection, account["id"])
    sessions.end_all(writer.connection, account["id"])


def active(reader: Reader, account_id: str) -> dict[str, Any]:
    """An account that is in use. Raises RegisterError where there is none."""
    account = reader.get("account", account_id)
    if account["state"] != "active":
        raise RegisterError(f"账号 {account['login']} 已停用。", f"The account {account['login']} is closed.")
    return account


def by_login(reader: Reader, login: str) -> dict[str, Any] | None:
    """The account in use with that login."""
    query = select(ACCOUNT).where(ACCOUNT.c.login == login.strip().casefold(), ACCOUNT.c.state == "active")
    row = reader.connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def sites_of(record: Mapping[str, Any]) -> frozenset[str] | None:
    """The sites that an account or a token is for; None: all of them."""
    return None if record["sites"] is None else frozenset(json.loads(record["sites"]))


def listed_sites(reader: Reader, sites: Iterable[str] | None) -> str | None:
    """Sites as a record keeps them. Raises RegisterError where one is unknown."""
    return _sites(reader, sites)


def _sites(reader: Reader, sites: Iterable[str] | None) -> str | None:
    if sites is None:
        return None
    return json.dumps(sorted({reader.get("site", site)["id"] for site in sites}))


def _role(role: str, roles: Collection[str]) -> str:
    if role not in roles:
        raise RegisterError(
            f"没有“{role}”这个角色，可选：{'、'.join(roles)}。", f"No role {role!r}; valid: {', '.join(roles)}."
        )
    return role


def _not_the_last(reader: Reader, account: Mapping[str, Any], keeper: str) -> None:
    others = [one for one in reader.all("account", state="active", role=keeper) if one["id"] != account["id"]]
    if not others:
        raise RegisterError(
            "这是最后一个管理员账号，不能停用或改成别的角色。请先再设一个管理员。",
            "This is the last administrator; make another one first.",
        )
