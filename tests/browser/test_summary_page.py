"""The report of ``wagecheck summary`` in a browser: quiet, alone, readable for everybody, on a phone and on paper too."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.reading import A4, LAPTOP, PHONE, reading
from tests.conftest import AS_OF, SAMPLES, run


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in which a check was kept."""
    place = tmp_path_factory.mktemp("kept")
    done = run(
        "check", SAMPLES / "typical", "-o", place / "out", "--as-of", AS_OF, "--register", place / "r.db", "--keep", "--as",
        "李四", "--format", "json", "-q",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    return place / "r.db"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_is_for_every_reader(browser: Browser, register: Path, tmp_path: Path, lang: str) -> None:
    done = run(
        "summary", "--from", "2026-07", "--to", "2026-12", "--register", register, "-o", tmp_path / "s", "--as-of", AS_OF,
        "--lang", lang,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = tmp_path / "s" / "summary.html"
    with reading(browser, page) as opened:
        assert [unquote(urlsplit(address).path) for address in opened.asked] == [str(page)]
        for width, media in ((LAPTOP, "screen"), (PHONE, "screen"), (A4, "print")):
            opened.look(width, "print" if media == "print" else "screen")
            assert (width, opened.barriers()) == (width, [])
            if media == "screen":
                assert (width, opened.overflow(), opened.cut()) == (width, 0, [])
        assert opened.said == []
