"""Rules as a page, as data, or as a workbook for lawyers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagecheck.rulebook import Rulebook
    from wagecheck.rulebook.rule import Rule
    from wagecheck.wording import Lang


def text(book: Rulebook, chosen: Sequence[Rule], form: str, rule_folders: tuple[Path, ...]) -> str:
    """``chosen`` as ``json``, ``toml`` or else Markdown."""
    from wagecheck.rulebook import docs  # noqa: PLC0415
    from wagecheck.rulebook import export as exporting  # noqa: PLC0415

    if form == "json":
        return exporting.to_json(book, chosen)
    return exporting.to_toml(book, rule_folders, chosen) if form == "toml" else docs.render(book, rules=chosen)


def workbook(book: Rulebook, chosen: Sequence[Rule], lang: Lang) -> bytes:
    """``chosen`` with their law, numbers and bureaus as xlsx; the same rules give the same bytes."""
    from wagecheck.blanks.packing import packed  # noqa: PLC0415
    from wagecheck.rulebook import law_sheets, law_workbook  # noqa: PLC0415

    return packed(law_workbook.drawn(law_sheets.sheets(book, chosen, lang), lang))
