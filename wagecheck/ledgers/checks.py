"""Column checks that carry a rule's id: declared once on a model, run by pandera and, much faster, by one polars pass.

No wording and no law stands here: a rule file says with ``where = ["identity.id_number"]`` which checks are its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

#: From the name of a column to an expression: null where the value is fine, else a short problem code (String).
ProblemFactory = Callable[[str], pl.Expr]

_STATISTIC: Final = "column_rule"

#: Columns of what :func:`failing` returns.
FAILING: Final = pl.Schema(
    {
        "rule": pl.String,
        "ledger": pl.String,
        "field": pl.String,
        "problem": pl.String,
        "src": pl.Int32,
        "row": pl.Int32,
        "value": pl.String,
    }
)


@dataclass(frozen=True)
class ColumnRule:
    """The check function that pandera calls: true where the problem expression is null."""

    rule: str
    problem: ProblemFactory

    def __call__(self, data: PolarsData) -> pl.LazyFrame:
        """One boolean column under the name of the checked one."""
        return data.lazyframe.select(self.problem(data.key).is_null().alias(data.key))


class Declared(NamedTuple):
    """A rule's check on a column of a ledger."""

    ledger: str
    field: str
    rule: ColumnRule


def rule_check(rule: str, problem: ProblemFactory) -> pa.Check:
    """A pandera check under the rule's id. ``problem`` may read other columns of the same row."""
    column_rule = ColumnRule(rule, problem)
    return pa.Check(column_rule, name=rule, error=rule, ignore_na=False, statistics={_STATISTIC: column_rule})


def declared(models: Mapping[str, type[pa.DataFrameModel]]) -> Iterator[Declared]:
    """Every rule check of the models, in the order of ledgers and columns."""
    for ledger, model in models.items():
        for field, column in model.to_schema().columns.items():
            for check in column.checks:
                rule = (check.statistics or {}).get(_STATISTIC)
                if isinstance(rule, ColumnRule):
                    yield Declared(ledger, field, rule)


def failing(
    ledgers: Mapping[str, pl.DataFrame | pl.LazyFrame],
    models: Mapping[str, type[pa.DataFrameModel]],
    keep: Sequence[str] = (),
) -> pl.DataFrame:
    """All values that a rule check rejects: one row per place, rule and value (:data:`FAILING`, then ``keep``).

    A place that a ledger holds in several rows (attendance: one per day) is named once. Ledgers that share a check are
    judged together, in one polars pass; rejects exactly what pandera's lazy ``validate`` rejects, without its failure
    cases. ``keep`` names columns of the ledgers (String) that come along; null where a ledger has no such column.
    """
    shared: dict[tuple[str, ColumnRule], list[str]] = {}
    for check in declared(models):
        if check.ledger in ledgers:
            shared.setdefault((check.field, check.rule), []).append(check.ledger)
    passes = [
        _pass({name: ledgers[name].lazy() for name in names}, field, rule, keep)
        for (field, rule), names in shared.items()
    ]
    none = FAILING.to_frame().with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in keep)
    return pl.concat([none, *pl.collect_all(passes)])


def _pass(frames: Mapping[str, pl.LazyFrame], field: str, rule: ColumnRule, keep: Sequence[str]) -> pl.LazyFrame:
    """One check in all ledgers that declare it: their rows one after another, then the distinct ones with a problem."""
    problem = rule.problem(field)
    read = [name for name in dict.fromkeys([field, *problem.meta.root_names()]) if name not in keep]
    asked = ["src", "row", *read, *keep]
    stacked = pl.concat(
        [
            # attendance has a row per day with the same number, one after another: a thirtieth remains
            frame.select("src", "row", *read, *_kept(frame, keep))
            .filter(_differs(asked))
            .with_columns(ledger=pl.lit(name))
            for name, frame in frames.items()
        ]
    )
    columns = {name: pl.col(name) for name in keep}
    return (
        stacked.with_columns(problem=problem)
        .filter(pl.col("problem").is_not_null())
        .unique(["ledger", *asked], keep="first", maintain_order=True)
        .select(
            rule=pl.lit(rule.rule),
            ledger="ledger",
            field=pl.lit(field),
            problem="problem",
            src="src",
            row="row",
            value=pl.col(field).cast(pl.String),
            **columns,
        )
    )


def _differs(columns: Sequence[str]) -> pl.Expr:
    """Whether a row is another than the one before it."""
    other = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in columns)
    return other | (pl.int_range(pl.len()) == 0)


def _kept(frame: pl.LazyFrame, keep: Sequence[str]) -> list[pl.Expr]:
    known = frame.collect_schema()
    return [pl.col(name) if name in known else pl.lit(None, dtype=pl.String).alias(name) for name in keep]


def gate(frame: pl.DataFrame, model: type[pa.DataFrameModel]) -> None:
    """Validation of structure and types: columns, no more and no less, their types, places of every row.

    What fails here was made wrong by intake, not by the people who filled the sheet: pandera's ``SchemaErrors`` is
    raised and is a bug. What people wrote wrong is for the rule checks (:func:`failing`), which are not run twice.
    A frame that has what the model declares passes at once; for any other pandera's own ``validate`` decides.
    """
    if not sound(frame, model):
        _structure(model).validate(frame, lazy=True)


def sound(frame: pl.DataFrame, model: type[pa.DataFrameModel]) -> bool:
    """Whether pandera's validation would surely pass: the types declared, and no null where none may be.

    False for a model that declares more than that, whatever the frame holds. Pandera takes some 10 ms for a table of
    any size, and its first use imports a library for tests.
    """
    declares = _types(_structure(model))
    return (
        declares is not None
        and dict(frame.schema) == declares.kinds
        and not any(frame[name].null_count() for name in declares.filled)
    )


class _Types(NamedTuple):
    """What a plain schema declares: the type of every column, and the columns without null."""

    kinds: dict[str, pl.DataType]
    filled: tuple[str, ...]


def _types(schema: pa.DataFrameSchema) -> _Types | None:
    """The types of a schema that declares nothing but types and nulls; None for any other."""
    columns = schema.columns.values()
    more = [schema.checks, schema.parsers, schema.unique, schema.coerce, schema.ordered, schema.dtype]
    for column in columns:
        more += [column.checks, column.parsers, column.unique, column.coerce, column.regex, column.default]
    if any(more) or schema.strict is not True or not all(column.required for column in columns):
        return None
    return _Types(
        {column.name: column.dtype.type for column in columns},
        tuple(column.name for column in columns if not column.nullable),
    )


@cache
def _structure(model: type[pa.DataFrameModel]) -> pa.DataFrameSchema:
    """The schema of a model without its rule checks."""
    whole = model.to_schema()
    structure = copy(whole)
    structure.columns = dict(whole.columns)
    for check in declared({"": model}):
        bare = copy(whole.columns[check.field])
        bare.checks = [own for own in bare.checks if _STATISTIC not in (own.statistics or {})]
        structure.columns[check.field] = bare
    return structure
