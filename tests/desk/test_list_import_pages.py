"""A published list taken in through the browser: what was looked at is what is written, once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.desk.kit import Browser, Office, text_of
from tests.desk.listing_kit import CODE, FIRM, entry, record

HEAD = "单位名称,统一社会信用代码,列入日期,决定文号,列入事由\n"
FIRST = f"{FIRM},{CODE},2026-03-02,示例〔2026〕1号,拖欠工资\n"
WRONG = "示例戊劳务有限公司,91110199MA0000001X,2026-03-02,示例〔2026〕2号,拖欠工资\n"
UNDATED = "示例己劳务有限公司,,,示例〔2026〕3号,拖欠工资\n"


def send(browser: Browser, text: str | bytes, *, list_name: str = "statutory", name: str = "名单.csv") -> Any:
    data = text.encode("utf-8-sig") if isinstance(text, str) else text
    return browser.post("/blacklist/import", {"list": list_name}, files=[("file", (name, data))])


def previewed(browser: Browser, text: str | bytes, **options: Any) -> tuple[str, Any, str]:
    """The address of the preview, the page, and what the form says was seen."""
    sent = send(browser, text, **options)
    assert sent.status_code == 303, text_of(sent.text)
    path = sent.headers["location"]
    page = browser.get(path)
    assert page.status_code == 200, text_of(page.text)
    return path, page, seen(page.text)


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', html)
    assert found
    return found[1]


def counts(html: str) -> list[int]:
    return [int(one) for one in re.findall(r"<dd>(\d+)", html)[:4]]


def entries(room: Office) -> list[dict[str, Any]]:
    with room.desk.register.reading() as reader:
        return reader.all("entry")


def test_seen_then_taken_then_known(room: Office) -> None:
    browser = room.browser("legal")
    path, page, mark = previewed(browser, HEAD + FIRST + WRONG + UNDATED)
    assert counts(page.text) == [1, 0, 2, 0]
    assert all(said in text_of(page.text) for said in ("校验位不对", "不知道从哪天起有效", "不能收", "现在还没有写入"))
    assert page.text.count('name="accept"') == 1  # the one without a day cannot be taken
    assert entries(room) == []
    done = browser.post(path, {"seen": mark})
    assert done.status_code == 303, text_of(done.text)
    (kept,) = entries(room)
    assert (kept["name"], kept["state"], kept["source_file"], kept["source_place"]) == (
        FIRM,
        "in_force",
        "名单.csv",
        "名单!2",
    )
    assert browser.get(path).status_code == 404  # nothing lies about any more
    assert not list((room.desk.store.root / "lists").iterdir())

    path, page, mark = previewed(browser, HEAD + FIRST + WRONG + UNDATED)
    assert "已由 法务丙 导入过" in text_of(page.text)
    assert counts(page.text) == [0, 0, 2, 1]
    accepted = browser.post(path, {"seen": mark, "accept": "3"})
    assert accepted.status_code == 303, text_of(accepted.text)
    assert [one["name"] for one in entries(room)] == [FIRM, "示例戊劳务有限公司"]


def test_a_changed_row_corrects_and_a_leaving_lifts(room: Office) -> None:
    browser = room.browser("legal")
    path, _, mark = previewed(browser, HEAD + FIRST)
    browser.post(path, {"seen": mark})
    text = HEAD.replace("\n", ",移出日期,状态\n") + FIRST.replace("拖欠工资\n", "拖欠12人工资,2026-10-01,已移出\n")
    path, page, mark = previewed(browser, text)
    assert (counts(page.text), "拖欠12人工资" in page.text) == ([0, 1, 0, 0], True)
    assert browser.post(path, {"seen": mark}).status_code == 303
    (kept,) = entries(room)
    assert (kept["reason"], kept["state"], kept["left_on"]) == ("拖欠12人工资", "lifted", dt.date(2026, 10, 1))


def test_nothing_is_written_that_was_not_seen(room: Office) -> None:
    browser = room.browser("legal")
    path, _, mark = previewed(browser, HEAD + FIRST)
    made = entry(room, list="statutory", uscc=CODE, reason="别的写法", persons=None, person_id=None, phone=None)
    late = browser.post(path, {"seen": mark})
    assert (late.status_code, "没有写入" in late.text) == (400, True)
    assert counts(late.text) == [0, 1, 0, 0]  # the new preview
    assert record(room, "entry", made)["reason"] == "别的写法"
    assert browser.post(path, {"seen": "0" * 64}).status_code == 400
    assert browser.post(path, {"seen": seen(late.text)}).status_code == 303
    assert record(room, "entry", made)["reason"] == "拖欠工资"


def test_kept_bytes_that_were_touched_are_not_taken(room: Office) -> None:
    browser = room.browser("legal")
    path, _, mark = previewed(browser, HEAD + FIRST)
    (kept,) = (room.desk.store.root / "lists").glob("*/file/*")
    kept.write_bytes((HEAD + FIRST.replace(FIRM, "示例庚劳务有限公司")).encode())
    assert browser.post(path, {"seen": mark}).status_code == 404
    assert entries(room) == []
    again, _, mark = previewed(browser, HEAD + FIRST)
    assert browser.post(again, {"seen": mark}).status_code == 303, "what was sent again lies there whole"
    assert [one["name"] for one in entries(room)] == [FIRM]


def test_a_list_of_two_people_becomes_proposals(room: Office) -> None:
    browser = room.browser("legal")
    path, page, mark = previewed(browser, HEAD + FIRST, list_name="group")
    assert "导入的是建议" in text_of(page.text)
    browser.post(path, {"seen": mark})
    assert [(one["state"], one["list"]) for one in entries(room)] == [("proposed", "group")]


def test_given_up(room: Office) -> None:
    browser = room.browser("legal")
    path, _, mark = previewed(browser, HEAD + FIRST)
    assert browser.post(path, {"seen": mark, "give_up": "1"}).status_code == 303
    assert (entries(room), browser.get(path).status_code) == ([], 404)
    path, *_ = previewed(browser, HEAD + FIRST)
    folder = next((room.desk.store.root / "lists").iterdir())
    room.clock.now = dt.datetime.fromtimestamp(folder.stat().st_mtime, dt.UTC)
    room.clock.forward(days=8)
    previewed(room.browser("legal"), HEAD + WRONG)  # what nobody confirmed goes when the next one comes
    assert room.browser("legal").get(path).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "list_name", "said"),
    [
        (b"", "空.csv", "statutory", ""),
        ("没有,表头\n1,2\n", "名单.csv", "statutory", "没有找到黑名单表头"),
        (HEAD, "名单.csv", "statutory", "没有条目"),
        (b"\x00\x01\x02\x03" * 50, "名单.xlsx", "statutory", "打不开"),
        (HEAD + FIRST.replace("2026-03-02", "前年"), "名单.csv", "statutory", "前年"),
        (HEAD + FIRST, "名单.csv", "nonsense", "名单种类"),
        (HEAD + FIRST, "", "statutory", "请先选择名单文件"),
    ],
)
def test_a_file_that_is_no_list(room: Office, content: Any, name: str, list_name: str, said: str) -> None:
    answer = send(room.browser("legal"), content, name=name, list_name=list_name)
    assert (answer.status_code, said in text_of(answer.text)) == (400, True), text_of(answer.text)
    assert not (room.desk.store.root / "lists").exists() or not list((room.desk.store.root / "lists").iterdir())


def test_rows_that_cannot_be_taken_are_refused(room: Office) -> None:
    browser = room.browser("legal")
    path, _, mark = previewed(browser, HEAD + FIRST + UNDATED)
    for row in ("3", "99", "2; DROP"):
        answer = browser.post(path, {"seen": mark, "accept": row})
        assert (answer.status_code, entries(room)) == (400, []), row


def test_the_list_of_the_samples(room: Office) -> None:
    browser = room.browser("legal")
    data = (ROOT / "samples" / "blacklist.xlsx").read_bytes()
    path, page, mark = previewed(browser, data, name="blacklist.xlsx")
    assert counts(page.text) == [2, 0, 0, 0]
    assert browser.post(path, {"seen": mark}).status_code == 303
    assert len(entries(room)) == 2


@pytest.mark.parametrize("who", ["manager", "auditor", "clerk", "admin"])
def test_only_legal_staff_import(room: Office, who: str) -> None:
    assert room.browser(who).get("/blacklist/import").status_code == 403
    assert send(room.browser(who), HEAD + FIRST).status_code == 403
