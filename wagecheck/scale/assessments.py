"""Assessments of parts: findings and the frames that conclusions are drawn from, in parquet files on the shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.judging import assessment
from wagecheck.judging.assessment import Assessment

if TYPE_CHECKING:
    from wagecheck.scale.shelf import Shelf

_OWN: Final = ("findings", "about", "outcomes")
_WORKERS: Final = "worker_month"


def keep(shelf: Shelf, name: str, found: Assessment) -> str:
    """Writes an assessment and returns its name."""
    for kind, frame in _frames(found).items():
        frame.write_parquet(shelf.folder / f"{name}.{kind}.parquet", compression="lz4")
    return shelf.put(name, (found.broken, tuple(found.frames)))


def joined(shelf: Shelf, names: Sequence[str]) -> Assessment:
    """All of them as one (``assessment.joined``), without what tells of single workers: that is read part by part."""
    return assessment.joined([_without_workers(read(shelf, name)) for name in names])


def read(shelf: Shelf, name: str) -> Assessment:
    """The assessment of that name."""
    broken, frames = shelf.take(name)
    findings, about, outcomes, *others = (
        pl.read_parquet(shelf.folder / f"{name}.{kind}.parquet") for kind in (*_OWN, *frames)
    )
    return Assessment(findings, about, outcomes, dict(zip(frames, others, strict=True)), broken)


def _without_workers(found: Assessment) -> Assessment:
    frames = {name: frame.clear() if name == _WORKERS else frame for name, frame in found.frames.items()}
    return replace(found, about=found.about.clear(), frames=frames)


def _frames(found: Assessment) -> dict[str, pl.DataFrame]:
    return {**{kind: getattr(found, kind) for kind in _OWN}, **found.frames}
