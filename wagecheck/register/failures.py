"""What a database says when it cannot, told as a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from wagecheck.errors import RegisterError

#: Part of the database's message → what to tell (Chinese, English). The first that fits.
_KNOWN: Final = (
    (("database is locked", "database table is locked", "lock timeout"),
     "登记册 {place} 正被别人写入，等了很久仍未空出。请稍后再试。",
     "The register {place} is being written by somebody else and did not become free. Try again later."),
    (("readonly database", "read-only", "permission denied"),
     "登记册 {place} 不能写入。请检查文件和所在目录的权限。",
     "The register {place} cannot be written. Check the permissions of the file and its folder."),
    (("not a database", "malformed", "disk image", "file is encrypted"),
     "登记册 {place} 已损坏，或者不是登记册文件。请不要再写入，用 wagecheck register restore 从备份恢复。",
     "The register {place} is damaged or is none. Do not write to it; restore a backup (wagecheck register restore)."),
    (("disk is full", "no space left", "disk i/o error"),
     "磁盘空间不足或者磁盘出错，登记册 {place} 没有改动。请腾出空间后再试。",
     "The disk is full or fails; the register {place} is unchanged. Make room and try again."),
    (("unable to open", "could not open"),
     "登记册 {place} 打不开。请检查路径和权限。",
     "The register {place} cannot be opened. Check the path and its permissions."),
    (("password", "authentication", "no pg_hba"),
     "登记册 {place} 拒绝登录。请检查用户名和密码。",
     "The register {place} refuses the login. Check user and password."),
    (("could not connect", "connection refused", "failed to resolve", "connection failed", "could not translate",
      "timeout expired", "server closed"),
     "连不上登记册 {place}。请检查地址、网络，以及数据库是否在运行。",
     "The register {place} cannot be reached. Check the address, the network and whether the database runs."),
    (("does not exist",),
     "登记册 {place} 的数据库或表不存在。请检查地址。",
     "The database or table of the register {place} does not exist. Check the address."),
    (("register: events are never changed",),
     "登记册 {place} 的操作记录不能修改或删除。",
     "The events of the register {place} cannot be changed or deleted."),
)  # fmt: skip


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns errors of the database into RegisterError; ``place`` is shown and holds no password."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise of(error, place) from error


def of(error: Exception, place: str) -> RegisterError:
    """The sentence for an error. Statements and values are left out: they may hold personal data."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    said = str(cause).casefold()
    for signs, zh, en in _KNOWN:
        if any(sign in said for sign in signs):
            return RegisterError(zh.format(place=place), en.format(place=place))
    kind = type(cause).__name__
    return RegisterError(
        f"登记册 {place} 出错（{kind}），这一步没有写入。请用 wagecheck blacklist verify 检查。",
        f"The register {place} failed ({kind}); nothing was written. Check it: wagecheck blacklist verify.",
    )
