"""Files between their preview and their taking in: whole at every moment, and gone once taken in or given up."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.desk.kit import Office
from wagecheck.desk import previews
from wagecheck.desk.faults import AbsentError
from wagecheck.errors import InputError

SHELF = "plans"
DATA = "姓名,金额\n示例彭,1.00\n".encode() * 1000


def test_the_same_that_two_send_at_once(room: Office) -> None:
    def keep(number: int) -> Path:
        kept = previews.keep(room.desk, SHELF, DATA, f"计划{number % 2}.csv")
        assert kept.path.read_bytes() == DATA
        return previews.get(room.desk, SHELF, kept.key).path

    with ThreadPoolExecutor(4) as pool:
        places = list(pool.map(keep, range(200)))
    assert [place.name for place in places] == ["计划0.csv", "计划1.csv"] * 100, "read by its own ending"
    assert len(list((room.desk.store.root / SHELF).iterdir())) == 2, "kept once, and no draft is left"


def test_nobody_takes_away_what_another_has_just_put_there(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower one looked when nothing was there yet."""
    get, looked, kept = previews.get, threading.Event(), threading.Event()

    def slow(*asked: Any) -> previews.Preview:
        try:
            return get(*asked)
        except AbsentError:
            if not looked.is_set():
                looked.set()
                kept.wait(0.5)  # time for the other one, who may also wait for this one
            raise

    monkeypatch.setattr(previews, "get", slow)
    with ThreadPoolExecutor(1) as pool:
        slower = pool.submit(previews.keep, room.desk, SHELF, DATA, "计划.csv")
        assert looked.wait(300)
        place = previews.keep(room.desk, SHELF, DATA, "计划.csv").path
        number = place.stat().st_ino
        kept.set()
        slower.result()
    assert place.stat().st_ino == number


def test_one_sends_what_another_takes_in(room: Office) -> None:
    def keep_and_take(_: int) -> int:
        kept = previews.keep(room.desk, SHELF, DATA, "计划.csv")
        try:
            found = previews.get(room.desk, SHELF, kept.key)
        except AbsentError:  # the other was quicker
            return 0
        assert found.data == DATA
        previews.drop(found)
        return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(keep_and_take, range(200))) > 0


def test_what_nobody_confirmed_is_given_up(room: Office) -> None:
    old = previews.keep(room.desk, SHELF, DATA, "计划.csv")
    room.clock.now = dt.datetime.fromtimestamp(old.path.parent.parent.stat().st_mtime, dt.UTC)
    room.clock.forward(days=3650)
    new = previews.keep(room.desk, SHELF, b"1", "别的.csv")
    assert previews.get(room.desk, SHELF, new.key).file == "别的.csv"
    with pytest.raises(AbsentError):
        previews.get(room.desk, SHELF, old.key)


def test_the_name_and_the_kind_are_part_of_what_was_looked_at(room: Office) -> None:
    keys = {
        previews.keep(room.desk, SHELF, DATA, name, kind).key
        for name, kind in (("甲.csv", ""), ("乙.csv", ""), ("甲.csv", "group"), ("夹/甲.csv", ""))
    }
    assert len(keys) == 3, "folders of a name do not count"


@pytest.mark.parametrize("name", ["", "..", "a\x00b.csv"])
def test_names_that_cannot_be_used(room: Office, name: str) -> None:
    with pytest.raises(InputError):
        previews.keep(room.desk, SHELF, DATA, name)


@pytest.mark.parametrize("key", ["", "../../register.db", "0" * 64, "0" * 63 + "\n"])
def test_keys_of_nothing(room: Office, key: str) -> None:
    with pytest.raises(AbsentError):
        previews.get(room.desk, SHELF, key)


@pytest.mark.parametrize("part", ["file", "kind"])
def test_what_the_disk_damaged_is_not_taken_and_replaced_when_sent_again(room: Office, part: str) -> None:
    kept = previews.keep(room.desk, SHELF, DATA, "计划.csv", "group")
    (kept.path if part == "file" else kept.path.parent.parent / "kind").write_bytes(b"x")
    with pytest.raises(AbsentError):
        previews.get(room.desk, SHELF, kept.key)
    assert previews.keep(room.desk, SHELF, DATA, "计划.csv", "group").key == kept.key
    assert previews.get(room.desk, SHELF, kept.key).data == DATA
