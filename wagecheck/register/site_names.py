"""Whose a check of the command line is: it has no site, only what its files call the project.

A site (项目) goes by its own name and by what files that were handed in for it call the project. What names a project
is a site's where that one alone goes by the name; where two do, it is in nobody's place but that of the name.
"""

from __future__ import annotations

import polars as pl


def known(sites: pl.DataFrame, handed: pl.DataFrame) -> pl.DataFrame:
    """What sites go by: site, project, each pair once.

    ``sites`` has site and name, ``handed`` the site and the project of kept rows; those without a site say nothing.
    """
    told = handed.select("site", "project")
    return pl.concat([told, sites.select("site", project="name")]).drop_nulls().unique(maintain_order=True)


def owners(names: pl.DataFrame) -> pl.DataFrame:
    """Of every name (project) how many sites go by it (``sites``), and which one (``owner``; null: several)."""
    found = names.group_by("project", maintain_order=True).agg(sites=pl.len(), owner=pl.col("site").first())
    return found.with_columns(owner=pl.when(pl.col("sites") == 1).then("owner"))
