"""From the texts of a rule to polars expressions, and the dry run on empty frames that proves that they work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import polars as pl
from polars.exceptions import PolarsError

from wagecheck.errors import RuleError
from wagecheck.ledgers import catalogue
from wagecheck.rulebook import sql, template
from wagecheck.rulebook.reading import Table
from wagecheck.rulebook.rule import Rule
from wagecheck.rulebook.rulefile import columns_of
from wagecheck.rulebook.template import SHOWN, Template

#: What may stand before the point in ``show.at``.
_LEDGERS = {*catalogue.LEDGERS, "any"}
#: Columns that judging adds to a frame without them: where the project lies, for findings on local numbers.
SUPPLIED = ("place",)
#: How a dated number stands on a frame: wide enough for a contract amount, fine enough for a ratio.
AMOUNT = pl.Decimal(18, 6)


@dataclass(frozen=True)
class Message:
    """The two wordings of a finding."""

    zh: Template
    en: Template


@dataclass(frozen=True)
class Compiled:
    """A rule ready to judge. ``shown`` holds the expressions of expected, actual and amount that the rule gives."""

    given: sql.Expression | None
    when: sql.Expression
    levels: tuple[sql.Expression, ...]
    shown: Mapping[str, sql.Expression]
    messages: tuple[Message, ...]
    """The base message, then one per level."""
    places: tuple[tuple[str, str | None], ...]
    """Columns of places with the field whose cell is meant; None where the place names its cell."""
    supplied: tuple[str, ...] = ()
    """Columns that messages may name although the frame has none of that name: judging adds them."""

    @property
    def judged(self) -> tuple[sql.Expression, ...]:
        """The expressions that decide."""
        return (self.when,) if self.given is None else (self.given, self.when)

    @property
    def deciding_values(self) -> tuple[str, ...]:
        """Dated numbers without which the rule cannot be judged."""
        return tuple(dict.fromkeys(name for expression in self.judged for name in expression.values))

    @property
    def values(self) -> tuple[str, ...]:
        """All dated numbers the rule uses, in conditions, shown values and messages."""
        parts = [*self.judged, *self.levels, *self.shown.values()]
        names = [name for expression in parts for name in expression.values]
        prefix = sql.VALUE_PREFIX
        names += [field.removeprefix(prefix) for field in self.fields if field.startswith(prefix)]
        return tuple(dict.fromkeys(names))

    @property
    def fields(self) -> tuple[str, ...]:
        """All placeholders of the messages."""
        texts = [text for message in self.messages for text in (message.zh, message.en)]
        return tuple(dict.fromkeys(field for text in texts for field in text.fields))

    @property
    def asks(self) -> tuple[str, ...]:
        """Columns that judging must add for the messages."""
        return tuple(name for name in self.supplied if name in self.fields)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the frame that the rule reads."""
        parts = [*self.judged, *self.levels, *self.shown.values()]
        names = [name for expression in parts for name in expression.columns]
        names += [field for field in self.fields if not _special(field) and field not in self.supplied]
        names += [column for column, _ in self.places]
        return tuple(dict.fromkeys(names))


def _special(field: str) -> bool:
    return field in SHOWN or field.startswith(sql.VALUE_PREFIX)


def compile_rule(rule: Rule, values: Collection[str]) -> Compiled:
    """Reads every expression, message and place of a rule. Raises RuleError naming file, key and valid choices."""
    columns = columns_of(rule.about)

    def expression(key: str, text: str) -> sql.Expression:
        try:
            return sql.parse(text, columns, values)
        except sql.SqlError as problem:
            raise _wrong(rule, f"{key}：{problem.zh}", f"{key}: {problem.en}") from None

    for need in rule.needs:
        if need not in columns:
            raise _table(rule).unknown("needs", need, columns)
    texts = {"expected": rule.show.expected, "actual": rule.show.actual, "amount": rule.show.amount}
    shown = {key: expression(f"show.{key}", text) for key, text in texts.items() if text is not None}
    wordings = [(rule.message, rule.message_en), *((level.message, level.message_en) for level in rule.levels)]
    for key, text in (("remedy", rule.remedy), ("remedy_en", rule.remedy_en), ("exposure", rule.exposure),
                      ("exposure_en", rule.exposure_en)):  # fmt: skip
        _template(rule, key, text, values=values)
    return Compiled(
        given=None if rule.given is None else expression("given", rule.given),
        when=expression("when", rule.when),
        levels=tuple(expression(f"level[{n}].when", level.when) for n, level in enumerate(rule.levels, start=1)),
        shown=shown,
        messages=tuple(
            Message(
                _template(rule, "message", zh, columns=columns, shown=shown, values=values),
                _template(rule, "message_en", en, columns=columns, shown=shown, values=values),
            )
            for zh, en in wordings
        ),
        places=tuple(_place(rule, text, columns) for text in rule.show.at),
        supplied=tuple(name for name in SUPPLIED if name not in columns),
    )


def _template(
    rule: Rule, key: str, text: str, *, columns: Iterable[str] = (), shown: Collection[str] = (), values: Iterable[str]
) -> Template:
    try:
        parsed = template.parse(text)
    except ValueError as error:
        raise _wrong(rule, f"{key} 的占位符写法有误：{error}", f"{key}: cannot read placeholder: {error}") from None
    if not parsed.fields:
        return parsed
    known = set(columns)
    valid = {*known, *shown, *map(sql.value_column, values), *(SUPPLIED if known else ())}
    if {"expected", "actual"} <= set(shown):
        valid.add("difference")
    for field in parsed.fields:
        if field not in valid:
            raise _table(rule).unknown(key, f"{{{field}}}", (f"{{{name}}}" for name in valid))
    return parsed


def _place(rule: Rule, text: str, columns: Mapping[str, object]) -> tuple[str, str | None]:
    ledger, dot, field = text.partition(".")
    column = f"{ledger}_at" if dot else text
    places = [name for name in columns if name.endswith("_at")]
    if column not in places:
        raise _table(rule).unknown(
            "show.at",
            text,
            [name if name.removesuffix("_at") not in _LEDGERS else f"{name.removesuffix('_at')}.…" for name in places],
        )
    if not dot:
        return column, None
    known = [ledger] if ledger in catalogue.LEDGERS else list(catalogue.LEDGERS)
    fields = {name for one in known for name in catalogue.fields(one)}
    if field not in fields:
        raise _table(rule).unknown("show.at", field, fields)
    return column, field


def _table(rule: Rule) -> Table:
    return Table({}, rule.file)


def _wrong(rule: Rule, zh: str, en: str) -> RuleError:
    return _table(rule).wrong(zh, en)


def dry_run(rules: Iterable[tuple[Rule, Compiled]]) -> list[RuleError]:
    """Runs all rules on empty frames, one pass per frame; the errors found, one per expression that fails.

    Conditions must be Boolean; ``difference`` needs two numbers.
    """
    by_frame: dict[str, list[tuple[Rule, Compiled]]] = {}
    for rule, compiled in rules:
        by_frame.setdefault(rule.about, []).append((rule, compiled))
    errors: list[RuleError] = []
    for name, members in by_frame.items():
        parts = [(rule, key, part) for rule, compiled in members for key, part in _expressions(compiled)]
        kinds, read = columns_of(name), {column for _, _, part in parts for column in part.columns}
        used = {value for _, _, part in parts for value in part.values}
        columns = {column: kinds[column] for column in sorted(read)} | dict.fromkeys(
            map(sql.value_column, sorted(used)), AMOUNT
        )
        try:
            found = list(zip(parts, _dry_types(columns, parts), strict=True))
        except PolarsError:
            found, failed = _one_by_one(columns, parts)
            errors += failed
        errors += [error for (rule, key, _), dtype in found if (error := _wrong_type(rule, key, dtype)) is not None]
        errors += _wrong_differences(members, found)
    return errors


_Part = tuple[Rule, str, sql.Expression]
_Type = pl.DataType | type[pl.DataType]


def _expressions(compiled: Compiled) -> list[tuple[str, sql.Expression]]:
    parts = [("when", compiled.when)]
    if compiled.given is not None:
        parts.append(("given", compiled.given))
    parts += [(f"level[{number}].when", level) for number, level in enumerate(compiled.levels, start=1)]
    return parts + [(f"show.{key}", part) for key, part in compiled.shown.items()]


def _dry_types(columns: Mapping[str, _Type], parts: list[_Part]) -> list[pl.DataType]:
    """The types of the expressions on an empty frame; PolarsError where one cannot be computed.

    Computed a second time with floats in place of decimals: polars compares a text with a decimal by making both text,
    which no rule can mean, but refuses to compare it with a float.
    """
    exprs = [part.expr.alias(str(number)) for number, (_, _, part) in enumerate(parts)]
    floats = {name: pl.Float64() if isinstance(kind, pl.Decimal) else kind for name, kind in columns.items()}
    if floats != columns:
        pl.DataFrame(schema=floats).select(exprs)
    return pl.DataFrame(schema=columns).select(exprs).dtypes


def _one_by_one(
    columns: Mapping[str, _Type], parts: list[_Part]
) -> tuple[list[tuple[_Part, pl.DataType]], list[RuleError]]:
    found, errors = [], []
    for rule, key, part in parts:
        try:
            found.append(((rule, key, part), _dry_types(columns, [(rule, key, part)])[0]))
        except PolarsError as error:
            reason = str(error).splitlines()[0]
            errors.append(_wrong(rule, f"{key} 试算失败：{reason}", f"{key} fails in the dry run: {reason}"))
    return found, errors


def _wrong_type(rule: Rule, key: str, dtype: pl.DataType) -> RuleError | None:
    if key.startswith("show."):
        if dtype.is_nested():
            return _wrong(rule, f"{key} 应为单个值，不是 {dtype}", f"{key} must be one value, not {dtype}")
        return None
    if dtype == pl.Boolean:
        return None
    return _wrong(rule, f"{key} 应为条件（是或否），不是 {dtype}", f"{key} must be a condition, not {dtype}")


def _wrong_differences(members: list[tuple[Rule, Compiled]], found: list[tuple[_Part, pl.DataType]]) -> list[RuleError]:
    numeric = {(rule.id, key): dtype.is_numeric() for (rule, key, _), dtype in found}
    errors = []
    for rule, compiled in members:
        numbers = [numeric.get((rule.id, f"show.{key}"), True) for key in ("expected", "actual")]
        if "difference" in compiled.fields and not all(numbers):
            zh = "{difference} 只能用于数字，expected 和 actual 须为数字"
            errors.append(_wrong(rule, zh, "{difference} needs numbers in expected and actual"))
    return errors
