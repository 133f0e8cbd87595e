"""The parts of ``check`` that write workbooks and the formats of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from wagecheck.intake import files
from wagecheck.intake.exports import listing
from wagecheck.privacy import shown_names
from wagecheck.report import exports, findings_workbook, junit, marked, sarif
from wagecheck.report.progress import Count, Progress
from wagecheck.result import Result
from wagecheck.wording import Wording


def copied(
    result: Result,
    paths: Sequence[Path],
    project_file: Path | None,
    passwords: Sequence[str],
    out: Path,
    t: Wording,
    progress: Progress | None = None,
) -> tuple[Result, list[marked.Copy]]:
    """Writes the marked copies; the result then says in its manifest what became of every file with findings."""
    found = files.listed(paths, passwords)
    if project_file is not None:  # it stands elsewhere, under its own name
        found += [entry for entry in files.listed([project_file]) if entry.path not in {one.path for one in found}]
    tables = {table.name for table in listing.apart(found)[1]}
    if not result.manifest["unmask"]:
        names = shown_names([*(entry.name for entry in found), *tables])
        found = [replace(entry, name=names[entry.name]) for entry in found]
        tables = {names[name] for name in tables}
    copies = marked.write(result, found, out, t, exports=tables, progress=progress)
    told = [copy.told() for copy in copies]
    return replace(result, manifest={**result.manifest, "marked": told}), copies


def written(
    result: Result, copies: Sequence[marked.Copy], formats: Sequence[str], out: Path, t: Wording, count: Count
) -> None:
    """Writes ``findings.xlsx``, ``findings.sarif`` and ``junit.xml``, as far as they are asked for; ``count`` hears."""
    if "xlsx" in formats:
        findings_workbook.write(result, out / "findings.xlsx", copies, t)
        count.one()
    if "sarif" in formats:
        exports.write_json(sarif.log(result, t), out / "findings.sarif")
        count.one()
    if "junit" in formats:
        junit.write(result, out / "junit.xml", t)
        count.one()
