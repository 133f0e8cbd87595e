"""The one place where today is read."""

from __future__ import annotations

import datetime as dt
import os

from wagecheck.tasks import days


def as_of(text: str | None) -> dt.date:
    """``--as-of``, else ``SOURCE_DATE_EPOCH``, else today in Beijing. Nothing below the command line reads a clock.

    A server far away, or one that keeps UTC, is otherwise a day behind until eight in the morning of those who work.
    An epoch that is no number of seconds is refused: today instead of it would be another result without a word.
    """
    if text is not None:
        return days.day(text)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return dt.datetime.now(days.CHINA).date()
    try:
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(epoch))).date()
    except (ValueError, OverflowError) as error:
        raise days.not_understood("cli.epoch_bad", epoch) from error
