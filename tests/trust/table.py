"""``python -m tests.trust.table``: the table of trust in docs/quality.md, by trying every case.

Each class is a file of tests; what its cases must not do is what they assert. A case that fails counts under what it was
about: a crash (exit without a sentence, an error nobody expected), a leak (a full number in an output), or bytes that
differ. Classes whose folder is not there yet are left out.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "quality.md"
BEGIN: Final = "<!-- trust -->"
END: Final = "<!-- /trust -->"
#: Class → its tests, and what a failure there is.
CLASSES: Final = {
    "hostile files": ("tests/hostile", "crash"),
    "hostile texts in outputs": ("tests/trust/test_hostile_texts.py", "leak"),
    "rules that read, change or run on": ("tests/trust/test_rule_language.py", "crash"),
    "numbers of people in names, texts and errors": (
        "tests/trust/test_masking.py tests/trust/test_short_masks.py tests/trust/test_every_place.py "
        "tests/trust/test_errors.py",
        "leak",
    ),
    "interrupted, killed, full disk, two at once": ("tests/trust/test_whole_or_nothing.py", "crash"),
    "deleted on time": ("tests/trust/test_retention.py", "leak"),
    "same bytes twice": ("tests/trust/test_same_bytes.py", "bytes"),
}
KINDS: Final = ("crash", "leak", "bytes")


@dataclass(frozen=True)
class Tried:
    """One class: how many cases were tried, how many failed, how many could not be tried here."""

    name: str
    cases: int
    failed: int
    skipped: int
    kind: str

    def row(self) -> str:
        """A line of the table."""
        counts = [self.failed if kind == self.kind else 0 for kind in KINDS]
        skipped = f" ({self.skipped} not tried here)" if self.skipped else ""
        return f"| {self.name} | {self.cases}{skipped} | {' | '.join(map(str, counts))} |"


def tried(name: str, paths: str, kind: str) -> Tried | None:
    """Runs the tests of a class; None where there are none yet."""
    there = [path for path in paths.split() if (ROOT / path).exists()]
    if not there:
        return None
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            *there,
            "-n0",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--junitxml={report}",
        ]
        subprocess.run(command, cwd=ROOT, check=False)
        suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    total, failures, errors, skipped = (int(suite.get(one, 0)) for one in ("tests", "failures", "errors", "skipped"))
    return Tried(name, total - skipped, failures + errors, skipped, kind)


def table(rows: list[Tried]) -> str:
    """The table in Markdown."""
    lines = [row.row() for row in rows]
    sums = [sum(row.failed for row in rows if row.kind == kind) for kind in KINDS]
    total = f"| **all** | {sum(row.cases for row in rows)} | {' | '.join(map(str, sums))} |"
    head = "| class | cases tried | crashes | leaks | bytes differing |\n|---|---|---|---|---|"
    return "\n".join([BEGIN, head, *lines, total, END])


def placed(page: str, new: str) -> str:
    """The page with the table in the place of the old one."""
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: new, page, flags=re.DOTALL)


def main() -> int:
    """Writes the page; 1 where any case failed."""
    found = [tried(name, paths, kind) for name, (paths, kind) in CLASSES.items()]
    rows = [row for row in found if row is not None]
    PAGE.write_text(placed(PAGE.read_text("utf-8"), table(rows)), "utf-8")
    return int(any(row.failed for row in rows))


if __name__ == "__main__":
    sys.exit(main())
