"""The long run: ``python -m tests.fuzz --minutes N``. What it finds it writes into ``corpus/`` and ends with code 1."""

from __future__ import annotations

import argparse
import hashlib
import itertools
import re
import time

from tests.fuzz import targets

BATCH = 25


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1, help="number of the first mutant")
    asked = parser.parse_args()
    until = time.monotonic() + asked.minutes * 60
    seeds, tried, found = targets.seeds(), 0, set()
    for start in itertools.count(asked.seed, BATCH):
        for name, seed in seeds.items():
            if time.monotonic() > until:
                print(f"{tried} files tried, {len(found)} faults")  # noqa: T201
                return 1 if found else 0
            try:
                targets.run(name, targets.mutants(seed, start, BATCH))
            except targets.FoundError as error:
                if (name, error.what) not in found:
                    found.add((name, error.what))
                    kind = re.sub(r"\W+", "_", error.what)
                    place = targets.CORPUS / f"{name}-{kind}-{hashlib.sha256(error.data).hexdigest()[:8]}"
                    place.write_bytes(error.data)
                    print(f"{name}: {error.what} → {place.name}", flush=True)  # noqa: T201
            tried += BATCH
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
