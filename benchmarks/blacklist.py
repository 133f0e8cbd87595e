"""Matching contractors against a long blacklist, beside a bare exact join of the same names and codes; and reading the
register that holds it, beside a bare read of the same table.

Made-up names, built as real ones are: a few words, a trade, a form of company.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import polars as pl
from sqlalchemy import insert

from benchmarks import measure
from benchmarks.sizes import Sizes
from wagecheck import rulebook
from wagecheck.facts import listing_match
from wagecheck.judging import settings
from wagecheck.ledgers import catalogue
from wagecheck.register import view
from wagecheck.register.listing import ENTRIES
from wagecheck.register.store import open_register
from wagecheck.register.tables import ENTRY

#: Shares of contractors that are on the list: by code, by name, by a name with one other character.
_SHARE: Final = 0.01
_CODE: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_WORDS: Final = (
    "安邦昌诚达恩丰富冠广海恒宏华辉汇惠嘉建金锦京景久凯康坤乐利联龙隆茂明铭宁鹏平启强"
    "庆荣瑞润森盛世泰腾天通旺祥新鑫兴旭亚益银永裕源远跃展振正志中众卓"
)
_TRADES: Final = ("建筑劳务", "建设工程", "建筑工程", "劳务分包", "装饰工程", "机电安装", "市政工程", "钢结构工程")
_FORMS: Final = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")


def companies(number: int, dice: random.Random) -> list[tuple[str, str]]:
    """Names and credit codes, no two alike."""
    found: dict[str, str] = {}
    while len(found) < number:
        name = f"示例{''.join(dice.choices(_WORDS, k=dice.randint(3, 4)))}{dice.choice(_TRADES)}{dice.choice(_FORMS)}"
        found.setdefault(name, _code(dice))
    return list(found.items())


def case(listed_in_all: int, contractors: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Entries, the ledger of contractors, their units; the same in every run."""
    dice = random.Random(11)
    made = companies(listed_in_all + contractors, dice)
    listed, own = made[:listed_in_all], made[listed_in_all:]
    part = int(contractors * _SHARE)
    for number in range(part):
        own[number] = (own[number][0], listed[number][1])
        own[part + number] = (listed[part + number][0], "")
        name = listed[2 * part + number][0]
        own[2 * part + number] = (name[:3] + dice.choice(_WORDS) + name[4:], "")
    blank = dict.fromkeys(ENTRIES)
    rows = [
        {**blank, "list": "statutory", "name": name, "uscc": code, "listed_on": dt.date(2026, 3, 2), "removed": False}
        for name, code in listed
    ]
    frame = pl.DataFrame(rows, schema=ENTRIES, orient="row")
    empty = dict.fromkeys(catalogue.schema("contractor"))
    sheet = [
        {**empty, "src": 1, "row": row, "project": "示例项目", "name": name, "uscc": code or None}
        for row, (name, code) in enumerate(own, start=2)
    ]
    units = [("示例项目", name, "2026-10", dt.date(2026, 10, 1), dt.date(2026, 10, 31)) for name, _ in own]
    columns = ["project", "contractor", "period", "period_start", "period_end"]
    return (
        frame,
        pl.DataFrame(sheet, schema=catalogue.schema("contractor"), orient="row"),
        pl.DataFrame(units, schema=columns, orient="row"),
    )


def table(sizes: Sizes) -> Iterator[str]:
    """Matching, then reading a register of as many entries."""
    listed, number, runs = sizes.listed, sizes.listed // 10, sizes.runs
    entries, contractors, units = case(listed, number)
    told = settings.build(rulebook.load(), dt.date(2026, 11, 21))
    matches = listing_match.build(entries, contractors, units.lazy(), told).collect()
    kinds = dict(matches.group_by("match").len().sort("match").iter_rows())
    ours = measure.seconds(lambda: listing_match.build(entries, contractors, units.lazy(), told).collect(), runs)
    bare = measure.seconds(lambda: _exact(entries, contractors), runs)
    shown = ", ".join(f"{kind} {count}" for kind, count in kinds.items())
    yield "| what | time | bare | time of it | ratio | aim |"
    yield "|---|---:|---|---:|---:|---|"
    yield (
        f"| {number:,} contractors against {listed:,} entries ({shown})"
        f" | {ours:.2f} s | exact join | {bare:.3f} s | {ours / bare:.0f}× | 2 s for 10,000 × 100,000 |"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "register.db"
        _register(place, entries)
        ours = measure.seconds(lambda: view.opened(str(place), clock=_clock), runs)
        bare = measure.seconds(lambda: _rows(place), runs)
    yield (
        f"| a register of {listed:,} entries, read | {ours:.2f} s | `SELECT *` | {bare:.3f} s | {ours / bare:.0f}× | |"
    )


def _register(place: Path, entries: pl.DataFrame) -> None:
    """A register of these entries. They have no events: reading does not look at them."""
    blank = dict.fromkeys(ENTRY.columns.keys())
    stated = {"state": "in_force", "list": "statutory", "subject": "enterprise", "decided_on": dt.date(2026, 3, 2)}
    rows = [
        {**blank, **stated, "id": f"E{number}", "name": name, "uscc": code}
        for number, (name, code) in enumerate(entries.select("name", "uscc").iter_rows(), start=1)
    ]
    with open_register(str(place), clock=_clock) as register, register.writing("示例") as writer:
        writer.connection.execute(insert(ENTRY), rows)


def _rows(place: Path) -> None:
    with closing(sqlite3.connect(place)) as database:
        database.execute("SELECT * FROM entry").fetchall()


def _clock() -> dt.datetime:
    return dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


def _exact(entries: pl.DataFrame, contractors: pl.DataFrame) -> None:
    contractors.join(entries, on="uscc")
    contractors.join(entries, on="name")


def _code(dice: random.Random) -> str:
    """A credit code of the unassigned district 110199 with a valid check character (GB 32100)."""
    body = "91110199" + "".join(dice.choices(_CODE, k=9))
    total = sum(_CODE.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return body + _CODE[(31 - total % 31) % 31]


if __name__ == "__main__":
    measure.main(table)
