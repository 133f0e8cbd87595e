"""Machine formats: ``result.json``, ``findings.csv``, ``manifest.json``. Same input, same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import polars as pl

from wagecheck.report import json_text
from wagecheck.result import MONEY, Result
from wagecheck.wording import Wording

#: Text that a spreadsheet would take for a formula gets a leading apostrophe; plain numbers stay. Chinese and Japanese
#: versions read the full-width signs as well.
_FORMULA_START = r"^[=+\-@＝＋－＠\t\r\n]"
_PLAIN_NUMBER = r"^[+-]?\d+(\.\d+)?$"
#: Fingerprints that a spreadsheet would take for numbers and round get one too: ``2264648897762085``, ``1e23``.
_NUMBER_LIKE = r"^\d+(e\d+)?$"

_CSV_COLUMNS = {
    "severity": "column.severity", "rule": "column.rule", "title": "column.title", "project": "column.project",
    "contractor": "column.contractor", "period": "column.period", "worker": "column.worker",
    "message": "column.message", "expected": "column.expected", "actual": "column.actual",
    "amount": "column.amount", "money": "column.money", "payer": "column.payer",
    "file": "column.file", "sheet": "column.sheet", "cell": "column.cell",
    "also": "page.also", "law": "column.law", "remedy": "column.remedy",
    "responsible": "column.responsible", "assist": "column.assist", "state": "column.state",
    "fingerprint": None,
}  # fmt: skip
#: Empty columns for the clerk: ``wagecheck waive plan`` reads them back.
_PLAN_COLUMNS = ("waive.plan_reason", "waive.plan_measure", "waive.plan_responsible", "waive.plan_deadline")


def write_json(data: Mapping[str, Any], path: Path) -> None:
    """JSON for people and programs: UTF-8, two blanks, keys in the order given; a generator is a list."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json_text.pieces(data))
        stream.write("\n")


def write_findings_csv(result: Result, path: Path, t: Wording) -> None:
    """``findings.csv``: UTF-8 with BOM, so that WPS and Excel open it as it is; no cell starts a formula."""
    titles = {rule.id: t.pick(rule.title, rule.title_en) for rule in result.rules}
    place = pl.element()
    also = place.struct.field("file") + " " + place.struct.field("sheet") + " " + place.struct.field("cell")
    frame = result.findings.with_columns(
        pl.col("severity").replace_strict({s: t(f"severity.{s}") for s in ("red_line", "serious", "general", "hint")}),
        pl.col("rule").replace_strict(titles, default="").alias("title"),
        pl.col("also").list.eval(also).list.join("；"),
        pl.col("law", "assist").list.join("；"),
        pl.col("amount").cast(pl.String),
        pl.col("money").replace_strict({kind: t(f"money.{kind}") for kind in MONEY}, default=None),
        pl.col("payer" if t.lang == "zh" else "payer_en").alias("payer"),
    ).select(*_CSV_COLUMNS)
    frame = defused(frame)
    frame = frame.with_columns(pl.col("fingerprint").str.replace(_NUMBER_LIKE, "'$0"))
    frame = frame.rename({name: t(key) for name, key in _CSV_COLUMNS.items() if key})
    frame = frame.with_columns(pl.lit(None, pl.String).alias(t(key)) for key in _PLAN_COLUMNS)
    with path.open("wb") as stream:
        put_csv(frame, stream)


def defused(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with an apostrophe before every text that a spreadsheet would take for a formula."""
    text = pl.selectors.string()
    risky = text.str.contains(_FORMULA_START) & ~text.str.contains(_PLAIN_NUMBER)
    return frame.with_columns(pl.when(risky).then(pl.lit("'") + text).otherwise(text).name.keep())


def put_csv(frame: pl.DataFrame, stream: IO[bytes]) -> None:
    """CSV that WPS and Excel open as it is: UTF-8 with BOM. What may begin a formula was ``defused`` before."""
    stream.write(b"\xef\xbb\xbf")
    frame.write_csv(stream)
