"""How far one looks to judge a rule: what its file declares, beside what the facts that it reads look at.

Nothing is judged less far because of a declared scope: parts of a large submission always hear of each other. It tells
people, and programs that cut a submission, what belongs together.
"""

from __future__ import annotations

from dataclasses import replace

from wagecheck.facts import reach as reaches
from wagecheck.rulebook import words
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.reading import Table
from wagecheck.rulebook.rule import Rule


def reach(rule: Rule, compiled: Compiled) -> str:
    """How far the facts look that the rule reads: conditions, values shown, messages, cells (``reach.SCOPES``)."""
    return reaches.of(rule.about, {*compiled.columns, *rule.needs}, rule.ledgers)


def settled(rule: Rule, compiled: Compiled) -> Rule:
    """The rule with its scope: the declared one, by default its reach. RuleError where it declares less than that."""
    needed = reach(rule, compiled)
    if not rule.scope:
        return replace(rule, scope=needed)
    if not reaches.covers(rule.scope, needed):
        declared, wanted = words.SCOPE[rule.scope], words.SCOPE[needed]
        raise Table({}, rule.file).wrong(
            f"scope 写的是 {rule.scope}（{declared[0]}），但用到的栏目要看到 {needed}（{wanted[0]}）："
            f'请改为 scope = "{needed}"，或者不写 scope',
            f"scope says {rule.scope} ({declared[1]}), but the columns used look as far as {needed} ({wanted[1]}): "
            f'write scope = "{needed}", or leave scope out',
        )
    return rule
