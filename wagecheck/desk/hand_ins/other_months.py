"""Tables of a hand-in that are about other days than it: they were read, and nothing in them was judged."""

from __future__ import annotations

import datetime as dt
from typing import Final

from wagecheck.desk.hand_ins import recognition
from wagecheck.desk.store import HandInFiles
from wagecheck.errors import InputError
from wagecheck.report import labels
from wagecheck.tasks import days
from wagecheck.wording import Wording

#: Kinds that stand for the pay of one period; a bank pays it when it is over, and the rest belongs to no month.
_OF_A_PERIOD: Final = frozenset({"payroll", "attendance", "attendance_summary"})


def tables(files: HandInFiles, first: dt.date, last: dt.date, t: Wording) -> list[str]:
    """File, table and pay period of each, in the order in which they were read."""
    told = recognition.read(files)
    found = []
    for sheet in () if told is None else told["sheets"]:
        period = sheet["told"].get("period")
        if sheet["ledger"] not in _OF_A_PERIOD or sheet["left_out"] or not sheet["rows"] or not period:
            continue
        try:
            span = days.period(period)
        except InputError:  # what an older version wrote
            continue
        if span is not None and (span[1] < first or span[0] > last):
            found.append(
                t("desk_result.of_another_month", file=sheet["file"], sheet=sheet["sheet"].strip(),
                  period=labels.period(period, t))
            )  # fmt: skip
    return found
