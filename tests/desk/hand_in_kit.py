"""Hand-ins for tests: files given, and results as if a worker had written them."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.desk.kit import PEOPLE, Office
from wagecheck.desk.hand_ins import handing_in
from wagecheck.desk.jobs import checking
from wagecheck.desk.jobs.work import Work
from wagecheck.register import hand_ins, queue

FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


def begun(room: Office, site: str, files: dict[str, bytes] | None = None, **days: dt.date) -> str:
    """A hand-in of October 2026 with these files."""
    span = {"first_day": FIRST, "last_day": LAST, **days}
    made = handing_in.begin(room.desk, PEOPLE["clerk"], site=site, **span)
    for path, content in (files or {}).items():
        handing_in.add_file(room.desk, made, path, io.BytesIO(content), len(content))
    return made


def prepared(room: Office, site: str, result: Path, files: dict[str, bytes] | None = None) -> str:
    """A hand-in that is checked, with this result folder."""
    made = begun(room, site, files or {"工资表.xlsx": book([["姓名"], ["张三"]])})
    folder = room.desk.store.hand_in(made)
    shutil.copytree(result, folder.result)
    colour = json.loads((result / "result.json").read_text("utf-8"))["contractors"][0]["colour"]
    with room.desk.register.writing(PEOPLE["clerk"]) as writer:
        hand_ins.hand_in(writer, made, files=1, size=1, digest="0" * 64, note=None)
        hand_ins.checked(writer, made, run=None, colour=colour)
    return made


def check(room: Office, hand_in: str) -> None:
    """What a worker does with a hand-in that waits, in this process."""
    with room.desk.register.working("job") as connection:
        job = queue.claim(connection, "test", room.clock())
    assert job is not None
    assert job.subject == hand_in
    checking.check(Work(room.desk, job, lambda *_: None))
    with room.desk.register.working("job") as connection:
        assert queue.finish(connection, job.id, "test", room.clock())


def checked(room: Office, site: str, files: dict[str, bytes]) -> str:
    """A hand-in that was really checked."""
    made = begun(room, site, files)
    handing_in.submit(room.desk, PEOPLE["clerk"], made)
    check(room, made)
    return made


def folder(path: Path) -> dict[str, bytes]:
    """The files of a folder by their path in it."""
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def book(rows: list[list[Any]], title: str = "Sheet") -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
