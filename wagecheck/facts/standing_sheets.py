"""The sheets of the standing data as facts read them: rows with their project, and what a blank cell means.

A cell is blank (false) only where its sheet has the column and nothing unreadable stands there; without the column, or
with a text that could not be read, nothing is known (null).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES
from wagecheck.facts.payee import plain
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing import latest_period
from wagecheck.ledgers.provenance import pack

_REGION: Final = r"^\d{6}$"


@dataclass(frozen=True)
class StandingSheets:
    """Ledgers, what intake says of their columns, the pay periods of the run, and the settings.

    ``units`` has project, contractor, period, period_start, period_end.
    """

    ledgers: Mapping[str, pl.DataFrame]
    sources: pl.DataFrame
    cells: pl.DataFrame
    issues: pl.DataFrame
    units: pl.DataFrame
    settings: Settings
    _kept: dict[str, pl.DataFrame] = field(default_factory=dict, init=False, compare=False, repr=False)

    def kept(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """What several frames read, made for the first of them."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def rows(self, ledger: str) -> pl.DataFrame:
        """The ledger in the order of its sheets, with ``at``; rows without a project are the run's only project's."""
        at = pack(pl.col("src"), pl.col("row"))
        own = self.ledgers[ledger]
        return self.kept(ledger, lambda: of_run(own, self.units).sort("src", "row").with_columns(at=at))

    def filled(self, ledger: str, field: str) -> pl.Expr:
        """Over ``rows(ledger)``: true where the cell is filled, false where it is blank, null where that is unknown."""
        return _filled(self, ledger, field)

    def has_column(self, *fields: str) -> pl.Expr:
        """Over rows of any ledger: whether their sheet has one of the columns."""
        return _among(pl.col("src"), [src for one in fields for src in self._headed.get(one, ())], pl.Int32)

    def unread(self, field: str) -> pl.Expr:
        """Over rows of any ledger: whether the cell of a field, or any cell of its column, could not be read."""
        whole, cells = self._unread_columns.get(field, ()), self._unread_cells.get(field, ())
        at = pack(pl.col("src"), pl.col("row"))
        return _among(pl.col("src"), whole, pl.Int32) | _among(at, cells, pl.Int64)

    @cached_property
    def _headed(self) -> Mapping[str, Sequence[int]]:
        """Tables (``src``) with a column of a field, by field."""
        return _by_field(self.cells, pl.col("src"))

    @cached_property
    def _unread_columns(self) -> Mapping[str, Sequence[int]]:
        """Tables (``src``) of which a whole column could not be read, by its field."""
        whole = pl.col("row").is_null() | (pl.col("count").fill_null(1) > 1)
        return _by_field(self.issues.filter(whole), pl.col("src"))

    @cached_property
    def _unread_cells(self) -> Mapping[str, Sequence[int]]:
        """Places of cells that could not be read, by field."""
        return _by_field(self.issues.drop_nulls(["src", "row"]), pack(pl.col("src"), pl.col("row")))

    @cached_property
    def _latest(self) -> pl.DataFrame:
        """The latest period of every project."""
        return latest_period(self.units.lazy(), "project").collect()

    def handed_in(self, ledger: str) -> bool:
        """Whether the sheet came, with or without rows."""
        return self.ledgers[ledger].height > 0 or ledger in self.sources["ledger"].to_list()

    def says(self, column: str, section: str) -> pl.Expr:
        """Whether a text holds a word of ``standing_words.toml``; null for no text."""
        return self.says_any(column, self.settings.standing_words.get(section, ()))

    @staticmethod
    def says_any(column: str, words: Sequence[str]) -> pl.Expr:
        """The same for words of another dictionary."""
        upper = [word.upper() for word in words]
        return plain(pl.col(column)).str.contains_any(upper) if upper else pl.lit(None, dtype=pl.Boolean)

    def under_projects(self, rows: pl.DataFrame, projects: pl.DataFrame) -> pl.DataFrame:
        """``rows`` (with project) under the latest period of their project and its general contractor.

        Adds period, period_start, period_end, contractor and the columns of ``projects``; rows of a project that has no
        period in the run are left out.
        """
        return (
            rows.drop("contractor", "period", "period_start", "period_end", strict=False)
            .join(self._latest, on="project", nulls_equal=True, maintain_order="left")
            .join(projects, on="project", how="left", nulls_equal=True, maintain_order="left")
            .with_columns(contractor=pl.coalesce("general_contractor", "project"))
        )


def of_run(standing: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Rows of a standing ledger; where they name no project, the run's only project is meant."""
    projects = units["project"].unique().to_list()
    only = projects[0] if len(projects) == 1 else None
    return standing.with_columns(project=pl.col("project").fill_null(pl.lit(only, dtype=pl.String)))


def _filled(sheets: StandingSheets, ledger: str, field: str) -> pl.Expr:
    text = sheets.ledgers[ledger].schema[field] == pl.String
    value = pl.col(field)
    given = (value.str.strip_chars() != "").fill_null(value=False) if text else value.is_not_null()
    blank = sheets.has_column(field) & ~sheets.unread(field)
    return pl.when(given).then(True).when(blank).then(False)


def _by_field(rows: pl.DataFrame, value: pl.Expr) -> dict[str, list[int]]:
    """The values that rows of each field have."""
    given = rows.lazy().select("field", value=value).drop_nulls()
    return dict(given.group_by("field").agg(pl.col("value").unique().sort()).collect().iter_rows())


def _among(column: pl.Expr, values: Sequence[int], kind: type[pl.DataType]) -> pl.Expr:
    return column.is_in(pl.Series([values], dtype=pl.List(kind)))


def only(rows: pl.DataFrame, schema: Mapping[str, pl.DataType | type[pl.DataType]], *sort: str) -> pl.LazyFrame:
    """``rows`` in exactly the columns of a frame; key columns it does not have are null, missing places are empty."""
    known = set(rows.columns)
    columns = {name: (pl.col(name) if name in known else pl.lit(None)).cast(kind) for name, kind in schema.items()}
    places = {name: value.fill_null(pl.lit([], PLACES)) for name, value in columns.items() if name.endswith("_at")}
    return rows.lazy().select(**columns | places).sort("project", "contractor", *sort, nulls_last=True)
