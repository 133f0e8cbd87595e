"""Which day it is: that of those who work, in Beijing, wherever the machine stands."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from wagecheck.cli import dates


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-20T15:59:59+00:00", "2026-11-20"),
        ("2026-11-20T16:00:00+00:00", "2026-11-21"),  # midnight in Beijing; a server that keeps UTC says the 20th
        ("2026-11-21T01:00:00+14:00", "2026-11-20"),
    ],
)
def test_today_is_the_day_in_beijing(monkeypatch: pytest.MonkeyPatch, moment: str, day: str) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    now = dt.datetime.fromisoformat(moment)
    monkeypatch.setattr(dates, "dt", SimpleNamespace(datetime=SimpleNamespace(now=now.astimezone)))
    assert dates.as_of(None).isoformat() == day
    assert dates.as_of("2026-01-02").isoformat() == "2026-01-02"
