"""Files that go, come or are replaced while somebody looks at them, sends them or takes them out."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.desk.api_kit import client
from tests.desk.hand_in_kit import begun, prepared
from tests.desk.kit import PEOPLE, Office, text_of
from tests.desk.meanwhile import before, before_writing
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.hand_ins import arrivals, contents, given_files, handing_in, result_files
from wagecheck.desk.jobs import checking, housekeeping
from wagecheck.desk.jobs.supervisor import Supervisor
from wagecheck.desk.jobs.work import Work
from wagecheck.register import hand_ins, queue
from wagecheck.report import whole_file

FILES = {"甲/工资表.csv": b"wages", "乙/考勤表.csv": b"days"}


def failed(room: Office, site: str) -> str:
    made = begun(room, site, FILES)
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        hand_ins.hand_in(writer, made, files=2, size=9, digest="0" * 64, note=None)
        hand_ins.failed(writer, made, reason="机器重启")
    return made


# ---- what was handed in


@pytest.mark.parametrize("path", ["", "/files"])
def test_a_file_is_taken_out_while_a_page_lists_it(room: Office, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    site = room.site()
    made = begun(room, site, FILES)
    clerk = room.browser("clerk", sites=[site])
    before(monkeypatch, given_files, "_before", lambda: handing_in.remove_file(room.desk, made, "甲/工资表.csv"))
    assert clerk.get(f"/hand-ins/{made}{path}").status_code == 200
    assert "工资表" not in clerk.get(f"/hand-ins/{made}{path}").text


def test_a_file_is_taken_out_while_everything_is_handed_in(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed in is what lies there then: its number, its size and its hash are of the same files."""
    site = room.site()
    made = begun(room, site, FILES)
    before(monkeypatch, contents, "digest", lambda: handing_in.remove_file(room.desk, made, "甲/工资表.csv"))
    handing_in.submit(room.desk, PEOPLE["clerk"], made)
    given = room.desk.store.hand_in(made).given
    with room.desk.register.reading() as reader:
        kept = reader.get("hand_in", made)
    assert (kept["files"], kept["bytes"], kept["digest"]) == (1, 4, contents.digest(given, ["乙/考勤表.csv"]))


def test_it_is_taken_back_while_it_is_handed_in(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    site = room.site()
    made = begun(room, site, FILES)
    clerk = room.browser("clerk", sites=[site])
    before(monkeypatch, contents, "digest", lambda: handing_in.withdraw(room.desk, PEOPLE["clerk"], made))
    answer = clerk.post(f"/hand-ins/{made}/submit")
    assert (answer.status_code, "现在已经撤回，不能这样做" in text_of(answer.text)) == (400, True)


@pytest.mark.parametrize("links", [True, False], ids=["a disk with links", "a disk without"])
def test_it_is_taken_back_while_its_correction_begins(
    room: Office, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    site = room.site()
    made = failed(room, site)
    clerk = room.browser("clerk", sites=[site])
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    before(monkeypatch, handing_in.os, "link", lambda: handing_in.withdraw(room.desk, PEOPLE["clerk"], made))
    answer = clerk.post(f"/hand-ins/{made}/again")
    assert (answer.status_code, "文件都删掉了" in text_of(answer.text)) == (400, True)
    assert [one.name for one in (room.desk.store.root / "hand_ins").iterdir()] == []


def _no_links(*_: Any) -> None:
    raise OSError("no links here")


def test_an_upload_that_goes_on_after_a_week_is_not_given_up(room: Office) -> None:
    made = begun(room, room.site())
    room.clock.now = dt.datetime.now(dt.UTC)
    goes_on, given_up = (arrivals.announce(room.desk, made, f"{name}.csv", 4) for name in "甲乙")
    room.clock.forward(days=8)
    for upload, days in ((goes_on, 7.9), (given_up, 0)):
        at = (room.clock() - dt.timedelta(days=8 - days)).timestamp()
        os.utime(room.desk.store.upload(upload), (at, at))
    housekeeping.tidy(room.desk)
    assert [one["id"] for one in arrivals.awaited(room.desk, made)] == [goes_on]
    assert [one.name for one in (room.desk.store.root / "uploads").iterdir()] == [goes_on]


# ---- what came out


@pytest.fixture
def result(tmp_path: Path) -> Path:
    made = tmp_path / "result"
    (made / "letters").mkdir(parents=True)
    (made / "result.json").write_text('{"contractors": [{"colour": "red"}]}', "utf-8")
    for name in ("findings.csv", "index.html", "letters/甲.docx", "z.csv"):
        (made / name).write_bytes(os.urandom(1 << 20))
    return made


@pytest.mark.parametrize("name", ["findings.csv", "letters/甲.docx"])
def test_a_file_is_gone_when_it_is_sent(room: Office, result: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Who takes it out waits for others who write; meanwhile everything was checked again."""
    made = prepared(room, room.site(), result)
    folder = room.desk.store.hand_in(made).result
    manager, key = room.browser("manager"), client(room, "result")
    addresses = (
        lambda: manager.client.get(f"/hand-ins/{made}/report/{name}"),
        lambda: key.ask("GET", f"/submissions/{made}/result/files/{name}"),
    )
    for ask in addresses:
        before_writing(monkeypatch, (folder / name).unlink)
        answer = ask()
        assert answer.status_code == 404, answer.text[:500]
        shutil.copy(result / name, folder / name)
    assert key.ask("GET", f"/submissions/{made}/result/files/{name}").status_code == 200


def test_a_page_is_gone_when_it_is_sent(room: Office, result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = prepared(room, room.site(), result)
    page = room.desk.store.hand_in(made).result / "index.html"
    before(monkeypatch, result_files, "found", page.unlink, after=True)
    assert room.browser("manager").get(f"/hand-ins/{made}/report/index.html").status_code == 404


def test_a_zip_never_holds_half_of_one_check_and_half_of_the_next(room: Office, result: Path) -> None:
    made = prepared(room, room.site(), result)
    folder = room.desk.store.hand_in(made).result
    paths, own = sorted(path for path in folder.rglob("*") if path.is_file()), result_files.identity(folder)
    assert own is not None
    whole = b"".join(result_files.zipped(folder, own, paths))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        assert packed.testzip() is None
        assert len(packed.namelist()) == 5
    parts = result_files.zipped(folder, own, paths)
    assert next(parts)
    folder.rename(folder.with_name("aside"))
    shutil.copytree(result, folder)
    with pytest.raises(FileNotFoundError):
        list(parts)


def test_a_zip_of_nothing_is_none(room: Office, result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the moment in which one result goes and the next one comes."""
    made = prepared(room, room.site(), result)
    before_writing(monkeypatch, lambda: shutil.rmtree(room.desk.store.hand_in(made).result))
    assert room.browser("manager").client.get(f"/hand-ins/{made}/report.zip").status_code == 404
    with pytest.raises(AbsentError):
        result_files.packed(result / "letters", "x.zip", lambda _: False)


def test_full_numbers_of_what_was_made_void_are_not_written(room: Office, result: Path) -> None:
    made = prepared(room, room.site(), result)
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        writer.change("hand_in", made, "checked", None, run="R1")
    handing_in.unmask(room.desk, PEOPLE["legal"], made, "核对身份")
    handing_in.void(room.desk, PEOPLE["legal2"], made, "月份选错了")
    with room.desk.register.working("job") as connection:
        job = queue.claim(connection, "test", room.clock())
    assert job is not None
    checking.unmask(Work(room.desk, job, lambda *_: None))
    assert not room.desk.store.hand_in(made).unmasked.exists()


# ---- threads and processes


def test_two_ask_at_once_what_new_files_must_not_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    """It can only be read by setting it: the second one is not told what the first one has set meanwhile."""
    own = whole_file._umask()
    told = list[int]()
    second = threading.Thread(target=lambda: told.append(whole_file._umask()))

    def ask() -> None:
        second.start()
        second.join(0.3)

    before(monkeypatch, os, "umask", ask, after=True)
    told.append(whole_file._umask())
    second.join()
    assert told == [own, own]
    assert whole_file._umask() == own


def test_a_server_that_cannot_start_all_workers_leaves_none(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would wait for those it has started for ever, and they for its end."""
    calls = list[str]()
    process = SimpleNamespace(
        pid=None, terminate=lambda: calls.append("terminate"), join=lambda *_: None, is_alive=lambda: False
    )

    def begin(_: Supervisor, slot: Any) -> None:
        if calls:
            raise OSError("no more processes")
        calls.append("begun")
        slot.process = process

    monkeypatch.setattr(Supervisor, "_begin", begin)
    with pytest.raises(OSError, match="no more processes"):
        Supervisor(room.desk, 2).start()
    assert calls == ["begun", "terminate"]
