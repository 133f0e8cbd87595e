"""``junit.xml``: outcomes as test cases, for programs that know tests. One suite per contractor and pay period."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import polars as pl

from wagecheck.result import Result
from wagecheck.wording import Wording

#: What XML forbids.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: Findings told in full per case; the count is of all.
_TOLD: Final = 50
_CASE: Final = ("project", "contractor", "period", "rule")
_SAID: Final = ("severity", "message", "message_en", "file", "sheet", "cell")

Row = Mapping[str, Any]


def write(result: Result, path: Path, t: Wording) -> None:
    """A case fails where its rule found something, and is skipped where it could not be judged or is waived."""
    titles = {rule.id: t.pick(rule.title, rule.title_en) for rule in result.rules}
    found = _by_case(result.findings)
    row: Row
    suites: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in result.outcomes.iter_rows(named=True):
        suites[row["project"], row["contractor"], row["period"]].append(row)
    root = ET.Element("testsuites", name="wagecheck")
    for key in sorted(suites):
        suite = ET.SubElement(root, "testsuite", name=_clean(" / ".join(part for part in key if part)))
        for row in sorted(suites[key], key=lambda row: row["rule"]):
            name = f"{row['rule']} {titles.get(row['rule'], '')}".strip()
            case = ET.SubElement(suite, "testcase", classname=_clean(".".join(key)), name=_clean(name), time="0")
            _tell(case, row, found.get((*key, row["rule"])), t)
        _count(suite, suite)
    _count(root, root)
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _by_case(findings: pl.DataFrame) -> dict[tuple[str, ...], Row]:
    """Per case: severity of the first finding, how many count, and the first of these, as many as are told in full."""
    counting = pl.col("state") != "waived"
    told = findings.group_by(_CASE, maintain_order=True).agg(
        pl.col("severity").first(),
        counting.sum().alias("count"),
        pl.struct(_SAID).filter(counting).head(_TOLD).alias("first"),
    )
    return {tuple(row[name] for name in _CASE): row for row in told.iter_rows(named=True)}


def _tell(case: ET.Element, row: Row, found: Row | None, t: Wording) -> None:
    outcome = row["outcome"]
    if outcome == "pass":
        return
    reason = t.pick(row["reason"], row["reason_en"])
    if outcome == "fail":
        message = t("junit.failed", count=row["count"])
        told = ET.SubElement(case, "failure", message=message, type=found["severity"] if found else "fail")
        told.text = _clean("\n".join(_lines(found, t))) if found else ""
    elif outcome == "error":
        ET.SubElement(case, "error", message=_clean(reason), type="error")
    else:
        message = f"{t(f'outcome.{outcome}')}：{reason}" if reason else t(f"outcome.{outcome}")
        ET.SubElement(case, "skipped", message=_clean(message))


def _lines(found: Row, t: Wording) -> list[str]:
    lines = [
        f"[{t('severity.' + row['severity'])}] {t.pick(row['message'], row['message_en'])}"
        + "".join(f" {row[name]}" for name in ("file", "sheet", "cell") if row[name])
        for row in found["first"]
    ]
    return [*lines, t("junit.more", count=found["count"] - _TOLD)] if found["count"] > _TOLD else lines


def _count(element: ET.Element, within: ET.Element) -> None:
    names = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for name, tag in names.items():
        element.set(name, str(sum(1 for _ in within.iter(tag))))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
