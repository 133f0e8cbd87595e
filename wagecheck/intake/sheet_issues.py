"""What is wrong with a sheet as a whole: missing columns, no ledger at all, two periods, hidden parts."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from wagecheck.intake import tables
from wagecheck.intake.grid import Grid
from wagecheck.intake.headers import Header, text
from wagecheck.intake.issues import Issue
from wagecheck.intake.reading import Reading
from wagecheck.intake.wordings import dictionary, normalise
from wagecheck.ledgers.catalogue import TITLES


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
    """IN15: hidden rows, columns or sheets with records in them; they are read all the same."""
    grid = reading.table.grid
    records = reading.records
    if not records.height:
        return []
    found: list[Issue] = []
    if grid.hidden:
        found.append(
            _hidden_issue(
                f"工作表“{grid.name.strip()}”是隐藏的，里面有 {records.height} 行记录",
                f"hidden sheet with {records.height} records",
                None,
                records.height,
            )
        )
    hidden_rows = sorted({row - 1 for row in records["row"]} & grid.hidden_rows) if grid.hidden_rows else []
    if hidden_rows:
        found.append(
            _hidden_issue(
                f"有 {len(hidden_rows)} 行被隐藏，里面有记录（首见第 {hidden_rows[0] + 1} 行）",
                f"{len(hidden_rows)} hidden rows hold records (first row {hidden_rows[0] + 1})",
                hidden_rows[0] + 1,
                len(hidden_rows),
            )
        )
    mapped = {c.index: c.label for cs in reading.table.kind.columns.values() for c in cs}
    mapped.update({c.col - 1: c.header for c in reading.cells})
    hidden_columns = sorted(mapped.keys() & grid.hidden_columns)
    if hidden_columns:
        labels = "、".join(" ".join(mapped[c].split()) for c in hidden_columns)
        found.append(
            _hidden_issue(
                f"有 {len(hidden_columns)} 列被隐藏：{labels}",
                f"{len(hidden_columns)} hidden columns: {labels}",
                None,
                len(hidden_columns),
                hidden_columns[0] + 1,
            )
        )
    return found


def _hidden_issue(zh: str, en: str, row: int | None, count: int, col: int | None = None) -> Issue:
    return Issue("IN15", f"{zh}；已照常读取，请取消隐藏并核对", f"{en}; read all the same", row, col, None, None, count)
