"""The harness: ``python -m benchmarks [--quick | --full] [--only NAME …] [--write]``.

Runs every measurement of this package one after another, prints the tables as they grow, and with ``--write`` puts them
between the two markers of docs/performance.md. Whatever tool of the extra ``benchmarks`` is not installed is left out
and said.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import platform
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from benchmarks import measure
from benchmarks.sizes import FULL, QUICK, USUAL, Sizes

PAGE: Final = measure.ROOT / "docs" / "performance.md"
BEGIN: Final = "<!-- benchmarks: begin -->"
END: Final = "<!-- benchmarks: end -->"
#: Module → heading.
SECTIONS: Final = {
    "commands": "Whole commands",
    "intake": "Workbooks beside a bare calamine read",
    "values": "Parsers beside a bare polars series",
    "exports": "Export tables beside a bare scan",
    "columns": "A whole check beside decoding every column",
    "validation": "A ledger in which nothing, or everything, is wrong",
    "peers": "The same four checks by other tools",
    "blacklist": "Blacklist matching",
    "portfolio": "All projects of a register, beside a bare read of the same tables",
    "report": "Reports and marked workbooks beside bare writing",
    "sample": "Writing made-up export tables",
}
_LIBRARIES: Final = ("polars", "pandera", "python-calamine", "xlsxwriter", "dataframely", "pointblank", "pandas")


def sections(sizes: Sizes, names: list[str]) -> Iterator[str]:
    """The lines of the tables, each under its heading."""
    yield f"{_circumstances()} Sizes: {sizes.name}."
    for name in names:
        yield ""
        yield f"### {SECTIONS[name]} (`benchmarks.{name}`)"
        yield ""
        yield from importlib.import_module(f"benchmarks.{name}").table(sizes)


def written(page: str, lines: list[str]) -> str:
    """The page with these lines between its markers. Raises ValueError where it has none."""
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"no {BEGIN} … {END}")
    return "\n".join([before + BEGIN, *lines, END + after])


def _circumstances() -> str:
    installed = {d.name.lower().replace("_", "-"): d.version for d in metadata.distributions()}
    versions = ", ".join(f"{name} {installed[name]}" for name in _LIBRARIES if name in installed)
    busy = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{dt.date.today():%d %B %Y}, Python {platform.python_version()}, {platform.machine()}, "
        f"{os.cpu_count()} processors{busy}; {versions}."
    )


def main() -> None:
    """Measures, prints, keeps."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_const", dest="sizes", const=QUICK, help="some minutes")
    size.add_argument("--full", action="store_const", dest="sizes", const=FULL, help="a million workers; hours")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="NAME")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    chosen = parser.parse_args()
    if chosen.write and chosen.only != list(SECTIONS):
        parser.error("--write keeps the whole table: leave out --only")
    lines = []
    for line in sections(chosen.sizes or USUAL, chosen.only):
        print(line, flush=True)
        lines.append(line)
    if chosen.write:
        Path(PAGE).write_text(written(PAGE.read_text("utf-8"), lines), "utf-8")


if __name__ == "__main__":
    main()
