"""The tests of intake read apart, as everybody does; ``WAGECHECK_TEST_INTAKE=here`` reads in the process of the test."""

from __future__ import annotations

import os
from typing import Any

import pytest

from wagecheck.intake import apart


class Here:
    """A pool without processes: what is read apart must be the same as what is read here."""

    closed = False
    owner = os.getpid()

    def warm(self, count: int = 1) -> None:
        pass

    def close(self) -> None:
        pass

    def run(
        self,
        function: Any,
        *arguments: Any,
        seconds: float = 0,
        told: Any = None,
        teller: str | None = None,
        **options: Any,
    ) -> Any:
        return function(*arguments, **options, **({teller: told} if teller else {}))


@pytest.fixture(autouse=True)
def reading(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.environ.get("WAGECHECK_TEST_INTAKE") == "here":
        monkeypatch.setattr(apart.pool, "_shared", Here())
