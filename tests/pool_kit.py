"""A pool of readers without processes."""

from __future__ import annotations

import os
from typing import Any


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
