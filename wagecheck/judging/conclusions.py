"""What signals about people add up to: a worker needs several families of them, a company several workers or months.

One signal alone, or several of one family, conclude nothing. Families, rules and numbers stand in the profile
(``conclusion``); a conclusion asks for verification, it changes neither findings nor colour.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.judging.units import KEYS
from wagecheck.rulebook.profile import Profile

_SITE: Final = ["project", "contractor"]


def of_workers(profile: Profile, about: pl.DataFrame, standing: list[str], workers: pl.DataFrame) -> pl.DataFrame:
    """``workers`` (project, contractor, period, person …) with ``families`` (List, sorted) and ``suspected``.

    ``about`` says whom findings are about (rule, project, contractor, period, person); those of the rules ``standing``
    count for every period of the person.
    """
    rules = profile.conclusion.rules
    families = {rule: profile.family(rule) for rule in rules}
    signals = about.filter(pl.col("person").is_not_null() & pl.col("rule").is_in(list(rules))).with_columns(
        family=pl.col("rule").replace_strict(families, default=None, return_dtype=pl.String)
    )
    always = pl.col("rule").is_in(standing)
    people = workers.select(*KEYS, "person")
    told = pl.concat(
        [
            people.join(signals.filter(~always).select(*KEYS, "person", "family"), on=[*KEYS, "person"]),
            people.join(signals.filter(always).select(*_SITE, "person", "family"), on=[*_SITE, "person"]),
        ]
    )
    found = told.group_by(*KEYS, "person").agg(families=pl.col("family").unique().sort())
    enough = pl.col("families").list.len() >= max(profile.conclusion.min_families, 1)
    return (
        workers.join(found, on=[*KEYS, "person"], how="left", maintain_order="left")
        .with_columns(pl.col("families").fill_null(pl.lit([], pl.List(pl.String))))
        .with_columns(suspected=enough & pl.lit(bool(rules)))
    )


def of_contractors(profile: Profile, workers: pl.DataFrame) -> pl.DataFrame:
    """Per contractor and period: ``suspected_workers``, and ``suspected`` where they suffice for the company.

    They do with ``min_workers`` different people over all periods, or with people in ``min_months`` periods.
    """
    only = workers.filter("suspected")
    numbers = only.group_by(*KEYS).agg(suspected_workers=pl.col("person").n_unique())
    known = only.group_by(_SITE).agg(people=pl.col("person").n_unique(), months=pl.col("period").n_unique())
    limits = profile.conclusion
    enough = (pl.col("people") >= limits.min_workers) | (pl.col("months") >= limits.min_months)
    return numbers.join(known.select(*_SITE, suspected=enough), on=_SITE, how="left")
