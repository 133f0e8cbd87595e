"""Why a mark of the worker matrix is not ✓: which ledger, what is the matter with it, and the findings that say so."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.judging.units import KEYS
from wagecheck.ledgers.catalogue import SIX
from wagecheck.result import WHY
from wagecheck.rulebook import Rulebook

_SITE: Final = ["project", "contractor", "person"]
#: What may be the matter with a ledger, the worst first.
WORST_FIRST: Final = ("missing", "differs", "not_submitted", "unclear")
#: Findings that one reason names at most: a person may stand in very many rows.
_FINDINGS: Final = 20


def states(ledger: str) -> pl.Expr:
    """What is the matter with a ledger (one of missing, differs, not_submitted, unclear), or null.

    Reads ``in_<ledger>`` and ``differs_<ledger>`` of the worker, ``has_<ledger>`` of the contractor. A ledger that was
    handed in and may or may not name the worker (a namesake, a lump sum) is ``unclear``.
    """
    present = pl.col(f"in_{ledger}")
    return (
        pl.when(present == False)  # noqa: E712
        .then(pl.lit("missing"))
        .when(pl.col(f"differs_{ledger}"))
        .then(pl.lit("differs"))
        .when(present.is_null() & (pl.col(f"has_{ledger}") == False))  # noqa: E712
        .then(pl.lit("not_submitted"))
        .when(present.is_null())
        .then(pl.lit("unclear"))
    )


def given(rulebook: Rulebook, about: pl.DataFrame, standing: list[str], rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` (worker-months with ``state_<ledger>`` as :func:`states` has it) with ``why`` (List of WHY, never null).

    ``about`` says whom findings are about (rule, project, contractor, period, person, fingerprint); those of the rules
    ``standing`` count for every period. Which rules speak of a ledger stands in the profile: ``agreement`` of one that
    differs, ``absence`` of one that lacks the worker.
    """
    rows = rows.with_row_index("row")
    long = (
        rows.select("row", *(pl.col(f"state_{ledger}").alias(ledger) for ledger in SIX))
        .unpivot(index="row", variable_name="ledger", value_name="what")
        .drop_nulls("what")
    )
    found = _findings(rulebook, about, standing, rows.select("row", *KEYS, "person"))
    rank = {ledger: number for number, ledger in enumerate(SIX)}
    why = (
        long.join(found, on=["row", "ledger", "what"], how="left", maintain_order="left")
        .with_columns(pl.col("findings").fill_null(pl.lit([], pl.List(pl.String))))
        .sort("row", pl.col("ledger").replace_strict(rank, return_dtype=pl.Int8))
        .group_by("row", maintain_order=True)
        .agg(why=pl.struct(*WHY).cast(pl.Struct(WHY)))
    )
    told = rows.join(why, on="row", how="left", maintain_order="left").drop("row")
    return told.with_columns(pl.col("why").fill_null(pl.lit([], pl.List(pl.Struct(WHY)))))


def _findings(rulebook: Rulebook, about: pl.DataFrame, standing: list[str], people: pl.DataFrame) -> pl.DataFrame:
    """Per row, ledger and state the fingerprints of the findings behind it."""
    profile = rulebook.profile
    parts = {"differs": profile.agreement, "missing": profile.absence}
    meant = [
        (rule, ledger, what) for what, by in parts.items() for ledger, rules in by.items() for rule in rules
    ]  # fmt: skip
    rules = pl.DataFrame(meant, schema=dict.fromkeys(("rule", "ledger", "what"), pl.String), orient="row")
    named = about.filter(pl.col("person").is_not_null()).join(rules, on="rule")
    always, value = pl.col("rule").is_in(standing), ["ledger", "what", "fingerprint"]
    then = people.join(named.filter(~always).select(*KEYS, "person", *value), on=[*KEYS, "person"], nulls_equal=True)
    ever = people.join(named.filter(always).select(*_SITE, *value), on=_SITE, nulls_equal=True)
    return (
        pl.concat([part.select("row", *value) for part in (then, ever)])
        .group_by("row", "ledger", "what")
        .agg(findings=pl.col("fingerprint").unique().sort().head(_FINDINGS))
    )
