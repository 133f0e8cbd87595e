"""What a rule is once its file has been read: plain data, nothing computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

KINDS: Final = ("violation", "signal", "data")
SEVERITIES: Final = ("red_line", "serious", "general", "hint")
"""From the worst to the mildest."""
STATUSES: Final = ("preview", "stable", "retired")
MONEY: Final = ("owed", "restated", "shortfall", "refund", "exposure", "funding", "involved")
"""What the amount of a finding is; ``restated`` repeats money that another finding counts, ``involved`` is no debt."""


@dataclass(frozen=True)
class Show:
    """What a finding shows: SQL expressions for two values and an amount, and the cells compared."""

    expected: str | None = None
    actual: str | None = None
    amount: str | None = None
    at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Level:
    """A condition under which a finding is of another kind or severity, or says something else."""

    when: str
    kind: str | None
    severity: str | None
    """None: the rule's own."""
    message: str
    message_en: str


@dataclass(frozen=True)
class Example:
    """Rows that prove a rule: which of them fire, which cannot be assessed (row numbers from 1)."""

    name: str
    frame: str
    rows: tuple[Mapping[str, Any], ...]
    fires: tuple[int, ...]
    unassessed: tuple[int, ...]
    values: Mapping[str, Decimal]
    period: str


@dataclass(frozen=True)
class Rule:
    """One file of ``rules/<family>/<ID>.toml``; the keys are explained in ``rules/README.md``."""

    id: str
    title: str
    title_en: str
    kind: str
    severity: str
    law: tuple[str, ...]
    start: dt.date
    end: dt.date | None
    status: str
    about: str
    where: tuple[str, ...]
    ledgers: tuple[str, ...]
    given: str | None
    needs: tuple[str, ...]
    when: str
    levels: tuple[Level, ...]
    show: Show
    message: str
    message_en: str
    remedy: str
    remedy_en: str
    exposure: str
    exposure_en: str
    false_alarms: tuple[str, ...]
    examples: tuple[Example, ...]
    file: str
    may_lack: tuple[str, ...] = ()
    """Dated numbers of ``when`` that may be unknown: the condition then decides without them, where it can."""
    money: str = "involved"
    """One of MONEY: what the amount is, and whether the finding is about wages that somebody must pay."""
    scope: str = ""
    """One of ``facts.reach.SCOPES``: how far one looks to judge it. Empty only until ``scope.settled`` has seen it."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The rule's own kind, then that of each level."""
        return (self.kind, *(level.kind or self.kind for level in self.levels))

    @property
    def severities(self) -> tuple[str, ...]:
        """The rule's own severity, then that of each level."""
        return (self.severity, *(level.severity or self.severity for level in self.levels))

    def in_force(self, day: dt.date) -> bool:
        """Does the rule apply to a pay period that starts on this day?"""
        return self.start <= day and (self.end is None or day <= self.end)
