"""The register's database: opened, brought up to date, read and written in transactions.

SQLite: write-ahead log, full synchronisation, one writer at a time (``BEGIN IMMEDIATE``). PostgreSQL: the table of
events is locked while somebody writes, because every event is bound to the one before it.
"""

from __future__ import annotations

import copy
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from wagecheck.errors import RegisterError
from wagecheck.register import failures, place, schema
from wagecheck.register.reader import Reader
from wagecheck.register.reservation import Reservation
from wagecheck.register.writer import Clock, Writer

#: How long a writer waits for another one, in seconds.
_PATIENCE: Final = 30
#: What is sent to a database server and not received within so many milliseconds ends the connection: an answer is
#: never waited for in vain. For how long it thinks about an answer does not count.
_UNRECEIVED: Final = 60_000
_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
)


class Register:
    """The record of decisions. Close it, or use it as a context manager."""

    def __init__(self, engine: Engine, shown: str, clock: Clock) -> None:
        self._engine = engine
        self.place = shown
        self._clock = clock
        self._turn = threading.Lock()
        self._raised: Callable[[RegisterError], Exception] | None = None
        self._opened = self._found()

    def __enter__(self) -> Register:
        """The register itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes it."""
        self.close()

    @property
    def url(self) -> URL:
        """Where it is."""
        return self._engine.url

    @property
    def file(self) -> Path | None:
        """The file of a SQLite register, else None."""
        return Path(str(self.url.database)) if self.url.get_backend_name() == "sqlite" else None

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def failing_as(self, raised: Callable[[RegisterError], Exception]) -> Register:
        """The same register, same connections, same line of writers. Where the database itself cannot, it raises what
        ``raised`` makes of the sentence: who catches what a person did wrong does not catch that.
        """
        other = copy.copy(self)
        other._raised = raised
        return other

    def compact(self) -> None:
        """Writes a SQLite file anew, so that deleted rows are gone from the disk; a server does so by itself.

        Raises RegisterError while somebody else reads the file: what they read cannot be taken away.
        """
        if self.file is None:
            return
        with failures.told(self.place), self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("VACUUM")
            busy, *_ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise RegisterError(
                f"{self.place} 的明细已经删除，但有别的程序正在读这个登记册，磁盘上的旧页还没有清除。"
                "请关闭那个程序，再执行一次同样的命令。",
                f"The rows in {self.place} are deleted, but another program is reading the register and its old pages "
                "are still on the disk. Close that program and run the same command again.",
            )

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """One snapshot. RegisterError tells what the database could not do."""
        with failures.told(self.place, self._raised), self._connected("BEGIN") as connection:
            yield Reader(connection)

    @contextmanager
    def writing(self, actor: str, *working: str) -> Iterator[Writer]:
        """One transaction of a person; others wait. Everything is undone by an error, an interruption or a kill.

        ``working``: working tables that change with it.
        """
        with failures.told(self.place, self._raised), self._connected("BEGIN IMMEDIATE") as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}s'"))
                for table in ("event", *sorted(working)):  # in one order, so that nobody waits in a circle
                    connection.execute(text(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE'))
            yield Writer(connection=connection, actor=actor, clock=self._clock)

    @contextmanager
    def working(self, table: str) -> Iterator[Connection]:
        """One transaction on a working table (session, upload, job), which writes no event; others wait for it."""
        with failures.told(self.place, self._raised), self._connected("BEGIN IMMEDIATE") as connection:
            if connection.dialect.name == "postgresql":  # before the snapshot is taken, so that it is the newest
                connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}s'"))
                connection.execute(text(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE'))
            yield connection

    @contextmanager
    def reserved(self, name: str) -> Iterator[Callable[[], bool]]:
        """Asked, it says whether a database server keeps the name for this program (``reservation``), and asks for it
        where that is not so; one program at a time may have it. Given up with the block, however the program ends.

        A SQLite register is a file, which whoever asks may lock: always True. Raises RegisterError, when it is asked.
        """
        if self.file is not None:
            yield lambda: True
            return
        kept = Reservation(self._engine, name)

        def held() -> bool:
            with failures.told(self.place):
                return kept.held()

        try:
            yield held
        finally:
            kept.give_up()

    @contextmanager
    def _connected(self, begin: str) -> Iterator[Connection]:
        # else what is written goes with a file that somebody removed, or into an empty one that takes its place
        if self._found() != self._opened:
            raise sqlite3.OperationalError(failures.ANOTHER_FILE)
        options = {"wagecheck_begin": begin}
        with (
            self._in_turn(begin),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def _found(self) -> tuple[int, int] | None:
        """Which file lies at its place; None where none does, or it is no file."""
        if self.file is None:
            return None
        try:
            state = self.file.stat()
        except OSError:
            return None
        return state.st_dev, state.st_ino

    @contextmanager
    def _in_turn(self, begin: str) -> Iterator[None]:
        """Writers of one process stand in line before they take a connection, which readers need too; else SQLite has
        them ask again and again, and whoever asks at the right moment is next.
        """
        if begin == "BEGIN" or self.file is None or not self._turn.acquire(timeout=_PATIENCE):
            yield  # after so long a wait SQLite itself may say who is in the way
            return
        try:
            yield
        finally:
            self._turn.release()


def open_register(given: str | None = None, *, create: bool = True, clock: Clock) -> Register:
    """The register at a path or URL (``place.named``), made or brought up to date first.

    ``clock`` says when somebody acted; nothing is judged by it.
    Raises RegisterError where it cannot be opened, was made by a newer program, or is absent and ``create`` is off.
    """
    url = place.resolve(place.named(given))
    shown = place.shown(url)
    if url.get_backend_name() == "sqlite":
        _prepare(Path(str(url.database)), create=create)
    with failures.told(shown):
        engine = _engine(url)
        with engine.connect() as connection:
            current = schema.is_current(connection)
        if not current:
            with (
                engine.connect().execution_options(wagecheck_begin="BEGIN IMMEDIATE") as connection,
                connection.begin(),
            ):
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(746283)"))  # two programs starting at once
                if not schema.is_current(connection):
                    schema.upgrade(connection, shown)
    return Register(engine, shown, clock)


def _prepare(path: Path, *, create: bool) -> None:
    """The folder and an empty file that only its owner may read."""
    if path.exists():
        return
    if not create:
        raise RegisterError(
            f"没有找到登记册 {path}。请检查 --register，或先用 wagecheck blacklist import 建立。",
            f"There is no register {path}. Check --register, or make one with wagecheck blacklist import.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise RegisterError(
            f"不能建立登记册 {path}（{error.strerror}）。请检查路径和权限。",
            f"The register {path} cannot be made ({error.strerror}). Check the path and its permissions.",
        ) from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(
                url,
                isolation_level="REPEATABLE READ",
                pool_pre_ping=True,
                connect_args={"connect_timeout": 10, "tcp_user_timeout": _UNRECEIVED},
            )
        except ModuleNotFoundError as error:
            raise RegisterError(
                "用 PostgreSQL 存登记册需要安装附加组件：pip install 'wagecheck[postgres]'。",
                "A register in PostgreSQL needs an extra: pip install 'wagecheck[postgres]'.",
            ) from error
    engine = create_engine(url, connect_args={"timeout": _PATIENCE})

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # transactions begin where this module says, not where the driver guesses
        for pragma in _PRAGMAS:
            raw.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("wagecheck_begin", "BEGIN"))

    return engine
