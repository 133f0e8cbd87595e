"""Whose a check of the command line is: it has no site, only what its files call the project.

A site (项目) goes by its own name and by what files that were handed in for it call the project. What names a project
is a site's where that one alone goes by the name; where two do, it is in nobody's place but that of the name. Two
spellings of a name are one name (``sites.name_key``): names are compared, and told here, by that key.
"""

from __future__ import annotations

import polars as pl

from wagecheck.register import spellings
from wagecheck.register.sites import name_key


def keys(names: pl.Series) -> pl.Series:
    """What names of projects are compared by."""
    return spellings.keys(names, name_key)


def known(sites: pl.DataFrame, handed: pl.DataFrame) -> pl.DataFrame:
    """What sites go by: site, part, each pair once.

    ``sites`` has site and name, ``handed`` the site and the project of kept rows with its key (``part``); those without
    a site say nothing.
    """
    named = sites.select("site", part=keys(sites["name"]))
    return pl.concat([handed.select("site", "part"), named]).drop_nulls().unique(maintain_order=True)


def owners(names: pl.DataFrame) -> pl.DataFrame:
    """Of every name (part) how many sites go by it (``sites``), and which one (``owner``; null: several)."""
    found = names.group_by("part", maintain_order=True).agg(sites=pl.len(), owner=pl.col("site").first())
    return found.with_columns(owner=pl.when(pl.col("sites") == 1).then("owner"))
