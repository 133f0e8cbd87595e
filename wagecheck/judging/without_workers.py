"""Who may be on a project without any migrant workers of its own, by what the project workbook says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from wagecheck.facts.payee import plain


@dataclass(frozen=True)
class WithoutWorkers:
    """``generals``: the general contractor of a project, or the project itself where none is named. ``others``: those
    whose 参建类型 says that they do no work there by workers of their own: supervision, suppliers, …"""

    generals: Collection[str]
    others: Collection[str]


def of(
    projects: Iterable[str | None], project: pl.DataFrame, contractor: pl.DataFrame, types: Sequence[str]
) -> dict[str | None, WithoutWorkers]:
    """By project; ``types`` are whole cells of 参建类型 (``without_workers`` of standing_words.toml): a word in one is
    not enough, 设备安装分包 works with people of its own.

    ``project`` and ``contractor`` are the ledgers 项目 and 参建单位. A row that names no project serves all.
    """
    generals = _by_project(project.select(pl.coalesce("project", "name"), told="general_contractor"))
    others = _by_project(
        contractor.filter(plain(pl.col("corp_type")).is_in(list(types))).select("project", told="name")
    )

    def named(name: str | None, told: dict[str | None, list[str]]) -> set[str]:
        return {one for at in {name, None} for one in told.get(at, ())}

    return {
        name: WithoutWorkers(named(name, generals) or ({name} if name else set()), named(name, others))
        for name in projects
    }


def _by_project(rows: pl.DataFrame) -> dict[str | None, list[str]]:
    grouped = rows.drop_nulls("told").group_by("project").agg(pl.col("told").unique())
    return dict(grouped.iter_rows())
