"""What a check is told: entries that hold, verdicts, open orders, waivers; in both databases, and by a published list."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.conftest import SAMPLES
from tests.register.conftest import clock
from wagecheck.errors import RegisterError
from wagecheck.register import blacklist, listing, orders, verdicts, view, waivers
from wagecheck.register.store import Register
from wagecheck.register.view import View

D = dt.date
FIRM = {"list": "other", "name": "示例安邦建筑劳务有限公司", "decided_on": D(2026, 3, 2)}


def seen(register: Register) -> View:
    with register.reading() as reader:
        return view.of_register(reader.connection, "register.db")


def entered(register: Register, **stated: Any) -> str:
    with register.writing("张三") as writer:
        return blacklist.add(writer, {**FIRM, **stated}, reason="试", four_eyes=())


def test_a_register_without_any_entry_is_nothing_to_compare_with(register: Register) -> None:
    assert seen(register).entries is None


def test_a_proposal_accuses_nobody_and_is_no_list_to_pass_by(register: Register) -> None:
    with register.writing("张三") as writer:
        proposed = blacklist.propose(writer, FIRM, reason=None)
        blacklist.reject(writer, proposed, reason="不属实")
        blacklist.propose(writer, FIRM, reason=None)
    assert seen(register).entries is None


def test_a_list_whose_entries_were_all_revoked_is_a_list(register: Register) -> None:
    entry = entered(register)
    with register.writing("张三") as writer:
        blacklist.revoke(writer, entry, reason="有误", left_on=D(2026, 5, 1))
    entries = seen(register).entries
    assert entries is not None
    assert (entries.height, entries.schema) == (0, view.ENTRIES)


def test_what_a_list_says_has_left_does_not_hold_by_its_other_sheet(tmp_path: Path) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "名单.xlsx"
    listed, left = book.worksheets[0], book.create_sheet("移出")
    heads, firm = ["单位名称", "统一社会信用代码", "列入日期"], [FIRM["name"], "91110199MA00000X7P", "2026-03-02"]
    for row in (heads, firm, ["示例乙公司", None, "2026-03-02"]):
        listed.append(row)
    for row in (["单位名称", "列入日期", "实际移出日期"], [FIRM["name"], "2026-03-02", "2026-09-01"]):
        left.append(row)
    book.save(path)
    entries = view.of_list(path).entries
    assert entries is not None
    assert entries.select("name", "in_force_to").rows() == [("示例乙公司", None), (FIRM["name"], D(2026, 9, 1))]


@pytest.mark.parametrize(
    ("sentence", "step", "stated", "end", "there"),
    [
        ("in force", None, {}, None, True),
        ("an end that is over is told: it is watched after", None, {"in_force_to": D(2026, 4, 1)}, D(2026, 4, 1), True),
        ("lifted: ends on the day it left", "lift", {"in_force_to": D(2029, 3, 1)}, D(2026, 9, 1), True),
        ("lifted after its end", "lift", {"in_force_to": D(2026, 4, 1)}, D(2026, 4, 1), True),
        ("lifted without a stated end", "lift", {}, D(2026, 9, 1), True),
        ("revoked: it never held", "revoke", {}, None, False),
    ],
)
def test_which_entries_hold(
    register: Register, sentence: str, step: str | None, stated: dict[str, Any], end: dt.date | None, there: bool
) -> None:
    entry = entered(register, **stated)
    if step:
        with register.writing("李四") as writer:
            getattr(blacklist, step)(writer, entry, reason="试", left_on=D(2026, 9, 1))
    entries = seen(register).entries
    assert entries is not None
    told = entries.select("id", "name", "listed_on", "in_force_from", "in_force_to", "removed").rows()
    expected = [(entry, FIRM["name"], D(2026, 3, 2), D(2026, 3, 2), end, False)] if there else []
    assert told == expected, sentence


def test_entries_come_in_the_order_they_were_made(register: Register) -> None:
    made = [entered(register, name=f"示例{sign}公司") for sign in "甲乙丙丁戊己庚辛壬癸子"]
    entries = seen(register).entries
    assert entries is not None
    assert entries["id"].to_list() == made == [f"E{number}" for number in range(1, 12)]


def test_verdicts_open_orders_and_approved_waivers(register: Register) -> None:
    entry = entered(register)
    firm = {"contractor": FIRM["name"], "uscc": None}
    with register.writing("张三") as writer:
        verdicts.decide(writer, entry=entry, same=False, person=None, reason="执照不同", **firm)
        verdicts.decide(writer, entry=entry, same=True, person=None, reason="看错了", **firm)
        kept = orders.add(writer, deadline=D(2026, 10, 1), **firm)
        settled = orders.add(writer, deadline=D(2026, 9, 1), **firm)
        orders.settle(writer, settled, settled_on=D(2026, 9, 2), reason="付清")
        stated = {"rule": "PB03", "contractor": FIRM["name"], "reason": "试", "expires_on": D(2026, 12, 31)}
        waived, ended, _ = (
            waivers.propose(writer, {**stated, "reason": reason}, today=D(2026, 11, 1))
            for reason in ("公示了照片", "公示迟到三天", "公示另附")
        )
    with register.writing("李四") as writer:
        for one in (waived, ended):
            waivers.approve(writer, one, reason=None, four_eyes=True, today=D(2026, 11, 1))
        waivers.end(writer, ended, reason="不再需要")
    told = seen(register)
    assert told.verdicts.rows() == [(entry, True, FIRM["name"], None, None)]
    assert told.orders.rows() == [(kept, FIRM["name"], None, None, D(2026, 10, 1))]
    assert told.waivers.select("id", "rule", "approved_by").rows() == [(waived, "PB03", "李四")]
    assert [frame.schema for frame in (told.verdicts, told.orders, told.waivers)] == [
        view.VERDICTS, view.ORDERS, view.WAIVERS,
    ]  # fmt: skip
    counted = {name: told.manifest()[name] for name in ("entries", "verdicts", "orders", "waivers")}
    assert counted == dict.fromkeys(("entries", "verdicts", "orders", "waivers"), 1)


def test_the_manifest_names_the_file_alone_and_the_last_event(tmp_path: Path) -> None:
    place = tmp_path / "某人的目录" / "登记册.db"
    with view.open_register(str(place), clock=clock) as store:
        entered(store)
        with store.reading() as reader:
            count, head = reader.head()
    told = view.opened(str(place), clock=clock).manifest()
    assert (told["kind"], told["place"], told["events"], told["head"]) == ("register", "登记册.db", count, head)


def test_a_database_is_shown_without_user_and_password() -> None:
    assert view._shown("postgresql://user:secret@host:5432/base") == "postgresql://host/base"


@pytest.mark.parametrize("name", ["名单.xlsx", "没有结尾", "名单.db"])
def test_a_published_list_is_known_by_its_bytes(tmp_path: Path, name: str) -> None:
    shutil.copy(SAMPLES / "blacklist.xlsx", tmp_path / name)
    told = view.opened(str(tmp_path / name), clock=clock)
    assert told.entries is not None
    assert told.entries.drop("id").equals(listing.read_listing(SAMPLES / "blacklist.xlsx"))
    assert told.entries.schema == view.ENTRIES
    assert (told.manifest()["kind"], told.manifest()["place"], told.events) == ("list", name, None)


def test_a_list_of_a_web_page(tmp_path: Path) -> None:
    page = "<table><tr><th>单位名称</th><th>列入日期</th></tr><tr><td>示例安邦公司</td><td>2026-03-02</td></tr></table>"
    (tmp_path / "名单.html").write_text(f"<html><body>{page}</body></html>", "utf-8")
    told = view.opened(str(tmp_path / "名单.html"), clock=clock)
    assert told.entries is not None
    assert told.entries.select("name", "listed_on").rows() == [("示例安邦公司", D(2026, 3, 2))]


@pytest.mark.parametrize(("name", "said"), [("没有.db", "没有找到登记册"), ("没有.xlsx", "打不开")])
def test_what_is_not_there_is_not_made(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(RegisterError, match=said):
        view.opened(str(tmp_path / name), clock=clock)
    assert not (tmp_path / name).exists()


def test_a_lifted_entry_of_an_unknown_day_is_removed(register: Register) -> None:
    entered(register)
    with register.writing("张三") as writer:
        writer.change("entry", "E1", "lift", "试", state="lifted")
    entries = seen(register).entries
    assert entries is not None
    assert entries.filter(pl.col("removed")).height == 1
