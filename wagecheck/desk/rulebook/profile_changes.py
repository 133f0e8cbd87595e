"""What a profile changes against another one: in words for those who decide, and line by line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wagecheck.desk.rulebook.rule_views import unit
from wagecheck.rulebook import words
from wagecheck.rulebook.fill import number

if TYPE_CHECKING:
    from wagecheck.rulebook import Rulebook
    from wagecheck.wording import Wording

#: Parts of a profile that are not told one by one: the lines say what is different.
_PARTS: Final = (
    "cap_per_family", "hard_stops", "four_eyes", "four_eyes_waivers", "preview", "judged_from", "ageing_months",
    "weights", "levels", "families", "agreement", "absence", "departments", "responsible", "conclusion",
)  # fmt: skip
#: Of these it is said what was and what is.
_SIMPLE: Final = ("cap_per_family", "hard_stops", "four_eyes", "four_eyes_waivers", "preview", "judged_from")


@dataclass(frozen=True)
class Change:
    """One difference; ``rule`` where it is about one, ``weak`` where less is found or less weighed than before."""

    what: str
    before: str
    after: str
    rule: str = ""
    weak: bool = False


def told(old: Rulebook, new: Rulebook, t: Wording) -> list[Change]:
    """All of them: rules that run, their severity, numbers, and the rest by its name."""
    found = [*_rules(old, new, t), *_values(old, new, t)]
    for part in _PARTS:
        was, will = getattr(old.profile, part), getattr(new.profile, part)
        if was == will:
            continue
        simple = part in _SIMPLE
        before, after = (_plain(one, t) if simple else t("desk_profile.see_lines") for one in (was, will))
        weak = part == "hard_stops" and bool(set(was) - set(will))
        weak = weak or (part in ("four_eyes", "four_eyes_waivers") and _fewer(was, will))
        found.append(Change(t(f"desk_profile.part_{part}"), before, after, weak=weak))
    return found


def lines(old: str, new: str) -> list[tuple[str, str]]:
    """``gone``, ``come``, ``same`` or ``gap``, and the line: what is different, with two lines around it."""
    kinds = {"-": "gone", "+": "come", " ": "same", "@": "gap"}
    plain = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    return [(kinds[line[0]], line[1:] if line[0] != "@" else "…") for line in list(plain)[2:]]


def _rules(old: Rulebook, new: Rulebook, t: Wording) -> list[Change]:
    english = int(t.lang == "en")
    ran, runs = ({rule.id for rule in book.judged} for book in (old, new))
    known = {rule.id: rule for rule in old.rules}
    found = []
    for rule in new.rules:
        name = f"{rule.id} {t.pick(rule.title, rule.title_en)}"
        if (rule.id in ran) != (rule.id in runs):
            before, after = (t(f"desk_profile.{'runs' if rule.id in side else 'runs_not'}") for side in (ran, runs))
            found.append(Change(name, before, after, rule=rule.id, weak=rule.id in ran))
        was = known.get(rule.id, rule).severity
        if was != rule.severity:
            severities = list(words.SEVERITY)
            milder = severities.index(rule.severity) > severities.index(was)
            before, after = (words.SEVERITY[one][english] for one in (was, rule.severity))
            found.append(Change(name, before, after, rule=rule.id, weak=milder))
    return found


def _values(old: Rulebook, new: Rulebook, t: Wording) -> list[Change]:
    was, will = old.profile.values, new.profile.values
    found = []
    for name in sorted(was.keys() | will.keys()):
        if was.get(name) != will.get(name):
            value = new.values.by_name[name]
            before, after = (
                t("desk_profile.by_law") if amount is None else f"{number(amount)} {unit(new, value.unit, t)}"
                for amount in (was.get(name), will.get(name))
            )
            found.append(Change(t.pick(value.title, value.title_en), before, after))
    return found


def _plain(value: Any, t: Wording) -> str:
    if isinstance(value, bool):
        return t(f"desk_profile.{'yes' if value else 'no'}")
    if isinstance(value, tuple | list):
        return t("desk_rules.joint").join(map(str, value)) or t("desk_profile.nothing")
    return t("desk_profile.nothing") if value is None else str(value)


def _fewer(was: Any, will: Any) -> bool:
    return was and not will if isinstance(was, bool) else bool(set(was) - set(will))
