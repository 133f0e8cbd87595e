"""One-time links: the first one makes the administrator, every other one lets somebody choose their own password."""

from __future__ import annotations

from typing import Any, Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.security import passwords
from wagecheck.desk.settings import ADMIN
from wagecheck.errors import RegisterError
from wagecheck.register import accounts, actor, credentials, sessions
from wagecheck.register.actor import PROGRAM
from wagecheck.register.reader import Reader

#: The subject of the link that makes the first administrator.
_SETUP: Final = "setup"


def setup_link(desk: Desk, *, another: bool = False) -> str | None:
    """A new link that makes an administrator; None where there is one who can log in. An older link is void.

    ``another``: also where there is one, who has forgotten the password, left, or is ill.
    """
    with desk.register.writing(PROGRAM) as writer:
        if _has_admin(writer) and not another:
            return None
        secret = passwords.secret()
        until = desk.clock() + desk.settings.login.setup
        credentials.put(writer.connection, _SETUP, credentials.INVITATION, credentials.digest(secret), expires_at=until)
        writer.note("setup_link", None, kind="account")
    return f"{desk.address}/setup/{secret}"


def ensure_setup(desk: Desk, secret: str) -> None:
    """Raises AbsentError where the link was used, has run out, or never was."""
    with desk.register.reading() as reader:
        if _subject(desk, reader, secret) != _SETUP:
            raise AbsentError


def set_up(desk: Desk, secret: str, *, login: str, name: str, password: str) -> dict[str, Any]:
    """Makes the first administrator; gives the account. Raises AbsentError, RegisterError."""
    if not name.strip():
        raise RegisterError("请填写姓名。", "Give a name.")
    name, hashed = actor.named(name), passwords.hashed(password)
    with desk.register.writing(name) as writer:
        if _subject(desk, writer, secret) != _SETUP:  # somebody else may have used it meanwhile
            raise AbsentError
        account = accounts.open_account(
            writer, login=login, name=name, role=ADMIN, roles=desk.settings.roles, reason=_SETUP
        )
        credentials.put(writer.connection, account, credentials.PASSWORD, hashed)
        credentials.forget(writer.connection, _SETUP)
        return writer.get("account", account)


def invite(desk: Desk, account_id: str, by: str) -> str:
    """A link by which the account's owner chooses a password; the one before is void, so is the password, and whoever
    is logged in is out.

    Raises RegisterError where the account is closed.
    """
    secret = passwords.secret()
    until = desk.clock() + desk.settings.login.invitation
    with desk.register.writing(by) as writer:
        account = accounts.active(writer, account_id)
        credentials.forget(writer.connection, account["id"])
        credentials.put(
            writer.connection, account["id"], credentials.INVITATION, credentials.digest(secret), expires_at=until
        )
        sessions.end_all(writer.connection, account["id"])
        writer.note("invite", None, kind="account", subject=account["id"])
    return f"{desk.address}/invitation/{secret}"


def invited(desk: Desk, secret: str) -> dict[str, Any]:
    """The account that a link is for. Raises AbsentError."""
    with desk.register.reading() as reader:
        return _invited(desk, reader, secret)


def accept(desk: Desk, secret: str, *, password: str) -> str:
    """Keeps the password and gives its hash; the link is used up. Raises AbsentError."""
    hashed = passwords.hashed(password)
    with desk.register.reading() as reader:
        name = _invited(desk, reader, secret)["name"]
    with desk.register.writing(name) as writer:
        account = _invited(desk, writer, secret)  # somebody else may have used it meanwhile
        credentials.put(writer.connection, account["id"], credentials.PASSWORD, hashed)
        credentials.forget(writer.connection, account["id"], credentials.INVITATION)
        sessions.end_all(writer.connection, account["id"])
        writer.note("password", None, kind="account", subject=account["id"])
    return hashed


def _invited(desk: Desk, reader: Reader, secret: str) -> dict[str, Any]:
    subject = _subject(desk, reader, secret)
    if subject in (None, _SETUP):
        raise AbsentError
    return accounts.active(reader, str(subject))


def _subject(desk: Desk, reader: Reader, secret: str) -> str | None:
    return credentials.subject_of(reader.connection, credentials.INVITATION, secret, desk.clock())


def _has_admin(reader: Reader) -> bool:
    found = reader.all("account", state="active", role=ADMIN)
    return any(credentials.of(reader.connection, one["id"], credentials.PASSWORD) for one in found)
