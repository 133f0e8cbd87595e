"""Backups: the whole register in one SQLite file, whatever database it lives in, verified before it counts.

The files of evidence go along, in a folder beside the backup, each verified by its hash.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, literal_column, select

from wagecheck.errors import RegisterError
from wagecheck.register import audit, events, evidence
from wagecheck.register.audit import Verified
from wagecheck.register.evidence import Absent
from wagecheck.register.store import Register, open_register
from wagecheck.register.tables import EVENT, RECORDS, RUN_ROWS, bare
from wagecheck.register.writer import Clock

_BATCH: Final = 5_000
_TABLES: Final = (EVENT, *RECORDS.values(), *RUN_ROWS)


@dataclass(frozen=True)
class Copied(Verified):
    """What was verified, and the files of evidence: how many were copied, and the ones that are not there whole."""

    files: int
    absent: tuple[Absent, ...]


def backup(register: Register, target: Path, *, clock: Clock, store: Path | None = None) -> Copied:
    """Copies one snapshot to a new file and verifies the copy. Gives what was verified.

    Evidence is taken from ``store``, else from beside the register, and put beside the target. A broken register is
    copied too, to save what there is: see what was verified. Raises RegisterError where the target exists or cannot be
    written.
    """
    files = evidence.beside(target)
    for place in (target, files):
        if place.exists():
            raise RegisterError(
                f"备份文件 {place} 已存在，不覆盖。请换一个名字。",
                f"{place} exists and is not overwritten. Choose another name.",
            )
    part = target.with_name(target.name + ".part")
    parts = files.with_name(files.name + ".part")
    _remove(part)
    try:
        with open_register(str(part), clock=clock) as copy, register.reading() as reader:
            _copy(reader.connection, copy)
            verified = _verified(copy)
            kept, absent = evidence.copied(reader, evidence.folder(register, store), parts)
        with closing(sqlite3.connect(part)) as whole:
            whole.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        if parts.exists():
            parts.replace(files)
        part.replace(target)
    finally:
        _remove(part)
        shutil.rmtree(parts, ignore_errors=True)
    return Copied(**vars(verified), files=kept, absent=absent)


def restore(source: Path, register_at: str, *, clock: Clock, store: Path | None = None) -> Copied:
    """Fills an empty register from a backup, after verifying the backup. Gives what was verified.

    Evidence that lies beside the backup goes to ``store``, else beside the register. The backup itself is not touched.
    Raises RegisterError where it is absent, broken or cannot be read, or where the register holds events already:
    nothing is ever overwritten.
    """
    if not source.is_file():
        raise RegisterError(f"没有找到备份文件 {source}。", f"There is no backup {source}.")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / source.name
        log = source.with_name(source.name + "-wal")  # what somebody wrote who has not closed it yet
        try:
            shutil.copyfile(source, copy)
            if log.exists():
                shutil.copyfile(log, copy.with_name(log.name))
        except OSError as error:
            raise RegisterError(
                f"备份文件 {source} 读不到（{error.strerror}）。请检查权限和磁盘空间。",
                f"The backup {source} cannot be read ({error.strerror}). Check permissions and disk space.",
            ) from error
        verified = _restore(copy, source, register_at, clock)
    with open_register(register_at, clock=clock) as register, register.reading() as reader:
        target = evidence.folder(register, store)
        kept, absent = evidence.copied(reader, evidence.beside(source), target)
    return Copied(**vars(verified), files=kept, absent=absent)


def _restore(copy: Path, source: Path, register_at: str, clock: Clock) -> Verified:
    with open_register(str(copy), create=False, clock=clock) as backed:
        verified = _verified(backed)
        if not verified.sound:
            raise RegisterError(
                f"备份 {source} 未通过核验（{verified.breaks[0].code}），没有恢复。请换一份备份。",
                f"The backup {source} is broken ({verified.breaks[0].code}); nothing was restored. Take another one.",
            )
        with open_register(register_at, clock=clock) as register:
            with register.reading() as reader:
                count = events.count(reader.connection)
            if count:
                raise RegisterError(
                    f"登记册 {register.place} 里已有 {count} 条操作记录，不覆盖。请先把旧登记册移走或改名。",
                    f"The register {register.place} holds {count} events and is not overwritten. Move it away first.",
                )
            with backed.reading() as reader:
                _copy(reader.connection, register)
    return verified


def _copy(source: Connection, target: Register) -> None:
    with target.writing("wagecheck") as writer:
        # from SQLite to SQLite as it is stored: what is broken is saved too
        alike = source.dialect.name == writer.connection.dialect.name
        for table in _TABLES:
            for rows in _batches(source, table, alike=alike):
                writer.connection.execute(insert(bare(table) if alike else table), rows)


def _batches(source: Connection, table: Table, *, alike: bool) -> Iterator[list[dict[str, Any]]]:
    keys = [column.name for column in table.primary_key.columns]
    query = select(bare(table) if alike else table).order_by(*(literal_column(name) for name in keys))
    for part in source.execution_options(yield_per=_BATCH).execute(query).mappings().partitions():
        yield [dict(row) for row in part]


def _verified(register: Register) -> Verified:
    with register.reading() as reader:
        return audit.verify(reader)


def _remove(path: Path) -> None:
    for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        if name.exists():
            name.unlink()
