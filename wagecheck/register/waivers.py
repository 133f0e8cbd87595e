"""Waivers: a finding that is accepted for a time, proposed by one person and approved by another.

States: ``proposed`` → ``approved`` → ``ended``; a proposal may be ended as well. An expired waiver is one whose last
day has passed, which nobody writes down. Whether a finding may be waived at all is not the register's business.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from wagecheck.errors import RegisterError
from wagecheck.register import actor, reasons
from wagecheck.register.actor import PROGRAM
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer

#: What a person states of a waiver. Empty: all projects, workers, periods of the contractor.
STATED: Final = (
    "rule", "contractor", "project", "worker_key", "period", "fingerprint", "reason", "responsible", "expires_on",
)  # fmt: skip
#: States in which a waiver is not over.
STANDING: Final = ("proposed", "approved")
_RULE: Final = re.compile(r"[A-Z][A-Z0-9_-]{1,15}")
_KEY: Final = re.compile(r"[0-9a-f]{16}")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_RANGE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


def propose(writer: Writer, stated: Mapping[str, Any], *, today: dt.date) -> str:
    """A proposal, which changes no finding. Gives its id.

    Raises RegisterError where rule, contractor, reason or the last day are missing or cannot be, or the same stands.
    """
    values = _checked(stated, today)
    for one in standing(writer, today):  # sent twice: a form, a plan
        if all(one[name] == values.get(name) for name in STATED):
            raise RegisterError(
                f"同样的豁免已经登记为 {one['id']}，没有重复登记。",
                f"The same waiver is on record as {one['id']}; nothing was added.",
            )
    return writer.add("waiver", "propose", values["reason"], **values, state="proposed", proposed_by=writer.actor)


def approve(writer: Writer, waiver_id: str, *, reason: str | None, four_eyes: bool, today: dt.date) -> None:
    """Lets a proposal hold. Under ``four_eyes`` somebody else than the proposer does it. Raises RegisterError."""
    waiver = writer.get("waiver", waiver_id)
    if writer.actor == PROGRAM:
        raise RegisterError("程序只能提出豁免建议，不能批准。", "The program may only propose a waiver.")
    if waiver["state"] != "proposed":
        raise RegisterError(
            f"豁免 {waiver['id']} 已经批准过，或者已经终止，不能再批准。",
            f"{waiver['id']} is {waiver['state']}, not a proposal.",
        )
    if four_eyes and actor.same(writer.actor, waiver["proposed_by"]):
        raise RegisterError(
            f"豁免 {waiver['id']} 由 {writer.actor} 提出，须由另一个人批准。",
            f"{writer.actor} proposed {waiver['id']}; somebody else must approve it.",
        )
    if waiver["expires_on"] < today:
        raise RegisterError(
            f"豁免 {waiver['id']} 的期限 {waiver['expires_on']} 已过，批准也不起作用。请重新提出。",
            f"{waiver['id']} ended on {waiver['expires_on']}; propose it again.",
        )
    writer.change("waiver", waiver["id"], "approve", reason, state="approved", approved_by=writer.actor)


def end(writer: Writer, waiver_id: str, *, reason: str) -> None:
    """Ends a waiver, or turns a proposal down; the findings are open again. Raises RegisterError."""
    waiver = writer.get("waiver", waiver_id)
    if waiver["state"] not in STANDING:
        raise RegisterError(f"豁免 {waiver['id']} 已经终止。", f"{waiver['id']} has ended already.")
    writer.change("waiver", waiver["id"], "end", reasons.needed(reason), state="ended")


def on(waiver: Mapping[str, Any], day: dt.date) -> str:
    """The state on a day: ``expired`` where the last day has passed."""
    return "expired" if waiver["state"] in STANDING and waiver["expires_on"] < day else str(waiver["state"])


def standing(reader: Reader, day: dt.date) -> list[dict[str, Any]]:
    """Proposals and approved waivers that have not expired on the day."""
    return [waiver for waiver in reader.all("waiver", state=list(STANDING)) if on(waiver, day) in STANDING]


def _checked(stated: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    unknown = stated.keys() - set(STATED)
    if unknown:
        raise TypeError(f"not a field of a waiver: {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {
        key: value.strip() or None if isinstance(value, str) else value for key, value in stated.items()
    }
    missing = [key for key in ("rule", "contractor", "reason", "expires_on") if not values.get(key)]
    if missing:
        raise RegisterError(
            f"豁免缺少：{'、'.join(_TITLES[key] for key in missing)}。每一项都要写明。",
            f"The waiver lacks: {', '.join(missing)}.",
        )
    values["reason"] = reasons.needed(values["reason"])
    values["rule"] = str(values["rule"]).upper()
    if not _RULE.fullmatch(values["rule"]):
        raise RegisterError(f"规则编号“{values['rule']}”看不懂，例如 PB03。", f"No rule id: {values['rule']!r}.")
    for key in ("worker_key", "fingerprint"):
        if values.get(key) and not _KEY.fullmatch(str(values[key])):
            raise RegisterError(
                f"{_TITLES[key]}“{values[key]}”不对：应为 result.json 中的 16 位字符。",
                f"{key} {values[key]!r}: sixteen characters as in result.json are expected.",
            )
    if values.get("period") and not _is_period(str(values["period"])):
        raise RegisterError(
            f"看不懂工资期间“{values['period']}”。请写成 2026-10 或 2026-09-11..2026-10-10。",
            f"Cannot understand the period {values['period']!r}; write 2026-10 or 2026-09-11..2026-10-10.",
        )
    if values["expires_on"] < today:
        raise RegisterError(
            f"豁免期限 {values['expires_on']} 已经过去。", f"The last day {values['expires_on']} has passed."
        )
    return values


_TITLES: Final = {
    "rule": "规则编号",
    "contractor": "参建单位",
    "reason": "原因",
    "expires_on": "期限",
    "worker_key": "工人标识",
    "fingerprint": "问题指纹",
}


def _is_period(text: str) -> bool:
    """A month, or a first and a last day."""
    month, days = _MONTH.fullmatch(text), _RANGE.fullmatch(text)
    try:
        if month:
            return calendar.monthrange(int(month[1]), int(month[2]))[1] > 0
        return bool(days) and dt.date.fromisoformat(days[1]) <= dt.date.fromisoformat(days[2])  # type: ignore[index]
    except (ValueError, calendar.IllegalMonthError):
        return False
