"""Where a project lies, in words: findings that rest on a local number print it."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.settings import Settings

_PROVINCE_DIGITS = 2


def place(settings: Settings) -> pl.Expr:
    """``湖北（420100，最低工资第1档）`` from ``region`` and ``tier``; null without a region code.

    Names of provinces are data (``rules/dictionaries/regions.toml``).
    """
    region, tier = pl.col("region"), pl.col("tier").str.strip_chars()
    name = region.str.slice(0, _PROVINCE_DIGITS).replace_strict(
        settings.province_names, default=None, return_dtype=pl.String
    )
    numbered = (
        pl.when(tier.str.contains(r"^\d+$")).then(pl.concat_str(pl.lit("第"), tier, pl.lit("档"))).otherwise(tier)
    )
    of_tier = pl.when(tier != "").then(pl.concat_str(pl.lit("，最低工资"), numbered)).fill_null("")
    return pl.concat_str(name.fill_null(""), pl.lit("（"), region, of_tier, pl.lit("）"))
