"""Proposals that a check writes into the register: never an entry, never twice for the same arrears."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import polars as pl

from wagecheck.ledgers.companies import company_key
from wagecheck.register import blacklist, states
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer

#: The rule whose finding is the group's own condition for listing (RULES.md BL07).
RULE: Final = "BL07"
_OPEN: Final = ("proposed", "under_review", "in_force")


def propose(
    writer: Writer, findings: pl.DataFrame, workers: pl.DataFrame, codes: dict[str, str | None], *, as_of: dt.date
) -> dict[str, str]:
    """Writes a proposal for the group's list per contractor with a finding of ``RULE``; gives contractor → id.

    ``findings`` and ``workers`` are frames of a result, ``codes`` the credit codes by contractor. None is written for a
    company that stands on the group's list on ``as_of`` or is proposed already, nor again for a finding that somebody
    rejected.
    """
    written = {}
    found = findings.filter((pl.col("rule") == RULE) & (pl.col("state") == "open"))
    for finding in found.iter_rows(named=True):
        name = finding["contractor"]
        code = codes.get(name)
        if name is None or _known(writer, name, code, finding["message"], as_of):
            continue
        owing = workers.filter((pl.col("contractor") == name) & (pl.col("owed") > 0))
        stated = {
            "list": "group",
            "subject": "enterprise",
            "name": name,
            "uscc": code,
            "project": finding["project"],
            "workers": owing["worker_key"].n_unique() or None,
            "amount": None if finding["amount"] is None else Decimal(finding["amount"]),
            "reason_code": "WAGE_ARREARS",
            "reason": finding["message"],
        }
        written[name] = blacklist.propose(writer, stated, reason=f"{RULE} {finding['fingerprint']}")
    return written


def _known(reader: Reader, name: str, code: str | None, message: str, as_of: dt.date) -> bool:
    key = company_key(name)
    for entry in reader.all("entry", list="group"):
        both = code is not None and entry["uscc"] is not None
        same = entry["uscc"] == code if both else company_key(entry["name"]) == key
        if same and (states.on(entry, as_of) in _OPEN or (entry["state"] == "rejected" and entry["reason"] == message)):
            return True
    return False
