"""What the screen shows after a check: one table, where the report lies, what could not be judged."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wagecheck.report import copy_sentences, labels, waiver_sentences
from wagecheck.report.mapping_sentences import sentences
from wagecheck.result import Result
from wagecheck.wording import Wording

#: Terminal colours; the word stands beside them.
_STYLES: Final = {"red": "bold red", "orange": "bold yellow", "yellow": "yellow", "green": "green", "grey": "dim"}
#: From so many characters on there is room for a column of periods.
_WIDE: Final = 100
#: Rows of the table, the worst; the pages have all.
_MOST_ROWS: Final = 50


def warn_of_failed_rules(result: Result, t: Wording) -> None:
    """On the error stream, by their ids: why the exit code is 2 although there is a result."""
    failed = result.outcomes.filter(pl.col("outcome") == "error")["rule"].unique().sort().to_list()
    if failed:
        Console(stderr=True, highlight=False).print(Text(t("cli.rule_errors", rules="、".join(failed))), soft_wrap=True)


def show(result: Result, out: Path, t: Wording, *, formats: tuple[str, ...]) -> None:
    """Prints contractor, colour, people, money owed and findings by severity, then where the report lies."""
    console = Console(highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    # on a narrow screen headings wrap and the period goes under the name: no number is cut off, no name squeezed out
    table.add_column(t("column.contractor"), overflow="fold", min_width=8)
    many_periods = result.contractors["period"].n_unique() > 1
    beside = many_periods and console.width >= _WIDE
    if beside:
        table.add_column(t("column.period"), no_wrap=True)
    table.add_column(t("column.colour"), no_wrap=True)
    table.add_column(t("column.people"), justify="right", no_wrap=True)
    table.add_column(t("column.owed_short"), justify="right", no_wrap=True)
    for severity in labels.SEVERITIES:
        table.add_column(t(f"severity.{severity}"), justify="right", overflow="fold")
    order = {colour: index for index, colour in enumerate(labels.COLOURS)}
    rows = sorted(result.contractors.iter_rows(named=True), key=lambda row: (order[row["colour"]], -row["score"]))
    for row in rows[:_MOST_ROWS]:
        colour = row["colour"]
        table.add_row(
            Text(f"{row['name']}\n{row['period']}" if many_periods and not beside else row["name"]),
            *([row["period"]] if beside else []),
            Text(f"{labels.MARKS[colour]} {t(f'colour.{colour}')}", style=_STYLES[colour]),
            str(row["workers"]),
            labels.owed(row["owed"], row["workers"], t("figure.unknown")),
            *[str(row[severity]) for severity in labels.SEVERITIES],
        )
    console.print(table)
    if len(rows) > _MOST_ROWS:
        console.print(t("cli.more_rows", shown=_MOST_ROWS, total=len(rows)))
    _show_remarks(result, out, t, console)
    page = out / ("index.html" if "html" in formats else "")
    console.print(Text(t("cli.done", path=page)), soft_wrap=True)


def _show_remarks(result: Result, out: Path, t: Wording, console: Console) -> None:
    """What the table does not say: files not read, rules not judged, what changed, copies."""
    unread = len(labels.unread(result.manifest["inputs"]))
    if unread:
        console.print(t("cli.unread_files", count=unread))
    for line in sentences(result.manifest.get("mapping"), t):
        console.print(Text(line), soft_wrap=True)
    for line in waiver_sentences.problems(result.manifest.get("waivers"), t):
        console.print(Text(line), soft_wrap=True)
    warn_of_failed_rules(result, t)
    unjudged = result.outcomes.filter(pl.col("outcome") == "not_assessed")["rule"].n_unique()
    if unjudged:
        console.print(t("cli.not_assessed", count=unjudged))
    compared = result.manifest.get("compared")
    if compared:
        console.print(Text(t("cli.compared") + t("diff.summary", **compared)), soft_wrap=True)
    if result.manifest.get("unmask"):
        console.print(t("cli.unmask_warning"))
    copies = result.manifest.get("marked") or []
    made = sum(copy["copy"] is not None for copy in copies)
    if made:
        console.print(Text(t("marked.done", count=made, path=out / "marked")), soft_wrap=True)
    for line in copy_sentences.without(copies, t):
        console.print(Text(line), soft_wrap=True)
