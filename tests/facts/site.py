"""A made-up site, ledger by ledger: only the columns that matter are given, the rest is blank."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from tests.facts.ledger_kit import NUMBERS
from wagecheck.facts import people as people_facts
from wagecheck.facts import units as unit_frame
from wagecheck.facts.people import People
from wagecheck.facts.settings import Calendar, RequiredItem, Settings
from wagecheck.facts.standing_sheets import StandingSheets
from wagecheck.ledgers import catalogue
from wagecheck.ledgers.names import name_key
from wagecheck.resources import folder, read_toml

D = dt.date
PROJECT = "示例一期"
FIRM = "示例劳务甲公司"
OCTOBER = (D(2026, 10, 1), D(2026, 10, 31))
AS_OF = D(2026, 11, 21)
#: Numbers of the unassigned district 110199 with valid check digits (LEGAL §6.1) and cards that pass Luhn.
ID_A, ID_B, ID_C = "110199199003070017", "110199196501010021", "11019919850606006X"
CARD_A, CARD_B = "6228480000000000018", "6217000000000000020"

Row = Mapping[str, Any]
#: No day off but weekends, in the one year that is known.
YEAR = Calendar(years=frozenset({2026}))
_MONEY = {
    "minimum_wage",
    "amount",
    "net_pay",
    "amount_in",
    "amount_out",
    "balance",
    "contract_amount",
    "gross_pay",
    "ratio",
}


def ledgers(**rows: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """All ledgers; each given one gets its rows under src 1, 2, … in order, from row 5 on, for October and FIRM.

    A row may say its own ``src`` (another file) or ``row``. Names get their key, numbers and cards the state ``ok``.
    """
    found = {name: catalogue.empty(name) for name in catalogue.LEDGERS}
    for number, (name, given) in enumerate(rows.items(), start=1):
        found[name] = _ledger(name, number * 10, given)
    return found


def _ledger(name: str, src: int, given: Sequence[Row]) -> pl.DataFrame:
    schema = catalogue.schema(name)
    standing = name in {"project", "account", "account_flow", "guarantee", "board"}
    period = (None, None) if standing or name in {"identity", "contract", "roster", "payment"} else OCTOBER
    counted: Counter[int] = Counter()
    records = []
    for row in given:
        own = row.get("src", src)
        counted[own] += 1
        record: dict[str, Any] = dict.fromkeys(schema)
        record.update(
            src=own, row=4 + counted[own], project=PROJECT, contractor=None if standing else FIRM,
            period_start=period[0], period_end=period[1],
        )  # fmt: skip
        if name == "payment":
            record.update(document="statement", direction="out")
        record.update(row)
        for key in _MONEY & set(record):
            record[key] = None if record[key] is None else Decimal(str(record[key]))
        for value, state in (("id_number", "id_state"), ("bank_card", "card_state"), ("payee_account", "card_state")):
            if state in schema and value in schema and state not in row:
                record[state] = "ok" if record[value] else "blank"
        records.append(record)
    frame = pl.DataFrame(records, schema=schema, orient="row")
    if "name_key" in schema:
        frame = frame.with_columns(name_key=name_key(pl.col("name")))
    return frame


def who(found: Mapping[str, pl.DataFrame]) -> tuple[People, pl.DataFrame]:
    """People and units of the ledgers."""
    return people_facts.build(found), unit_frame.build(found)


def sheets(
    found: Mapping[str, pl.DataFrame], *handed_in: str, lost: Sequence[tuple[str, str]] = (), **changes: Any
) -> StandingSheets:
    """Standing sheets whose columns are the fields that any row fills, plus ``ledger.field`` of ``handed_in``.

    ``handed_in`` also names ledgers that came without rows; ``lost`` are (ledger, field) with a cell that could not be
    read.
    """
    src = {name: frame["src"][0] for name, frame in found.items() if frame.height}
    columns = [(src[name], field) for name in src for field in found[name].columns if found[name][field].count()]
    columns += [(src[name], field) for name, _, field in (text.partition(".") for text in handed_in) if field]
    told = [name for name in handed_in if "." not in name]
    return StandingSheets(
        found,
        pl.DataFrame({"ledger": told}, schema={"ledger": pl.String}),
        pl.DataFrame(
            [(place, field, number, 0) for number, (place, field) in enumerate(columns, start=1)],
            schema={"src": pl.Int32, "field": pl.String, "col": pl.Int32, "row_offset": pl.Int32},
            orient="row",
        ),
        pl.DataFrame(
            [(src[name], 5, field, 1) for name, field in lost],
            schema={"src": pl.Int32, "row": pl.Int32, "field": pl.String, "count": pl.Int32},
            orient="row",
        ),
        who(found)[1],
        settings(**changes),
    )


def settings(**changes: Any) -> Settings:
    """Settings of the tests: the words of the rules folder, as of 2026-11-21, due at the end of the next month."""
    dictionaries = folder("rules") / "dictionaries"
    standing = read_toml(dictionaries / "standing_words.toml")
    payees, memos = read_toml(dictionaries / "payees.toml"), read_toml(dictionaries / "memo_words.toml")
    given: dict[str, Any] = {
        "as_of": AS_OF,
        "company_words": tuple(payees["company"]["words"]),
        "company_name_chars": payees["company"]["min_chars"],
        "person_name_chars": payees["company"]["person_max_chars"],
        "internal_payees": tuple(payees["internal"]["words"]),
        "bank_payees": tuple(payees["bank"]["words"]),
        "bank_charge_words": tuple(memos["bank_charge"]["words"]),
        "other_purpose_words": tuple(memos["other_purpose"]["words"]),
        "wage_batch_words": tuple(memos["wage_batch"]["words"]),
        "closing_words": tuple(memos["closing"]["words"]),
        "closing_days": memos["closing"]["days_before"],
        "refund_words": tuple(memos["refund"]["words"]),
        "standing_words": {
            section: tuple(part["words"]) for section, part in standing.items() if isinstance(part, dict)
        },
        "board_items": tuple(
            RequiredItem("board", item["title"], tuple(item["any_of"]))
            for item in read_toml(dictionaries / "board_items.toml")["board"]
        ),
        "calendar": YEAR,
    }
    return Settings(**(NUMBERS | given | changes))
