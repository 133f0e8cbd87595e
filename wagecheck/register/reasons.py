"""Why somebody did something: the trail keeps it for whoever asks years later, so it must say something."""

from __future__ import annotations

from wagecheck.errors import RegisterError


def says_something(reason: str | None) -> bool:
    """Whether there is a letter in it: blanks and signs are no reason."""
    return any(letter.isalnum() for letter in reason or "")


def needed(reason: str | None) -> str:
    """The reason without blanks around it. RegisterError where it says nothing."""
    if reason is None or not says_something(reason):
        raise RegisterError("请写明理由。", "Give a reason.")
    return reason.strip()
