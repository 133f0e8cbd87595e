"""Commands called inside the tests' process say and write what a process of their own does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SAMPLES, check, run, run_apart


@pytest.mark.parametrize(
    "words",
    [
        ("rules", "show", "PY18"),
        ("check", "nothing here", "-o", "out"),
        ("check", "--jobs", "two"),
        ("no such command",),
        ("check", "--help"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_command_says_the_same(words: tuple[str, ...], lang: str) -> None:
    here, apart = run("--lang", lang, *words), run_apart("--lang", lang, *words)
    assert (here.returncode, here.stdout, here.stderr) == (apart.returncode, apart.stdout, apart.stderr)


def test_a_check_says_and_writes_the_same(tmp_path: Path) -> None:
    """Under the same name, for what is said names the place."""
    here = check(SAMPLES / "typical", tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "here")
    apart = check(SAMPLES / "typical", tmp_path / "out", apart=True)
    assert (here.code, here.stdout, here.stderr) == (apart.code, apart.stdout, apart.stderr)
    written = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "here", tmp_path / "out")
    ]
    assert written[0] == written[1]
