"""Result folders of the samples in both languages, made once per session and shared by all processes of the tests."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import AS_OF, SAMPLES
from wagecheck.cli.register_options import clock
from wagecheck.report import html, letters
from wagecheck.rulebook import letter_terms
from wagecheck.tasks.check import run
from wagecheck.wording import Wording

NAMES = ("severe", "typical", "messy", "clean")
LANGS = ("zh", "en")
#: Everything that pages name or link to; letters beside them.
FORMATS = ("html", "xlsx", "json", "csv", "letters")


def of(sample: str, lang: str, factory: pytest.TempPathFactory) -> Path:
    """The result folder of a sample, its pages and letters in ``lang``."""
    return once(factory, f"sample-{sample}", lambda folder: write(sample, folder)) / lang


def write(sample: str, folder: Path) -> None:
    """``folder/zh`` as ``check`` writes it; ``folder/en`` with the pages and letters in English."""
    day = dt.date.fromisoformat(AS_OF)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        result = run(
            [SAMPLES / sample], folder / "zh", as_of=day, register=SAMPLES / "blacklist.xlsx", formats=FORMATS,
            t=Wording("zh"), clock=clock,
        )  # fmt: skip
    english = folder / "en"
    shutil.copytree(folder / "zh", english, ignore=shutil.ignore_patterns("index.html", "contractors", "letters"))
    letters.write(result, english / "letters", letter_terms.load(), Wording("en"))
    html.write(result, english, Wording("en"))  # last: pages link to what is there


def pages(out: Path) -> list[Path]:
    """The overview and the contractors' pages."""
    return [out / "index.html", *sorted((out / "contractors").glob("*.html"))]


def letter_pages(out: Path) -> list[Path]:
    """The list of the letters, and the first letter of every title."""
    first: dict[str, Path] = {}
    for path in sorted((out / "letters").glob("*/*.html")):
        first.setdefault(path.stem.split("-")[1], path)
    return [out / "letters" / "index.html", *first.values()]


def once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """The folder ``name`` of this session; the first process that asks builds it, others wait for it."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    done, claim = root / name, root / f"{name}.claim"
    if done.is_dir():
        return done
    try:
        with claim.open("x") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        for _ in _waiting(claim):
            if done.is_dir():
                return done
        raise RuntimeError(f"{name} was not built by the process that set out to do it") from None
    staging = root / f"{name}.staging"
    staging.mkdir()
    try:
        build(staging)
        staging.rename(done)
    finally:
        claim.with_suffix(".ended").touch()
    return done


def _waiting(claim: Path) -> Iterator[None]:
    """Goes on while the builder lives; one more round after it has ended."""
    while _alive(claim):
        yield
        time.sleep(0.2)
    yield


def _alive(claim: Path) -> bool:
    """Whether the process that wrote its number there still runs and has not given it up."""
    if claim.with_suffix(".ended").exists():
        return False
    number = claim.read_text()
    try:
        os.kill(int(number or os.getpid()), 0)  # nothing there yet: it is about to be written
    except OSError:
        return False
    return True
