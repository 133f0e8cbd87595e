"""What a database says when it cannot, told as a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Literal

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from wagecheck.errors import RegisterError

#: What kind of trouble it is, for who can do nothing about it.
Kind = Literal["busy", "unwritable", "damaged", "full", "unreachable", "other"]
#: What a register says itself of its file.
ANOTHER_FILE: Final = "register: not the file that was opened"
#: Kind, part of the database's message → what to tell (Chinese, English). The first that fits.
_KNOWN: Final[tuple[tuple[Kind, tuple[str, ...], str, str], ...]] = (
    ("busy", ("database is locked", "database table is locked", "lock timeout"),
     "登记册 {place} 正被别人写入，等了很久仍未空出。请稍后再试。",
     "The register {place} is being written by somebody else and did not become free. Try again later."),
    ("unwritable", ("readonly database", "read-only", "permission denied"),
     "登记册 {place} 不能写入。请检查文件和所在目录的权限。",
     "The register {place} cannot be written. Check the permissions of the file and its folder."),
    ("damaged", ("not a database", "malformed", "disk image", "file is encrypted"),
     "登记册 {place} 已损坏，或者不是登记册文件。请不要再写入，用 wagecheck register restore 从备份恢复。",
     "The register {place} is damaged or is none. Do not write to it; restore a backup (wagecheck register restore)."),
    ("full", ("disk is full", "no space left", "disk i/o error"),
     "磁盘空间不足或者磁盘出错，登记册 {place} 没有改动。请腾出空间后再试。",
     "The disk is full or fails; the register {place} is unchanged. Make room and try again."),
    ("unreachable", ("unable to open", "could not open"),
     "登记册 {place} 打不开。请检查路径和权限。",
     "The register {place} cannot be opened. Check the path and its permissions."),
    ("unreachable", (ANOTHER_FILE,),
     "登记册 {place} 的文件不见了，或者在使用当中被换成了另一个文件，这一步没有读写。"
     "请停下正在用它的 wagecheck，把原来的文件放回去，再启动。",
     "The file of the register {place} is gone, or was replaced by another one while in use; nothing was read or "
     "written. Stop the wagecheck that uses it, put the file back, and start again."),
    ("unreachable", ("password", "authentication", "no pg_hba"),
     "登记册 {place} 拒绝登录。请检查用户名和密码。",
     "The register {place} refuses the login. Check user and password."),
    ("unreachable", ("does not exist",),
     "登记册 {place} 的数据库或表不存在。请检查地址。",
     "The database or table of the register {place} does not exist. Check the address."),
    ("unreachable",
     ("could not connect", "connection refused", "failed to resolve", "connection failed", "could not translate",
      "timeout expired", "server closed", "connection is bad"),
     "连不上登记册 {place}。请检查地址、网络，以及数据库是否在运行。",
     "The register {place} cannot be reached. Check the address, the network and whether the database runs."),
    ("other", ("register: events are never changed",),
     "登记册 {place} 的操作记录不能修改或删除。",
     "The events of the register {place} cannot be changed or deleted."),
)  # fmt: skip


@contextmanager
def told(place: str, raised: Callable[[RegisterError], Exception] | None = None) -> Iterator[None]:
    """Turns errors of the database into RegisterError; ``place`` is shown and holds no password.

    ``raised``: what is raised instead of it, for a face that tells what was typed wrong from what the database cannot.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        said = of(error, place)
        raise (said if raised is None else raised(said)) from error


def of(error: Exception, place: str) -> RegisterError:
    """The sentence for an error. Statements and values are left out: they may hold personal data."""
    cause = _cause(error)
    said = str(cause).casefold()
    for _, signs, zh, en in _KNOWN:
        if any(sign in said for sign in signs):
            return RegisterError(zh.format(place=place), en.format(place=place))
    kind = type(cause).__name__
    return RegisterError(
        f"登记册 {place} 出错（{kind}），这一步没有写入。请用 wagecheck blacklist verify 检查。",
        f"The register {place} failed ({kind}); nothing was written. Check it: wagecheck blacklist verify.",
    )


def kind(error: BaseException | None) -> Kind:
    """What kind of trouble an error of the database is, without what the one who runs it has to do about it."""
    said = "" if error is None else str(_cause(error)).casefold()
    return next((kind for kind, signs, *_ in _KNOWN if any(sign in said for sign in signs)), "other")


def _cause(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
