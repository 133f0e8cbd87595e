"""Made-up entries of the lists, and checks whose people met them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tests.desk.kit import PEOPLE, Office
from tests.desk.live import Live
from wagecheck.register import blacklist, hand_ins

FIRM, CODE = "示例甲建筑劳务有限公司", "91110199MA00000X7P"
ENTRY: dict[str, Any] = {
    "list": "local", "name": FIRM, "reason": "拖欠工资", "decision_no": "示例〔2026〕1号", "decided_on": dt.date(2026, 3, 2),
    "persons": "张某甲、李某乙", "person_id": "110199199003070017", "phone": "15400001234",
}  # fmt: skip


def entry(room: Office | Live, who: str = "legal", **changed: Any) -> str:
    """An entry that is in force (a list of one person) or a proposal (the group's)."""
    with room.desk.register.writing(PEOPLE[who]) as writer:
        return blacklist.add(writer, {**ENTRY, **changed}, reason="登记", four_eyes=("group",))


def proposal(room: Office | Live, who: str = "legal", **changed: Any) -> str:
    with room.desk.register.writing(PEOPLE[who]) as writer:
        return blacklist.propose(writer, {**ENTRY, "list": "group", **changed}, reason="提出")


def record(room: Office | Live, kind: str, record_id: str) -> dict[str, Any]:
    with room.desk.register.reading() as reader:
        return reader.get(kind, record_id)


def seq(room: Office | Live, record_id: str) -> str:
    """What the page of a record says in its forms."""
    with room.desk.register.reading() as reader:
        return str(max(event.seq for event in reader.history(record_id) if event.after))


def checked(room: Office | Live, site: str, found: list[dict[str, Any]], *, month: int = 10) -> str:
    """A checked hand-in whose result says ``found`` of the lists."""
    last = dt.date(2026, month + 1, 1) - dt.timedelta(days=1)
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        made = hand_ins.begin(writer, site=site, first_day=dt.date(2026, month, 1), last_day=last)
        hand_ins.hand_in(writer, made, files=1, size=1, digest="0" * 64, note=None)
        hand_ins.checked(writer, made, run=None, colour="orange")
    folder = room.desk.store.hand_in(made).result
    folder.mkdir(parents=True)
    listings = {"compared": True, "reason": None, "reason_en": None, "entries": found, "unknown": []}
    (folder / "manifest.json").write_text(json.dumps({"listings": listings}, ensure_ascii=False), "utf-8")
    return made


def met(entry_name: str = FIRM, *, contractor: str = "示例甲建设劳务有限公司", **changed: Any) -> dict[str, Any]:
    """What a result says of a company that an entry may mean."""
    return {
        "project": "示例一号项目", "contractor": contractor, "role": "company", "name": None, "entry_name": entry_name,
        "match": "near_name", "decided": False, "list_title": "地方名单", "decision_no": ENTRY["decision_no"],
        "authority": None, "from": "2026-03-02", "to": None, "in_force": True, "periods": ["2026-10"], **changed,
    }  # fmt: skip
