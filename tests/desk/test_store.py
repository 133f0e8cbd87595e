"""The folder of the desk: what it lists while others add and remove."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wagecheck.desk.store import HandInFiles, files_below


def test_files_are_listed_while_others_remove_them(tmp_path: Path) -> None:
    kept = HandInFiles(tmp_path)
    stays = tmp_path / "given" / "留" / "花名册.xlsx"
    stays.parent.mkdir(parents=True)
    stays.write_bytes(b"12345")

    def come_and_go(number: int) -> None:
        for _ in range(150):
            (kept.given / f"夹{number}" / "内").mkdir(parents=True, exist_ok=True)
            for name in ("甲.xlsx", "乙.xlsx"):
                (kept.given / f"夹{number}" / "内" / name).write_bytes(b"1")
            for name in ("甲.xlsx", "乙.xlsx"):
                assert kept.remove(f"夹{number}/内/{name}")

    with ThreadPoolExecutor(3) as pool:
        going = [pool.submit(come_and_go, number) for number in range(3)]
        looks = 0
        while looks < 100 or not all(one.done() for one in going):
            assert ("留/花名册.xlsx", 5) in kept.listed()
            looks += 1
        for one in going:
            one.result()
    assert kept.listed() == [("留/花名册.xlsx", 5)]


def test_links_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "真.txt").write_bytes(b"1")
    (tmp_path / "链.txt").symlink_to(tmp_path / "真.txt")
    assert [path.name for path, _ in files_below(tmp_path)] == ["真.txt"]
    assert list(files_below(tmp_path / "没有")) == []
