"""What parts have in common, and what each is told of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from wagecheck.facts import elsewhere
from wagecheck.facts.elsewhere import Elsewhere


def shared(keys: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """Of the keys of every part (``elsewhere.KEYS``) those that another part holds too."""
    both = pl.concat(keys).group_by("kind", "key").len().filter(pl.col("len") > 1).select("kind", "key")
    return [own.join(both, on=["kind", "key"], how="semi") for own in keys]


def sought(told: Sequence[Elsewhere]) -> pl.Series:
    """Names under which accounts are used by nobody of the contractor: whose they are, all parts together tell."""
    return pl.concat([part.sought["payee_key"] for part in told]).unique()


def borne(told: Elsewhere, bearers: pl.DataFrame, names: pl.Series) -> Elsewhere:
    """What a part tells, with those of its bearers whose names are sought."""
    return replace(told, bearers=bearers).bearing(names)


def there(told: Sequence[Elsewhere], number: int, keys: pl.DataFrame) -> Elsewhere:
    """What part ``number`` hears of the people and accounts it shares (``keys``), and who bears names elsewhere."""
    return elsewhere.joined([part.about(keys) for n, part in enumerate(told) if n != number])
