"""The register's database: made, kept whole, refused where it cannot be used."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from tests.register.conftest import clock
from wagecheck.errors import RegisterError
from wagecheck.register import audit, events, schema, store
from wagecheck.register.metadata import METADATA
from wagecheck.register.store import Register, open_register

ENTRY = {"state": "in_force", "list": "other", "subject": "enterprise"}


def test_what_is_written_is_there_when_it_is_opened_again(place: str) -> None:
    with open_register(place, clock=clock) as first, first.writing("张三") as writer:
        entry = writer.add("entry", "add", "试", **ENTRY, name="甲公司", amount=None)
        writer.change("entry", entry, "amend", None, name="甲劳务公司")
    with open_register(place, clock=clock) as again, again.reading() as reader:
        assert reader.get("entry", entry.lower())["name"] == "甲劳务公司"
        told = [(event.seq, event.actor, event.action, event.at) for event in reader.history(entry)]
    assert told == [
        (1, "张三", "add", "2026-11-02T01:30:00.000+00:00"),
        (2, "张三", "amend", "2026-11-02T01:30:00.000+00:00"),
    ]


def test_an_error_undoes_the_whole_step(register: Register) -> None:
    with pytest.raises(ZeroDivisionError), register.writing("张三") as writer:
        writer.add("entry", "add", None, **ENTRY, name="甲")
        _ = 1 / 0
    with register.reading() as reader:
        assert (reader.head(), reader.all("entry")) == ((0, events.GENESIS), [])


def test_a_record_that_is_not_there(register: Register) -> None:
    with register.writing("张三") as writer, pytest.raises(RegisterError, match="E77"):
        writer.change("entry", "E77", "amend", None, name="甲")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'x'",
        "DELETE FROM event",
        "DELETE FROM event WHERE seq = 2",
        "INSERT INTO event SELECT seq + 5, at, actor, action, kind, subject, reason, before, after, previous, 'x' FROM event WHERE seq = 1",
    ],
)
def test_the_database_refuses_to_change_events(register: Register, statement: str) -> None:
    _two(register)
    with pytest.raises(RegisterError, match="不能修改或删除"), register.writing("张三") as writer:
        writer.connection.execute(text(statement))
    with register.reading() as reader:
        assert audit.verify(reader).sound


def test_replacing_and_truncating_are_refused_too(register: Register) -> None:
    _two(register)
    sqlite = register.file is not None
    statement = (
        "INSERT OR REPLACE INTO event SELECT seq, at, 'x', action, kind, subject, reason, before, after, previous, hash FROM event WHERE seq = 2"
        if sqlite
        else "TRUNCATE event"
    )
    with pytest.raises(RegisterError, match="不能修改或删除"), register.writing("张三") as writer:
        writer.connection.execute(text(statement))


def test_two_writers_at_once_lose_nothing(place: str) -> None:
    open_register(place, clock=clock).close()

    def write(actor: str) -> None:
        with open_register(place, clock=clock) as own:
            for number in range(15):
                with own.writing(actor) as writer:
                    writer.add("entry", "add", None, **ENTRY, name=f"{actor}{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "甲乙丙丁"))
    with open_register(place, clock=clock) as done, done.reading() as reader:
        assert len({row["name"] for row in reader.all("entry")}) == 60
        assert audit.verify(reader).sound


def test_a_kill_at_any_moment_leaves_it_whole(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    program = textwrap.dedent("""
        import datetime as dt, sys
        from wagecheck.register.store import open_register
        with open_register(sys.argv[1], clock=lambda: dt.datetime(2026, 11, 2, tzinfo=dt.UTC)) as store:
            print("ready", flush=True)
            while True:
                with store.writing("甲") as writer:
                    for _ in range(20):
                        writer.add("entry", "add", None, state="in_force", list="other", subject="enterprise", name="甲" * 500)
                print("kept", flush=True)
    """)
    for wait in (0.05, 0.13, 0.31):
        process = subprocess.Popen([sys.executable, "-c", program, str(place)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with open_register(str(place), clock=clock) as done, done.reading() as reader:
        verified = audit.verify(reader)
        assert verified.sound
        assert verified.events % 20 == 0 and verified.events > 0


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    place = tmp_path / "new folder" / "register.db"
    open_register(str(place), clock=clock).close()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_register_that_must_exist(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="没有找到登记册"):
        open_register(str(tmp_path / "none.db"), create=False, clock=clock)
    assert not (tmp_path / "none.db").exists()


def test_a_newer_schema_is_refused(place: str) -> None:
    with open_register(place, clock=clock) as made, made.writing("甲") as writer:
        writer.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RegisterError, match=r"更新版本的 wagecheck.*9999"):
        open_register(place, clock=clock)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "other.db"
    with sqlite3.connect(place) as other:
        other.execute("CREATE TABLE customers (id INTEGER)")
    with pytest.raises(RegisterError, match="已有别的数据表"):
        open_register(str(place), clock=clock)
    with sqlite3.connect(place) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("customers",)]


@pytest.mark.parametrize("content", [b"no database at all, only text " * 50, b"SQLite format 3\x00" + os.urandom(4096)])
def test_a_damaged_file_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "register.db"
    place.write_bytes(content)
    with pytest.raises(RegisterError, match="已损坏"):
        open_register(str(place), clock=clock)


def test_a_locked_file_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "register.db"
    monkeypatch.setattr(store, "_PATIENCE", 0)
    with open_register(str(place), clock=clock) as own:
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegisterError, match="正被别人写入"), own.writing("甲"):
            pass
        with own.reading() as reader:
            assert reader.all("entry") == []
        other.close()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("mysql://localhost/x", "mysql"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "连不上登记册"),
    ],
)
def test_places_that_cannot_be_used(given: str, says: str) -> None:
    with pytest.raises(RegisterError, match=says) as told:
        open_register(given, clock=clock)
    assert "secret" not in str(told.value)


def test_the_migrations_make_the_tables_that_the_code_knows(register: Register) -> None:
    with register.reading() as reader:
        context = MigrationContext.configure(reader.connection)
        assert compare_metadata(context, METADATA) == []
        assert set(inspect(reader.connection).get_table_names()) == {*METADATA.tables, "alembic_version"}


def test_the_newest_migration_is_the_one_that_is_checked_for() -> None:
    script = ScriptDirectory.from_config(schema._config())
    assert script.get_current_head() == schema.HEAD


def _two(register: Register) -> None:
    with register.writing("张三") as writer:
        writer.add("entry", "add", None, **ENTRY, name="甲")
        writer.add("entry", "add", None, **ENTRY, name="乙")


@pytest.mark.parametrize("instead", ["nothing", "another register", "its own copy"])
def test_a_file_that_is_taken_away_while_it_is_used_is_not_missed_silently(tmp_path: Path, instead: str) -> None:
    """What is written would go with it, or into an empty file that takes its place."""
    path, other = tmp_path / "register.db", tmp_path / "other.db"
    with open_register(str(path), clock=clock) as register:
        with register.writing("张三") as writer:
            writer.add("entry", "add", "试", **ENTRY, name="甲公司")
        if instead == "another register":
            with open_register(str(other), clock=clock):
                pass
        elif instead == "its own copy":
            shutil.copy(path, other)
        path.unlink() if instead == "nothing" else other.replace(path)
        for step in (lambda: register.writing("李四"), register.reading, lambda: register.working("job")):
            with pytest.raises(RegisterError, match="被换成了另一个文件"), step():
                pytest.fail("not missed")
    assert path.exists() == (instead != "nothing"), "no empty file takes its place"
