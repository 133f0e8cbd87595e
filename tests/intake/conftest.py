"""``WAGECHECK_TEST_INTAKE``: ``apart``, as everybody reads, or ``here``, in the process of the test."""

from __future__ import annotations

import os

import pytest

from tests.pool_kit import Here
from wagecheck.intake import apart


@pytest.fixture(autouse=True)
def reading(monkeypatch: pytest.MonkeyPatch) -> None:
    mode = os.environ.get("WAGECHECK_TEST_INTAKE", "apart")
    if mode not in ("apart", "here"):
        raise pytest.UsageError(f"WAGECHECK_TEST_INTAKE is {mode!r}: apart or here")
    if mode == "here":
        monkeypatch.setattr(apart.pool, "_shared", Here())
