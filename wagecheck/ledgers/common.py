"""What every ledger begins with: where the row came from, to whom it belongs and for which pay period."""

from __future__ import annotations

import pandera.polars as pa

from wagecheck.ledgers.fields import Count, Date, Text, column


class Ledger(pa.DataFrameModel):
    """Columns common to all ledgers. ``src`` and ``row`` are the place of the record; everything else may be null."""

    src: Count = column("来源表", "recognised table that the row came from (sources.src)", nullable=False)
    row: Count = column("行号", "row as a person sees it, 1 = first; csv: line number", nullable=False)
    project: Text = column("项目名称", "project the record belongs to", platform="projectCode")
    contractor: Text = column("参建单位名称", "contractor the record belongs to", platform="corpName")
    team: Text = column("班组名称", "team within the contractor", platform="teamName")
    period_start: Date = column("所属期起", "first day of the pay period", platform="payMonth")
    period_end: Date = column("所属期止", "last day of the pay period", platform="payMonth")

    class Config:
        """No column more and none less."""

        strict = True
