"""Simulate: made-up submissions with known defects and the answers to them.

``truth`` is the made-up world, ``records`` what its ledgers say, ``defects`` the ways to spoil them, ``layouts`` how
they are laid out in sheets, ``archetypes`` the forms in which such sheets really arrive, ``writers`` how sheets become
files, ``answers`` what must be found. Same wish, same bytes.
"""

from __future__ import annotations

from pathlib import Path

from wagecheck.simulate import submission
from wagecheck.simulate.layouts import blacklist_file
from wagecheck.simulate.submission import Format, Layout

BLACKLIST = "黑名单.xlsx"
ANSWERS = "answers.json"
SUBMISSION = "submission"


def ensure_free(out: Path) -> None:
    """Raises SampleError where ``out/submission`` holds something already."""
    submission.ensure_empty(out / SUBMISSION)


def write(
    out: Path,
    *,
    workers: int | None = None,
    contractors: int = 3,
    months: int = 1,
    defects: str = "none",
    format: Format = "xlsx",
    seed: int = 1,
    layout: Layout = "tidy",
) -> Path:
    """A made-up submission in ``out/submission``, its answers in ``out/answers.json``; returns the path of the answers.

    ``workers`` is in all, shared out evenly (rounded up), without it 60 or as many as the defects need; ``months``
    counts back from 2026-10; ``defects`` is none, typical, all or ids joined by commas. Where a defect needs a
    blacklist (BL01–BL06, BL10) it is ``out/黑名单.xlsx``.
    Raises SampleError where the wish cannot be met (too few workers, unknown id, folder in use).
    """
    each = None if workers is None else -(-workers // contractors)
    made = submission.make(workers=each, contractors=contractors, months=months, defects=defects, seed=seed)
    files = made.draw(kind=format, layout=layout)
    submission.save(files, out / SUBMISSION)
    if made.books.blacklist:
        submission.save_one(blacklist_file.draw(made.books.blacklist, BLACKLIST), out)
    return submission.save_answers(made, files, out / ANSWERS)
