"""The rulebook as data for other programs: JSON, or the rule files themselves in one TOML text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wagecheck.resources import folder
from wagecheck.rulebook.load import Rulebook
from wagecheck.rulebook.rule import Rule


def as_dict(rulebook: Rulebook, rule: Rule) -> dict[str, Any]:
    """What a rule says, without its examples; the law as printed."""
    who = rulebook.profile.who(rule.id)
    return {
        "id": rule.id,
        "title": rule.title,
        "title_en": rule.title_en,
        "family": rulebook.profile.family(rule.id),
        "kind": rule.kind,
        "severity": rule.severity,
        "status": rule.status,
        "responsible": {"lead": who.lead, "assist": list(who.assist)},
        "law": [rulebook.statutes.text(citation) for citation in rule.law],
        "in_force": {"from": rule.start.isoformat(), "to": rule.end.isoformat() if rule.end else None},
        "about": rule.about,
        "where": list(rule.where),
        "scope": rule.scope,
        "ledgers": list(rule.ledgers),
        "given": rule.given,
        "needs": list(rule.needs),
        "when": rule.when,
        "levels": [
            {"when": level.when, "kind": kind, "severity": severity}
            for level, kind, severity in zip(rule.levels, rule.kinds[1:], rule.severities[1:], strict=True)
        ],
        "values": list(rulebook.compiled[rule.id].values),
        "message": rule.message,
        "message_en": rule.message_en,
        "remedy": rule.remedy,
        "remedy_en": rule.remedy_en,
        "exposure": rule.exposure,
        "exposure_en": rule.exposure_en,
        "false_alarms": list(rule.false_alarms),
    }


def to_json(rulebook: Rulebook, rules: Sequence[Rule] | None = None) -> str:
    """The given rules, by default all of them, as a JSON list."""
    told = [as_dict(rulebook, rule) for rule in (rulebook.rules if rules is None else rules)]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def to_toml(rulebook: Rulebook, extra: tuple[Path, ...] = (), rules: Sequence[Rule] | None = None) -> str:
    """The files of the given rules (all by default), one after another, each under a comment with its name."""
    folders = [*reversed(extra), folder("rules")]
    texts = []
    for rule in rulebook.rules if rules is None else rules:
        path = next(path for place in folders if (path := place / rule.file).is_file())
        texts.append(f"# ---- {rule.file}\n{path.read_text('utf-8').rstrip()}\n")
    return "\n".join(texts)
