"""How every table was read, for the manifest: its kind, which column was taken for which field, how and how surely."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from wagecheck.intake.mapping.survey import title
from wagecheck.ledgers.provenance import column_letters
from wagecheck.privacy import mask_free

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission


def tables(submission: Submission, *, unmask: bool) -> dict[str, list[dict[str, Any]]]:
    """File → its tables in order: whose they are (project, contractor; null where of several or nobody), sheet, ledger,

    confidence, header_row, rows, columns, assumed (plain JSON data).

    A column has ``field``, ``title``, ``column`` (letter), ``header``, ``confidence``, ``how`` and ``rivals``; digits
    in headings that look like numbers of people are masked. ``assumed`` says what was assumed about values: ``note`` (a
    code of ``intake.values.notes``), ``header``, ``count`` of cells, ``cell`` (the first).
    """
    hide = str if unmask else mask_free
    columns: dict[int, list[dict[str, Any]]] = defaultdict(list)
    ledgers = dict(submission.sources.select("src", "ledger").iter_rows())
    for cell in submission.cells.sort("src", "col", "row_offset", "field").iter_rows(named=True):
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
    assumed: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for told in submission.assumptions.sort("src", "col", "row", "note").iter_rows(named=True):
        assumed[told["src"]].append(
            {
                "note": told["note"],
                "header": hide(" ".join(told["header"].split())),
                "count": told["count"],
                "cell": f"{column_letters(told['col'])}{told['row']}",
            }
        )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    names = ("project", "contractor", "sheet", "ledger", "confidence", "header_row", "rows")
    for source in submission.sources.sort("src").select("src", "file", *names).iter_rows(named=True):
        about = {name: source[name] for name in names}
        found[source["file"]].append({**about, "columns": columns[source["src"]], "assumed": assumed[source["src"]]})
    return found


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
