"""One browser per process of the tests; without one the tests of this folder are skipped and say so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import sample_results

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
#: No service of the browser may call home while it looks at pages; the sandbox does not run as root.
OPTIONS = (
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


def program() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if program() is None:
        reason = f"no browser: none of {', '.join(NAMES)} is installed"
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program(), args=list(OPTIONS), chromium_sandbox=False)
        yield opened
        opened.close()


@pytest.fixture(
    scope="session", params=[(name, lang) for name in sample_results.NAMES for lang in sample_results.LANGS]
)
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result folder of a sample in a language."""
    return sample_results.of(*request.param, tmp_path_factory)


@pytest.fixture(scope="session")
def severe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_results.of("severe", "zh", tmp_path_factory)
