"""What the pages of the samples say, line by line; ``python -m tests.report.golden_pages`` writes ``golden/`` anew.

A line is a heading, a paragraph, a point of a list or a row of a table, with the words a reader sees (and hears: words
for screen readers stand in brackets). Hashes, and the words that stand in every page alike, are left out, so that a
difference is one of what was found or how it is said; of very long lists only the beginning and the length. Overviews
of two samples in both languages; pages of contractors in Chinese, of samples where they are much alike the first one.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from lxml import html

from tests import sample_results

GOLDEN = Path(__file__).parent / "golden"
_HASH = re.compile(r"\b[0-9a-f]{12,64}\b")
_LINES = {
    "title", "h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "tr", "summary", "caption", "label", "option", "button", "figcaption",
}  # fmt: skip
_CELLS = {"td", "th"}
_UNSEEN = {"style", "script", "head", "template"}
#: Characters of a line that are kept.
_LONG = 1200
#: Samples of which one contractor stands for all.
_ALIKE = ("messy", "clean")
#: Samples whose overview in the other language says nothing that others do not.
_CHINESE = ("severe", "clean")


def text_of(page: Path) -> str:
    """The page line by line."""
    lines = [""]
    _read(html.fromstring(page.read_text("utf-8")).find("body"), lines)
    said = (re.sub(r"( \|)+$", "", " ".join(line.split())) for line in lines)
    return _HASH.sub("#", "\n".join(_short(line) for line in said if line)) + "\n"


def _short(line: str) -> str:
    return line if len(line) <= _LONG else f"{line[: _LONG // 4]}… ({len(line)} characters)"


def _read(node: html.HtmlElement, lines: list[str]) -> None:
    if not isinstance(node.tag, str) or node.tag in _UNSEEN or node.get("aria-hidden") == "true":
        lines[-1] += node.tail or ""
        return
    inside_row = any(up.tag == "tr" for up in node.iterancestors())
    fresh = node.tag in _LINES and not inside_row
    if fresh:
        lines.append({"h1": "# ", "h2": "## ", "h3": "### ", "li": "- ", "dd": "  ", "tr": "| "}.get(node.tag, ""))
    if node.tag == "br" or (inside_row and node.tag in _LINES):
        lines[-1] += " "
    lines[-1] += node.text or ""
    for child in node:
        _read(child, lines)
    if node.tag in _CELLS:
        lines[-1] += " | "
    if fresh or node.tag in {"div", "table", "svg", "details", "section"}:
        lines.append("")
    lines[-1] += node.tail or ""


def texts(folder: Path, sample: str) -> dict[str, str]:
    """File name in ``golden/`` and text, of a folder as ``sample_results.write`` leaves it."""
    langs = ("zh",) if sample in _CHINESE else sample_results.LANGS
    made = {f"{sample}-{lang}-index.txt": text_of(folder / lang / "index.html") for lang in langs}
    for page in sample_results.pages(folder / "zh")[1 : 2 if sample in _ALIKE else None]:
        made[f"{sample}-{page.stem}.txt"] = text_of(page)
    return made


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for sample in sample_results.NAMES:
        with tempfile.TemporaryDirectory() as place:
            sample_results.write(sample, Path(place))
            for name, text in texts(Path(place), sample).items():
                (GOLDEN / name).write_text(text, "utf-8")
    size = sum(path.stat().st_size for path in GOLDEN.iterdir())
    sys.stdout.write(f"{len(list(GOLDEN.iterdir()))} files, {size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
