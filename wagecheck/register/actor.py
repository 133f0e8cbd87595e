"""Who acts: the name that stands in the audit trail."""

from __future__ import annotations

import getpass
import re
import unicodedata
from typing import Final

from wagecheck.errors import RegisterError

#: The program itself, where it writes a proposal. Nobody may act under this name.
PROGRAM: Final = "wagecheck"
_LONGEST: Final = 60
#: Letters between which a name is compared: blanks and points tell nobody apart.
_TELLING: Final = re.compile(r"[^\w]|_")


def named(given: str | None) -> str:
    """``given`` (``--as``), else the name of the operating-system user.

    Raises RegisterError where there is none, or where it is empty, too long or the program's own.
    """
    if given is None:
        try:
            given = getpass.getuser()
        except (KeyError, OSError, ImportError) as error:
            raise RegisterError(
                "不知道是谁在操作。请用 --as 姓名 写明。", "It is not known who is acting. Say so with --as NAME."
            ) from error
    name = unicodedata.normalize("NFKC", given).strip()
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise RegisterError(
            f"姓名要有 1 到 {_LONGEST} 个可见字符，请重新填写。",
            f"A name has 1 to {_LONGEST} visible characters; write it again.",
        )
    if name.casefold() == PROGRAM:
        raise RegisterError(
            f"“{PROGRAM}”是程序自己的名字，请写人的姓名。",
            f"{PROGRAM!r} is the program's own name; write the name of a person.",
        )
    return name


def same(one: str | None, other: str | None) -> bool:
    """Whether two names are one person's: case, width, blanks and points tell nobody apart."""
    return _letters(one) == _letters(other)


def _letters(name: str | None) -> str:
    text = unicodedata.normalize("NFKC", name or "")
    return _TELLING.sub("", text).casefold() or text.strip()
