"""The pages of the samples say what they said. After a change on purpose: ``python -m tests.report.golden_pages``."""

from __future__ import annotations

import re

import pytest

from tests import sample_results
from tests.report import golden_pages


@pytest.mark.parametrize("sample", sample_results.NAMES)
def test_the_pages_of_a_sample_say_what_they_said(sample: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = sample_results.of(sample, "zh", tmp_path_factory).parent
    kept = {path.name: path.read_text("utf-8") for path in golden_pages.GOLDEN.glob(f"{sample}-*.txt")}
    told = golden_pages.texts(folder, sample)
    assert sorted(told) == sorted(kept)
    for name, text in told.items():
        assert text.splitlines() == kept[name].splitlines(), (
            f"{name}: python -m tests.report.golden_pages, then git diff"
        )


def test_golden_files_stay_small_and_name_nobody() -> None:
    files = list(golden_pages.GOLDEN.glob("*.txt"))
    assert 0 < sum(path.stat().st_size for path in files) < 300_000
    for path in files:
        assert not re.search(r"\d{11,}|1[3-9]\d{9}", re.sub(r"[\d,]+\.\d\d", "", path.read_text("utf-8"))), path.name
