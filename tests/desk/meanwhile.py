"""What somebody else does in the middle of a request: once, at a moment that the test names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from wagecheck.register.store import Register

Act = Callable[[], object]


def before(patch: pytest.MonkeyPatch, owner: object, name: str, act: Act, *, after: bool = False) -> None:
    """``act`` happens when ``owner.name`` is called next, before what it does; or ``after`` it."""
    own: Callable[..., Any] = getattr(owner, name)
    acts = [act]

    def interrupted(*given: Any, **named: Any) -> Any:
        now = acts.pop() if acts else None
        if now is not None and not after:
            now()
        told = own(*given, **named)
        if now is not None and after:
            now()
        return told

    patch.setattr(owner, name, interrupted)


def before_writing(patch: pytest.MonkeyPatch, act: Act) -> None:
    """After everything was looked at, before the next transaction that writes."""
    before(patch, Register, "writing", act)
