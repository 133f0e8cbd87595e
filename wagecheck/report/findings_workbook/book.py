"""Writes ``findings.xlsx``: the overview, then the lists. Same result, same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from wagecheck.report import labels, text_sizes, waiver_sentences
from wagecheck.report.findings_workbook import lists
from wagecheck.report.findings_workbook.listing import Looks
from wagecheck.report.findings_workbook.listing import write as write_list
from wagecheck.report.marked import Copy
from wagecheck.report.marked.texts import clean
from wagecheck.result import Result
from wagecheck.wording import Wording

_OPTIONS: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
#: Places over which the sentences of the overview run.
_WIDE: Final = 150
_SHARES: Final = ("paid_share", "six_unified_share", "signing_share", "real_name_share")
_AMOUNTS: Final = ("owed", "unpaid", "shortfall", "refund", "exposure", "funding")


def write(result: Result, path: Path, copies: Sequence[Copy], t: Wording) -> None:
    """Writes the workbook; cells of findings lead into the marked ``copies`` where there are any."""
    with Workbook(str(path), _OPTIONS) as book:
        made = dt.datetime.combine(dt.date.fromisoformat(result.manifest["as_of"]), dt.time())
        book.set_properties({"title": t("workbook.title"), "created": made})
        looks = Looks(book)
        _overview(book, looks, result, t)
        for listing in lists.all_lists(result, copies, t):
            write_list(book, looks, listing, t("workbook.empty"))


def _overview(book: Workbook, looks: Looks, result: Result, t: Wording) -> None:
    sheet = book.add_worksheet(t("workbook.overview"))
    sheet.set_tab_color("#1F4E78")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    columns = _columns(t)
    for number, (_, width, _, _) in enumerate(columns):
        sheet.set_column(number, number, width)
    sheet.write_string(0, 0, t("workbook.title"), looks["title"])
    notes = _notes(result, t)
    for number, note in enumerate(notes, start=1):
        sheet.set_row(number, text_sizes.height([(note, _WIDE)]))
        sheet.merge_range(number, 0, number, len(columns) - 1, "", looks["note"])
        sheet.write_string(number, 0, note, looks["note"])
    head = len(notes) + 2
    sheet.set_row(head, 30)
    for number, (heading, _, _, _) in enumerate(columns):
        sheet.write_string(head, number, heading, looks["head"])
    order = {colour: index for index, colour in enumerate(labels.COLOURS)}
    rows = sorted(result.contractors.iter_rows(named=True), key=lambda row: (order[row["colour"]], -row["score"]))
    for number, row in enumerate(rows, start=head + 1):
        colour = f"{labels.MARKS[row['colour']]} {t('colour.' + row['colour'])}"
        told: dict[str, Any] = {**row, "colour": (_SEVERITY_OF.get(row["colour"], "text"), colour)}
        if row["owed"] is None and row["workers"]:
            told["owed"] = t("figure.unknown")
        for column, (_, _, name, kind) in enumerate(columns):
            _put(sheet, looks, (number, column), told[name], kind)
    sheet.freeze_panes(head + 1, 0)
    if rows:
        sheet.autofilter(head, 0, head + len(rows), len(columns) - 1)


def _put(sheet: Worksheet, looks: Looks, place: tuple[int, int], value: Any, kind: str) -> None:
    """One value in the format of its kind; nothing where there is none. No text ever becomes a formula."""
    if value is None or value == "":
        sheet.write_blank(*place, None, looks[kind])
    elif kind == "severity":
        fill, text = value
        sheet.write_string(*place, text, looks[fill])
    elif isinstance(value, Decimal | int | float):
        sheet.write_number(*place, value, looks[kind])
    else:
        sheet.write_string(*place, clean(str(value)), looks["text"])


#: Fills of the verdicts: those of the severities that lead to them.
_SEVERITY_OF: Final = {tone: severity for severity, tone in labels.TONES.items() if tone != "grey"}


def _columns(t: Wording) -> list[tuple[str, int, str, str]]:
    """Heading, width, column of the result and kind."""
    amounts = {"owed": "column.owed", "unpaid": "workbook.unpaid", "exposure": "workbook.exposure_sum"}
    shares = {"paid_share": "paid_share", "six_unified_share": "six_share", "signing_share": "signing"}
    return [
        (t("column.colour"), 12, "colour", "severity"),
        (t("column.project"), 22, "project", "text"),
        (t("column.contractor"), 30, "name", "text"),
        (t("workbook.uscc"), 21, "uscc", "text"),
        (t("column.period"), 11, "period", "text"),
        (t("workbook.workers"), 8, "workers", "count"),
        *((t(f"severity.{name}"), 8, name, "count") for name in labels.SEVERITIES),
        (t("workbook.score"), 8, "score", "count"),
        *((t(amounts.get(name, f"workbook.{name}")), 15, name, "money") for name in _AMOUNTS),
        *((t(f"workbook.{shares.get(name, 'real_name')}"), 10, name, "share") for name in _SHARES),
    ]


def _notes(result: Result, t: Wording) -> list[str]:
    """The sentences above the table: by what was judged, how much, what is missing, whose numbers are shown."""
    told = result.manifest
    unjudged = result.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"])).height
    waived = result.findings.filter(pl.col("state") == "waived").height
    unread = labels.unread(told["inputs"])
    basis = {name: told[name] for name in ("as_of", "profile", "version")}
    return [
        t("workbook.basis", rules_hash=str(told["rules_hash"])[:12], **basis),
        t("workbook.counts", findings=result.findings.height, waived=waived, unjudged=unjudged),
        *([t("cli.unread_files", count=len(unread))] if unread else []),
        *waiver_sentences.problems(told.get("waivers"), t),
        t("workbook.plan"),
        *([t("workbook.links_capped", shown=lists.LINKS)] if result.findings.height > lists.LINKS else []),
        t("page.basis_unmasked" if told.get("unmask") else "page.basis"),
    ]
