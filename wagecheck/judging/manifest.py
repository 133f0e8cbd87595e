"""By what a result was made: inputs, rules, versions, dates and counts; nothing of the clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from wagecheck import __version__
from wagecheck.judging import readings
from wagecheck.privacy import mask_free
from wagecheck.result import SEVERITIES
from wagecheck.rulebook import Rulebook

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission


#: The worker key of nobody: tells results of one key from those of another, and says nothing of the key itself.
KEY_ID: Final = "wagecheck worker key"


def build(
    submission: Submission,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    period: tuple[dt.date, dt.date] | None,
    unmask: bool,
    key_id: str,
    findings: pl.DataFrame,
    outcomes: pl.DataFrame,
    register: dict[str, Any] | None = None,
    waivers: dict[str, Any] | None = None,
    listings: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Plain JSON data; ``inputs`` name the contractors whose tables a file holds, and how each table was read.

    ``register`` says what the submission was compared with (``register.view.View.manifest``), ``waivers`` what became
    of them (``judging.waiving.Waived``); both are null without a register. ``listings`` is what lists say of the
    contractors (``judging.listings``). ``ageing_months``: bands of arrears, by the
    profile. ``key_id``: which worker key was used (the hash of ``KEY_ID``); only results of the same one can be
    compared person by person.
    """
    owned = ["file", "contractor"]
    # of a file that was not read the issue says whose it is
    unread = submission.issues.select(owned).join(submission.sources, on="file", how="anti")
    owners = (
        pl.concat([submission.sources.select(owned), unread])
        .drop_nulls("contractor")
        .group_by("file")
        .agg(pl.col("contractor").unique().sort())
    )
    contractors = dict(owners.iter_rows())
    outcome_counts = dict(outcomes.group_by("outcome").len().sort("outcome").iter_rows())
    by_severity = dict(findings.group_by("severity").len().iter_rows())
    tables = readings.tables(submission, unmask=unmask)
    return {
        "version": __version__,
        "as_of": as_of.isoformat(),
        "period": None if period is None else [day.isoformat() for day in period],
        "profile": rulebook.profile.name,
        "ageing_months": list(rulebook.profile.ageing_months),
        "rules_hash": rulebook.sha256,
        "unmask": unmask,
        "worker_key_id": key_id,
        "inputs": [
            {
                "path": file.path,
                "sha256": file.sha256,
                "size": file.size,
                "kind": file.kind,
                "rows": file.rows,
                "status": file.status,
                "contractors": contractors.get(file.path, []),
                "tables": tables.get(file.path, []),
            }
            for file in sorted(submission.files, key=lambda file: file.path)
        ],
        "mapping": readings.mapping(submission, unmask=unmask),
        "projects": _projects(submission.ledgers["project"], findings, outcomes, unmask=unmask),
        "register": register,
        "waivers": waivers,
        "listings": listings,
        "counts": {
            "files": len(submission.files),
            "rules": len(rulebook.judged),
            "findings": findings.height,
            "waived": findings.filter(pl.col("state") == "waived").height,
            "severity": {name: by_severity.get(name, 0) for name in SEVERITIES},
            "outcomes": outcome_counts,
        },
    }


_PARTIES: Final = ("location", "owner", "general_contractor", "general_contractor_uscc", "bureau")


def _projects(
    project: pl.DataFrame, findings: pl.DataFrame, outcomes: pl.DataFrame, *, unmask: bool
) -> list[dict[str, Any]]:
    """Per project that was judged: its parties as the project workbook states them, null where it does not.

    A sheet that names no project serves all.
    """

    def shown(text: str | None) -> str | None:
        return text if text is None or unmask else mask_free(text)

    names = pl.concat([frame["project"] for frame in (findings, outcomes)]).drop_nulls().unique().sort()
    own = pl.coalesce("project", "name")
    told = []
    for name in names.to_list():
        mine = project.filter((own == name) | own.is_null())
        first = mine.select(pl.col(_PARTIES).drop_nulls().first()).row(0, named=True) if mine.height else {}
        told.append({"project": name, **{party: shown(first.get(party)) for party in _PARTIES}})
    return told
