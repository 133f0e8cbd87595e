"""The tests of intake read apart, as everybody does; ``WAGECHECK_TEST_INTAKE=here`` reads in the process of the test."""

from __future__ import annotations

import os

import pytest

from tests.pool_kit import Here
from wagecheck.intake import apart


@pytest.fixture(autouse=True)
def reading(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.environ.get("WAGECHECK_TEST_INTAKE") == "here":
        monkeypatch.setattr(apart.pool, "_shared", Here())
