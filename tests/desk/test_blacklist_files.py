"""Files of the lists in the browser: evidence attached and taken out on record, exports, orders to pay."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from tests.desk.kit import Office, text_of
from tests.desk.listing_kit import CODE, FIRM, entry, proposal, record
from wagecheck.desk.blacklist import evidence_files
from wagecheck.register import events

PAPER = b"%PDF-1.7 decision"


def attach(room: Office, made: str, name: str = "决定书.pdf", content: bytes = PAPER, who: str = "legal") -> Any:
    return room.browser(who).post(
        f"/blacklist/{made}/evidence", {"note": "原件扫描"}, files=[("files", (name, content))]
    )


def done(room: Office, action: str) -> list[tuple[str, str]]:
    with room.desk.register.reading() as reader:
        return [(one.actor, one.subject) for one in events.walk(reader.connection) if one.action == action]


def test_evidence_goes_in_and_out_on_record(room: Office) -> None:
    made = entry(room)
    assert attach(room, made).status_code == 303
    assert "以前已经附上" in text_of(follow(room, attach(room, made)))
    page = room.browser("legal").get(f"/blacklist/{made}")
    assert all(said in text_of(page.text) for said in ("决定书.pdf", "原件扫描", "完好", "附上材料"))
    ((_, file),) = done(room, "attach")
    out = room.browser("legal").get(f"/blacklist/{made}/evidence/{file}")
    assert (out.status_code, out.content, "决定书.pdf" in unquote(out.headers["content-disposition"])) == (
        200,
        PAPER,
        True,
    )
    assert out.headers["content-disposition"].startswith("attachment")
    assert out.headers["cache-control"] == "no-store"
    assert done(room, "download") == [("法务丙", file)]
    auditor, address = room.browser("auditor"), f"/blacklist/{made}/evidence/{file}"
    assert address in auditor.get(f"/blacklist/{made}").text
    assert auditor.get(address).content == PAPER
    assert done(room, "download") == [("法务丙", file), ("审计戊", file)]
    assert auditor.post(f"/blacklist/{made}/evidence", {"note": "x"}).status_code == 403
    assert address not in room.browser("manager").get(f"/blacklist/{made}").text
    assert room.browser("manager").get(address).status_code == 403
    assert room.browser("legal").get(f"/blacklist/{entry(room, name='别的')}/evidence/{file}").status_code == 404


def follow(room: Office, answer: Any) -> str:
    assert answer.status_code == 303, text_of(answer.text)
    browser = room.browser("legal")
    browser.client.cookies.update(answer.cookies)
    return str(browser.get(answer.headers["location"]).text)


@pytest.mark.parametrize(("spoilt", "said"), [(b"something else", "已被改动"), (None, "不见了")])
def test_a_copy_that_was_touched_is_told_and_not_given_out(room: Office, spoilt: bytes | None, said: str) -> None:
    made = entry(room)
    attach(room, made)
    (copy,) = evidence_files.folder(room.desk).iterdir()
    copy.unlink()
    if spoilt is not None:
        copy.write_bytes(spoilt)
    assert said in text_of(room.browser("legal").get(f"/blacklist/{made}").text)
    ((_, file),) = done(room, "attach")
    out = room.browser("legal").get(f"/blacklist/{made}/evidence/{file}")
    assert (out.status_code, "不能下载" in out.text, done(room, "download")) == (400, True, [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.pdf", b"", "空文件"),
        ("", b"", "请先选择文件"),
        ("a:b.pdf", PAPER, "名称不能用"),
        ("长" * 90 + ".pdf", PAPER, "名称不能用"),
    ],
)
def test_what_cannot_be_attached(room: Office, name: str, content: bytes, said: str) -> None:
    made = entry(room)
    answer = attach(room, made, name, content)
    assert (answer.status_code, said in text_of(answer.text)) == (400, True), text_of(answer.text)
    assert done(room, "attach") == []


def test_a_path_in_a_name_leads_nowhere(room: Office) -> None:
    made = entry(room)
    attach(room, made, "../../决定书.pdf")
    attach(room, made, "C:\\机密\\决定书.pdf")
    assert [path.parent for path in evidence_files.folder(room.desk).iterdir()] in (
        [],
        [evidence_files.folder(room.desk)],
    )
    assert "机密" not in room.browser("legal").get(f"/blacklist/{made}").text


def test_export(room: Office) -> None:
    entry(room, uscc=CODE, reason="=HYPERLINK(1)")
    proposal(room, name="示例还没批准公司")
    browser = room.browser("manager")
    out = browser.get("/blacklist/export/list.csv")
    rows = list(csv.DictReader(io.StringIO(out.content.decode("utf-8-sig"))))
    assert [(row["单位名称"], row["统一社会信用代码"]) for row in rows] == [(FIRM, CODE)]
    assert not any(str(value).startswith("=") for row in rows for value in row.values())
    assert "110199199003070017" not in out.text
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/blacklist/export/list.xlsx?list=local").content))
    assert book.active is not None
    assert book.active.max_row == 2
    assert (
        openpyxl.load_workbook(io.BytesIO(browser.get("/blacklist/export/list.xlsx?list=other").content)).active.max_row
        == 1
    )
    assert len(done(room, "export")) == 3
    for path in ("list.pdf", "../list.csv", "list.csv?list=nonsense"):
        assert browser.get(f"/blacklist/export/{path}").status_code == 404
    assert room.browser("clerk").get("/blacklist/export/list.csv").status_code == 403


ORDER = {
    "contractor": FIRM,
    "deadline": "2026/11/01",
    "amount": "5万元",
    "order_no": "责令〔2026〕7号",
    "authority": "示例监察大队",
}


def test_orders_to_pay(room: Office) -> None:
    browser = room.browser("legal")
    assert browser.post("/blacklist/orders", ORDER).status_code == 303
    ((_, order),) = done(room, "add")
    page = text_of(browser.get("/blacklist/orders").text)
    assert all(said in page for said in (FIRM, "50,000.00", "未付清", "已过 20 天", "责令〔2026〕7号"))
    assert order in browser.get("/blacklist/calendar").text
    twice = browser.post("/blacklist/orders", ORDER)
    assert (twice.status_code, "没有重复登记" in twice.text, 'value="5万元"' in twice.text) == (400, True, True)
    assert "登记付清" in browser.get(f"/blacklist/orders?do={order}").text
    settled = browser.post(f"/blacklist/orders/{order}/settle", {"settled_on": "2026-11-20", "reason": "银行回单"})
    assert settled.status_code == 303
    kept = record(room, "order", order)
    assert (kept["state"], kept["settled_on"], kept["amount"]) == ("settled", dt.date(2026, 11, 20), Decimal(50_000))
    closed = browser.post(f"/blacklist/orders/{order}/revoke", {"reason": "又"})
    assert (closed.status_code, "已经了结" in closed.text) == (400, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"deadline": ""}, "请写明支付期限"),
        ({"deadline": "年底"}, "看不懂"),
        ({"contractor": ""}, "请写明分包单位名称"),
        ({"amount": "-1"}, "大于零"),
        ({"amount": "很多"}, "看不懂金额"),
        ({"uscc": "123"}, "不对"),
        ({"ordered_on": "2026-11-10"}, "早于责令日期"),
    ],
)
def test_orders_that_cannot_be(room: Office, changed: dict[str, str], said: str) -> None:
    answer = room.browser("legal").post("/blacklist/orders", {**ORDER, **changed})
    assert (answer.status_code, said in answer.text, 'id="add" open' in answer.text) == (400, True, True)
    assert done(room, "add") == []


@pytest.mark.parametrize(
    ("step", "said", "told"),
    [
        ("settle", {"reason": "x"}, "哪一天付清"),
        ("settle", {"settled_on": "2026-11-20"}, "请写明理由"),
        ("revoke", {}, "请写明理由"),
    ],
)
def test_an_order_is_closed_with_day_and_reason(room: Office, step: str, said: dict[str, str], told: str) -> None:
    browser = room.browser("legal")
    browser.post("/blacklist/orders", ORDER)
    ((_, order),) = done(room, "add")
    answer = browser.post(f"/blacklist/orders/{order}/{step}", said)
    assert (answer.status_code, told in answer.text) == (400, True)
    assert f'id="{step}-{order}" open' in answer.text
    assert record(room, "order", order)["state"] == "open"
    assert room.browser("manager").post(f"/blacklist/orders/{order}/{step}", {"reason": "x"}).status_code == 403
