"""The half-year or yearly report from the checks kept in the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagecheck.register import time_span
from wagecheck.register.store import open_register
from wagecheck.report import folder, period_report
from wagecheck.tasks.own_folder import ensure_ours

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    from wagecheck.register.time_span import Span
    from wagecheck.register.writer import Clock
    from wagecheck.wording import Wording


def write(
    out: Path,
    months: tuple[dt.date, dt.date],
    t: Wording,
    *,
    day: dt.date,
    register: str | None,
    clock: Clock,
    sites: Collection[str] | None = None,
    lists: bool = True,
) -> Span:
    """Writes the report of ``months`` (first and last day) as of ``day``; gives what it tells of, which may be nothing.

    ``sites``: those that who asks may see (None: all); ``lists``: whether they may see the blacklists.
    Raises RegisterError where there is no register, OutputError where ``out`` is somebody else's or cannot be written.
    """
    ensure_ours(out, period_report.FIGURES)
    with open_register(register, create=False, clock=clock) as store, store.reading() as reader:
        span = time_span.read(reader, *months, as_of=day, sites=sites, lists=lists)
    with folder.fresh(out) as staging:
        period_report.write(span, staging, t, day=day)
    return span
