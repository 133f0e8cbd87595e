"""Companies that a register names, as a submission knows them."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import polars as pl

from wagecheck.ledgers.companies import company_key
from wagecheck.ledgers.identifiers import bare_code

#: Companies as 参建单位 tells them: what a register says of a firm is known by its name or its code.
COMPANIES: Final = pl.Schema({"name": pl.String, "uscc": pl.String})


def keyed(records: pl.DataFrame, contractors: pl.DataFrame) -> pl.DataFrame:
    """``records`` (with contractor, uscc) with ``key``, one row per company of that name or of that code.

    ``contractors`` is the ledger 参建单位 (COMPANIES). A company of that name whose recorded code is another one is not
    meant. A record that names no company is left out.
    """
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for name, bare in zip(contractors["name"], _bare(contractors["uscc"]), strict=True):
        key = company_key(name)
        if key is not None and bare is not None:
            codes[key].add(bare)
    told = zip(records["contractor"], _bare(records["uscc"]), strict=True)
    meant = [_meant(name, code, codes) for name, code in told]
    return records.with_columns(key=pl.Series(meant, dtype=pl.List(pl.String))).explode("key").drop_nulls("key")


def keys(names: pl.Series) -> pl.Series:
    """``company_key`` of every name; names are few."""
    return names.replace_strict(
        {name: company_key(name) for name in names.drop_nulls().unique()}, default=None, return_dtype=pl.String
    )


def _meant(name: str | None, code: str | None, codes: dict[str, set[str]]) -> list[str]:
    own = company_key(name)
    found = {key for key, known in codes.items() if code is not None and code in known}
    if own is not None and not (code is not None and codes.get(own) and code not in codes[own]):
        found.add(own)
    return sorted(found)


def _bare(codes: pl.Series) -> list[str | None]:
    return pl.select(bare_code(pl.lit(codes)).replace("", None)).to_series().to_list()
