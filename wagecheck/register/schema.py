"""The register's schema: made or brought up to date on start, refused where it is newer than this program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from wagecheck.errors import RegisterError

if TYPE_CHECKING:
    from alembic.config import Config

#: The newest migration (a test holds it to the files in ``migrations/versions``).
HEAD: Final = "0002"
_FOLDER: Final = Path(__file__).parent / "migrations"


def version(connection: Connection) -> str | None:
    """The schema's version; None of an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def is_current(connection: Connection) -> bool:
    """Whether nothing needs to be done."""
    return version(connection) == HEAD


def upgrade(connection: Connection, place: str) -> None:
    """Runs the migrations that are missing, in the transaction of ``connection``.

    Raises RegisterError where the schema is of a newer program, or the database holds other tables already.
    """
    from alembic import command  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    found = version(connection)
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise RegisterError(
            f"登记册 {place} 是更新版本的 wagecheck 建立的（结构版本 {found}），这个版本不能读写。请升级 wagecheck。",
            f"The register {place} was made by a newer wagecheck (schema {found}). Upgrade wagecheck to use it.",
        )
    if found is None and (set(inspect(connection).get_table_names()) - {"alembic_version"}):
        raise RegisterError(
            f"{place} 里已有别的数据表，不是 wagecheck 的登记册。请另选文件或数据库。",
            f"{place} holds other tables and is no register of wagecheck. Choose another file or database.",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config
