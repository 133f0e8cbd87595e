"""Some of the rules: those of a family, a kind, a severity, a status."""

from __future__ import annotations

from collections.abc import Collection

from wagecheck.errors import RuleError
from wagecheck.rulebook.load import Rulebook
from wagecheck.rulebook.rule import Rule


def select(
    rulebook: Rulebook,
    families: Collection[str] = (),
    kinds: Collection[str] = (),
    severities: Collection[str] = (),
    statuses: Collection[str] = (),
) -> tuple[Rule, ...]:
    """The rules that answer to every filter given; an empty filter lets everything pass.

    A family is the letters of the id (``PY``) or what the profile calls it (``勤薪``). RuleError lists the valid ones
    when one is unknown.
    """
    wanted = {name.upper() for name in families}
    names = {rule.id: {_letters(rule), rulebook.profile.family(rule.id)} for rule in rulebook.rules}
    valid = sorted({name for both in names.values() for name in both})
    for name in sorted(wanted.difference(valid)):
        known = "、".join(valid)
        raise RuleError(f"没有规则类别 {name}，可选：{known}", f"no family {name}; valid: {known}")
    return tuple(
        rule
        for rule in rulebook.rules
        if (not wanted or wanted & names[rule.id])
        and (not kinds or rule.kind in kinds)
        and (not severities or rule.severity in severities)
        and (not statuses or rule.status in statuses)
    )


def _letters(rule: Rule) -> str:
    return rule.id.rstrip("0123456789")
