"""Shared ground of the tests: a key of our own, and the command line as a person uses it."""

from __future__ import annotations

import contextvars
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest
from click import formatting
from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# a worker of xdist has a core of its own: more threads of polars would only take turns; children inherit it
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("POLARS_MAX_THREADS", "1")

# no test is timed, nor the making of its examples, and what is tried is the same on every machine
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
# else Hypothesis tries numbers and words of whatever modules the tests before have imported, which is chance
providers._get_local_constants = lambda: providers._local_constants

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
    """``wagecheck <arguments>`` in this process, which is what most of its seconds would go into starting anew.

    ``tests/cli/test_same_apart.py`` holds that a process of its own says and writes the same.
    """
    from wagecheck.cli import main  # noqa: PLC0415

    words = list(map(str, arguments))
    before, hooks = dict(os.environ), (sys.unraisablehook, sys.excepthook)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number in handlers:
        signal.signal(number, _end_tests)  # a command leaves handlers alone that are not the system's
    os.environ["COLUMNS"] = "160"
    code: object = 0
    try:
        with CliRunner().isolation() as (out, err, _):
            formatting.FORCED_WIDTH = None  # the runner's own; it puts back what was there
            try:
                contextvars.copy_context().run(main, words)
            except SystemExit as left:
                code = left.code or 0
            return subprocess.CompletedProcess(words, int(str(code)), out.getvalue().decode(), err.getvalue().decode())
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.unraisablehook, sys.excepthook = hooks
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _end_tests(number: int, frame: FrameType | None) -> None:
    """Whoever ends the tests means them all, not the command that happens to run."""
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def run_apart(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own: where the process is what is tested."""
    command = [sys.executable, "-m", "wagecheck", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "160"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def check(path: Path, out: Path, *options: object, register: bool = True, apart: bool = False) -> Run:
    """``wagecheck check`` on one path, judged as of the samples' date, beside the samples' blacklist."""
    listing = ["--register", SAMPLES / "blacklist.xlsx"] if register else []
    done = (run_apart if apart else run)("check", path, "-o", out, "--as-of", AS_OF, *listing, *options)
    return Run(done.returncode, done.stdout, done.stderr, out)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser per process of the tests; where there is none, tests that want it are skipped and say so."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.browser_kit import NAMES, OPTIONS, program  # noqa: PLC0415

    if program() is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program(), args=list(OPTIONS), chromium_sandbox=False)
        yield opened
        opened.close()
