"""Shared ground of the tests: a key of our own, and the command line as a person uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# a worker of xdist has a core of its own: more threads of polars would only take turns; children inherit it
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("POLARS_MAX_THREADS", "1")

# no test is timed, and the examples tried are the same on every machine
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
AS_OF = "2026-11-21"


@pytest.fixture(autouse=True, scope="session")
def worker_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test touches the user's own key or register."""
    os.environ["WAGECHECK_KEY_FILE"] = str(tmp_path_factory.mktemp("key") / "worker.key")
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))
    os.environ.pop("WAGECHECK_REGISTER", None)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """A command called inside this process leaves its language behind."""
    yield
    if "wagecheck.cli.language" in sys.modules:
        sys.modules["wagecheck.cli.language"].settle([])


@dataclass(frozen=True)
class Run:
    """One finished command."""

    code: int
    stdout: str
    stderr: str
    out: Path

    @property
    def result(self) -> dict[str, Any]:
        return json.loads((self.out / "result.json").read_text("utf-8"))


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """``wagecheck <arguments>`` in a process of its own."""
    command = [sys.executable, "-m", "wagecheck", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "160"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def check(path: Path, out: Path, *options: object, register: bool = True) -> Run:
    """``wagecheck check`` on one path, judged as of the samples' date, beside the samples' blacklist."""
    listing = ["--register", SAMPLES / "blacklist.xlsx"] if register else []
    done = run("check", path, "-o", out, "--as-of", AS_OF, *listing, *options)
    return Run(done.returncode, done.stdout, done.stderr, out)
