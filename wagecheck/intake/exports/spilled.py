"""Export tables whose records lie on disk: read back project by project, never all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from wagecheck.intake.belonging import PERIODIC
from wagecheck.intake.exports.owners import OWNED
from wagecheck.intake.exports.placing import Placed, renamed, taken

#: A table and a piece of it, by their numbers.
Slice = tuple[int, int]


@dataclass(frozen=True)
class Spilled:
    """The tables with their pieces; ``called``: what outputs call a project, where that differs from its own name."""

    tables: tuple[Placed, ...]
    called: Mapping[str, str] = field(default_factory=dict)

    def sizes(self) -> dict[str | None, int]:
        """Records of every project."""
        sizes: dict[str | None, int] = {}
        for table in self.tables:
            for project, rows in table.owners.group_by("project").agg(pl.col("rows").sum()).iter_rows():
                name = self._name(project)
                sizes[name] = sizes.get(name, 0) + rows
        return sizes

    def periods(self) -> pl.Series:
        """First days of the pay periods of records."""
        starts = [table.owners["period_start"] for table in self.tables if table.read.ledger in PERIODIC]
        return pl.concat([OWNED.to_frame()["period_start"], *starts]).drop_nulls().unique()

    def spans(self) -> pl.DataFrame:
        """Whose records are of which pay periods: project, contractor, ledger, period_start, period_end, each once.

        Records without a period are of the latest day that they name.
        """
        names = ["project", "contractor", "ledger", "period_start", "period_end"]
        every = [
            table.owners.select(*OWNED.names(), ledger=pl.lit(table.read.ledger))
            for table in self.tables
            if table.read.ledger in PERIODIC
        ]
        dated = pl.concat([OWNED.to_frame().with_columns(ledger=pl.lit("")), *every]).with_columns(
            pl.coalesce(name, "last_day").alias(name) for name in ("period_start", "period_end")
        )
        return dated.select(names).unique().with_columns(pl.col("project").replace(dict(self.called)))

    def slices(self) -> list[Slice]:
        """All pieces."""
        return [(number, n) for number, table in enumerate(self.tables) for n in range(len(table.read.pieces))]

    def divided(self, slice_: Slice, parts: Mapping[str | None, int]) -> Iterator[tuple[int, pl.DataFrame]]:
        """The records of a piece by part; ``parts``: project → number of its part."""
        read = self.tables[slice_[0]].read
        records = read.piece(slice_[1])
        keys = records.select("project", "contractor").unique()
        numbers = [parts[self._name(project)] for project in renamed(keys, read.renamed)["project"]]
        whose = keys.with_columns(pl.Series("part", numbers, dtype=pl.Int32))
        told = records.join(whose, on=whose.columns[:2], how="left", nulls_equal=True, maintain_order="left")
        for (part,), rows in told.partition_by("part", as_dict=True, include_key=False).items():
            yield int(part), rows

    def taken(self, records: Mapping[int, Sequence[pl.DataFrame]]) -> list[Placed]:
        """The tables with ``records`` of a part: table → what was ``divided`` of its pieces, in their order."""
        told = []
        for number, table in enumerate(self.tables):
            nothing = table.read.records.with_columns(src=pl.lit(0, pl.Int32))
            told.append(taken(table, pl.concat([nothing, *records.get(number, ())], how="diagonal")))
        return told

    def bare(self) -> Spilled:
        """The same without what is known of owners: enough to divide records."""
        return self._with([replace(one, owners=one.owners.clear(), sources=one.sources.clear()) for one in self.tables])

    def of(self, tables: pl.Series) -> Spilled:
        """The same with the owners of these tables (src) alone: enough to take the records of a part."""
        mine = pl.col("src").is_in(tables.implode())
        return self._with(
            [replace(one, owners=one.owners.filter(mine), sources=one.sources.filter(mine)) for one in self.tables]
        )

    def _with(self, tables: Sequence[Placed]) -> Spilled:
        slim = (replace(one, read=one.read.slim()) for one in tables)
        return replace(self, tables=tuple(slim))

    def names_called(self, called: Mapping[str, str]) -> Spilled:
        """The same with names as outputs have them."""
        return replace(self, called=called)

    def _name(self, project: str | None) -> str | None:
        return project if project is None else self.called.get(project, project)
