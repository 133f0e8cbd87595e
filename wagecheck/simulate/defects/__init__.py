"""Defects: each one spoils a lawful submission in one way, under the id of the rule that must notice it.

One module per family of rules; a function named after the rule. ``ls`` finds it: LC08 is ``contract.lc08_…``.
"""

from wagecheck.simulate.case import REGISTRY
from wagecheck.simulate.defects import (
    age,
    attendance,
    attendance_patterns,
    blacklist,
    cards,
    contract,
    fraud,
    intake,
    notice,
    patterns,
    pay_dates,
    payment,
    payroll,
    people,
    project,
    unification,
)

#: Everyday faults, each on its own worker.
TYPICAL = (
    "RN04", "LC01", "LC08", "AT02", "AT09", "PY01", "PY04", "PY08", "PY18", "BK02", "BK06", "BK07", "PB02", "SU02",
    "FR25", "IN06", "IN10",
)  # fmt: skip

__all__ = [
    "REGISTRY",
    "TYPICAL",
    "age",
    "attendance",
    "attendance_patterns",
    "blacklist",
    "cards",
    "contract",
    "fraud",
    "intake",
    "notice",
    "patterns",
    "pay_dates",
    "payment",
    "payroll",
    "people",
    "project",
    "unification",
]
