"""What is wrong with a sheet as a whole: missing columns, no ledger at all, two periods, hidden parts."""

from __future__ import annotations

import polars as pl
from rapidfuzz import fuzz, process

from wagecheck.intake import tables
from wagecheck.intake.grid import Grid, text
from wagecheck.intake.headers import Header
from wagecheck.intake.issues import Issue
from wagecheck.intake.reading import Reading, Table
from wagecheck.intake.wordings import dictionary, normalise
from wagecheck.ledgers.catalogue import TITLES, schema
from wagecheck.ledgers.provenance import column_letters


def missing(kind: tables.Kind, head: Header) -> Issue:
    """IN03: what is missing, and the headings that come nearest to it."""
    wanted = "、".join("/".join(_title(kind.ledger, name) for name in group[:3]) for group in kind.missing)
    taken = {c.index for cs in kind.columns.values() for c in cs}
    left = [h.label for h in head.headings if h.index not in taken]
    near = "、".join(
        _nearest(left, [w for group in kind.missing for name in group for w in _wordings(kind.ledger, name)])
    )
    title = TITLES[kind.ledger]
    return Issue(
        "IN03",
        f"这张表像是{title}，但没有找到必需的栏目：{wanted}，无法读取"
        + (f"；最接近的表头是：{near}" if near else "") + "。请改正表头名称或补上该栏后重新提交",
        f"looks like {kind.ledger}, but a column it cannot be read without is missing: {wanted}"
        + (f"; nearest headings: {near}" if near else ""),
        head.bottom + 1, None, kind.missing[0][0], None,
    )  # fmt: skip


def _title(ledger: str, name: str) -> str:
    wordings = _wordings(ledger, name)
    return wordings[0] if wordings else name


def _wordings(ledger: str, name: str) -> list[str]:
    raw = dictionary().raw
    found = raw["ledger"][ledger]["fields"].get(name) or raw["person"].get(name) or raw["context"].get(name) or []
    return list(found)


def _nearest(labels: list[str], wordings: list[str]) -> list[str]:
    scored: list[tuple[float, str]] = []
    for label in labels:
        best = process.extractOne(normalise(label).text, wordings, scorer=fuzz.ratio)
        if best is not None and best[1] >= 40:
            scored.append((-best[1], " ".join(label.split())))
    return [label for _, label in sorted(scored, key=lambda s: s[0])[:3]]


def unrecognised(grid: Grid) -> Issue:
    """IN02: content that is none of the known ledgers."""
    first = next((r for r, row in enumerate(grid.rows, 1) if any(text(c) for c in row)), 1)
    return Issue(
        "IN02",
        f"工作表“{grid.name.strip()}”有内容，但认不出是哪一种台账，没有读取；如果它是台账，请在第一行写明表名并使用规范表头，否则可以删去",
        f"sheet {grid.name.strip()!r} has content but is none of the known ledgers; it was not read",
        first,
    )


def beside(table: Table) -> Issue:
    """IN02: a block beside a table that is none of the known ledgers."""
    labels = "、".join(" ".join(h.label.split()) for h in table.header.headings)
    place = f"{column_letters(table.left + 1)}{table.header.bottom + 1}"
    return Issue(
        "IN02",
        f"工作表“{table.grid.name.strip()}”右侧从 {place} 起另有一块表（{labels}），认不出是哪一种台账，没有读取；"
        "如果它是台账，请单独放一张工作表并写明表名，否则可以删去",
        f"another block begins at {place} ({labels}) and is none of the known ledgers; it was not read",
        table.header.bottom + 1, table.left + 1,
    )  # fmt: skip


def no_year(head: Header, names: tables.Names) -> Issue:
    """IN14: a yearly ledger of which nothing tells the year."""
    return Issue(
        "IN14",
        "这张表按月分栏（1月、2月……），但标题、工作表名和文件名里都没有年份，看不出是哪一年，没有读取；请在标题里写明年份",
        "a column for every month, but neither title, sheet nor file name tells the year; it was not read",
        head.top + 1, None, "period", names.sheet,
    )  # fmt: skip


def contradictions(reading: Reading) -> list[Issue]:
    """IN14 for the pay period; contractors are compared once the listed names are known."""
    if reading.ledger not in ("attendance", "payroll", "notice"):
        return []
    spans = reading.table.origin.spans
    if not spans or "period" in reading.table.kind.columns:
        return []
    source, span = spans[0]
    others = [(s, other) for s, other in spans[1:] if not span.overlaps(other)]
    if not others:
        return []
    words = {
        "band": "表头栏",
        "title": "标题",
        "sheet": "工作表名",
        "file": "文件名",
        "folder": "文件夹名",
        "column": "栏目",
    }
    told = "；".join(f"{words[s]}写的是 {p.start} 至 {p.end}" for s, p in [(source, span), *others])
    return [
        Issue(
            "IN14",
            f"所属期互相矛盾：{told}。本次按{words[source]}处理，请核对后统一",
            "sources of the pay period contradict each other: "
            + "; ".join(f"{s}: {p.start}..{p.end}" for s, p in [(source, span), *others]),
            reading.table.header.top + 1, None, "period", None,
        )
    ]  # fmt: skip


def hidden(reading: Reading) -> list[Issue]:
    """IN15: hidden rows, columns or sheets that hold people or money; they are read all the same."""
    grid, records = reading.table.grid, reading.records
    if not records.height:
        return []
    lines = sorted(set(records["row"].to_list()))
    found: list[Issue] = []
    if grid.hidden:
        found.append(
            _hidden(
                f"这张工作表是隐藏的，里面有 {records.height} 行记录",
                f"hidden sheet with {records.height} records",
                [(lines[0], 0)],
                records.height,
            )
        )
    rows = [(row, 0) for row in lines if row - 1 in grid.hidden_rows]
    if rows:
        shown = "、".join(str(row) for row, _ in rows[:3])
        found.append(
            _hidden(
                f"有 {len(rows)} 行被隐藏，里面有人员或金额（第 {shown} 行{'等' if len(rows) > 3 else ''}）",
                f"{len(rows)} hidden rows hold records ({shown.replace('、', ', ')}{' …' if len(rows) > 3 else ''})",
                rows,
            )
        )
    columns = {
        column: label
        for column, label in sorted(_telling_columns(reading).items())
        if column in grid.hidden_columns and any(_at(grid, row - 1, column) for row in lines)
    }
    if columns:
        labels = "、".join(" ".join(label.split()) for label in columns.values())
        found.append(
            _hidden(
                f"有 {len(columns)} 列被隐藏，里面有人员或金额：{labels}",
                f"{len(columns)} hidden columns hold people or money: {labels}",
                [(reading.table.header.bottom + 1, column + 1) for column in columns],
            )
        )
    return found


def _telling_columns(reading: Reading) -> dict[int, str]:
    """Columns (zero-based) that say who somebody is, what he is paid or when he worked, with their headings."""
    own = schema("attendance_summary" if reading.ledger == "attendance" else reading.ledger)
    people = {"name", "id_number", "bank_card", "payee_name", "payee_account", "item", "date", "mark"}
    found = {
        cell.col - 1: cell.header
        for cell in reading.cells
        if cell.field in people or isinstance(own.get(cell.field), pl.Decimal)
    }
    return found | {column: f"{label.day}日" for column, label in reading.table.header.days.items()}


def _at(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return text(cells[column]) if column < len(cells) else ""


def _hidden(zh: str, en: str, cells: list[tuple[int, int]], count: int | None = None) -> Issue:
    (row, col), several = cells[0], len(cells) > 1
    return Issue(
        "IN15", f"{zh}；已照常读取，请取消隐藏并核对", f"{en}; read all the same", row, col or None,
        count=count or len(cells), cells=tuple(cells) if several else (),
    )  # fmt: skip
