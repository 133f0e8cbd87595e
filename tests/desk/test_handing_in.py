"""A hand-in: files come whole or not at all, only while it is collected, and never more than there is room for."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import threading
from typing import Any

import pytest

from tests.desk.kit import Office
from wagecheck.desk.hand_ins import arrivals, handing_in
from wagecheck.desk.hand_ins.handing_in import TooMuchError
from wagecheck.errors import InputError, RegisterError, WagecheckError
from wagecheck.register import events, hand_ins, queue, uploads

WHO = "资料员甲"
MONTH = {"first_day": dt.date(2026, 10, 1), "last_day": dt.date(2026, 10, 31)}


def begun(room: Office, site: str | None = None, previous: str | None = None) -> str:
    return handing_in.begin(room.desk, WHO, site=site or room.site(), **MONTH, previous=previous)


def put(room: Office, hand_in: str, path: str, text: str = "姓名", size: int | None = None) -> None:
    handing_in.add_file(room.desk, hand_in, path, io.BytesIO(text.encode()), size)


def record(room: Office, hand_in: str) -> dict[str, Any]:
    with room.desk.register.reading() as reader:
        return reader.get("hand_in", hand_in)


def done(room: Office, hand_in: str, mapping: str | None = None) -> None:
    """As a worker leaves it."""
    handing_in.submit(room.desk, WHO, hand_in)
    if mapping is not None:
        room.desk.store.hand_in(hand_in).mapping.write_text(mapping, "utf-8")
    with room.desk.register.writing("wagecheck", "job") as writer:
        job = queue.claim(writer.connection, "w", room.clock())
        assert job is not None
        queue.finish(writer.connection, job.id, "w", room.clock())
        hand_ins.checked(writer, hand_in, run=None, colour="green")


def limited(room: Office, **limits: int) -> None:
    """The same desk with smaller limits."""
    told = room.desk.settings
    smaller = dataclasses.replace(told, limits=dataclasses.replace(told.limits, **limits))
    room.desk = dataclasses.replace(room.desk, settings=smaller)


def left(room: Office) -> list[str]:
    """What lies about of files on their way."""
    return [path.name for path in (room.desk.store.root / "uploads").iterdir()]


def test_files_come_and_go_until_it_is_handed_in(room: Office) -> None:
    one = begun(room)
    put(room, one, "十月/工资表.csv", "甲")
    put(room, one, "十月/工资表.csv", "乙乙", size=6)
    put(room, one, "考勤.csv")
    assert handing_in.files(room.desk, one) == [("十月/工资表.csv", 6), ("考勤.csv", 6)]
    handing_in.remove_file(room.desk, one, "十月/工资表.csv")
    assert not (room.desk.store.hand_in(one).given / "十月").exists()
    number = handing_in.submit(room.desk, WHO, one, "十月第一次")
    kept = record(room, one)
    line = f"{hashlib.sha256('姓名'.encode()).hexdigest()}  考勤.csv\n"
    assert kept["digest"] == hashlib.sha256(line.encode()).hexdigest()
    assert (kept["state"], kept["files"], kept["bytes"], kept["note"]) == ("handed_in", 1, 6, "十月第一次")
    with room.desk.register.reading() as reader:
        job = queue.get(reader.connection, number)
    assert job is not None
    assert (job.task, job.subject, job.by, job.state) == ("check", one, WHO, "queued")
    for change in (
        lambda: put(room, one, "b.csv"),
        lambda: handing_in.remove_file(room.desk, one, "考勤.csv"),
        lambda: handing_in.submit(room.desk, WHO, one),
        lambda: handing_in.withdraw(room.desk, WHO, one),
    ):
        with pytest.raises(RegisterError):
            change()
    assert handing_in.files(room.desk, one) == [("考勤.csv", 6)]
    assert left(room) == []


@pytest.mark.parametrize(
    "path",
    ["../x", "a/../../x", "C:\\x", "C:/x", "a\x00b", "x" * 201, "长" * 70, "/".join("a" * 13), "", "/", "..", "a\ud800",
     "a/b.", "con|x", "..\\x", "a\nb"],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(room: Office, path: str) -> None:
    one = begun(room)
    with pytest.raises(InputError):
        put(room, one, path)
    assert handing_in.files(room.desk, one) == []
    assert left(room) == []


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/etc/passwd", "etc/passwd"), ("a\\b.csv", "a/b.csv"), ("./a//b.csv", "a/b.csv"), ("e\u0301.csv", "\u00e9.csv")],
)
def test_a_path_is_kept_below_the_hand_in(room: Office, path: str, kept: str) -> None:
    one = begun(room)
    put(room, one, path)
    assert handing_in.files(room.desk, one) == [(kept, 6)]


def test_a_file_and_a_folder_of_one_name(room: Office) -> None:
    one = begun(room)
    put(room, one, "a/b.csv")
    for path in ("a", "a/b.csv/c.csv"):
        with pytest.raises(InputError, match="重名"):
            put(room, one, path)
    assert handing_in.files(room.desk, one) == [("a/b.csv", 6)]
    assert left(room) == []


@pytest.mark.parametrize(
    ("limits", "said"),
    [({"file": 5}, "单个文件"), ({"files": 1}, "文件太多"), ({"hand_in": 9}, "合计超过"), ({"site": 9}, "这个项目")],
)
@pytest.mark.parametrize("known", [True, False], ids=["size told", "size not told"])
def test_there_is_room_for_so_much(room: Office, limits: dict[str, int], said: str, known: bool) -> None:
    one = begun(room)
    put(room, one, "一.csv", "123")
    limited(room, **limits)
    with pytest.raises(TooMuchError, match=said):
        put(room, one, "二.csv", "1234567", 7 if known else None)
    put(room, one, "一.csv", "12345")  # the same file again takes the place of the first
    assert handing_in.files(room.desk, one) == [("一.csv", 5)]
    assert left(room) == []


def test_what_was_announced_counts_as_if_it_were_there(room: Office) -> None:
    one = begun(room)
    limited(room, hand_in=10)
    arrivals.announce(room.desk, one, "一.csv", 6)
    with pytest.raises(TooMuchError):
        arrivals.announce(room.desk, one, "二.csv", 6)
    arrivals.announce(room.desk, one, "一.csv", 10)  # instead of the first
    assert [item["size"] for item in arrivals.awaited(room.desk, one)] == [10]
    assert len(left(room)) == 1


def test_a_site_holds_what_corrections_share_once(room: Office) -> None:
    one = begun(room)
    put(room, one, "一.csv", "123456")
    done(room, one)
    two = begun(room, record(room, one)["site"], one)
    limited(room, site=10)
    put(room, two, "二.csv", "1234")
    with pytest.raises(TooMuchError):
        put(room, two, "三.csv", "1")
    done(room, two)
    three = begun(room, record(room, one)["site"])
    with pytest.raises(TooMuchError):
        put(room, three, "四.csv", "1")


def test_a_file_that_is_shorter_or_longer_than_told_is_refused(room: Office) -> None:
    one = begun(room)
    for size in (5, 7, 0):
        with pytest.raises(InputError, match="没有传完整"):
            put(room, one, "一.csv", "123456", size)
    assert handing_in.files(room.desk, one) == []
    assert arrivals.awaited(room.desk, one) == []
    assert left(room) == []


def test_a_line_that_breaks_leaves_the_file_that_was_there(room: Office) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(3)

    one = begun(room)
    put(room, one, "一.csv", "好的")
    with pytest.raises(WagecheckError):
        handing_in.add_file(room.desk, one, "一.csv", Broken(b"123456"), 6)
    assert room.desk.store.hand_in(one).place("一.csv").read_text("utf-8") == "好的"
    assert left(room) == []


def test_nothing_is_handed_in_while_a_file_is_on_its_way(room: Office) -> None:
    one = begun(room)
    put(room, one, "一.csv")
    arrivals.announce(room.desk, one, "员工110105199003070931.csv", 4)
    with pytest.raises(InputError, match=r"1 个文件没有传完") as refused:
        handing_in.submit(room.desk, WHO, one)
    assert "110105199003070931" not in refused.value.zh + refused.value.en
    handing_in.remove_file(room.desk, one, "员工110105199003070931.csv")
    assert left(room) == []
    assert handing_in.submit(room.desk, WHO, one)


def test_nothing_is_not_handed_in(room: Office) -> None:
    with pytest.raises(RegisterError, match="还没有文件"):
        handing_in.submit(room.desk, WHO, begun(room))


def test_a_person_has_so_many_checks_at_a_time(room: Office) -> None:
    site = room.site()
    limited(room, open_jobs=2)
    for _ in range(2):
        one = begun(room, site)
        put(room, one, "一.csv")
        handing_in.submit(room.desk, WHO, one)
    one = begun(room, site)
    put(room, one, "一.csv")
    with pytest.raises(InputError, match="2 项"):
        handing_in.submit(room.desk, WHO, one)
    assert record(room, one)["state"] == "collecting"
    assert handing_in.submit(room.desk, "另一人", one)


def test_a_correction_begins_with_the_files_of_the_first(room: Office) -> None:
    one = begun(room)
    put(room, one, "甲/一.csv", "旧")
    put(room, one, "二.csv", "留")
    with pytest.raises(RegisterError):
        begun(room, record(room, one)["site"], one)  # it is still collected
    done(room, one, mapping="# 甲")
    two = begun(room, record(room, one)["site"], one.lower())
    put(room, two, "甲/一.csv", "新的")
    folder, first = room.desk.store.hand_in(two), room.desk.store.hand_in(one)
    assert (folder.place("甲/一.csv").read_text("utf-8"), folder.place("二.csv").read_text("utf-8")) == ("新的", "留")
    assert first.place("甲/一.csv").read_text("utf-8") == "旧"
    assert folder.mapping.read_text("utf-8") == "# 甲"
    assert folder.place("二.csv").samefile(first.place("二.csv"))
    folder.mapping.write_text("# 乙", "utf-8")
    assert first.mapping.read_text("utf-8") == "# 甲"
    handing_in.withdraw(room.desk, WHO, two)
    assert first.place("二.csv").read_text("utf-8") == "留"


def test_a_correction_of_columns_holds_next_month(room: Office) -> None:
    one = begun(room)
    site = record(room, one)["site"]
    put(room, one, "一.csv")
    done(room, one, mapping="# 甲")
    other = begun(room, room.site("示例二号项目"))
    assert not room.desk.store.hand_in(other).mapping.exists()
    assert room.desk.store.hand_in(begun(room, site)).mapping.read_text("utf-8") == "# 甲"


def test_a_beginning_that_is_refused_leaves_nothing(room: Office) -> None:
    site = room.site()
    for wrong in (
        {"site": "S999"},
        {"site": site, "first_day": dt.date(2026, 11, 1)},
        {"site": site, "previous": "H999"},
    ):
        with pytest.raises(RegisterError):
            handing_in.begin(room.desk, WHO, **{**MONTH, **wrong})  # type: ignore[arg-type]
    assert list((room.desk.store.root / "hand_ins").iterdir()) == []


def test_files_that_the_register_no_longer_knows_are_kept(room: Office, caplog: pytest.LogCaptureFixture) -> None:
    """After an older backup was restored beside newer files, the next hand-in may get an id that was given before."""
    site = room.site()
    first = begun(room, site)
    handing_in.add_file(room.desk, first, "一.csv", io.BytesIO(b"1"))
    root = room.desk.store.hand_in(first).root
    following = root.with_name(f"H{int(first[1:]) + 1}")
    root.rename(following)
    second = begun(room, site)
    assert (second, handing_in.files(room.desk, second)) == (following.name, [])
    (aside,) = following.parent.glob(f"{second}.aside-*")
    assert (aside / "given" / "一.csv").read_bytes() == b"1"
    assert aside.name in caplog.text


def test_checked_again_with_the_same_files(room: Office) -> None:
    one = begun(room)
    put(room, one, "一.csv")
    with pytest.raises(InputError, match="还没有提交"):
        handing_in.check_again(room.desk, WHO, one)
    handing_in.submit(room.desk, WHO, one, "说明")
    with pytest.raises(RegisterError):
        handing_in.check_again(room.desk, WHO, one)
    digest = record(room, one)["digest"]
    with room.desk.register.writing("wagecheck") as writer:
        hand_ins.failed(writer, one, reason="读不出来")
    handing_in.check_again(room.desk, WHO, one)
    kept = record(room, one)
    assert (kept["state"], kept["digest"], kept["note"]) == ("handed_in", digest, "说明")


def test_full_numbers_are_written_down_before_they_are_shown(room: Office) -> None:
    one = begun(room)
    put(room, one, "一.csv")
    with pytest.raises(InputError, match="还没有核对结果"):
        handing_in.unmask(room.desk, "法务丙", one, "核对身份证")
    done(room, one)
    with pytest.raises(InputError, match="写明为什么"):
        handing_in.unmask(room.desk, "法务丙", one, "  ")
    number = handing_in.unmask(room.desk, "法务丙", one, "核对身份证")
    with room.desk.register.reading() as reader:
        last = list(events.walk(reader.connection, subject=one))[-1]
        job = queue.get(reader.connection, number)
    assert (last.action, last.actor, last.reason) == ("unmask", "法务丙", "核对身份证")
    assert job is not None
    assert (job.task, job.subject) == ("unmask", one)


def test_what_is_withdrawn_is_gone(room: Office) -> None:
    one = begun(room)
    put(room, one, "一.csv")
    arrivals.announce(room.desk, one, "二.csv", 4)
    handing_in.withdraw(room.desk, WHO, one)
    assert record(room, one)["state"] == "withdrawn"
    assert not room.desk.store.hand_in(one).root.exists()
    assert left(room) == []
    with pytest.raises(RegisterError):
        put(room, one, "一.csv")
    assert not room.desk.store.hand_in(one).root.exists()


def test_many_files_at_once_and_none_is_lost(room: Office) -> None:
    one = begun(room)
    limited(room, files=12)
    refused: list[str] = []

    def send(number: int) -> None:
        try:
            put(room, one, f"{number}.csv", str(number))
        except TooMuchError as error:
            refused.append(error.zh)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there = handing_in.files(room.desk, one)
    assert (len(there), len(refused)) == (12, 4)
    folder = room.desk.store.hand_in(one)
    assert all(folder.place(path).read_text("utf-8") == path.removesuffix(".csv") for path, _ in there)
    with room.desk.register.reading() as reader:
        assert uploads.of(reader.connection, one) == []
