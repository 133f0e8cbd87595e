"""``findings.sarif``: SARIF 2.1.0 for programs that gather findings. Cells are rows and columns of a region."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from wagecheck.report.marked.marks import position
from wagecheck.result import Result, RuleInfo
from wagecheck.wording import Wording

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
#: SARIF has three levels; a signal is never an error, because it proves nothing.
_LEVELS: Final = {"red_line": "error", "serious": "error", "general": "warning", "hint": "note"}
_BASE: Final = "SUBMISSION"
_FINGERPRINT: Final = "wagecheck/v1"
_OUTCOME_KEY: Final = ("rule", "project", "contractor", "period")

_PROPERTIES: Final = (
    "project", "contractor", "period", "worker", "id_tail", "severity", "kind", "expected", "actual", "amount",
)  # fmt: skip

Json = dict[str, Any]


def log(result: Result, t: Wording) -> Json:
    """The whole log as plain data: one run, its results a generator; files by their path in the submission.

    What could not be judged is a notification of the run, never a result that passes. Waived findings are suppressed.
    """
    rules = sorted(result.rules, key=lambda rule: rule.id)
    index = {rule.id: number for number, rule in enumerate(rules)}
    files = {file["path"]: number for number, file in enumerate(result.manifest["inputs"])}
    compared = result.manifest.get("compared")
    new = {*compared["new_fingerprints"], *compared.get("waived_new_fingerprints", ())} if compared else None
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "wagecheck",
                        "version": result.manifest["version"],
                        "language": "en-US" if t.lang == "en" else "zh-CN",
                        "rules": [_rule(rule, t) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_BASE: {"description": {"text": t("sarif.base")}}},
                "invocations": [_invocation(result, index, t)],
                "artifacts": [_artifact(file) for file in result.manifest["inputs"]],
                "results": (
                    _finding(row, index, files, new, t) for row in result.findings.iter_rows(named=True)
                ),
                "properties": {
                    name: result.manifest[name] for name in ("as_of", "profile", "rules_hash", "unmask")
                },
            }
        ],
    }  # fmt: skip


def _rule(rule: RuleInfo, t: Wording) -> Json:
    return {
        "id": rule.id,
        "shortDescription": {"text": t.pick(rule.title, rule.title_en)},
        "fullDescription": {"text": "；".join(rule.law) or t.pick(rule.title, rule.title_en)},
        "help": {"text": t.pick(rule.remedy, rule.remedy_en) or "-"},
        "defaultConfiguration": {"level": _level(rule.severity, rule.kind)},
        "properties": {
            "kind": rule.kind, "severity": rule.severity, "status": rule.status, "family": rule.family,
            "exposure": t.pick(rule.exposure, rule.exposure_en),
        },
    }  # fmt: skip


def _level(severity: str, kind: str) -> str:
    level = _LEVELS[severity]
    return "warning" if kind == "signal" and level == "error" else level


def _artifact(file: Mapping[str, Any]) -> Json:
    return {
        "location": {"uri": _uri(file["path"]), "uriBaseId": _BASE},
        "length": file["size"],
        "roles": ["analysisTarget"],
        **({"hashes": {"sha-256": file["sha256"]}} if file["sha256"] else {}),
    }


def _invocation(result: Result, index: Mapping[str, int], t: Wording) -> Json:
    """How the run went: not assessed is a note, a rule that failed an error."""
    unjudged = [row for row in result.outcomes.iter_rows(named=True) if row["outcome"] in ("not_assessed", "error")]
    return {
        "executionSuccessful": not any(row["outcome"] == "error" for row in unjudged),
        "toolExecutionNotifications": [
            {
                "level": "error" if row["outcome"] == "error" else "note",
                "message": {
                    "text": t(
                        "sarif.unjudged",
                        outcome=t(f"outcome.{row['outcome']}"),
                        where=" ".join(row[name] for name in ("project", "contractor", "period") if row[name]),
                        reason=t.pick(row["reason"], row["reason_en"]),
                    )
                },
                "associatedRule": {"id": row["rule"], **_at(index, row["rule"])},
            }
            for row in sorted(
                unjudged, key=lambda row: [row[n] or "" for n in ("rule", "project", "contractor", "period")]
            )
        ],
    }


def _finding(
    row: Mapping[str, Any], index: Mapping[str, int], files: Mapping[str, int], new: set[str] | None, t: Wording
) -> Json:
    own = {name: row[name] for name in ("file", "sheet", "row", "cell")}
    also = [place for place in row["also"] or () if place["file"]]
    told: Json = {
        "ruleId": row["rule"],
        **({"ruleIndex": index[row["rule"]]} if row["rule"] in index else {}),
        "level": _level(row["severity"], row["kind"]),
        "message": {"text": t.pick(row["message"], row["message_en"])},
        "locations": [_location(own, files)] if row["file"] else [],
        "partialFingerprints": {_FINGERPRINT: row["fingerprint"]},
    }
    if also:
        told["relatedLocations"] = [{"id": number, **_location(place, files)} for number, place in enumerate(also)]
    if new is not None:
        told["baselineState"] = "new" if row["fingerprint"] in new else "unchanged"
    if row["state"] == "waived":
        told["suppressions"] = [{"kind": "external", "status": "accepted", "justification": row["waiver"] or "-"}]
    told["properties"] = {name: str(row[name]) for name in _PROPERTIES if row[name] is not None}
    return told


def _location(place: Mapping[str, Any], files: Mapping[str, int]) -> Json:
    artifact: Json = {"uri": _uri(place["file"]), "uriBaseId": _BASE}
    if place["file"] in files:
        artifact["index"] = files[place["file"]]
    physical: Json = {"artifactLocation": artifact}
    if place["row"]:
        physical["region"] = {"startLine": place["row"]}
        if place["cell"]:
            physical["region"]["startColumn"] = position(place["cell"])[1]
    told: Json = {"physicalLocation": physical}
    if place["sheet"]:
        name = f"{place['sheet']}!{place['cell']}" if place["cell"] else place["sheet"]
        told["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "member"}]
    return told


def _at(index: Mapping[str, int], rule: str) -> Json:
    return {"index": index[rule]} if rule in index else {}


@cache
def _uri(path: str) -> str:
    """A path of the submission as a relative reference, percent-encoded."""
    return quote(path, safe="/")
