"""Writers of one process stand in line without taking what readers need."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wagecheck.register import sites
from wagecheck.register.store import Register, open_register

#: More than the database has connections for at once.
WRITERS = 30


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(str(tmp_path / "register.db"), clock=lambda: dt.datetime(2026, 11, 21, tzinfo=dt.UTC)) as made:
        yield made


def test_readers_do_not_wait_for_writers_in_line(register: Register) -> None:
    begun, read = threading.Event(), threading.Event()

    def write(number: int) -> None:
        with register.writing("管理员己") as writer:
            sites.add(writer, name=f"示例{number}号项目", region=None, bureau=None)

    def look() -> None:
        with register.reading() as reader:
            reader.all("site")
        read.set()

    waiting = [threading.Thread(target=write, args=(number,), daemon=True) for number in range(WRITERS)]
    with register.writing("管理员己"):
        for thread in waiting:
            thread.start()
        begun.wait(0.5)  # long enough that all of them stand in line
        threading.Thread(target=look, daemon=True).start()
        assert read.wait(25)  # before those in line stop waiting
    for thread in waiting:
        thread.join(60)
    with register.reading() as reader:
        assert len(reader.all("site")) == WRITERS


def test_a_writer_that_failed_leaves_the_line(register: Register) -> None:
    with pytest.raises(ZeroDivisionError), register.writing("管理员己"):
        raise ZeroDivisionError
    with register.working("session"), register.reading() as reader:
        assert reader.all("site") == []
    with register.writing("管理员己") as writer:
        sites.add(writer, name="示例一号项目", region=None, bureau=None)
