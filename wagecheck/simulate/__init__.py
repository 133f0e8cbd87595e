"""Simulate: made-up submissions with known defects and the answers to them.

``truth`` is the made-up world, ``records`` what its ledgers say, ``defects`` the ways to spoil them, ``layouts`` how
they are laid out in sheets, ``archetypes`` the forms in which such sheets really arrive, ``writers`` how sheets become
files, ``exports`` the same as tables of many projects, ``answers`` what must be found. Same wish, same bytes.
"""

from __future__ import annotations

from pathlib import Path

from wagecheck.simulate import submission
from wagecheck.simulate.case import SampleError
from wagecheck.simulate.exports import sample as export
from wagecheck.simulate.layouts import blacklist_file
from wagecheck.simulate.submission import Format, Layout

BLACKLIST = "黑名单.xlsx"
ANSWERS = "answers.json"
SUBMISSION = "submission"
CONTRACTORS = 3
#: Of workbooks; export tables take more.
MOST_CONTRACTORS = 2_000


def ensure_free(out: Path) -> None:
    """Raises SampleError where ``out/submission`` holds something already."""
    submission.ensure_empty(out / SUBMISSION)


def write(
    out: Path,
    *,
    workers: int | None = None,
    contractors: int | None = None,
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
    ``parquet`` writes export tables of as many projects as it takes; without ``contractors`` they are three,
    with many people more. Raises SampleError where the wish cannot be met (too few workers, unknown id, folder in use).
    """
    if format == "parquet":
        if layout != "tidy":
            raise SampleError(
                "导出表没有版式：--layout 只用于 xlsx 和 csv。",
                "Export tables have no layout: --layout is for xlsx and csv.",
            )
        wanted = export.wish(workers=workers, contractors=contractors, months=months, defects=defects, seed=seed)
        made = export.write(wanted, out / SUBMISSION, out / ANSWERS)
        if made.books.blacklist:
            submission.save_one(blacklist_file.draw(made.books.blacklist, BLACKLIST), out)
        return out / ANSWERS
    contractors = CONTRACTORS if contractors is None else contractors
    if contractors > MOST_CONTRACTORS:
        raise SampleError(
            f"工作簿最多生成 {MOST_CONTRACTORS} 个参建单位，更多请用 --format parquet。",
            f"At most {MOST_CONTRACTORS} contractors can be made up as workbooks; use --format parquet for more.",
        )
    each = None if workers is None else -(-workers // contractors)
    made = submission.make(workers=each, contractors=contractors, months=months, defects=defects, seed=seed)
    files = made.draw(kind=format, layout=layout)
    submission.save(files, out / SUBMISSION)
    if made.books.blacklist:
        submission.save_one(blacklist_file.draw(made.books.blacklist, BLACKLIST), out)
    return submission.save_answers(made, files, out / ANSWERS)
