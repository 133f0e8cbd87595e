"""What a role is called, what it is for, what it may: in the words of ``rules/desk.toml`` where it has some, else ours.

A role of one's own that nobody gave a title is shown by its name; a role that is no more, whose account is left, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagecheck.desk.settings import known_actions

if TYPE_CHECKING:
    from wagecheck.desk.settings import Settings
    from wagecheck.wording import Wording


def title(settings: Settings, role: str, t: Wording) -> str:
    """The role as people call it."""
    if role in settings.titles:
        return t.pick(*settings.titles[role])
    return _ours(f"desk_role.{role}", t) or role


def note(settings: Settings, role: str, t: Wording) -> str:
    """What it is for, in one line."""
    own = role not in settings.titles and _ours(f"desk_accounts.role_{role}", t)
    if own:
        return own
    may = settings.roles.get(role, frozenset())
    if not may:
        return t("desk_own_role.nothing")
    known = known_actions()  # in the order of our file, which is that of the work
    said = [action(one, t) for one in sorted(may, key=lambda one: known.index(one) if one in known else len(known))]
    return t("desk_own_role.note", actions=t("desk_own_role.between").join(said))


def action(code: str, t: Wording) -> str:
    """What may be done, in words; the code where there are none."""
    return _ours(f"desk_action.{code}", t) or code


def _ours(key: str, t: Wording) -> str | None:
    try:
        return t(key)
    except KeyError:  # not one of our roles
        return None
