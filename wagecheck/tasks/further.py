"""What a check writes only when asked for: letters, and pages as PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagecheck.report.progress import Progress
    from wagecheck.result import Result
    from wagecheck.wording import Wording


def ensure_printer() -> None:
    """Raises OutputError where nothing here can print a PDF."""
    from wagecheck.report import pdf  # noqa: PLC0415

    pdf.ensure_printer()


def print_pages(pages: Sequence[Path], result: Result, t: Wording, progress: Progress | None = None) -> str | None:
    """Every page beside itself as PDF; gives a sentence where Chinese characters may be missing."""
    from wagecheck.report import pdf  # noqa: PLC0415
    from wagecheck.report.progress import Count  # noqa: PLC0415

    count, day = Count("pdf", len(pages), progress), dt.date.fromisoformat(str(result.manifest["as_of"]))
    return pdf.write(pages, t, day=day, progress=lambda _: count.one()).warning or None


def write_letters(result: Result, staging: Path, t: Wording, progress: Progress | None = None) -> None:
    """The folder ``letters`` of a result."""
    from wagecheck.report import letters  # noqa: PLC0415
    from wagecheck.rulebook import letter_terms  # noqa: PLC0415

    letters.write(result, staging / "letters", letter_terms.load(), t, progress=progress)
