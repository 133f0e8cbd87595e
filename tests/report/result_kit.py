"""Results made by hand, for tests of what is written from them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from wagecheck.intake import files
from wagecheck.result import CONTRACTORS, FINDINGS, OUTCOMES, WORKERS, Result, RuleInfo

RULE = RuleInfo(
    id="BK06", title="银行实发与工资表实发不一致", title_en="Bank payment differs", kind="violation", severity="red_line",
    status="stable", family="pay", standing=False, law=("《保障农民工工资支付条例》第三十一条",), remedy="补足差额。",
    remedy_en="Pay the rest.", exposure="", exposure_en="",
)  # fmt: skip
_FINDING: dict[str, Any] = {
    "rule": "BK06", "kind": "violation", "severity": "red_line", "state": "open", "project": "示例工程",
    "contractor": "示例劳务有限公司", "period": "2026-10", "worker": "张*", "id_tail": "0017", "worker_key": "a" * 16,
    "ledger": "payroll", "also": [], "expected": "5000.00", "actual": "4800.00", "amount": Decimal("200.00"),
    "money": "owed", "message": "张*（尾号0017）到账少 200.00 元。", "message_en": "200.00 yuan short.",
    "remedy": "补足差额。", "law": ["《保障农民工工资支付条例》第三十一条"], "responsible": "分包单位", "assist": ["项目部"],
}  # fmt: skip


def finding(number: int = 0, **given: Any) -> dict[str, Any]:
    """One finding; the number makes its fingerprint."""
    told = {**_FINDING, "fingerprint": f"{number:016x}", **given}
    if told.get("cell") and "row" not in given:
        told["row"] = int("".join(filter(str.isdigit, told["cell"])))
    return {name: told.get(name) for name in FINDINGS}


def at(file: str, sheet: str | None = None, cell: str | None = None) -> dict[str, Any]:
    """A place, for ``also`` or (spread out) for a finding."""
    row = int("".join(filter(str.isdigit, cell))) if cell else None
    return {"ledger": "payroll", "file": file, "sheet": sheet, "row": row, "cell": cell}


def result(
    findings: Sequence[Mapping[str, Any]], *, folder: Path | None = None, outcomes: Sequence[Mapping[str, Any]] = (),
    contractors: Sequence[Mapping[str, Any]] = (), workers: Sequence[Mapping[str, Any]] = (), **manifest: Any,
) -> Result:  # fmt: skip
    """A result over the files of a folder, with their real hashes."""
    listed = [] if folder is None else files.listed([folder])
    inputs = [
        {
            "path": entry.name, "sha256": hashlib.sha256(entry.path.read_bytes()).hexdigest(), "size": entry.size,
            "kind": "xlsx", "rows": 1, "status": "read", "contractors": [], "tables": [],
        }
        for entry in listed
        if not entry.indices
    ]  # fmt: skip

    def frame(rows: Sequence[Mapping[str, Any]], schema: pl.Schema) -> pl.DataFrame:
        return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)

    told = {
        "version": "0", "as_of": "2026-11-21", "period": None, "profile": "default", "rules_hash": "0" * 64,
        "unmask": False, "inputs": inputs, "mapping": None, "register": None, "waivers": None, "counts": {}, **manifest,
    }  # fmt: skip
    return Result(
        findings=frame(findings, FINDINGS), outcomes=frame(outcomes, OUTCOMES),
        contractors=frame(contractors, CONTRACTORS), workers=frame(workers, WORKERS), rules=(RULE,), manifest=told,
    )  # fmt: skip
