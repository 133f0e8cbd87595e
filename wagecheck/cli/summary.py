"""What the screen shows after a check: one table, where the report lies, what could not be judged."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wagecheck.report import labels
from wagecheck.result import Result
from wagecheck.wording import Wording

#: Terminal colours; the word stands beside them.
_STYLES = {"red": "bold red", "orange": "bold yellow", "yellow": "yellow", "green": "green", "grey": "dim"}


def show(result: Result, out: Path, t: Wording, *, formats: tuple[str, ...]) -> None:
    """Prints contractor, colour, people, money owed and findings by severity, then where the report lies."""
    console = Console(highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(t("column.contractor"), overflow="fold", min_width=16)
    many_periods = result.contractors["period"].n_unique() > 1
    if many_periods:
        table.add_column(t("column.period"), no_wrap=True)
    table.add_column(t("column.colour"), no_wrap=True)
    table.add_column(t("column.people"), justify="right", no_wrap=True)
    table.add_column(t("column.owed_short"), justify="right", no_wrap=True)
    for severity in labels.SEVERITIES:
        table.add_column(t(f"severity.{severity}"), justify="right", no_wrap=True)
    order = {colour: index for index, colour in enumerate(labels.COLOURS)}
    rows = sorted(result.contractors.iter_rows(named=True), key=lambda row: (order[row["colour"]], -row["score"]))
    for row in rows:
        colour = row["colour"]
        table.add_row(
            Text(row["name"]),
            *([row["period"]] if many_periods else []),
            Text(f"{labels.MARKS[colour]} {t(f'colour.{colour}')}", style=_STYLES[colour]),
            str(row["workers"]),
            labels.owed(row["owed"], row["workers"], t("figure.unknown")),
            *[str(row[severity]) for severity in labels.SEVERITIES],
        )
    console.print(table)
    unread = sum(1 for file in result.manifest["inputs"] if file["status"] != "read")
    if unread:
        console.print(t("cli.unread_files", count=unread))
    errors = result.outcomes.filter(pl.col("outcome") == "error")["rule"].unique().sort().to_list()
    if errors:
        console.print(t("cli.rule_errors", rules="、".join(errors)))
    unjudged = result.outcomes.filter(pl.col("outcome") == "not_assessed")["rule"].n_unique()
    if unjudged:
        console.print(t("cli.not_assessed", count=unjudged))
    if result.manifest.get("unmask"):
        console.print(t("cli.unmask_warning"))
    page = out / ("index.html" if "html" in formats else "")
    console.print(Text(t("cli.done", path=page)), soft_wrap=True)
