"""What a cell for the worker's signature says: signed, not signed, signed by somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from wagecheck.facts.word_match import holds, normal
from wagecheck.ledgers.names import name_key


def state(column: str, words: Mapping[str, Sequence[str]]) -> pl.Expr:
    """``signed``, ``proxy``, ``unsigned``, ``other_name`` or ``blank``; null where the text says none of these.

    The worker's own name, or a word for a signature, is a signature; another person's name is not. ``words`` are the
    sections signed, proxy and unsigned of contract_terms.toml; the row has ``name_key``.
    """
    text = normal(column)
    own = (name_key(pl.col(column)) == pl.col("name_key")).fill_null(value=False)
    masked = text.str.contains("[*＊]")
    return (
        pl.when(text == "")
        .then(pl.lit("blank"))
        .when(own)
        .then(pl.lit("signed"))
        .when(holds(text, words.get("proxy", ())))
        .then(pl.lit("proxy"))
        .when(holds(text, words.get("unsigned", ())))
        .then(pl.lit("unsigned"))
        .when(holds(text, words.get("signed", ())))
        .then(pl.lit("signed"))
        .when(~masked & text.str.contains(r"^[\p{Han}·]{2,6}$"))
        .then(pl.lit("other_name"))
    )


def somebody_signed(column: str) -> pl.Expr:
    """Whether any cell of the column holds a signature (an empty column is a form signed on paper)."""
    return pl.col(column).is_in(["signed", "other_name", "proxy"]).any()
