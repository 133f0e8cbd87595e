"""One browser per process of the tests; without one the tests of this folder are skipped and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import sample_results
from tests.browser_kit import NAMES, program

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if program() is None:
        reason = f"no browser: none of {', '.join(NAMES)} is installed"
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(
    scope="session", params=[(name, lang) for name in sample_results.NAMES for lang in sample_results.LANGS]
)
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result folder of a sample in a language."""
    return sample_results.of(*request.param, tmp_path_factory)


@pytest.fixture(scope="session")
def severe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_results.of("severe", "zh", tmp_path_factory)
