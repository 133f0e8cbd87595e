"""A check imports only what it needs: nothing of the register where there is none, no library for tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = """
import sys
from wagecheck.cli import main
try:
    main(sys.argv[1:])
except SystemExit as done:
    assert done.code in (0, 1, 3), done.code
print(" ".join(name for name in ("sqlalchemy", "alembic", "hypothesis", "xlsxwriter.workbook", "jinja2")
      if name in sys.modules))
"""


@pytest.mark.parametrize(
    ("formats", "needed"), [(["json", "--no-annotate"], ""), (["xlsx", "--no-annotate"], "xlsxwriter.workbook")]
)
def test_a_bare_check_imports_no_more_than_its_formats_need(tmp_path: Path, formats: list[str], needed: str) -> None:
    sample = Path(__file__).resolve().parents[2] / "samples" / "clean"
    command = ["check", str(sample), "-o", str(tmp_path / "out"), "-q", "--no-register", "--format", *formats]
    done = subprocess.run(
        [sys.executable, "-c", CHECK, *command],
        env={**os.environ, "WAGECHECK_KEY_FILE": str(tmp_path / "worker.key")},
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() == needed
