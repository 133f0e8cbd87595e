"""What the screen shows of how a submission was read: a table per sheet on a terminal, plain lines elsewhere."""

from __future__ import annotations

from dataclasses import asdict

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wagecheck.intake.mapping.sheet_mapping import Use
from wagecheck.intake.mapping.survey import ITEM, Column, Sheet, Unread
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.privacy import mask_free
from wagecheck.report.mapping_sentences import sentences
from wagecheck.wording import Wording

#: Width of text that goes to a file or another program: nothing is wrapped.
_WIDE = 400
#: Columns to look at.
_STYLES = {"ambiguous": "bold red", "unsure": "yellow"}


def show(sheets: list[Sheet], unread: list[Unread], t: Wording) -> None:
    """Prints every table with its columns, then the files that could not be opened, then the sums."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE)
    for sheet in sheets:
        _show_sheet(console, sheet, t)
    for file in unread:
        console.print(_line(t("mapping.unread", file=file.file, why=t.pick(file.why, file.why_en))))
    lost = sum(sheet.ledger is None and not sheet.left_out for sheet in sheets)
    doubtful = sum(not c.sure for sheet in sheets for c in sheet.columns if c.field not in (None, ITEM))
    console.print(Text(t("mapping.totals", tables=len(sheets), unread=lost, doubtful=doubtful)))


def show_use(use: Use, t: Wording) -> None:
    """Prints what became of a mapping file: entries used, those that fit nothing, columns that are gone."""
    console = Console(highlight=False)
    for line in sentences(asdict(use), t):
        console.print(_line(line), soft_wrap=True)


def _line(text: str, style: str = "") -> Text:
    """Text for the screen: names of files and sheets can hold numbers of people too."""
    return Text(mask_free(text), style=style)


def _show_sheet(console: Console, sheet: Sheet, t: Wording) -> None:
    console.print(_line(t("mapping.title", file=sheet.file, sheet=sheet.sheet.strip()), style="bold"))
    for line in [*_about(sheet, t), *_remarks(sheet, t)]:
        console.print(_line(f"  {line}"))
    matched = [column for column in sheet.columns if column.field is not None]
    if not matched:
        console.print()
        return
    if not console.is_terminal:
        for column in matched:
            console.print(_line("    " + _plain(column, t)))
        console.print()
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 2))
    for key in ("column", "header", "field", "confidence", "how"):
        table.add_column(t(f"mapping.{key}"), justify="right" if key == "confidence" else "left", overflow="fold")
    for column in matched:
        style = "" if column.sure or column.field == ITEM else _STYLES["unsure"]
        style = _STYLES["ambiguous"] if column.how == "ambiguous" else style
        how = t(f"how.{column.how}") + (f"；{t('mapping.rivals', rivals=column.rivals)}" if column.rivals else "")
        cells = (column.letter, _header(column, t), _field(column, t), f"{column.confidence:.0%}", how)
        table.add_row(*(_line(cell) for cell in cells), style=style)
    console.print(table)


def _about(sheet: Sheet, t: Wording) -> list[str]:
    """Kind, project, contractor, team and period."""
    if sheet.left_out:
        return [t("mapping.left_out")]
    if sheet.ledger is None:
        why = t.pick(sheet.why, sheet.why_en)
        return [t("mapping.not_read"), *([t("mapping.why", why=why)] if why else [])]
    name = TITLES[sheet.ledger] if t.lang == "zh" else sheet.ledger
    key = "mapping.read_export" if sheet.export else "mapping.read_as" if sheet.header_row else "mapping.read_bare"
    told = sheet.told
    return [
        t(key, ledger=name, percent=f"{sheet.confidence:.0%}", row=sheet.header_row, rows=sheet.rows),
        *([t("mapping.project", name=told.project)] if told.project else []),
        *(
            [t("mapping.contractor", name=told.contractor, source=_source(told.contractor_from, t))]
            if told.contractor
            else []
        ),
        *([t("mapping.team", name=told.team)] if told.team else []),
        *([t("mapping.period", period=told.period, source=_source(told.period_from, t))] if told.period else []),
    ]


def _remarks(sheet: Sheet, t: Wording) -> list[str]:
    """What was not used: columns in doubt, headings nobody knows, headings nobody needs."""
    found: list[str] = []
    for key, columns in (
        ("ambiguous", sheet.ambiguous),
        ("unmatched", sheet.unmatched),
        ("unneeded", tuple(column for column in sheet.columns if column.field is None and column.known)),
    ):
        if columns:
            shown = dict.fromkeys(f"{column.letter} {_header(column, t)}".strip() for column in columns)
            found.append(t(f"mapping.{key}", columns="、".join(shown)))
    if sheet.ledger is not None and sheet.fingerprint is None:
        found.append(t("mapping.export" if sheet.export else "mapping.machine"))
    return found


def _plain(column: Column, t: Wording) -> str:
    left = f"{column.letter} {_header(column, t)}".strip()
    rivals = f"，{t('mapping.rivals', rivals=column.rivals)}" if column.rivals else ""
    return f"{left} → {_field(column, t)}（{column.confidence:.0%}，{t(f'how.{column.how}')}{rivals}）"


def _header(column: Column, t: Wording) -> str:
    return mask_free(column.header) or t("mapping.no_header")


def _field(column: Column, t: Wording) -> str:
    if column.field == ITEM:
        return t("mapping.item")
    return column.title if t.lang == "zh" else str(column.field)


def _source(source: str | None, t: Wording) -> str:
    return t(f"source.{source}") if source else "–"
