"""States of a blacklist entry and the steps between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from wagecheck.errors import RegisterError
from wagecheck.register import words

#: Step → states it starts from, state it leads to.
STEPS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "review": (("proposed",), "under_review"),
    "approve": (("proposed", "under_review"), "in_force"),
    "reject": (("proposed", "under_review"), "rejected"),
    "lift": (("in_force",), "lifted"),
    "revoke": (("in_force", "lifted"), "revoked"),
}
#: All states that an entry can have on a day.
STATES: Final = ("proposed", "under_review", "in_force", "expired", "lifted", "revoked", "rejected")
#: What a check compares with. A proposal accuses nobody; a revoked decision never held.
COMPARED: Final = ("in_force", "lifted")


def after(step: str, entry: Mapping[str, Any]) -> str:
    """The state after a step. Raises RegisterError where the entry's state does not allow it."""
    allowed, state = STEPS[step]
    if entry["state"] not in allowed:
        title = words.title
        needs = "”“".join(title("state", one) for one in allowed)
        needs_en = " or ".join(title("state", one, "en") for one in allowed)
        raise RegisterError(
            f"条目 {entry['id']} 现在是“{title('state', entry['state'])}”，不能{title('step', step)}。"
            f"只有“{needs}”的可以。",
            f"Entry {entry['id']} is {title('state', entry['state'], 'en')}; to {title('step', step, 'en')} it must be "
            f"{needs_en}.",
        )
    return state


def on(entry: Mapping[str, Any], day: dt.date) -> str:
    """The state on a day: an entry in force whose last day has passed is ``expired``, which nobody writes down."""
    if entry["state"] == "in_force" and entry["in_force_to"] is not None and entry["in_force_to"] < day:
        return "expired"
    return str(entry["state"])
