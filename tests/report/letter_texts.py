"""The letters of a result as plain text, for the golden files; ``python -m tests.report.letter_texts`` writes them."""

from __future__ import annotations

import re
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from tests.conftest import AS_OF, SAMPLES, check

GOLDEN = Path(__file__).parent / "letters"
#: One letter of each kind about the contractor of samples/severe, by the number in its file name.
SHOWN = {"001": "correction", "002": "union", "003": "advance", "004": "listing", "005": "evidence"}
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_ENDS = {"p", "h1", "h2", "tr", "title", "div"}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipping = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipping = tag == "style"
        if tag in ("td", "th"):
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        self.skipping = False
        if tag in _ENDS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.parts.append(data.replace("\n", ""))


def text_of(page: Path) -> str:
    parser = _Text()
    parser.feed(page.read_text("utf-8"))
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    return _HASH.sub("<sha256>", "\n".join(line for line in lines if line)) + "\n"


def shown(folder: Path) -> dict[str, str]:
    pages = {page.name[:3]: page for page in sorted(folder.glob("letters/*玉兰*/*.html"))}
    return {name: text_of(pages[number]) for number, name in SHOWN.items()}


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        run = check(SAMPLES / "severe", Path(place) / "out", "--format", "json,letters")
        for name, text in shown(run.out).items():
            (GOLDEN / f"{name}.txt").write_text(text, "utf-8")
    sys.stdout.write(f"as of {AS_OF}: {GOLDEN.name}\n")


if __name__ == "__main__":
    main()
