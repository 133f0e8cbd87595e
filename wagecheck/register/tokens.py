"""Keys of other systems (API): what they may do, for which sites, until when. The key itself is shown once.


States: ``active`` → ``revoked``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from wagecheck.errors import RegisterError
from wagecheck.register import accounts, credentials
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer


def make(
    writer: Writer,
    *,
    name: str,
    scopes: Iterable[str],
    known: Collection[str],
    sites: Iterable[str] | None,
    expires_on: dt.date,
    today: dt.date,
    secret: str,
) -> str:
    """A new key, known by ``secret``; gives its id. ``scopes`` are some of ``known``. Raises RegisterError."""
    name = " ".join(name.split())
    if not name:
        raise RegisterError("请写明这个密钥给哪个系统用。", "Say which system the key is for.")
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(known):
        raise RegisterError(f"请从这些权限中选择：{'、'.join(known)}。", f"Choose scopes from: {', '.join(known)}.")
    if expires_on < today:
        raise RegisterError(f"到期日 {expires_on} 已经过去。", f"The last day {expires_on} has passed.")
    token = writer.add(
        "token",
        "make",
        None,
        state="active",
        name=name,
        scopes=json.dumps(wanted),
        sites=accounts.listed_sites(writer, sites),
        expires_on=expires_on,
        made_by=writer.actor,
    )
    credentials.put(writer.connection, token, credentials.TOKEN, credentials.digest(secret))
    return token


def revoke(writer: Writer, token_id: str, *, reason: str) -> None:
    """The key no longer opens anything. Raises RegisterError."""
    token = writer.get("token", token_id)
    if token["state"] != "active":
        raise RegisterError(f"密钥 {token['id']} 已经作废。", f"Key {token['id']} is revoked already.")
    if not reason.strip():
        raise RegisterError("请写明作废的原因。", "Say why the key is revoked.")
    writer.change("token", token["id"], "revoke", reason.strip(), state="revoked")
    credentials.forget(writer.connection, token["id"])


def of(reader: Reader, secret: str, now: dt.datetime, today: dt.date) -> Mapping[str, Any] | None:
    """The key that a secret opens; None where there is none, or its last day has passed where the desk stands."""
    subject = credentials.subject_of(reader.connection, credentials.TOKEN, secret, now)
    token = None if subject is None else reader.get("token", subject)
    holds = token is not None and token["state"] == "active" and token["expires_on"] >= today
    return token if holds else None


def scopes(token: Mapping[str, Any]) -> frozenset[str]:
    """What the key may be used for."""
    return frozenset(json.loads(token["scopes"]))
