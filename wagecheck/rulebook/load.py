"""Loads the rulebook strictly: everything that is wrong is reported at once, file by file, with the valid choices."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from wagecheck.errors import RuleError
from wagecheck.resources import folder, read_toml
from wagecheck.rulebook import compile as compiling
from wagecheck.rulebook import liability, rulefile, scope, statutes, values
from wagecheck.rulebook import profile as profiles
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.liability import Liability
from wagecheck.rulebook.profile import Profile
from wagecheck.rulebook.reading import Table, choices
from wagecheck.rulebook.rule import Rule
from wagecheck.rulebook.statutes import Statutes
from wagecheck.rulebook.values import Values

#: Folders of ``rules/`` that hold no rules.
_DATA_FOLDERS = ("values", "profiles", "dictionaries")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Rulebook:
    """All rules with what they need: statutes, dated numbers, dictionaries, a profile, and the hash of it all."""

    rules: tuple[Rule, ...]
    """By id; severities are those of the profile."""
    compiled: Mapping[str, Compiled]
    statutes: Statutes
    values: Values
    dictionaries: Mapping[str, Mapping[str, Any]]
    """By file name without ending."""
    profile: Profile
    sha256: str
    liability: Liability = field(default_factory=Liability)
    """Who pays wages that are owed."""

    def rule(self, rule_id: str) -> Rule:
        """One rule. RuleError lists the ids there are."""
        for rule in self.rules:
            if rule.id == rule_id.upper():
                return rule
        valid = choices((rule.id for rule in self.rules), rule_id.upper())
        raise RuleError(f"没有编号为 {rule_id} 的规则，可选：{valid}", f"no rule {rule_id}; valid: {valid}")

    @property
    def judged(self) -> tuple[Rule, ...]:
        """The rules that run: not retired, not excluded, preview only if the profile wants them."""
        statuses = ("stable", "preview") if self.profile.preview else ("stable",)
        return tuple(r for r in self.rules if r.status in statuses and r.id not in self.profile.exclude)

    def with_values(self, amounts: Mapping[str, Decimal]) -> Rulebook:
        """The same rulebook with some numbers replaced by constants."""
        return replace(self, values=self.values.overridden(amounts)) if amounts else self


def load(base: Path | None = None, *, extra: Sequence[Path] = (), profile: str = "default") -> Rulebook:
    """Reads the rules of the package (or of ``base``) with the folders of ``extra`` on top.

    A file of ``extra`` replaces the rule, value, dictionary or profile of the same name. Raises RuleError with one line
    per problem, each naming its file and the valid choices.
    """
    folders = [base or folder("rules"), *extra]
    for place in folders:
        if not place.is_dir():
            raise RuleError(f"找不到规则目录 {place}", f"no such rules folder: {place}")
    problems: list[RuleError] = []
    instruments = statutes.load([path for place in folders if (path := place / "statutes.toml").is_file()])
    numbers = Values({value.id: value for value in _read_values(folders, instruments, problems)})
    words = {path.stem: _try(read_toml, path, problems) for path in _files(folders, "dictionaries")}
    rules = _read_rules(folders, instruments, problems)
    compiled = {rule.id: done for rule in rules if (done := _compile(rule, numbers, problems)) is not None}
    rules = [_settled(rule, compiled[rule.id], problems) if rule.id in compiled else rule for rule in rules]
    if base is not None or extra:  # the rules of the package are tried by a test, not in every run
        problems += compiling.dry_run([(rule, compiled[rule.id]) for rule in rules if rule.id in compiled])
    problems += _wrong_examples(rules, numbers)
    payers = _read_liability(folders, instruments, rules, problems)
    chosen = profiles.find(folders, profile)
    problems += _wrong_profile(chosen, rules, numbers)
    if problems:
        raise _together(problems)
    return Rulebook(
        rules=tuple(replace(rule, severity=chosen.severities.get(rule.id, rule.severity)) for rule in rules),
        compiled=compiled,
        statutes=instruments,
        values=numbers.overridden(chosen.values),
        dictionaries={name: read for name, read in words.items() if read is not None},
        profile=chosen,
        sha256=_hash(folders),
        liability=payers,
    )


def _files(folders: Sequence[Path], sub: str) -> list[Path]:
    """The TOML files of a sub-folder, by name; those of later folders replace earlier ones of the same name."""
    found = {path.name: path for place in folders for path in sorted((place / sub).glob("*.toml"))}
    return [found[name] for name in sorted(found)]


def _try(read: Callable[[Path], _T], path: Path, problems: list[RuleError]) -> _T | None:
    try:
        return read(path)
    except RuleError as error:
        problems.append(error)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        name = f"{path.parent.name}/{path.name}"
        problems.append(RuleError(f"{name}：不是有效的 TOML（{error}）", f"{name}: not valid TOML ({error})"))
    return None


def _read_values(folders: Sequence[Path], instruments: Statutes, problems: list[RuleError]) -> list[values.Value]:
    def read(path: Path) -> values.Value:
        value, table = values.read(path)
        for citation in value.law:
            instruments.check(citation, table)
        return value

    return [value for path in _files(folders, "values") if (value := _try(read, path, problems)) is not None]


def _read_rules(folders: Sequence[Path], instruments: Statutes, problems: list[RuleError]) -> list[Rule]:
    found: dict[str, Path] = {}
    for place in folders:
        mine: dict[str, Path] = {}
        for path in sorted(place.glob("*/*.toml")):
            if path.parent.name in _DATA_FOLDERS:
                continue
            if path.stem in mine:
                first, second = (f"{p.parent.name}/{p.name}" for p in (mine[path.stem], path))
                problems.append(RuleError(f"{second}：编号与 {first} 重复", f"{second}: the same id as {first}"))
            mine[path.stem] = path
        problems += _borrowed(found, mine)
        found |= mine
    read = [_try(lambda path: rulefile.read(path, instruments), found[name], problems) for name in sorted(found)]
    return [rule for rule in read if rule is not None]


def _read_liability(
    folders: Sequence[Path], instruments: Statutes, rules: list[Rule], problems: list[RuleError]
) -> Liability:
    """The file of the last folder that has one; none is no liability."""
    paths = [path for place in folders if (path := place / liability.FILE).is_file()]
    ids = {rule.id for rule in rules}
    read = _try(lambda path: liability.read(path, instruments, ids), paths[-1], problems) if paths else None
    return read or Liability()


def _borrowed(below: Mapping[str, Path], mine: Mapping[str, Path]) -> list[RuleError]:
    """New rules of a folder on top that use a prefix of the rules below: a later rule of the house may have that id."""
    taken = {_prefix(name) for name in below}
    wrong = [name for name in mine if name not in below and _prefix(name) in taken]
    listed = "、".join(sorted(taken))
    return [
        RuleError(
            f"{mine[name].parent.name}/{name}.toml：{_prefix(name)} 是本产品规则的前缀（{listed}），"
            "自己的规则请换一个前缀",
            f"{mine[name].parent.name}/{name}.toml: {_prefix(name)} is a prefix of the rules of the product "
            f"({listed}); give your own rules another one",
        )
        for name in wrong
    ]


def _prefix(rule_id: str) -> str:
    return rule_id.rstrip("0123456789")


def _compile(rule: Rule, numbers: Values, problems: list[RuleError]) -> Compiled | None:
    try:
        return compiling.compile_rule(rule, numbers.by_name)
    except RuleError as error:
        problems.append(error)
        return None


def _settled(rule: Rule, compiled: Compiled, problems: list[RuleError]) -> Rule:
    try:
        return scope.settled(rule, compiled)
    except RuleError as error:
        problems.append(error)
        return rule


def _wrong_examples(rules: list[Rule], numbers: Values) -> list[RuleError]:
    errors = []
    for rule in rules:
        for example in rule.examples:
            for name in example.values:
                if name not in numbers.by_name:
                    errors.append(Table({}, rule.file).unknown("example.values", name, numbers.by_name))
    return errors


def _wrong_profile(chosen: Profile, rules: list[Rule], numbers: Values) -> list[RuleError]:
    table = Table({}, f"profiles/{chosen.name}.toml")
    ids = {rule.id for rule in rules}
    errors = [
        table.unknown("exclude, severities, conclusion.rules", name, ids)
        for name in (*chosen.exclude, *chosen.severities, *chosen.conclusion.rules)
        if name not in ids
    ]
    named = [("score.hard_stops", chosen.hard_stops)]
    named += [(f"agreement.{ledger}", rules_of) for ledger, rules_of in chosen.agreement.items()]
    named += [(f"absence.{ledger}", rules_of) for ledger, rules_of in chosen.absence.items()]
    errors += [table.unknown(where, name, ids) for where, listed in named for name in listed if name not in ids]
    errors += [table.unknown("values", name, numbers.by_name) for name in chosen.values if name not in numbers.by_name]
    return errors


def _together(problems: list[RuleError]) -> RuleError:
    return RuleError("\n".join(error.zh for error in problems), "\n".join(error.en for error in problems))


def _hash(folders: Sequence[Path]) -> str:
    """Of the names and bytes of every TOML file, so that a result tells by which rules it was made."""
    digest = hashlib.sha256()
    for place in folders:
        for path in sorted(place.rglob("*.toml")):
            digest.update(path.relative_to(place).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
