"""A submission cut into the records of single contractors, each beside its project's standing tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from wagecheck.intake.submission import Submission
from wagecheck.ledgers.provenance import pack_one
from wagecheck.scale import parts

#: Tables that stand beside the records of every contractor of a project.
STANDING: Final = ("project", "contractor", "account", "account_flow", "guarantee", "insurance", "board")
_TABLES: Final = ("sources", "cells", "issues", "totals", "assumptions", "counts", "serials", "headings")
#: Stands before the number of the piece that a project's name ends in.
_SIGN: Final = "\x1e"
_SITE: Final = ["project", "contractor"]


@dataclass(frozen=True)
class Cut:
    """All pieces as projects of their own in one submission, so that one pass judges them all; none sees another.

    ``names``: the name that a project has in a piece → the contractor whose records the piece holds, None for the piece
    with the standing tables alone. What a rule says across projects says nothing here.
    """

    whole: Submission
    pieces: Submission
    names: dict[str, str | None]

    def of_contractors(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of the whole about contractors with records of their own."""
        known = [(_bare(name), contractor) for name, contractor in self.names.items() if contractor is not None]
        return rows.join(_sites(known), on=_SITE, how="semi")

    def own(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of the pieces, each about the piece's own contractor, under the names of the whole."""
        known = [(name, contractor) for name, contractor in self.names.items() if contractor is not None]
        return _under_whole(rows.join(_sites(known), on=_SITE, how="semi"))

    def others(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of the whole about nobody's records: the project, companies that handed in nothing."""
        known = [(_bare(name), contractor) for name, contractor in self.names.items() if contractor is not None]
        return rows.join(_sites(known), on=_SITE, how="anti")

    def standing(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of the pieces that hold standing tables alone."""
        alone = [name for name, contractor in self.names.items() if contractor is None]
        return _under_whole(rows.filter(pl.col("project").is_in(alone)))


def cut(whole: Submission) -> Cut:
    """Contractor by contractor; records that name no contractor are in every piece of their project."""
    pieces: list[Submission] = []
    names: dict[str, str | None] = {}
    tables = 0
    for project in parts.cut(whole, parts.plan(whole, 1)):
        ledgers = [ledger for name, ledger in project.ledgers.items() if name not in STANDING]
        known = sorted({name for ledger in ledgers for name in ledger["contractor"].drop_nulls().unique()})
        title = project.ledgers["project"]["project"].item()
        for number, contractor in enumerate([*known, None]):
            name = f"{title}{_SIGN}{number}{_SIGN}"
            pieces.append(_moved(_of(project, contractor), name, tables))
            names[name] = contractor
            tables = max(tables, int(pieces[-1].sources["src"].max() or 0))  # type: ignore[arg-type]
    return Cut(whole, joined(pieces), names)


def joined(pieces: list[Submission]) -> Submission:
    """All of them in one; their files are those of the first."""
    tables: dict[str, Any] = {name: pl.concat([getattr(one, name) for one in pieces]) for name in _TABLES}
    ledgers = {name: pl.concat([one.ledgers[name] for one in pieces]) for name in pieces[0].ledgers}
    return replace(pieces[0], ledgers=ledgers, **tables)


def _of(project: Submission, contractor: str | None) -> Submission:
    mine = pl.col("contractor").is_null()
    if contractor is not None:
        mine |= pl.col("contractor") == contractor
    sources = project.sources.filter(mine | pl.col("ledger").is_in(STANDING))
    of_table = pl.col("src").is_in(sources["src"].implode())
    followed: dict[str, Any] = {
        name: getattr(project, name).filter(of_table)
        for name in _TABLES
        if name not in ("sources", "issues", "headings")
    }
    return replace(
        project,
        ledgers={name: rows if name in STANDING else rows.filter(mine) for name, rows in project.ledgers.items()},
        sources=sources,
        issues=project.issues.filter(mine),
        **followed,
    )


def _moved(piece: Submission, project: str, tables: int) -> Submission:
    """The piece under its own project's name, its tables numbered after the others'."""

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        known = frame.schema
        changes: dict[str, pl.Expr] = {}
        if "project" in known:
            changes["project"] = pl.when(pl.col("project").is_not_null()).then(pl.lit(project))
        if "src" in known:
            changes["src"] = (pl.col("src") + tables).cast(known["src"])
        if known.get("at") == pl.List(pl.Int64):
            changes["at"] = pl.col("at").list.eval(pl.element() + pack_one(tables, 0))
        return frame.with_columns(**changes)

    followed: dict[str, Any] = {name: moved(getattr(piece, name)) for name in _TABLES}
    return replace(piece, ledgers={name: moved(ledger) for name, ledger in piece.ledgers.items()}, **followed)


def _sites(known: list[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(known, schema=dict.fromkeys(_SITE, pl.String), orient="row")


def _bare(name: str) -> str:
    return name.split(_SIGN, maxsplit=1)[0]


def _under_whole(rows: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    return rows.with_columns(pl.col(texts).str.replace_all(f"{_SIGN}[0-9]+{_SIGN}", ""))
