"""What a check came to, as the pages of a hand-in show it: read back from the result folder, nothing judged anew."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import polars as pl

from wagecheck.errors import InputError
from wagecheck.report import copy_sentences, files, labels, mapping_sentences, people
from wagecheck.report.outputs import Outputs
from wagecheck.report.overview import head as heading
from wagecheck.result import Result
from wagecheck.wording import Wording

Row = dict[str, Any]
#: Results that are kept in memory: a clerk turns pages of one.
_KEPT: Final = 4
#: Rows of a list that is only part of a page; how many there are is always said.
MOST: Final = 100


def read(folder: Path) -> Result | None:
    """The result in a folder; None where there is none, or it cannot be read."""
    try:
        states = [(folder / name).stat() for name in ("result.json", people.FILE)]
        return _read(folder, tuple((state.st_mtime_ns, state.st_size, state.st_ino) for state in states))
    except (OSError, InputError):
        return None


@lru_cache(maxsize=_KEPT)
def _read(folder: Path, _: tuple[tuple[int, int, int], ...]) -> Result:
    return people.read(folder)


def verdict(result: Result, t: Wording) -> Row:
    """``colour``, ``word`` and ``text`` of the whole check, ``owed`` and how many people, ``counts`` by severity."""
    head = heading.section(result, t)
    counts = result.findings.filter(pl.col("state") == "open")["severity"].value_counts()
    open_by = dict(counts.iter_rows())
    return {
        **{name: head[name] for name in ("colour", "owed", "owes", "people_owed", "owed_known", "not_known")},
        **{name: head[name] for name in ("projects", "periods")},
        "word": t(f"verdict.{head['colour']}"),
        "text": head["verdict"],
        "counts": {severity: open_by.get(severity, 0) for severity in labels.SEVERITIES},
        "findings": int(sum(open_by.values())),
        "waived": result.findings.height - int(sum(open_by.values())),
        "unread": labels.unread(result.manifest["inputs"]),
        "mapping": _choices(result, t),
    }


def _choices(result: Result, t: Wording) -> list[str]:
    """What became of the choices about columns: how many were gone by, and what else came of them.

    Choices go with a site from month to month, so that some fit no table of this one; that is nothing to tell.
    """
    used = result.manifest.get("mapping")
    if not used or not (used["used"] or used["left_out"]):
        return []
    said = [t("desk_result.by_choices", count=used["used"])] if used["used"] else []
    return [*said, *mapping_sentences.sentences({**used, "unused": []}, t)[1:]]


def contractors(result: Result, t: Wording) -> list[Row]:
    """One row per contractor and pay period, worst first, with the address of its page below ``report/``."""
    unjudged = (
        result.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"]))
        .group_by("project", "contractor", "period")
        .agg(pl.len())
    )
    not_told = {key[:3]: key[3] for key in unjudged.iter_rows()}
    pages = files.page_names(
        (str(project), str(name)) for project, name in result.contractors.select("project", "name").unique().iter_rows()
    )
    order = {colour: number for number, colour in enumerate(labels.COLOURS)}
    rows = sorted(
        result.contractors.iter_rows(named=True),
        key=lambda row: (order[row["colour"]], -row["score"], row["name"], row["period"] or ""),
    )
    return [
        {
            **{name: row[name] for name in ("project", "name", "colour", "workers", "findings")},
            "period": labels.period(row["period"], t),
            "owed": labels.owed(row["owed"], row["workers"], t("figure.unknown")),
            "owes": bool(row["owed"]),
            "unjudged": not_told.get((row["project"], row["name"], row["period"]), 0),
            "href": "contractors/" + quote(pages[str(row["project"]), str(row["name"])]),
        }
        for row in rows
    ]


def unjudged(result: Result, t: Wording) -> list[Row]:
    """What came to no verdict, by the reason: ``reason``, ``rules`` (id and title), ``contractors``."""
    titles = {rule.id: t.pick(rule.title, rule.title_en) for rule in result.rules}
    found = (
        result.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"]))
        .with_columns(pl.col("reason").fill_null(""), pl.col("reason_en").fill_null(""))
        .group_by("reason", "reason_en", maintain_order=True)
        .agg(pl.col("rule").unique().sort(), pl.col("contractor").drop_nulls().unique().sort())
    )
    return [
        {
            "reason": t.pick(reason, reason_en) or t("outcome.error"),
            "rules": [(rule, titles.get(rule, "")) for rule in rules],
            "contractors": named,
        }
        for reason, reason_en, rules, named in found.iter_rows()
    ]


def downloads(result: Result, folder: Path, t: Wording) -> Row:
    """Addresses below ``report/``: ``lists``, ``letters`` and marked ``copies``; ``no_copies``: sentences why not."""
    there = Outputs.of(folder)
    marked = list(result.manifest.get("marked", ()))
    return {
        "lists": there.shared(t),
        "letters": [
            {
                "kind": t(f"page.letter_{letter['kind']}"),
                "contractor": letter["contractor"],
                "worker": letter["worker"] or "",
                "files": [
                    {"text": path.rsplit(".", 1)[1], "href": "letters/" + quote(path)} for path in letter["files"]
                ],
            }
            for letter in there.letters or ()
        ],
        "copies": [
            {
                "file": copy["file"],
                "findings": copy["findings"],
                "how": t(f"page.copy_{copy['how']}"),
                "href": quote(copy["copy"]),
            }
            for copy in marked
            if copy["copy"]
        ],
        "no_copies": copy_sentences.without(marked, t),
    }


def other_project(result: Result, site: str) -> bool:
    """Whether every project that the files name is called otherwise than the site; a longer or shorter name is none."""
    named = ["".join(str(name).split()) for name in result.contractors["project"].drop_nulls().unique() if name]
    own = "".join(site.split())
    return bool(named) and not any(one in own or own in one for one in named)


def by_file(result: Result) -> dict[str, int]:
    """File → findings that still count and point at it, or at a sheet or cell of it."""
    counted: dict[str, int] = {}
    still = result.findings.filter(pl.col("state") == "open").select("file", "also")
    for file, also in still.iter_rows():
        for one in {file, *(place["file"] for place in also or ())} - {None}:
            counted[one] = counted.get(one, 0) + 1
    return counted
