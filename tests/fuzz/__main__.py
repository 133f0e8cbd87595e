"""The long run: ``python -m tests.fuzz --minutes N``. What it finds it writes into ``corpus/`` and ends with code 1."""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import re
import time

from tests.fuzz import readers, targets, texts

BATCH = 25


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1, help="number of the first mutant")
    asked = parser.parse_args()
    until = time.monotonic() + asked.minutes * 60
    kinds = [(name, seed, targets.run, BATCH) for name, seed in targets.seeds().items()]
    kinds += [(name, target.seed, readers.run, BATCH // 5) for name, target in readers.targets().items()]
    tried, columns, found = 0, 0, set()
    for start in itertools.count(asked.seed, BATCH):
        for name, seed, run, count in kinds:
            if time.monotonic() > until:
                print(f"{tried} files and {columns} columns tried, {len(found)} faults")  # noqa: T201
                return 1 if found else 0
            try:
                run(name, targets.mutants(seed, start, count))
            except targets.FoundError as error:
                _keep(name, error.what, error.data, found)
            tried += count
        for number in range(start, start + BATCH):
            lines = texts.drawn(number)
            try:
                texts.try_texts(lines)
                targets.try_cells(texts.column(number))
            except Exception as error:
                _keep("texts", repr(error)[:60], json.dumps([number, *lines]).encode(), found)
            columns += 2
    return 0


def _keep(name: str, what: str, data: bytes, found: set[tuple[str, str]]) -> None:
    """Writes what was found into the corpus, once for every kind of fault."""
    if (name, what) in found:
        return
    found.add((name, what))
    kind = re.sub(r"\W+", "_", what)
    place = targets.CORPUS / f"{name}-{kind}-{hashlib.sha256(data).hexdigest()[:8]}"
    place.write_bytes(data)
    print(f"{name}: {what} → {place.name}", flush=True)  # noqa: T201


if __name__ == "__main__":
    raise SystemExit(main())
