"""The worker matrix: six marks per worker and period, what is due, what was paid."""

from __future__ import annotations

import polars as pl

from wagecheck.facts import frames
from wagecheck.judging import mark_reasons
from wagecheck.judging.findings import worker_keys
from wagecheck.judging.units import KEYS
from wagecheck.ledgers.catalogue import SIX
from wagecheck.privacy import Masker
from wagecheck.result import MARKS, WORKERS
from wagecheck.rulebook import Rulebook

#: Columns of the frame worker_month that the matrix is made of.
COLUMNS = (
    "active", "in_identity", "in_contract", "in_roster", "in_attendance", "in_payroll", "in_payment", "in_notice",
    "due", "paid_total", "owed", "due_on", "days_late",
)  # fmt: skip
#: By what the matrix is sorted.
ORDER = ("project", "contractor", "period", "name", "id_tail", "worker_key")
_SITE = ["project", "contractor", "person"]
#: Mark of the matrix → ledgers it stands for.
_LEDGERS = {mark: (mark,) for mark in MARKS if mark != "pay"} | {"pay": ("payroll", "payment")}


def differing(rulebook: Rulebook, about: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """The active worker-months with one Boolean ``differs_<ledger>`` per ledger of the six unifications.

    ``about`` says whom the findings are about (rule, project, contractor, period, person); a finding on a standing fact
    counts for every period of the worker.
    """
    rows = months.lazy().filter(pl.col("active").fill_null(False))
    agreement = rulebook.profile.agreement
    named = about.lazy().filter(pl.col("person").is_not_null())
    standing = pl.col("rule").is_in([rule.id for rule in rulebook.rules if frames()[rule.about].standing])
    parts = {"always": (named.filter(standing), _SITE), "then": (named.filter(~standing), [*_SITE, "period"])}
    for when, (part, keys) in parts.items():
        said = part.group_by(keys).agg(
            pl.col("rule").is_in(list(rules)).any().alias(f"{when} {ledger}") for ledger, rules in agreement.items()
        )
        rows = rows.join(said, on=keys, how="left", maintain_order="left")
    told = {ledger: [f"{when} {ledger}" for when in parts] for ledger in agreement}
    differs = [pl.any_horizontal(pl.col(names).fill_null(False)).alias(f"differs_{own}") for own, names in told.items()]
    return rows.with_columns(differs).drop(*(name for names in told.values() for name in names)).collect()


def with_states(rows: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """``rows`` of :func:`differing` with ``state_<ledger>`` (``mark_reasons.states``).

    ``units`` is the frame contractor_month, which says what was handed in.
    """
    handed_in = units.select(*KEYS, *(f"has_{ledger}" for ledger in SIX))
    joined = rows.join(handed_in, on=list(KEYS), how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(mark_reasons.states(ledger).alias(f"state_{ledger}") for ledger in SIX)


def matrix(rows: pl.DataFrame, masker: Masker) -> pl.DataFrame:
    """One row per active worker and period (columns of WORKERS), sorted.

    ``rows`` come from :func:`with_states`, with ``why`` (``mark_reasons.given``).
    """
    digits = pl.col("id_number")
    table = rows.with_columns(
        worker_keys(rows["person"], masker).alias("worker_key"),
        pl.when(digits.str.len_chars() >= 15).then(digits.str.slice(-4)).alias("id_tail"),
        masker.column("name", "name"),
        pl.col("paid_total").alias("paid"),
        *(_mark(mark).alias(f"mark_{mark}") for mark in MARKS),
    )
    return table.select(pl.col(name).cast(kind) for name, kind in WORKERS.items()).sort(ORDER, nulls_last=True)


def _mark(mark: str) -> pl.Expr:
    """The worst of what is the matter with its ledgers."""
    states = [pl.col(f"state_{ledger}") for ledger in _LEDGERS[mark]]
    found = pl.lit("ok")
    for what in reversed(mark_reasons.WORST_FIRST):
        found = (
            pl.when(pl.any_horizontal((state == what).fill_null(False) for state in states))
            .then(pl.lit(what))
            .otherwise(found)
        )
    return found
