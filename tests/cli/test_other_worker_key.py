"""The same files, checked with another worker key: nothing is told as mended or as new that may be the same finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, check, run

COUNTS = ("new", "fixed", "unseen")


def test_the_same_files_under_two_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    register = tmp_path / "register.db"
    kept = ("--register", register, "--keep", "--as", "示例", "--format", "json,html")
    one, two = tmp_path / "one", tmp_path / "two"
    for out, against in ((one, ()), (two, ("--against", one))):
        monkeypatch.setenv("WAGECHECK_KEY_FILE", str(tmp_path / f"{out.name}.key"))
        done = check(SAMPLES / "typical", out, *kept, *against, register=False)
        assert (out / "result.json").is_file(), done.stderr
    before, now = (json.loads((out / "result.json").read_text("utf-8")) for out in (one, two))
    assert before["manifest"]["worker_key_id"] != now["manifest"]["worker_key_id"]
    same = {found["fingerprint"] for found in before["findings"]} & {found["fingerprint"] for found in now["findings"]}
    assert 0 < len(same) < len(now["findings"])
    told = now["manifest"]["compared"]
    assert {name: told[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0)
    assert told["unmatched"] == told["unmatched_before"] == len(now["findings"]) - len(same)
    assert told["open"] + told["still_waived"] == len(same)
    assert set(told["unmatched_fingerprints"]) == {found["fingerprint"] for found in now["findings"]} - same
    pages = [*two.glob("index.html"), *two.glob("contractors/*.html")]
    assert sum("工人标识密钥不同" in page.read_text("utf-8") for page in pages) >= 2

    for old, new in ((one, two), ("R1", "R2")):  # of files, and of the register
        said = run("diff", old, new, "--register", register, "--json")
        counts = json.loads(said.stdout)["counts"]
        assert {name: counts[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0), said.stdout[:500]
        assert counts["unmatched"] == told["unmatched"]
        assert said.returncode == 1  # perhaps something is new: no silent pass
    words = run("diff", one, two).stdout
    assert "两次核对用的工人标识密钥不同，不能逐人对上" in words
    assert f"这次有、对不上人的 {told['unmatched']} 个" in words
