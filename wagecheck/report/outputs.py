"""What else stands in a result folder, for links between its files: only what was really written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import polars as pl

from wagecheck.report import copy_sentences, page_size
from wagecheck.result import Result
from wagecheck.wording import Wording

Row = dict[str, Any]
_FILE: Final = pl.element().struct.field("file")
_BOOK: Final = "findings.xlsx"
_TABLE: Final = "findings.csv"
_LETTERS: Final = "letters"
#: ``letters.INDEX``, whose package stands above this one.
LETTERS_LIST: Final = "letters.json"


def href(path: str, *, up: int = 0) -> str:
    """A relative link to a path of the result folder, from a page ``up`` folders below it."""
    return "../" * up + quote(path, safe="/")


@dataclass(frozen=True)
class Outputs:
    """Lists and letters of a result folder."""

    lists: tuple[str, ...] = ()
    """``findings.xlsx``, ``findings.csv``: those that are there."""
    letters: tuple[Mapping[str, Any], ...] | None = None
    """Rows of ``letters/letters.json``, or None where no letters were written."""

    @classmethod
    def of(cls, folder: Path) -> Outputs:
        """What stands there now: pages come after all that they link to."""
        listed = folder / _LETTERS / LETTERS_LIST
        letters = json.loads(listed.read_text("utf-8"))["letters"] if listed.is_file() else None
        return cls(
            tuple(name for name in (_BOOK, _TABLE) if (folder / name).is_file()),
            None if letters is None else tuple(letters),
        )

    def whole(self) -> str | None:
        """The file that holds every finding, the workbook before the table."""
        return self.lists[0] if self.lists else None

    def shared(self, t: Wording, *, up: int = 0) -> list[Row]:
        """Links of the whole result: text, href."""
        found = [{"text": t(f"page.output_{name.split('.')[1]}"), "href": href(name, up=up)} for name in self.lists]
        if self.letters:
            text = t("page.output_letters", count=len(self.letters))
            found.append({"text": text, "href": href(f"{_LETTERS}/index.html", up=up)})
        return found

    def of_contractor(
        self,
        result: Result,
        project: str,
        contractor: str,
        findings: pl.DataFrame,
        limits: page_size.Limits,
        t: Wording,
    ) -> Row:
        """Links of a contractor's page: lists, marked copies of the files that ``findings`` speak of, letters.

        ``findings`` are the contractor's own: a file may hold problems of others too. ``no_copies`` are sentences about
        files without a copy.
        """
        written = result.manifest.get("marked", ())
        counts = _by_file(findings) if written and findings.height else {}
        every = [copy for copy in written if copy["file"] in counts]
        marked = [{**copy, "findings": counts[copy["file"]]} for copy in every if copy["copy"]]
        site = (project, contractor)
        letters = [row for row in self.letters or () if (row["project"], row["contractor"]) == site]
        return {
            "whole": self.whole(),
            "links": self.shared(t, up=1),
            "copies": [_copy(copy, t) for copy in marked[: limits.lines]],
            "copies_total": len(marked),
            "no_copies": copy_sentences.without(every, t),
            "letters": [_letter(letter, t) for letter in letters[: limits.lines]],
            "letters_total": len(letters),
        }


def _copy(copy: Mapping[str, Any], t: Wording) -> Row:
    return {
        "file": copy["file"],
        "findings": copy["findings"],
        "how": t(f"page.copy_{copy['how']}"),
        "href": href(copy["copy"], up=1),
    }


def _by_file(findings: pl.DataFrame) -> dict[str, int]:
    """File → findings that point at a cell or sheet of it, each counted once."""
    places = findings.select(file=pl.concat_list(pl.col("file"), pl.col("also").list.eval(_FILE)).list.unique())
    counted = places.explode("file").drop_nulls().group_by("file").len()
    return dict(counted.iter_rows())


def _letter(letter: Mapping[str, Any], t: Wording) -> Row:
    return {
        "number": letter["number"],
        "kind": t(f"page.letter_{letter['kind']}"),
        "worker": letter["worker"] or "",
        "files": [
            {"text": path.rsplit(".", 1)[1], "href": href(f"{_LETTERS}/{path}", up=1)} for path in letter["files"]
        ],
    }
