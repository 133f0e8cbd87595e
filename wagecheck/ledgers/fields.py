"""How a column of a ledger is declared: its type, its Chinese title and what else people and masks need to know of it.

Platform names come from the data standard of the national platform 全国建筑工人管理服务信息平台 (draft for comments).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

import pandera.polars as pa
import polars as pl

Text = pl.String
Date = pl.Date
Flag = pl.Boolean
Count = pl.Int32
Money = Annotated[pl.Decimal, 18, 2]
Days = Annotated[pl.Decimal, 10, 2]
Ratio = Annotated[pl.Decimal, 10, 4]

_SENSITIVITY: Final = {"id": "sensitive", "card": "sensitive", "phone": "personal", "name": "personal", "none": "none"}


def column(
    title: str,
    description: str,
    *,
    unit: str | None = None,
    mask: str = "none",
    sensitivity: str | None = None,
    platform: str | None = None,
    checks: Sequence[pa.Check] = (),
    nullable: bool = True,
) -> Any:
    """A column: ``title`` for people, ``unit`` (元, 天, 小时 …), ``mask`` (id, card, phone, name, none).

    ``sensitivity`` (none, personal, sensitive) follows from the mask unless it is given.
    """
    info = pa.Field(
        nullable=nullable,
        title=title,
        description=description,
        metadata={
            "unit": unit,
            "sensitivity": sensitivity or _SENSITIVITY[mask],
            "mask": mask,
            "platform": platform,
        },
    )
    info.checks = list(checks)
    return info
