"""Sites in the browser: added one by one or from a list, changed, closed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from openpyxl import Workbook

from tests.desk.kit import Browser, Office, text_of
from tests.desk.listing_kit import seq
from wagecheck.register import site_list


def sites(room: Office) -> list[tuple[str, Any, Any, str]]:
    with room.desk.register.reading() as reader:
        return [(one["name"], one["region"], one["bureau"], one["state"]) for one in reader.all("site")]


@pytest.fixture
def admin(room: Office) -> Browser:
    return room.browser("admin")


def test_added_changed_closed(room: Office, admin: Browser) -> None:
    done = admin.post("/sites/new", {"name": " 示例 一号  项目 ", "region": "贵州省", "bureau": ""})
    assert "已登记项目" in text_of(admin.get(done.headers["location"]).text)
    assert sites(room) == [("示例 一号 项目", "贵州省", None, "open")]
    site = "P2"
    said = {"name": "示例一号项目", "region": "贵州省", "bureau": "西南局"}
    assert admin.post(f"/sites/{site}", {**said, "seq": seq(room, site)}).status_code == 303
    assert sites(room) == [("示例一号项目", "贵州省", "西南局", "open")]
    assert admin.post(f"/sites/{site}/close", {"reason": ""}).status_code == 400
    assert admin.post(f"/sites/{site}/close", {"reason": "已完工"}).status_code == 303
    assert sites(room)[0][3] == "closed"
    assert "停用项目" not in text_of(admin.get(f"/sites/{site}").text)
    assert admin.post(f"/sites/{site}", {"name": "别的", "seq": seq(room, site)}).status_code == 400
    assert admin.post("/sites/new", {"name": "示例一号项目"}).status_code == 303, "the name of a closed one is free"


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "请填写"), ("示例一号项目", "已有"), (" 示例一号项目 ", "已有"), ("示例 一号项目", "已有名为“示例一号项目”")],
)
def test_a_form_that_is_refused_keeps_what_was_typed(room: Office, admin: Browser, name: str, why: str) -> None:
    room.site()
    answered = admin.post("/sites/new", {"name": name, "region": "西藏自治区", "bureau": "西南局"})
    assert answered.status_code == 400
    assert why in text_of(answered.text)
    assert "西藏自治区" in answered.text
    assert len(sites(room)) == 1


def book(*rows: tuple[Any, ...]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


ROWS = [
    ("项目一览表", None, None),
    ("序号", "项目 名称", "所在地区", "局"),
    (1, "示例一号 项目", "北京市", "华北局"),  # known, spelled otherwise
    (2, "示例二号项目", "天津市", None),  # its bureau stays
    (3, "示例三号项目", "贵州省", "西南局"),  # new
    (4, "示例三号项目", "四川省", "西南局"),  # twice
    (None, None, None, None),
    (5, "示例四号 \n 项目", None, None),  # new
]


def preview(browser: Browser, data: bytes, name: str = "项目.xlsx") -> Any:
    return browser.post("/sites/import", files={"file": (name, data)})


def test_many_from_a_list_after_a_look(room: Office, admin: Browser) -> None:
    room.site()
    room.site("示例二号项目", "北京市", "华北局")
    before = sites(room)
    shown = preview(admin, book(*ROWS))
    assert shown.status_code == 200
    said = text_of(shown.text)
    assert "新的 2 个，改写的 1 个，已经有的 1 个，重复的 1 行" in said
    assert sites(room) == before, "looking changes nothing"
    rows = json.loads(shown.text.split('name="rows" value="')[1].split('"')[0].replace("&#34;", '"'))
    assert [one["row"] for one in rows] == [4, 5, 8]
    seen = shown.text.split('name="seen" value="')[1].split('"')[0]
    done = admin.post("/sites/import/confirm", {"rows": json.dumps(rows), "seen": seen})
    assert "新登记 2 个项目，改写 1 个" in text_of(admin.get(done.headers["location"]).text)
    assert sites(room) == [
        ("示例一号项目", "北京市", "华北局", "open"),
        ("示例二号项目", "天津市", "华北局", "open"),
        ("示例三号项目", "贵州省", "西南局", "open"),
        ("示例四号 项目", None, None, "open"),
    ]
    again = preview(admin, book(*ROWS))
    assert "新的 0 个，改写的 0 个" in text_of(again.text)
    assert "不用登记" in text_of(again.text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_as_csv(admin: Browser, encoding: str) -> None:
    shown = preview(admin, "工程名称,地区\n示例一号项目,贵州省\n".encode(encoding), "a.csv")
    assert "示例一号项目" in text_of(shown.text)
    assert "贵州省" in text_of(shown.text)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04nonsense", ""),
        (book(("名字",), ("甲",)), "项目名称"),
        (book(("项目名称",)), "0 个项目"),
        (book(("项目名称",), *((f"项目{number}",) for number in range(site_list.MOST + 1))), "2001 个项目"),
    ],
    ids=["empty", "pdf", "broken", "no column", "no row", "too many"],
)
def test_a_list_that_cannot_be_used_is_told(room: Office, admin: Browser, data: bytes, why: str) -> None:
    answered = preview(admin, data)
    assert answered.status_code == 400
    assert why in text_of(answered.text)
    assert sites(room) == []


@pytest.mark.parametrize("rows", ["", "x", "{}", "[1]", '[{"row": 1}]', '[{"row":1,"name":"","region":null,"bureau":null}]',
                                  '[{"row":1,"name":["a"],"region":null,"bureau":null}]',
                                  '[{"row":1,"name":"a","region":{},"bureau":null}]', "[" * 5000, "1e999", "null"])  # fmt: skip
def test_a_confirmation_that_no_page_made(room: Office, admin: Browser, rows: str) -> None:
    assert admin.post("/sites/import/confirm", {"rows": rows}).status_code == 400
    assert sites(room) == []


def test_two_spellings_from_an_older_register_can_both_be_changed(room: Office, admin: Browser) -> None:
    one = room.site("示例一号项目", "北京市")
    with room.desk.register.writing("管理员己") as writer:
        writer.add("site", "open", None, state="open", name="示例 一号项目", region=None, bureau=None)
    for name, status in (("示例一号项目", 303), ("示例一号 项目", 400)):
        said = {"name": name, "region": "贵州省", "bureau": "", "seq": seq(room, one)}
        assert admin.post(f"/sites/{one}", said).status_code == status
    assert ("示例一号项目", "贵州省", None, "open") in sites(room)


def test_what_somebody_changed_meanwhile_is_not_overwritten(room: Office, admin: Browser) -> None:
    site = room.site("示例一号项目", "北京市", "华北局")
    opened = seq(room, site)
    assert f'name="seq" value="{opened}"' in admin.get(f"/sites/{site}").text
    first = {"name": "示例一号项目", "region": "贵州省", "bureau": "西南局", "seq": opened}
    assert room.browser("admin").post(f"/sites/{site}", first).status_code == 303
    stale = {"name": "示例一号项目（二期）", "region": "北京市", "bureau": "华北局"}
    for sent in ({"seq": opened}, {}):
        late = admin.post(f"/sites/{site}", {**stale, **sent})
        assert (late.status_code, "有人改过这个项目" in text_of(late.text)) == (400, True)
    assert sites(room) == [("示例一号项目", "贵州省", "西南局", "open")]
    assert 'value="贵州省"' in late.text, "the form shows what holds now"
    assert admin.post(f"/sites/{site}", {**stale, "seq": seq(room, site)}).status_code == 303
