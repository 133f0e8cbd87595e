"""The whole command over a folder of the worst: the others are judged, nothing but sentences is said."""

from __future__ import annotations

import shutil

from tests.conftest import SAMPLES, check
from tests.hostile import nasty


def test_the_worst_files_beside_an_honest_site(tmp_path):
    shutil.copytree(SAMPLES / "clean", tmp_path / "in")
    worst = {
        "字串.xlsx": nasty.lying_strings(2**40),
        "远角.xlsx": nasty.evasive_corners(),
        "炸弹.xlsx": nasty.bomb(2**30),
        "实体.xlsx": nasty.entities("sheet", nasty.ENTITIES),
        "\x1b[31m红\u202exslx.xlsx": b"PK\x03\x04",
        "CON.xlsx": b"\0" * 900,
        "点. .xlsx": b"",
        "长" * 80 + ".xlsx": nasty.far_corners(),
    }
    home = next(path for path in sorted((tmp_path / "in").iterdir()) if path.is_dir())
    for name, data in worst.items():
        (home / name).write_bytes(data)
    done = check(tmp_path / "in", tmp_path / "out", apart=True)
    assert done.code == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert {finding["rule"] for finding in done.result["findings"]} == {"IN01"}
    told = {finding["file"] for finding in done.result["findings"]}
    assert len(told) == len(worst)
    for place in (tmp_path / "out").rglob("*"):
        if place.suffix in (".html", ".json", ".csv"):
            text = place.read_text("utf-8")
            assert "\x1b" not in text and "\u202e" not in text, place.name
    assert sorted(row["workers"] for row in done.result["contractors"]) == [0, 12, 12]
