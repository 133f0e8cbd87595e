"""In which ledgers each person of a period stands: True, False, or null where that cannot be told.

Null where the contractor did not submit the ledger for the period, where a row of the ledger may mean him or a
namesake, and for payments where a lump sum may hold his pay.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import attendance_sums, stays
from wagecheck.facts.groundwork import Groundwork
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.ledgers.names import name_key

_SITE: Final = ["project", "contractor"]
_KEYS: Final = ["uid", "pid"]
_LEDGERS: Final = ("identity", "contract", "roster", "attendance", "payroll", "payment", "notice")
_STANDING: Final = ("identity", "contract", "roster")
#: Registers that must name everybody who worked or was paid (SU02), in the order people are shown them.
_REGISTERS: Final = ("identity", "roster", "notice")


def base(ground: Groundwork, monthly: list[pl.DataFrame]) -> pl.DataFrame:
    """Everybody a period speaks of: uid, pid, the unit's period and has_…, name_key.

    ``monthly`` are frames with uid and pid of attendance, payroll, payments and notice. Whoever stands in a standing
    ledger only belongs to the periods that his stay, else his contract, overlaps; without dates to all.
    """
    keys = pl.concat([part.select(_KEYS) for part in [*monthly, _standing(ground)]]).unique()
    units = ground.numbered.select("uid", *_SITE, "period").join(
        ground.units, on=[*_SITE, "period"], nulls_equal=True, maintain_order="left"
    )
    return (
        keys.sort(_KEYS)
        .join(units, on="uid", maintain_order="left")
        .join(ground.persons.drop(_SITE), on="pid", maintain_order="left")
    )


def _standing(ground: Groundwork) -> pl.DataFrame:
    rows = ground.people.appearances.filter(pl.col("ledger").is_in(_STANDING) & pl.col("pid").is_not_null())
    terms = ground.contracts.select("pid", start="contract_start", end="contract_end")
    ranges = pl.concat([ground.stays, terms.join(ground.stays, on="pid", how="anti")])
    pairs = (
        rows.select("pid", *_SITE)
        .unique()
        .join(ground.numbered, on=_SITE, nulls_equal=True)
        .join(ranges, on="pid", how="left")
    )
    overlaps = (pl.col("start") <= pl.col("period_end")).fill_null(value=True) & (
        pl.col("end") >= pl.col("period_start")
    ).fill_null(value=True)
    return pairs.filter(overlaps).select(_KEYS).unique()


def places(ground: Groundwork) -> dict[str, pl.DataFrame]:
    """Places in the standing ledgers: ``identity_at`` and ``contract_at`` by pid, ``roster_at`` by uid and pid."""
    rows = ground.people.appearances.filter(pl.col("ledger") == "identity").drop_nulls("pid")
    return {
        "identity": rows.group_by("pid", maintain_order=True).agg(identity_at=pl.col("at").unique(maintain_order=True)),
        "contract": ground.contracts_by_person,
        "roster": stays.listed(ground.roster, ground.submitted),
    }


def with_presence(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """``rows`` with in_identity … in_notice, lacks, n_lacks.

    Needs uid, name_key, has_…, …_at, payroll_rows, payment_rows and lump_sum.
    """
    found = {name: pl.col(f"{name}_at").is_not_null() for name in _LEDGERS}
    found["payroll"] = pl.col("payroll_rows").is_not_null()
    found["payment"] = pl.col("payment_rows").is_not_null()
    unclear = _unclear(ground)
    text = pl.concat_str([pl.col("uid").cast(pl.String), pl.col("name_key").fill_null("")], separator="\x1f")
    family = pl.concat_str(
        [pl.col("uid").cast(pl.String), pl.col("name_key").str.slice(0, 1).fill_null("")], separator="\x1f"
    )
    flags = []
    for name in _LEDGERS:
        by_name, by_surname = unclear[name]
        doubt = text.is_in(by_name.implode()) | family.is_in(by_surname.implode())
        if name == "payment":
            doubt = doubt | pl.col("lump_sum").fill_null(value=False)
        flags.append(
            pl.when(found[name])
            .then(pl.lit(value=True))
            .when(pl.col(f"has_{name}") & ~doubt)
            .then(pl.lit(value=False))
            .alias(f"in_{name}")
        )
    return (
        rows.with_columns(flags)
        .with_columns(_lacks())
        .with_columns(n_lacks=pl.col("lacks").list.len().cast(pl.Int32), lacks=pl.col("lacks").list.join("、"))
    )


def _lacks() -> pl.Expr:
    """Titles of submitted registers that lack the person; the notice only if he is on the payroll, his team posted."""
    missing = {name: pl.col(f"in_{name}").not_().fill_null(value=False) for name in _REGISTERS}
    # a team of which nobody was posted is PB01's
    posted = pl.col("in_notice").fill_null(value=False).any().over("uid", pl.col("payroll_team").fill_null(""))
    missing["notice"] = missing["notice"] & pl.col("in_payroll").fill_null(value=False) & posted
    titles = [pl.when(condition).then(pl.lit(TITLES[name])) for name, condition in missing.items()]
    return pl.concat_list(titles).list.drop_nulls().alias("lacks")


def _unclear(ground: Groundwork) -> dict[str, tuple[pl.Series, pl.Series]]:
    """Per ledger the names, and the surnames of masked names, of rows that are nobody's for certain, as uid + text."""
    rows = ground.people.ambiguous
    answers = {}
    for name in _LEDGERS:
        placed = _ambiguous_payments(ground) if name == "payment" else _placed(rows, name, ground)
        keyed = placed.with_columns(uid=pl.col("uid").cast(pl.String))
        by_name = keyed.drop_nulls("name_key").select(pl.concat_str(["uid", "name_key"], separator="\x1f"))
        by_surname = keyed.filter(pl.col("name_key").is_null()).drop_nulls("surname")
        answers[name] = (
            by_name.to_series().unique(),
            by_surname.select(pl.concat_str(["uid", "surname"], separator="\x1f")).to_series().unique(),
        )
    return answers


def _placed(rows: pl.DataFrame, ledger: str, ground: Groundwork) -> pl.DataFrame:
    own = rows.filter(pl.col("ledger") == ledger)
    if ledger == "attendance":
        return attendance_sums.place(own, ground.submitted)
    if ledger in _STANDING:
        return own.join(ground.numbered.select("uid", *_SITE), on=_SITE, nulls_equal=True)
    return ground.placed(own)


def _ambiguous_payments(ground: Groundwork) -> pl.DataFrame:
    """Payments to one of several namesakes, or to a masked name that nothing else explains."""
    key = name_key(pl.col("name"))
    masked = pl.col("name").str.contains("[*＊]").fill_null(value=False)
    doubtful = ground.payments.filter(
        (pl.col("matched_by") == "ambiguous") | ((pl.col("matched_by") == "none") & masked)
    )
    return doubtful.join(
        ground.numbered.select("uid", *_SITE, "period"), on=[*_SITE, "period"], nulls_equal=True
    ).select("uid", name_key=pl.when(~masked).then(key), surname=key.str.slice(0, 1))
