"""Workbooks read apart from us, for all who read one but no submission: lists, plans, copies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wagecheck.intake import containers
from wagecheck.intake.apart.pool import shared
from wagecheck.intake.apart.process import LostError
from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.limits import seconds_for
from wagecheck.intake.grid import Workbook


def read_workbook(data: bytes, name: str = "", passwords: Sequence[str] = ()) -> Workbook:
    """``containers.read_workbook``. Raises ContainerError; ``lost`` where the file cost its reader."""
    try:
        book: Workbook = shared().run(
            containers.read_workbook, data, name, tuple(passwords), seconds=seconds_for(len(data))
        )
    except LostError as lost:
        raise refusals.lost(lost.how, lost.fault) from lost
    return book


def open_workbook(path: Path, passwords: Sequence[str] = ()) -> Workbook:
    """``containers.open_workbook``. Raises ContainerError; ``lost`` where the file cost its reader."""
    return read_workbook(containers.read_bytes(path), path.stem, passwords)
