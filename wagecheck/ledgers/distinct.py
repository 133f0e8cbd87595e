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


def once(
    text: pl.Expr,
    told: Callable[[pl.Expr], pl.Expr],
    dtype: pl.DataType | type[pl.DataType],
    *,
    same: str | None = None,
) -> pl.Expr:
    """``told`` of every text, as an expression of type ``dtype``: a text that stands in many rows is judged once.

    ``told`` must judge each text by itself. ``same`` is a pattern of texts that ``told`` gives back as they are (and
    null as null): a column in which all are such, as most are, is only looked through.
    """
    answer = told(pl.col("text")).alias(_ANSWER)

    def answers(rows: pl.Series) -> pl.Series:
        if same is not None and rows.str.contains(same).all():
            return rows
        table = rows.alias("text").to_frame()
        distinct = table.unique()
        if distinct.height == table.height:
            return table.lazy().select(answer).collect()[_ANSWER]
        found = distinct.lazy().select("text", answer).collect()
        return table.join(found, on="text", how="left", nulls_equal=True, maintain_order="left")[_ANSWER]

    return text.map_batches(answers, return_dtype=dtype, is_elementwise=True)
