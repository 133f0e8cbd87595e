"""Tables are read in the process of the test, except where the test is about reading apart."""

from __future__ import annotations

import pytest

from tests.pool_kit import Here
from wagecheck.intake import apart


@pytest.fixture(autouse=True)
def reading(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if not request.module.__name__.endswith("_apart"):
        monkeypatch.setattr(apart.pool, "_shared", Here())
