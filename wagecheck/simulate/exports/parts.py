"""A folder of tables, written part by part: ``payroll/part-00000.parquet``, ``payroll/part-00001.parquet`` …"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl


class Parts:
    """The tables below a folder; every block of rows becomes the next part of its table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written: dict[str, int] = {}

    def add(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Writes one part of each table that has rows."""
        for name, frame in tables.items():
            if frame.height:
                number = self._written.get(name, 0)
                path = self.folder / name / f"part-{number:05d}.parquet"
                path.parent.mkdir(parents=True, exist_ok=True)
                frame.write_parquet(path)
                self._written[name] = number + 1
