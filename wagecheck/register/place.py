"""Where the register is: a file of its own by default, or a database that its URL names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wagecheck.errors import RegisterError

if TYPE_CHECKING:
    from sqlalchemy import URL

_VARIABLE: Final = "WAGECHECK_REGISTER"
_DRIVERS: Final = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
#: What the part behind the question mark may hold, and how it is shown.
_SECRET: Final = frozenset({"password", "sslpassword"})
_HIDDEN: Final = "***"
#: How a database file begins.
_SQLITE: Final = b"SQLite format 3\0"


def default() -> Path:
    """``register.db`` in the per-user data folder."""
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_data_dir("wagecheck", appauthor=False)) / "register.db"


def named(given: str | None) -> str:
    """What was given, else what the environment says (``WAGECHECK_REGISTER``), else the default file."""
    return given or os.environ.get(_VARIABLE) or str(default())


def exists(given: str | None = None) -> bool:
    """Whether a register was named, or the default file is there."""
    if given or os.environ.get(_VARIABLE):
        return True
    return default().exists()


def is_there(given: str | None = None) -> bool:
    """Whether the register that is meant is a server's, or a file that exists."""
    meant = named(given)
    return "://" in meant or Path(meant).expanduser().exists()


def is_list(given: str) -> bool:
    """Whether a path means a published list: its bytes are no database, or it is not there but named like a list."""
    if "://" in given:
        return False
    path = Path(given).expanduser()
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_SQLITE))
    except OSError:
        return path.suffix.lower() in (".xlsx", ".xls", ".csv", ".html", ".htm")
    return bool(start) and start != _SQLITE


def resolve(given: str) -> URL:
    """The database of a path or URL. Raises RegisterError for a kind of database that is not known."""
    # most checks ask only whether there is a register: they need no SQLAlchemy
    from sqlalchemy import URL, make_url  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    if "://" not in given:
        return URL.create("sqlite", database=str(Path(given).expanduser()))
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise _unknown("…") from error
    family = url.drivername.partition("+")[0]
    if family not in _DRIVERS:
        raise _unknown(family)
    return url.set(drivername=_DRIVERS[family])


def shown(url: URL) -> str:
    """The place for people: the path of a file, a URL without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    hidden = dict.fromkeys(_SECRET & url.query.keys(), _HIDDEN)
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def _unknown(family: str) -> RegisterError:
    return RegisterError(
        f"登记册地址“{family}”不认识。请写文件路径，或 sqlite:///路径、postgresql://用户@主机/库名。",
        f"No register can be kept in {family!r}. Give a path, or sqlite:///path, or postgresql://user@host/database.",
    )
