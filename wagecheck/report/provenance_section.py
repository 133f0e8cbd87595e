"""The last section of every page: how it was checked, what could not be judged, which files were read."""

from __future__ import annotations

from typing import Any

import polars as pl

from wagecheck.report import assumptions, labels
from wagecheck.report.mapping_sentences import sentences
from wagecheck.report.page_size import Limits
from wagecheck.result import Result, RuleInfo
from wagecheck.wording import Wording


def section(
    result: Result,
    outcomes: pl.DataFrame,
    files: list[dict[str, Any]],
    t: Wording,
    *,
    all_tables: bool = True,
    limits: Limits | None = None,
) -> dict[str, Any]:
    """View of manifest, files and outcomes; ``outcomes`` and ``files`` are those of the page.

    ``all_tables``: how every table was read; otherwise only tables with a column that needs a second look. ``limits``:
    how many rows every list has; its total is always of everything.
    """
    lines = (limits or Limits()).lines
    rules = {rule.id: rule for rule in result.rules}
    unjudged = outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"])).sort("rule", "contractor", "period")
    passed = (
        outcomes.group_by("rule")
        .agg((pl.col("outcome") == "pass").all().alias("passed"))
        .filter("passed")
        .sort("rule")["rule"]
        .to_list()
    )
    return {
        "version": result.manifest["version"],
        "rules_hash": str(result.manifest["rules_hash"])[:12],
        "as_of": result.manifest["as_of"],
        "profile": result.manifest["profile"],
        "unmasked": bool(result.manifest.get("unmask")),
        "not_assessed": [
            {
                "rule": row["rule"],
                "title": _title(rules.get(row["rule"]), t),
                "contractor": row["contractor"],
                "period": row["period"],
                "reason": t.pick(row["reason"], row.get("reason_en")),
            }
            for row in unjudged.head(lines).iter_rows(named=True)
        ],
        "not_assessed_total": unjudged.height,
        "passed": [{"rule": rule, "title": _title(rules.get(rule), t)} for rule in passed],
        "files": [{**file, "became": t(f"workbook.file_{file['status']}")} for file in files[:lines]],
        "files_total": len(files),
        **_readings(files, t, lines, all_tables=all_tables),
        "assumptions": assumptions.rows(files, t),
        "mapping": sentences(result.manifest.get("mapping"), t),
    }


def _readings(files: list[dict[str, Any]], t: Wording, lines: int, *, all_tables: bool) -> dict[str, Any]:
    """How the tables were read, those with a doubtful column first shown where not all are."""
    tables = [(file["path"], table) for file in files for table in file.get("tables", ())]
    doubtful = [(path, table) for path, table in tables if any(map(_is_doubtful, table["columns"]))]
    shown = tables if all_tables else doubtful
    return {
        "readings": [_reading(path, table, t) for path, table in shown[:lines]],
        "readings_listed": len(shown),
        "readings_total": len(tables),
        "readings_doubtful": sum(_is_doubtful(column) for _, table in doubtful for column in table["columns"]),
    }


def _reading(path: str, table: dict[str, Any], t: Wording) -> dict[str, Any]:
    columns = [_column(column, t) for column in table["columns"]]
    return {
        "file": path,
        "sheet": t("page.read_owners", count=len(table["owners"])) if "owners" in table else table["sheet"],
        "ledger": t(f"source_ledger.{table['ledger']}"),
        "percent": f"{table['confidence']:.0%}",
        "header_row": table["header_row"],
        "columns": columns,
        "doubtful": sum(column["doubtful"] for column in columns),
    }


def _column(column: dict[str, Any], t: Wording) -> dict[str, Any]:
    """One column: where it stands, what it was taken for."""
    item = column["field"] == "item"
    return {
        "place": f"{column['column']} {column['header']}".strip(),
        "field": t("mapping.item") if item else t.pick(column["title"], column["field"]),
        "percent": f"{column['confidence']:.0%}",
        "how": t(f"how.{column['how']}"),
        "rivals": column["rivals"],
        "ambiguous": column["how"] == "ambiguous",
        "doubtful": _is_doubtful(column),
    }


def _is_doubtful(column: dict[str, Any]) -> bool:
    """A column that was not used, has rivals, or is not sure."""
    unsure: bool = column["confidence"] < labels.SURE and column["field"] != "item"
    return column["how"] == "ambiguous" or bool(column["rivals"]) or unsure


def _title(rule: RuleInfo | None, t: Wording) -> str:
    return "" if rule is None else t.pick(rule.title, rule.title_en)
