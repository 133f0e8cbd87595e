"""Files as they come: resumed where the line broke, never longer than announced, nowhere but below the hand-in."""

from __future__ import annotations

import asyncio
import base64
import os
import threading
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from tests.desk.kit import Browser, Office, text_of
from tests.desk.test_handing_in import begun, done, left, put
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.hand_ins import arrivals, handing_in, receiving
from wagecheck.desk.jobs import housekeeping

CONTENT = bytes(range(256)) * 10
T = TypeVar("T")


def said(path: str) -> str:
    return f"path {base64.b64encode(path.encode()).decode()}"


class Tus:
    """What tus-js-client sends."""

    def __init__(self, browser: Browser, hand_in: str) -> None:
        self.browser = browser
        self.home = f"/hand-ins/{hand_in}/uploads"

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> Any:
        own = {"Tus-Resumable": "1.0.0", "X-CSRF-Token": self.browser.csrf, **(headers or {})}
        return self.browser.client.request(method, path, headers=own, **options)

    def create(self, path: str, size: int | str = len(CONTENT), **headers: str) -> Any:
        return self.ask("POST", self.home, {"Upload-Length": str(size), "Upload-Metadata": said(path), **headers})

    def begin(self, path: str, size: int = len(CONTENT)) -> str:
        made = self.create(path, size)
        assert made.status_code == 201, made.text
        return str(made.headers["location"])

    def send(self, place: str, offset: int | str, content: bytes, **headers: str) -> Any:
        own = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", **headers}
        return self.ask("PATCH", place, own, content=content)

    def offset(self, place: str) -> int:
        told = self.ask("HEAD", place)
        assert told.status_code == 200
        return int(told.headers["upload-offset"])


@pytest.fixture
def hand_in(room: Office) -> str:
    return begun(room)


@pytest.fixture
def tus(room: Office, hand_in: str) -> Tus:
    return Tus(room.browser("clerk"), hand_in)


def test_a_file_comes_in_pieces(room: Office, tus: Tus, hand_in: str) -> None:
    place = tus.begin("十月/工资表.xlsx")
    assert place.startswith(f"/hand-ins/{hand_in}/uploads/")
    for begin, end in ((0, 1000), (1000, 1000), (1000, 2560)):
        assert handing_in.files(room.desk, hand_in) == []
        assert tus.offset(place) == begin
        answer = tus.send(place, begin, CONTENT[begin:end])
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(end))
        assert answer.headers["tus-resumable"] == "1.0.0"
    assert room.desk.store.hand_in(hand_in).place("十月/工资表.xlsx").read_bytes() == CONTENT
    assert tus.ask("HEAD", place).status_code == 404
    assert left(room) == []
    assert arrivals.awaited(room.desk, hand_in) == []


def test_what_is_offered_is_said(tus: Tus) -> None:
    told = tus.browser.client.options(tus.home)
    assert told.status_code == 204
    assert told.headers["tus-version"] == "1.0.0"
    assert told.headers["tus-extension"] == "creation,termination"
    assert told.headers["tus-max-size"] == str(500 << 20)


def test_an_empty_file_is_there_at_once(room: Office, tus: Tus, hand_in: str) -> None:
    tus.begin("空.csv", 0)
    assert handing_in.files(room.desk, hand_in) == [("空.csv", 0)]


@pytest.mark.parametrize("offset", [0, 999, 1001, 2560, 10**17])
def test_bytes_from_another_place_are_refused(room: Office, tus: Tus, hand_in: str, offset: int) -> None:
    place = tus.begin("一.xlsx")
    tus.send(place, 0, CONTENT[:1000])
    answer = tus.send(place, offset, CONTENT[1000:])
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "1000")
    assert answer.headers["content-type"].startswith("text/plain")
    assert tus.offset(place) == 1000
    assert tus.send(place, 1000, CONTENT[1000:]).status_code == 204
    assert room.desk.store.hand_in(hand_in).place("一.xlsx").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": ""}, 400),
        ({"Upload-Offset": "٣"}, 400),
        ({"Upload-Offset": "1e3"}, 400),
        ({"Content-Type": "text/plain"}, 415),
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"X-CSRF-Token": "another"}, 403),
        ({"X-CSRF-Token": ""}, 403),
    ],
)
def test_odd_requests_change_nothing(tus: Tus, headers: dict[str, str], status: int) -> None:
    place = tus.begin("一.xlsx")
    sent = {name: value.encode() for name, value in headers.items()}
    answer = tus.send(place, 0, CONTENT, **sent)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert "<html" not in answer.text
    assert tus.offset(place) == 0


@pytest.mark.parametrize("size", ["", "-1", "abc", "1.5", "9" * 19, "１２"])
def test_a_size_that_is_none_is_refused(room: Office, tus: Tus, size: str) -> None:
    answer = tus.ask("POST", tus.home, {"Upload-Length": size.encode(), "Upload-Metadata": said("a")})  # type: ignore[dict-item]
    assert answer.status_code == 400
    assert left(room) == []


@pytest.mark.parametrize(
    "path", ["../x", "C:\\x", "a\x00b", "x" * 201, "a/../../../x", "", "a\nb", "/".join("a" * 13), "~/..", "a:b"]
)
def test_a_path_that_leads_elsewhere_is_refused(room: Office, tus: Tus, hand_in: str, path: str) -> None:
    answer = tus.create(path)
    assert answer.status_code == 400
    assert "名称" in answer.text
    assert left(room) == []
    assert handing_in.files(room.desk, hand_in) == []


@pytest.mark.parametrize("metadata", ["", "path", "path ***", "path /w==", "other YQ==", "path 77-_,x"])
def test_metadata_that_cannot_be_read_are_refused(room: Office, tus: Tus, metadata: str) -> None:
    answer = tus.ask("POST", tus.home, {"Upload-Length": "3", "Upload-Metadata": metadata})
    assert answer.status_code == 400
    assert left(room) == []


def test_an_absolute_path_stays_below_the_hand_in(room: Office, tus: Tus, hand_in: str) -> None:
    tus.begin("/etc/passwd", 0)
    assert handing_in.files(room.desk, hand_in) == [("etc/passwd", 0)]


@pytest.mark.parametrize(("size", "status"), [(500 << 20, 201), ((500 << 20) + 1, 413), (10**18 - 1, 413)])
def test_what_is_too_large_is_refused_before_it_comes(room: Office, tus: Tus, size: int, status: int) -> None:
    answer = tus.create("大.zip", size)
    assert answer.status_code == status
    assert ("单个文件最多 500 MB" in answer.text) is (status == 413)
    assert len(left(room)) == (status == 201)


def test_more_than_was_announced_is_refused(room: Office, tus: Tus, hand_in: str) -> None:
    place = tus.begin("一.xlsx", 10)
    answer = tus.send(place, 0, CONTENT)
    assert answer.status_code == 413
    assert "还长" in answer.text
    assert handing_in.files(room.desk, hand_in) == []


def test_it_can_be_given_up(room: Office, tus: Tus) -> None:
    place = tus.begin("一.xlsx")
    tus.send(place, 0, CONTENT[:100])
    assert tus.ask("DELETE", place).status_code == 204
    for method in ("HEAD", "DELETE"):
        assert tus.ask(method, place).status_code == 404
    assert tus.send(place, 100, CONTENT[100:]).status_code == 404
    assert left(room) == []


@pytest.mark.parametrize("upload", ["0" * 32, "..%2f..%2fregister.db", "a.b", "%00", "Ａ"])
def test_an_upload_that_nobody_announced(tus: Tus, upload: str) -> None:
    place = f"{tus.home}/{upload}"
    for answer in (tus.ask("HEAD", place), tus.send(place, 0, b"x"), tus.ask("DELETE", place)):
        assert answer.status_code == 404


def test_the_upload_of_another_hand_in(room: Office, tus: Tus) -> None:
    place = tus.begin("一.xlsx")
    other = begun(room, room.site("示例二号项目"))
    elsewhere = f"/hand-ins/{other}/uploads/{place.rpartition('/')[2]}"
    assert tus.ask("HEAD", elsewhere).status_code == 404
    assert tus.send(elsewhere, 0, CONTENT).status_code == 404
    assert tus.offset(place) == 0


def test_the_site_of_another_clerk_and_other_roles(room: Office, hand_in: str) -> None:
    other = room.site("示例二号项目")
    for who, status in (("clerk", 403), ("manager", 403), ("auditor", 403), ("admin", 403)):
        stranger = Tus(room.browser(who, sites=[other] if who == "clerk" else None), hand_in)
        assert stranger.create("一.xlsx").status_code == status
        assert stranger.browser.post(f"/hand-ins/{hand_in}/files", files={"files": ("a.csv", b"x")}).status_code == 403
        assert stranger.browser.post(f"/hand-ins/{hand_in}/files/remove", {"path": "a.csv"}).status_code == 403
    nobody = Tus(room.browser(), hand_in).create("一.xlsx")
    assert (nobody.status_code, nobody.headers["content-type"].split(";")[0]) == (401, "text/plain")
    assert left(room) == []


def test_files_do_not_change_once_they_are_handed_in(room: Office, tus: Tus, hand_in: str) -> None:
    put(room, hand_in, "一.csv")
    handing_in.submit(room.desk, "资料员甲", hand_in)
    assert tus.create("一.csv", 0).status_code == 400
    answer = tus.browser.post(f"/hand-ins/{hand_in}/files", files={"files": ("b.csv", b"x")})
    assert answer.status_code == 400
    assert tus.browser.post(f"/hand-ins/{hand_in}/files/remove", {"path": "一.csv"}).status_code == 400
    assert handing_in.files(room.desk, hand_in) == [("一.csv", 6)]


def test_the_same_file_again_takes_the_place_of_the_first(room: Office, tus: Tus, hand_in: str) -> None:
    first = tus.begin("一.xlsx")
    tus.send(first, 0, CONTENT[:100])
    second = tus.begin("一.xlsx", 3)
    assert tus.send(first, 100, CONTENT[100:]).status_code == 404
    assert tus.send(second, 0, b"abc").status_code == 204
    assert room.desk.store.hand_in(hand_in).place("一.xlsx").read_bytes() == b"abc"
    assert left(room) == []


def test_many_at_once(room: Office, tus: Tus, hand_in: str) -> None:
    def send(number: int) -> None:
        one = Tus(room.browser("clerk"), hand_in)
        content = bytes([number]) * 5000
        place = one.begin(f"{number}.xlsx", len(content))
        for begin in range(0, 5000, 1000):
            assert one.send(place, begin, content[begin : begin + 1000]).status_code == 204

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folder = room.desk.store.hand_in(hand_in)
    assert [folder.place(f"{number}.xlsx").read_bytes() for number in range(6)] == [
        bytes([number]) * 5000 for number in range(6)
    ]


async def _breaking(content: bytes) -> AsyncIterator[bytes]:
    yield content
    raise ConnectionResetError


def alone(work: Coroutine[Any, Any, T]) -> T:
    """Run in a thread of its own: Playwright, where a test of this process used it, leaves a loop running here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _hanging(content: bytes) -> AsyncIterator[bytes]:
    yield content
    await asyncio.sleep(3600)


async def _all(content: bytes) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), 700):
        yield content[begin : begin + 700]


def test_what_came_before_the_line_broke_need_not_come_again(room: Office, hand_in: str) -> None:
    upload = arrivals.announce(room.desk, hand_in, "一.xlsx", len(CONTENT))
    with pytest.raises(ConnectionResetError):
        alone(receiving.receive(room.desk, hand_in, upload, 0, _breaking(CONTENT[:1500])))
    assert alone(receiving.state(room.desk, hand_in, upload)) == (1500, len(CONTENT))
    # what the disk holds beyond what the register was told of is not trusted
    with room.desk.store.upload(upload).open("ab") as file:
        file.write(b"garbage")
    assert alone(receiving.receive(room.desk, hand_in, upload, 1500, _all(CONTENT[1500:]))) == len(CONTENT)
    assert room.desk.store.hand_in(hand_in).place("一.xlsx").read_bytes() == CONTENT


def test_a_line_that_broke_without_a_word_does_not_keep_the_file(
    room: Office, hand_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "_QUIET", 3600.0)  # only the newer request can end the older one
    monkeypatch.setattr(receiving, "_PATIENCE", 300.0)  # which a slow disk may keep from ending for long
    upload = arrivals.announce(room.desk, hand_in, "一.xlsx", len(CONTENT))

    async def both() -> tuple[int, int]:
        first = asyncio.create_task(receiving.receive(room.desk, hand_in, upload, 0, _hanging(CONTENT[:1500])))
        await asyncio.sleep(0.2)
        received, _ = await receiving.state(room.desk, hand_in, upload)
        whole = await receiving.receive(room.desk, hand_in, upload, received, _all(CONTENT[received:]))
        return await first, whole

    assert alone(both()) == (1500, len(CONTENT))
    assert room.desk.store.hand_in(hand_in).place("一.xlsx").read_bytes() == CONTENT


def test_a_line_on_which_nothing_comes_is_left(room: Office, hand_in: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "_QUIET", 0.2)
    upload = arrivals.announce(room.desk, hand_in, "一.xlsx", len(CONTENT))
    assert alone(receiving.receive(room.desk, hand_in, upload, 0, _hanging(CONTENT[:1500]))) == 1500


def test_a_large_file_is_told_of_as_it_comes(room: Office, hand_in: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "_BLOCK", 100)
    monkeypatch.setattr(receiving, "_TOLD_EVERY", 500)
    upload = arrivals.announce(room.desk, hand_in, "一.xlsx", len(CONTENT))
    seen: list[int] = []

    async def chunks() -> AsyncIterator[bytes]:
        for begin in range(0, len(CONTENT), 256):
            yield CONTENT[begin : begin + 256]
            seen.append(arrivals.awaited(room.desk, hand_in)[0]["received"])

    alone(receiving.receive(room.desk, hand_in, upload, 0, chunks()))
    assert sorted(set(seen))[1:]
    assert room.desk.store.hand_in(hand_in).place("一.xlsx").read_bytes() == CONTENT


def test_an_upload_that_is_given_up_meanwhile_ends(room: Office, hand_in: str) -> None:
    upload = arrivals.announce(room.desk, hand_in, "一.xlsx", len(CONTENT))

    async def chunks() -> AsyncIterator[bytes]:
        yield CONTENT[:1500]
        arrivals.give_up(room.desk, upload)
        yield CONTENT[1500:]

    with pytest.raises(AbsentError):
        alone(receiving.receive(room.desk, hand_in, upload, 0, chunks()))
    assert handing_in.files(room.desk, hand_in) == []
    assert left(room) == []


def test_uploads_that_nobody_finished_are_cleared_away(room: Office, tus: Tus) -> None:
    place = tus.begin("一.xlsx")
    tus.send(place, 0, CONTENT[:100])
    came = room.clock().timestamp()
    os.utime(room.desk.store.upload(left(room)[0]), (came, came))
    room.clock.forward(days=6)
    housekeeping.tidy(room.desk)
    assert len(left(room)) == 1
    room.clock.forward(days=2)
    housekeeping.tidy(room.desk)
    assert left(room) == []


def test_a_form_without_script(room: Office, hand_in: str) -> None:
    clerk = room.browser("clerk")
    sent = [("files", ("十月/一.csv", b"1")), ("files", ("二.csv", b"22"))]
    answer = clerk.post(f"/hand-ins/{hand_in}/files", files=sent)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/hand-ins/{hand_in}?done=files_added&count=2",
    )
    assert handing_in.files(room.desk, hand_in) == [("二.csv", 2), ("十月/一.csv", 1)]
    answer = clerk.post(f"/hand-ins/{hand_in}/files/remove", {"path": "十月/一.csv"})
    assert answer.headers["location"] == f"/hand-ins/{hand_in}?done=file_removed"
    assert handing_in.files(room.desk, hand_in) == [("二.csv", 2)]
    assert "没有“十月/一.csv”" in text_of(clerk.post(f"/hand-ins/{hand_in}/files/remove", {"path": "十月/一.csv"}).text)


def test_a_form_with_one_bad_file_keeps_the_others(room: Office, hand_in: str) -> None:
    clerk = room.browser("clerk")
    sent = [("files", ("../x.csv", b"1")), ("files", ("二.csv", b"22"))]
    answer = clerk.post(f"/hand-ins/{hand_in}/files", files=sent)
    assert answer.status_code == 400
    assert "已添加 1 个文件，1 个没有收下" in text_of(answer.text)
    assert handing_in.files(room.desk, hand_in) == [("二.csv", 2)]
    assert clerk.post(f"/hand-ins/{hand_in}/files").status_code == 400


def test_the_token_of_the_session_is_needed(room: Office, hand_in: str) -> None:
    clerk = room.browser("clerk")
    answer = clerk.post(f"/hand-ins/{hand_in}/files", files={"files": ("a.csv", b"1")}, csrf="another")
    assert answer.status_code == 403
    assert handing_in.files(room.desk, hand_in) == []


def test_a_disk_that_is_full_is_told(room: Office, tus: Tus, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tus.begin("一.xlsx")

    def full(*_: object) -> None:
        raise arrivals.failed(OSError(28, "No space left on device"))

    monkeypatch.setattr(receiving, "_opened", full)
    answer = tus.send(place, 0, CONTENT)
    assert answer.status_code == 507
    assert "服务器存不下" in answer.text


def test_a_correction_may_replace_files_by_upload(room: Office) -> None:
    one = begun(room)
    put(room, one, "一.csv", "旧")
    done(room, one)
    with room.desk.register.reading() as reader:
        site = reader.get("hand_in", one)["site"]
    two = begun(room, site, one)
    tus = Tus(room.browser("clerk"), two)
    tus.send(tus.begin("一.csv", 3), 0, b"new")
    assert room.desk.store.hand_in(two).place("一.csv").read_bytes() == b"new"
    assert room.desk.store.hand_in(one).place("一.csv").read_text("utf-8") == "旧"
