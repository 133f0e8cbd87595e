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
from functools import cached_property
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
        standing = rows.filter("sure").join(self._counted, on=_ROW, how="semi", nulls_equal=True)
        sure = kept_rows.last(standing.with_columns(place=at), self.previous)
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
        given = pl.DataFrame({"at": list(projects)}, schema={"at": pl.String}).unique(maintain_order=True)
        at = given.with_columns(part=site_names.keys(given["at"]))
        if self.site is None:
            claimed = self.names.join(site_names.owners(self.names), on="part")
            meant = at.join(claimed, on="part", maintain_order="left")
            meant = meant.select("site", "at", at_part="part", ours=pl.col("owner").is_not_null())
        else:
            meant = at.select(site=pl.lit(self.site), at="at", at_part="part", ours=pl.lit(value=True))
        by_site = self._by_site(meant)
        by_name = self._by_name(at).join(by_site, on=_ROW, how="anti", nulls_equal=True)
        return pl.concat([by_site, by_name])

    def _by_site(self, meant: pl.DataFrame) -> pl.DataFrame:
        """Rows of sites; ``meant``: site, its projects in the check at hand (``at``, compared by ``at_part``), whether
        they are surely its own.

        Where both checks are of one project of the site it is the same one, unless a check told the two names apart.
        What can be any of several is in doubt.
        """
        shared = self.rows.filter(pl.col("site").is_null()).drop("site").join(self.names, on="part")
        if self.site is None:  # what is at hand by its name belongs to that name
            shared = shared.join(meant, left_on="part", right_on="at_part", how="anti")
        claims = [
            self.rows.drop_nulls("site").with_columns(own=pl.lit(value=True)),
            shared.select(self.rows.columns).with_columns(own=pl.lit(value=False)),
        ]
        group = ["site", "ours"]
        meant = meant.with_columns(many=pl.col("at_part").n_unique().over(group))
        rows = pl.concat(claims).join(meant, on="site", maintain_order="left")
        named = pl.col("part").eq_missing(pl.col("at_part"))
        check = ["run", "place", *group]
        rows = rows.with_columns(
            named=named,
            then=pl.col("part").n_unique().over(check),
            both=pl.col("part").filter(named).n_unique().over(check),
            sure=pl.all_horizontal("own", "ours"),
        )
        other, elsewhere = self._apart()
        rows = rows.join(other, on=["site", "part", "at_part"], how="left").join(
            elsewhere, on=["site", "part", "at_part", "contractor", "period"], how="left", nulls_equal=True
        )
        one = (pl.col("then") == 1) & (pl.col("many") == 1) & pl.col("other").is_null()
        alike = (pl.col("both") == pl.col("then")) & (pl.col("then") == pl.col("many"))
        direct = rows.filter(pl.col("named") | one)
        strays = (
            rows.filter(~(pl.col("named") | one | alike) & pl.col("elsewhere").is_null())
            .join(self._counted, on=_ROW, how="semi", nulls_equal=True)
            .join(direct, on=["run", "at", "contractor", "period"], how="anti", nulls_equal=True)
            .with_columns(sure=pl.lit(value=False))
        )
        found = pl.concat([direct, strays]).with_columns(project="at", part="at_part")
        return found.select(*self.rows.columns, "sure")

    @cached_property
    def _counted(self) -> pl.DataFrame:
        """What stands in the portfolio: nothing else is owed."""
        return kept_rows.last(self.rows, self.previous).select(_ROW)

    def _apart(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Names (part, at_part) that a check of the site told apart; and of which contractor and period it did.

        What one of them owes there is surely nothing of the other; what it owes elsewhere may be.
        """
        rows = self.rows.drop_nulls("site").drop_nulls("part")
        several = rows.filter(pl.col("part").n_unique().over("run", "site") > 1)
        checks = several.select("run", "site", "part", "contractor", "period").unique()
        names = checks.select("run", "site", "part").unique()
        apart = pl.col("part") != pl.col("at_part")
        other = names.join(names.rename({"part": "at_part"}), on=["run", "site"]).filter(apart)
        both = checks.join(
            checks.rename({"part": "at_part"}), on=["run", "site", "contractor", "period"], nulls_equal=True
        ).filter(apart)
        return (
            other.drop("run").unique().with_columns(other=pl.lit(value=True)),
            both.drop("run").unique().with_columns(elsewhere=pl.lit(value=True)),
        )

    def _by_name(self, at: pl.DataFrame) -> pl.DataFrame:
        """What the command line kept under these names. For a site it is sure where no site goes by the name."""
        rows = self.rows.filter(pl.col("hand_in").is_null()).join(at, on="part", how="inner", nulls_equal=True)
        rows = rows.with_columns(project="at").select(self.rows.columns)
        if self.site is None:
            return rows.with_columns(sure=pl.lit(value=True))
        taken = rows.join(self.names, on="part", how="semi").select(_ROW)
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
