"""Files opened and read as intake does, in a worker: it imports nothing but what it reads with."""

from __future__ import annotations

import contextlib
from pathlib import Path

from wagecheck.intake import containers, sheets
from wagecheck.intake.containers import bundles
from wagecheck.intake.grid import ContainerError


def try_files(files: list[bytes], passwords: tuple[str, ...]) -> None:
    """Open files, find their tables and read them; runs in a worker. Any error but a refusal is a fault of ours."""
    for data in files:
        with contextlib.suppress(ContainerError):
            if bundles.is_bundle(data[:64]):
                _try_bundle(data)
            else:
                for grid in containers.read_workbook(data, "工资表", passwords).grids:
                    sheets.read(grid, "示例一建筑劳务有限公司/2026年10月工资表.xlsx")


def _try_bundle(data: bytes) -> None:
    """Its members are read from memory, because a worker writes no file."""
    with bundles.Shelf() as shelf:
        place = Path("资料.zip")
        shelf.put(place, data)
        for member in bundles.members_on(shelf, place) or []:
            if member.refused is None and not member.bundle:
                with contextlib.suppress(ContainerError):
                    shelf.content(place, member.indices)
