"""How every table was read, for the manifest: its kind, which column was taken for which field, how and how surely."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from wagecheck.intake.exports.placing import EXPORT
from wagecheck.intake.mapping.survey import title
from wagecheck.ledgers.provenance import column_letters
from wagecheck.privacy import mask_free

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagecheck.intake.submission import Submission


def tables(submission: Submission, *, unmask: bool) -> dict[str, list[dict[str, Any]]]:
    """File → its tables in order: whose they are (project, contractor; null where of several or nobody), sheet, ledger,

    confidence, header_row, rows, columns, assumed (plain JSON data).

    A column has ``field``, ``title``, ``column`` (letter), ``header``, ``confidence``, ``how`` and ``rivals``; digits
    in headings that look like numbers of people are masked. ``assumed`` says what was assumed about values: ``note`` (a
    code of ``intake.values.notes``), ``header``, ``count`` of cells, ``cell`` (the first).

    An export table holds the records of many: it is told once, with ``owners`` (project, contractor, sheet, rows,
    assumed of every one of them); its own ``rows`` and ``assumed`` are of all.
    """
    hide = str if unmask else mask_free
    sources = submission.sources.sort("src").with_columns(first=_first())
    ledgers = dict(sources.select("src", "ledger").iter_rows())
    told_by = submission.cells.join(sources.filter(pl.col("src") == pl.col("first")).select("src"), on="src")
    columns: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for cell in told_by.sort("src", "col", "row_offset", "field").iter_rows(named=True):
        columns[cell["src"]].append(
            {
                "field": cell["field"],
                "title": title(ledgers.get(cell["src"]), cell["field"]),
                "column": column_letters(cell["col"]),
                "header": hide(" ".join(cell["header"].split())),
                "confidence": round(cell["confidence"], 2),
                "how": cell["how"],
                "rivals": hide(cell["rivals"]) if cell["rivals"] else None,
            }
        )
    assumed = _assumed(submission.assumptions, hide)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    names = ("project", "contractor", "sheet", "ledger", "confidence", "header_row", "rows")
    for (file, first), group in sources.group_by("file", "first", maintain_order=True):
        every = [
            {**{name: source[name] for name in names}, "assumed": assumed[source["src"]]}
            for source in group.iter_rows(named=True)
        ]
        about = every[0] if len(every) == 1 else _shared(every)
        told = about.pop("assumed")
        owners = {"owners": about.pop("owners")} if "owners" in about else {}
        found[str(file)].append({**about, "columns": columns[int(str(first))], "assumed": told, **owners})
    return found


def _first() -> pl.Expr:
    """The source that tells the columns: of an export table its first one, else every source itself."""
    whole = pl.col("layout").str.starts_with(EXPORT)
    return pl.when(whole).then(pl.col("src").min().over("file", "ledger", "layout")).otherwise("src")


def _shared(every: list[dict[str, Any]]) -> dict[str, Any]:
    """One table of several ``owners``."""
    whose = ("project", "contractor", "sheet", "rows", "assumed")
    sums: dict[tuple[str, str], dict[str, Any]] = {}
    for one in (told for owner in every for told in owner["assumed"]):
        known = sums.setdefault((one["note"], one["header"]), {**one, "count": 0})
        known["count"] += one["count"]
    return {
        **every[0],
        "project": None,
        "contractor": None,
        "sheet": "",
        "rows": sum(owner["rows"] for owner in every),
        "assumed": list(sums.values()),
        "owners": [{name: owner[name] for name in whose} for owner in every],
    }


def _assumed(assumptions: pl.DataFrame, hide: Callable[[str], str]) -> dict[int, list[dict[str, Any]]]:
    """By source."""
    assumed: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for told in assumptions.sort("src", "col", "row", "note").iter_rows(named=True):
        assumed[told["src"]].append(
            {
                "note": told["note"],
                "header": hide(" ".join(told["header"].split())),
                "count": told["count"],
                "cell": f"{column_letters(told['col'])}{told['row']}",
            }
        )
    return assumed


def mapping(submission: Submission, *, unmask: bool) -> dict[str, Any] | None:
    """What became of the clerk's corrections (plain JSON data); None where there were none."""
    hide = str if unmask else mask_free
    used = submission.mapping
    if used is None:
        return None
    return {
        "path": hide(used.path),
        "sha256": used.sha256,
        "used": used.used,
        "unused": [hide(text) for text in used.unused],
        "stale": [hide(text) for text in used.stale],
        "left_out": [hide(text) for text in used.left_out],
    }
