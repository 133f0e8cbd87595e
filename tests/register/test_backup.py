"""Backups: one file, verified; restored only where nothing is lost by it."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from tests.register.conftest import clock
from wagecheck.errors import RegisterError
from wagecheck.register import evidence
from wagecheck.register.backup import backup, restore
from wagecheck.register.store import Register, open_register
from wagecheck.register.tables import RECORDS


@pytest.fixture
def filled(register: Register) -> Register:
    with register.writing("张三") as writer:
        for number in range(7):
            writer.add(
                "entry", "add", "试", state="in_force", list="local", subject="enterprise", name=f"甲{number}公司",
                amount=Decimal("1091800.05"), decided_on=dt.date(2026, 3, 2),
            )  # fmt: skip
        writer.add(
            "waiver", "propose", None, state="proposed", rule="PB03", reason="试", expires_on=dt.date(2027, 1, 1)
        )
    return register


def test_there_and_back(filled: Register, tmp_path: Path) -> None:
    copied = backup(filled, tmp_path / "copy.db", clock=clock)
    restored = restore(tmp_path / "copy.db", str(tmp_path / "new.db"), clock=clock)
    assert copied == restored and restored.sound and restored.events == 8
    assert (restored.files, restored.absent) == (0, ())
    with open_register(str(tmp_path / "new.db"), clock=clock) as new, new.writing("李四") as writer:
        with filled.reading() as reader:
            assert all(writer.all(kind) == reader.all(kind) for kind in RECORDS)
        assert writer.add("entry", "add", None, state="in_force", list="other", subject="enterprise", name="乙") == "E9"


def test_a_backup_into_the_other_kind_of_database(filled: Register, place: str, tmp_path: Path) -> None:
    backup(filled, tmp_path / "copy.db", clock=clock)
    with pytest.raises(RegisterError, match="已有 8 条操作记录"):
        restore(tmp_path / "copy.db", place, clock=clock)


def test_nothing_is_overwritten(filled: Register, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("something else")
    with pytest.raises(RegisterError, match="已存在"):
        backup(filled, tmp_path / "copy.db", clock=clock)
    assert (tmp_path / "copy.db").read_text() == "something else"
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []


def test_a_broken_backup_is_not_restored(filled: Register, tmp_path: Path) -> None:
    backup(filled, tmp_path / "copy.db", clock=clock)
    with sqlite3.connect(tmp_path / "copy.db") as other:
        other.execute("UPDATE entry SET name = '丙' WHERE id = 'E2'")
    with pytest.raises(RegisterError, match="未通过核验"):
        restore(tmp_path / "copy.db", str(tmp_path / "new.db"), clock=clock)
    assert not (tmp_path / "new.db").exists()


def test_a_backup_is_not_touched_by_restoring_it(filled: Register, tmp_path: Path) -> None:
    backup(filled, tmp_path / "copy.db", clock=clock)
    before = (tmp_path / "copy.db").read_bytes()
    restore(tmp_path / "copy.db", str(tmp_path / "new.db"), clock=clock)
    assert (tmp_path / "copy.db").read_bytes() == before


@pytest.mark.parametrize(("column", "value"), [("name", "丙"), ("decided_on", "去年"), ("amount", "一百万")])
def test_a_broken_register_is_copied_all_the_same(tmp_path: Path, column: str, value: str) -> None:
    with open_register(str(tmp_path / "register.db"), clock=clock) as made, made.writing("张三") as writer:
        writer.add("entry", "add", None, state="in_force", list="other", subject="enterprise", name="甲")
    with sqlite3.connect(tmp_path / "register.db") as other:
        other.execute(f"UPDATE entry SET {column} = '{value}'")
    with open_register(str(tmp_path / "register.db"), clock=clock) as register:
        copied = backup(register, tmp_path / "copy.db", clock=clock)
    assert [found.code for found in copied.breaks] == ["differs"]
    with sqlite3.connect(tmp_path / "copy.db") as other:
        assert other.execute(f"SELECT {column} FROM entry").fetchall() == [(value,)]


def test_no_backup_there(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="没有找到备份文件"):
        restore(tmp_path / "none.db", str(tmp_path / "new.db"), clock=clock)


def proven(register: Register, folder: Path) -> tuple[Path, list[str]]:
    """A register with two files of evidence in a folder of its own, one of them attached twice; their hashes."""
    store = folder / "store"
    with register.writing("张三") as writer:
        for number, content in enumerate(("决定书", "送达回证", "决定书")):
            path = folder / f"{number}.pdf"
            path.write_text(content)
            evidence.attach(writer, kind="entry", about=f"E{number + 1}", path=path, place=store)
    return store, [hashlib.sha256(text.encode()).hexdigest() for text in ("决定书", "送达回证")]


def test_evidence_goes_along_and_comes_back(filled: Register, tmp_path: Path) -> None:
    store, hashes = proven(filled, tmp_path)
    copied = backup(filled, tmp_path / "copy.db", clock=clock, store=store)
    assert (copied.files, copied.absent) == (2, ())
    assert sorted(path.name for path in (tmp_path / "copy.db.evidence").iterdir()) == sorted(hashes)
    restored = restore(tmp_path / "copy.db", str(tmp_path / "new.db"), clock=clock)
    assert (restored.files, restored.absent) == (2, ())
    with open_register(str(tmp_path / "new.db"), clock=clock) as new, new.reading() as reader:
        assert [check for _, check in evidence.of(reader, "E3", evidence.folder(new))] == ["sound"]


def test_evidence_that_is_not_there_whole_is_said(filled: Register, tmp_path: Path) -> None:
    store, hashes = proven(filled, tmp_path)
    (store / hashes[0]).write_text("别的")
    (store / hashes[1]).unlink()
    copied = backup(filled, tmp_path / "copy.db", clock=clock, store=store)
    assert [(one.file, one.check) for one in copied.absent] == [
        ("0.pdf", "changed"), ("1.pdf", "missing"), ("2.pdf", "changed"),
    ]  # fmt: skip
    assert (copied.files, copied.sound, (tmp_path / "copy.db.evidence").exists()) == (0, True, False)
    restored = restore(tmp_path / "copy.db", str(tmp_path / "new.db"), clock=clock)
    assert {one.check for one in restored.absent} == {"missing"}


def test_a_backup_leaves_files_beside_it_alone(filled: Register, tmp_path: Path) -> None:
    store, _ = proven(filled, tmp_path)
    other = tmp_path / "copy.db.evidence"
    other.mkdir()
    with pytest.raises(RegisterError, match=r"copy\.db\.evidence 已存在"):
        backup(filled, tmp_path / "copy.db", clock=clock, store=store)
    assert not (tmp_path / "copy.db").exists()
    assert list(other.iterdir()) == []


def test_a_backup_that_fails_leaves_nothing(filled: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = proven(filled, tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RegisterError, match="不能保存"):
        backup(filled, tmp_path / "copy.db", clock=clock, store=store)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("copy")] == []
