"""What was handed in (一次提交) for a site and a pay period, and what became of it.

States: ``collecting`` (files are being added) → ``handed_in`` (waits for its check, or is being checked) →
``checked`` or ``failed``; ``withdrawn`` by the clerk while it is collected, or after it failed, as long as no check of
it is kept. A correction is a new hand-in that names the ``previous`` one: what was handed in once is never changed.
Only what somebody decides to make void (作废), with a reason, counts nowhere any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import func, select

from wagecheck.errors import RegisterError
from wagecheck.register import reasons, sites
from wagecheck.register.desk_tables import HAND_IN
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer

#: States in which a check may be asked for (again: a column was corrected, or the check was stopped).
_CHECKABLE: Final = ("collecting", "checked", "failed")
#: States in which it may be made void, where a check of it is kept (older versions let that be withdrawn).
VOIDABLE: Final = ("checked", "failed", "withdrawn")
#: States of one that nobody took back or made void.
STANDING: Final = ("collecting", "handed_in", "checked", "failed")
#: What is looked at for the newest one of some days: it may be old.
_ALL: Final = 1_000_000


class StandsError(RegisterError):
    """Another hand-in (``kept``) stands where one was to begin: it goes on, or somebody says that both are meant."""

    def __init__(self, kept: dict[str, Any]) -> None:
        super().__init__(
            f"这段时间的资料已经有一次提交（{kept['id']}），请打开它接着做。",
            f"There is a hand-in for this already ({kept['id']}); open it and go on there.",
        )
        self.kept = kept


def begin(
    writer: Writer,
    *,
    site: str,
    first_day: dt.date,
    last_day: dt.date,
    previous: str | None = None,
    unless: Collection[str] = (),
) -> str:
    """A hand-in to add files to; gives its id.

    ``unless``: StandsError where the newest one of these days (or the one that corrects ``previous`` already) is in one
    of these states. Raises RegisterError where site, days or the previous one are wrong.
    """
    place = sites.standing(writer, site)
    _ensure_days(first_day, last_day)
    if previous is not None:
        before = writer.get("hand_in", previous)
        if before["site"] != place["id"] or before["state"] == "collecting":
            raise RegisterError(f"不能在 {before['id']} 的基础上重交。", f"{before['id']} cannot be handed in again.")
        _ensure_files_stay(writer, before)
        previous = str(before["id"])
        known = later(writer, previous)
        there = None if known is None else writer.get("hand_in", known)
    else:
        there = of_period(writer, place["id"], first_day, last_day)
    if there is not None and there["state"] in unless:
        raise StandsError(there)
    return writer.add(
        "hand_in",
        "begin",
        None,
        state="collecting",
        site=place["id"],
        first_day=first_day,
        last_day=last_day,
        by=writer.actor,
        previous=previous,
    )


def move(
    writer: Writer,
    hand_in_id: str,
    *,
    site: str,
    first_day: dt.date,
    last_day: dt.date,
    unless: Collection[str] = (),
) -> None:
    """Another site or other days, while nothing has been said about it.

    A kept check is of the site and the days that it was made for, and a correction is of the site that it corrects.
    ``unless``: StandsError where the newest one of these days is in one of these states; itself and the one that it
    corrects are meant by nobody. Raises RegisterError.
    """
    kept = movable(writer, hand_in_id)
    place = sites.standing(writer, site)
    _ensure_days(first_day, last_day)
    if kept["previous"] is not None and place["id"] != kept["site"]:
        raise RegisterError(
            f"{kept['id']} 是 {kept['previous']} 改正后再交的，不能换成别的项目。请撤回，再从“交资料”重新交。",
            f"{kept['id']} corrects {kept['previous']}, so its project cannot change. Take it back and begin anew.",
        )
    values = {"site": place["id"], "first_day": first_day, "last_day": last_day}
    if all(kept[name] == value for name, value in values.items()):
        return
    there = of_period(writer, place["id"], first_day, last_day)
    if there is not None and there["id"] not in (kept["id"], kept["previous"]) and there["state"] in unless:
        raise StandsError(there)
    writer.change("hand_in", kept["id"], "change", None, **values)


def movable(reader: Reader, hand_in_id: str) -> dict[str, Any]:
    """A hand-in whose site and days may still change. Raises RegisterError."""
    kept = _in(reader, hand_in_id, ("collecting", "failed"))
    if kept["run"] is not None:
        raise RegisterError(
            f"{kept['id']} 以前核对过，结论已经留存，不能再换项目或月份。选错了，请法务在这一页写明理由作废，"
            "再从“交资料”重新交。",
            f"{kept['id']} was checked before and its verdict is kept; neither project nor month can change any more. "
            "If they are wrong, ask legal to void it on this page, then hand in anew.",
        )
    _ensure_newest(reader, kept)
    return kept


def later(reader: Reader, hand_in_id: str) -> str | None:
    """The newest hand-in that stands and corrects this one, be it by way of one that was taken back or made void."""
    found = None
    for one in reader.all("hand_in", previous=hand_in_id):
        standing = later(reader, one["id"]) if one["state"] == "withdrawn" else str(one["id"])
        found = standing or found
    return found


def of_period(reader: Reader, site: str, first: dt.date, last: dt.date) -> dict[str, Any] | None:
    """The newest hand-in for exactly these days that was not withdrawn."""
    found = listed(reader, sites_of=[site], states=STANDING, most=_ALL)
    return next((one for one in found if (one["first_day"], one["last_day"]) == (first, last)), None)


def checkable(reader: Reader, hand_in_id: str) -> dict[str, Any]:
    """A hand-in whose check may be asked for. Raises RegisterError.

    What was corrected is not checked again, also while the correction is still collected: the check would be the
    newest one, and what it says would count over the correction. Whoever takes the correction back may check it again.
    """
    kept = _in(reader, hand_in_id, _CHECKABLE)
    _ensure_newest(reader, kept)
    return kept


def hand_in(writer: Writer, hand_in_id: str, *, files: int, size: int, digest: str, note: str | None) -> None:
    """The files are complete (``size`` bytes in all) and wait for a check. Raises RegisterError."""
    kept = checkable(writer, hand_in_id)
    if files < 1:
        raise RegisterError("还没有文件，请先添加文件再提交。", "There are no files yet; add some first.")
    action = "hand_in" if kept["state"] == "collecting" else "check_again"
    writer.change(
        "hand_in", kept["id"], action, note, state="handed_in", files=files, bytes=size, digest=digest, note=note
    )


def checked(writer: Writer, hand_in_id: str, *, run: str | None, colour: str | None) -> None:
    """The check is done: its kept run, and the worst colour of the contractors. Raises RegisterError."""
    kept = _in(writer, hand_in_id, ("handed_in",))
    writer.change("hand_in", kept["id"], "checked", None, state="checked", run=run, colour=colour)


def failed(writer: Writer, hand_in_id: str, *, reason: str) -> None:
    """No check came about; ``reason`` is the sentence about it. Raises RegisterError."""
    kept = _in(writer, hand_in_id, ("handed_in",))
    writer.change("hand_in", kept["id"], "failed", reason, state="failed")


def withdraw(writer: Writer, hand_in_id: str) -> None:
    """The clerk takes it back. Raises RegisterError where it waits for a check, or a verdict about it is kept."""
    kept = _in(writer, hand_in_id, ("collecting", "failed"))
    if kept["run"] is not None:
        raise RegisterError(
            f"{kept['id']} 以前核对过，结论已经留存，不能撤回。资料有错，请点“改好再交”；项目或月份选错了，"
            "请法务在这一页写明理由作废。",
            f"{kept['id']} was checked before and its verdict is kept, so it cannot be withdrawn. Hand in a "
            "correction; if project or month are wrong, ask legal to void it on this page.",
        )
    writer.change("hand_in", kept["id"], "withdraw", None, state="withdrawn")


def void(writer: Writer, hand_in_id: str, *, reason: str) -> None:
    """Its kept checks count nowhere from now on (作废): they are of another project or month. Raises RegisterError."""
    kept = _in(writer, hand_in_id, VOIDABLE)
    if kept["run"] is None:
        raise RegisterError(
            f"{kept['id']} 没有留存的结论，不用作废。",
            f"No verdict about {kept['id']} is kept; there is nothing to void.",
        )
    given = reasons.needed(reason)
    writer.change("hand_in", kept["id"], "void", given, state="withdrawn", run=None, colour=None)


def voided(reader: Reader, hand_in_id: str) -> tuple[str, str] | None:
    """Who made it void, and why; None where nobody did."""
    found = [event for event in reader.history(hand_in_id) if event.action == "void"]
    return (found[-1].actor, found[-1].reason or "") if found else None


def collecting(reader: Reader, hand_in_id: str) -> dict[str, Any]:
    """A hand-in that files may be added to. Raises RegisterError."""
    return _in(reader, hand_in_id, ("collecting",))


def listed(
    reader: Reader,
    *,
    sites_of: Collection[str] | None = None,
    states: Collection[str] | None = None,
    most: int = 200,
    before: str | None = None,
) -> list[dict[str, Any]]:
    """The newest hand-ins, of these sites (None: all) and in these states (None: any), newest first.

    ``before``: those begun before that one only.
    """
    number = func.length(HAND_IN.c.id), HAND_IN.c.id  # H9 before H10
    query = select(HAND_IN).order_by(*(column.desc() for column in number)).limit(most)
    if sites_of is not None:
        query = query.where(HAND_IN.c.site.in_(sorted(sites_of)))
    if states is not None:
        query = query.where(HAND_IN.c.state.in_(sorted(states)))
    if before is not None:
        shorter = number[0] < len(before)
        query = query.where(shorter | ((number[0] == len(before)) & (number[1] < before)))
    return [dict(row) for row in reader.connection.execute(query).mappings()]


def _ensure_days(first_day: dt.date, last_day: dt.date) -> None:
    if last_day < first_day:
        raise RegisterError("工资期间的结束日期早于开始日期。", "The pay period ends before it begins.")


def _ensure_newest(reader: Reader, kept: dict[str, Any]) -> None:
    newest = later(reader, kept["id"])
    if newest is not None:
        raise RegisterError(
            f"{kept['id']} 已经改好再交，请在 {newest} 里改。",
            f"{kept['id']} was handed in again; change {newest} instead.",
        )


def _ensure_files_stay(reader: Reader, kept: dict[str, Any]) -> None:
    """Taking back removes the files, making void leaves them (older versions let what was kept be taken back too)."""
    if kept["state"] == "withdrawn" and any(event.action == "withdraw" for event in reader.history(kept["id"])):
        raise RegisterError(
            f"{kept['id']} 已经撤回，文件都删掉了，不能在它的基础上重交。请从“交资料”重新交。",
            f"{kept['id']} was taken back and its files are gone, so it cannot be handed in again. Begin anew.",
        )


def _in(reader: Reader, hand_in_id: str, states: Collection[str]) -> dict[str, Any]:
    kept = reader.get("hand_in", hand_in_id)
    if kept["state"] not in states:
        raise RegisterError(
            f"提交 {kept['id']} 现在{_STATES[kept['state']]}，不能这样做。",
            f"Hand-in {kept['id']} is {kept['state'].replace('_', ' ')}; this cannot be done now.",
        )
    return kept


_STATES: Final = {
    "collecting": "还在收集文件",
    "handed_in": "正在等待核对",
    "checked": "已经核对",
    "failed": "没有核对成功",
    "withdrawn": "已经撤回",
}
