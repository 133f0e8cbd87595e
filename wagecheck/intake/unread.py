"""What could not be read of a body: cells nobody understands, lost digits, blanks, formulas without a result."""

from __future__ import annotations

import polars as pl

from wagecheck.intake import issues, rows
from wagecheck.intake.bodies import Body, has_amount
from wagecheck.intake.issues import Issue
from wagecheck.intake.parsing import state


def problems(body: Body) -> list[Issue]:
    """IN04 to IN08 of the mapped columns."""
    return _cells(body) + _blanks(body) + _uncached(body)


def _cells(body: Body) -> list[Issue]:
    """IN05, IN06, IN07: one per cell that is not understood or lost its last digits."""
    found: list[Issue] = []
    numbers = body.numbers
    for name, parsed in body.parsed.items():
        column = body.table.kind.columns[name][0]
        col = column.index + 1
        if name == "period" and parsed.value.null_count() == len(parsed.value):
            continue  # 按月, 月度 … : the column names no period at all
        if parsed.bad.any():
            raw = body.column(column.index)
            for i in (parsed.bad & body.is_record).arg_true():
                found.append(issues.not_understood(name, column.label, numbers[i], col, raw[i]))
        states = state(parsed)
        if states is not None and (states == "lossy").any():
            raw = body.column(column.index)
            code = "IN06" if name == "id_number" or name.endswith("_id") else "IN07"
            for i in ((states == "lossy") & body.is_record).arg_true():
                found.append(issues.lossy(code, name, column.label, (numbers[i], col), raw[i]))
    return found


def _blanks(body: Body) -> list[Issue]:
    """IN04: an amount without a name; a payment or payroll row without any amount."""
    table = body.table
    found: list[Issue] = []
    nameless = body.kinds["kind"] == rows.NAMELESS
    name = table.kind.first("name") or table.kind.first("id_number")
    if name is not None and nameless.any():
        found += [issues.blank("name", name.label, body.numbers[i], name.index + 1) for i in nameless.arg_true()]
    if table.kind.ledger != "payroll":
        return found
    amount = table.kind.first("net_pay") or table.kind.first("gross_pay") or table.kind.first("unpaid")
    if amount is None:
        return found
    empty = ~has_amount(body) & body.is_record
    for field_name in ("net_pay", "gross_pay", "unpaid"):  # an amount nobody can read is IN05, and no blank
        if field_name in body.parsed:
            empty = empty & ~body.parsed[field_name].bad
    if not empty.any():
        return found
    worked = pl.Series([False] * len(empty), dtype=pl.Boolean)
    for field_name in ("work_days", "work_hours", "id_number"):
        if field_name in body.parsed:
            worked = worked | body.parsed[field_name].value.is_not_null()
    return found + [
        issues.blank("net_pay", amount.label, body.numbers[i], amount.index + 1) for i in (empty & worked).arg_true()
    ]


def _uncached(body: Body) -> list[Issue]:
    """IN08, one per column: formulas whose value was never stored."""
    table = body.table
    if not table.grid.uncached:
        return []
    body_rows = {
        row for row, kind in zip(table.body, body.kinds["kind"], strict=True) if kind in (rows.RECORD, rows.TOTAL)
    }
    labels = {h.index: h.label for h in table.header.headings}
    by_column: dict[int, list[int]] = {}
    for row, col in table.grid.uncached:
        if row in body_rows:
            by_column.setdefault(col, []).append(row)
    mapped = {c.index: name for name, columns in table.kind.columns.items() for c in columns}
    return [
        Issue(
            "IN08",
            f"“{labels.get(col, '')}”栏有 {len(found)} 个公式没有保存计算结果，不能当作 0；"
            "请用 Excel 或 WPS 打开、重新计算并保存后再提交",
            f"{len(found)} formulas under {labels.get(col, '')!r} have no stored value; "
            "open, recalculate and save the file",
            min(found) + 1, col + 1, mapped.get(col), None, len(found),
        )
        for col, found in sorted(by_column.items())
    ]  # fmt: skip
