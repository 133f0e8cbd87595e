"""Long judgements as one node of a plan: made once per distinct input, in steps, then handed to every row that has it.

polars plans an expression as a tree. One that reads its own parts again and again (a check digit, a month in a memo)
becomes thousands of nodes, planned anew wherever it stands; on a sheet of fifty rows that costs more than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

_ANSWER = "answer"


def judged(
    inputs: dict[str, pl.Expr], judge: Callable[[pl.LazyFrame], pl.LazyFrame], dtype: pl.DataType | type[pl.DataType]
) -> pl.Expr:
    """The answer of ``judge`` for every row of ``inputs``, as an expression of type ``dtype``.

    ``judge`` gets a frame of the distinct inputs, with a column per name, and gives it back with a column ``answer``;
    it sees no row twice and must judge each by itself.
    """

    def answers(rows: pl.Series) -> pl.Series:
        table = rows.struct.unnest()
        found = table.unique().lazy().pipe(judge).select(*inputs, _ANSWER).collect()
        return table.join(found, on=list(inputs), how="left", nulls_equal=True, maintain_order="left")[_ANSWER]

    return pl.struct([column.alias(name) for name, column in inputs.items()]).map_batches(answers, return_dtype=dtype)
