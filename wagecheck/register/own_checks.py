"""Which kept checks are of the project that a check at hand is of: told by its site, not by its name in the files.

Sites of two bureaus may both be "一标段" in their files: what one owes is nothing that the other can be told of.

* A check for a site (desk) has what was handed in for this site, whatever the files called it then, and what the
  command line kept under a name that this site alone goes by (``site_names``).
* A check without a site (command line) is of the site that alone goes by its project's name, and has the same. Where
  no site does, or several do, it has what the command line kept under that name.

What may as well be of another site, or of another project of the same site, is in doubt: it is no ground for an
accusation, nor for a pass.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.register import kept_rows, site_names
from wagecheck.register.reader import Reader

#: What one row of a kept check is about; ``said`` is what its files call the project.
_ROW: Final = ("run", "said", "contractor", "period")


@dataclass(frozen=True)
class OwnChecks:
    """``rows``: those of ``kept_rows.placed`` that may be of the place; ``said`` is what their files call the project.

    ``names`` as ``site_names.known`` gives them; ``site`` is the one that the check at hand is for.
    """

    rows: pl.DataFrame
    names: pl.DataFrame
    previous: Mapping[str, str]
    site: str | None = None

    def of(self, projects: Collection[str | None]) -> pl.DataFrame:
        """What the last check says of each contractor's pay period, where these are the projects of the check at hand.

        ``project`` is called as at hand. A row in doubt (not ``sure``) is told only where no sure check is as new.
        """
        rows = self.every(projects)
        at = pl.col("project").fill_null("")
        sure = kept_rows.last(rows.filter("sure").with_columns(place=at), self.previous)
        apart = rows.filter(~pl.col("sure")).with_columns(place=pl.concat_str("place", pl.lit(" "), at))
        doubted = kept_rows.last(apart, self.previous)
        about = ["project", "contractor", "period"]
        newer = (pl.col("as_of") < pl.col("then")) | (
            (pl.col("as_of") == pl.col("then")) & (pl.col("order") < pl.col("after"))
        )
        known = sure.select(*about, then="as_of", after="order")
        settled = doubted.join(known, on=about, nulls_equal=True).filter(newer)
        return pl.concat([sure, doubted.join(settled, on=["run", *about], how="anti", nulls_equal=True)])

    def every(self, projects: Collection[str | None]) -> pl.DataFrame:
        """All rows that may be of these projects of the check at hand, not only the last ones."""
        at = pl.DataFrame({"project": list(projects)}, schema={"project": pl.String}).unique(maintain_order=True)
        if self.site is None:
            claimed = self.names.join(site_names.owners(self.names), on="project")
            meant = at.join(claimed, on="project", maintain_order="left")
            meant = meant.select("site", at="project", ours=pl.col("owner").is_not_null())
        else:
            meant = at.select(site=pl.lit(self.site), at="project", ours=pl.lit(value=True))
        by_site = self._by_site(meant)
        by_name = self._by_name(at).join(by_site, on=_ROW, how="anti", nulls_equal=True)
        return pl.concat([by_site, by_name])

    def _by_site(self, meant: pl.DataFrame) -> pl.DataFrame:
        """Rows of sites; ``meant``: site, its projects in the check at hand (``at``), whether they are surely its own.

        Where both checks are of one project of the site it is the same one. What can be any of several is in doubt.
        """
        shared = self.rows.filter(pl.col("site").is_null()).drop("site").join(self.names, on="project")
        if self.site is None:  # what is at hand by its name belongs to that name
            shared = shared.join(meant, left_on="said", right_on="at", how="anti")
        claims = [
            self.rows.drop_nulls("site").with_columns(own=pl.lit(value=True)),
            shared.select(self.rows.columns).with_columns(own=pl.lit(value=False)),
        ]
        group = ["site", "ours"]
        meant = meant.with_columns(many=pl.len().over(group))
        rows = pl.concat(claims).join(meant, on="site", maintain_order="left")
        named = pl.col("said").eq_missing(pl.col("at"))
        check = ["run", "place", *group]
        rows = rows.with_columns(
            named=named,
            then=pl.col("said").n_unique().over(check),
            both=pl.col("said").filter(named).n_unique().over(check),
            sure=pl.all_horizontal("own", "ours"),
        )
        one = (pl.col("then") == 1) & (pl.col("many") == 1)
        alike = (pl.col("both") == pl.col("then")) & (pl.col("then") == pl.col("many"))
        direct = rows.filter(pl.col("named") | one)
        counted = kept_rows.last(self.rows, self.previous).select(_ROW)
        strays = (
            rows.filter(~(pl.col("named") | one | alike))
            .join(counted, on=_ROW, how="semi", nulls_equal=True)
            .join(direct, on=["run", "at", "contractor", "period"], how="anti", nulls_equal=True)
            .with_columns(sure=pl.lit(value=False))
        )
        found = pl.concat([direct, strays]).with_columns(project="at")
        return found.select(*self.rows.columns, "sure")

    def _by_name(self, at: pl.DataFrame) -> pl.DataFrame:
        """What the command line kept under these names. For a site it is sure where no site goes by the name."""
        rows = self.rows.filter(pl.col("hand_in").is_null()).join(at, on="project", how="semi", nulls_equal=True)
        taken = rows.join(self.names, on="project", how="semi").select(_ROW)
        if self.site is None:
            return rows.with_columns(sure=pl.lit(value=True))
        return pl.concat(
            [
                rows.join(taken, on=_ROW, how="semi", nulls_equal=True).with_columns(sure=pl.lit(value=False)),
                rows.join(taken, on=_ROW, how="anti", nulls_equal=True).with_columns(sure=pl.lit(value=True)),
            ]
        )


def read(reader: Reader, *, site: str | None = None, until: dt.date | None = None) -> OwnChecks:
    """The kept checks, as of ``until`` or earlier, for a check at hand: for a site, or (None) on the command line."""
    rows = kept_rows.placed(reader, kept_rows.read(reader, until=until), until=until).with_columns(said="project")
    handed = rows.filter(pl.col("hand_in").is_not_null())
    names = site_names.known(kept_rows.sites(reader), handed)
    if site is not None:
        rows = rows.filter(pl.col("hand_in").is_null() | (pl.col("site") == site))
    return OwnChecks(rows, names, kept_rows.corrections(reader), site)
