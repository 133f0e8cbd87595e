"""Evidence that comes and goes through the browser; the files lie where the command line keeps them too."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile

from wagecheck.desk import downloads
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.store import relative
from wagecheck.errors import RegisterError
from wagecheck.register import evidence
from wagecheck.register.evidence import Attached


def folder(desk: Desk) -> Path:
    """Beside the register; of a database elsewhere in the desk's own folder."""
    return evidence.folder(desk.register) or desk.store.root / "evidence"


def attach(desk: Desk, by: str, entry: str, sent: UploadFile, note: str | None) -> Attached:
    """Puts a file on record as proof of an entry. Raises InputError for its name, RegisterError."""
    name = relative(sent.filename or "").name
    with tempfile.TemporaryDirectory(prefix="wagecheck-evidence-") as place:
        path = Path(place) / name
        with path.open("wb") as stream:
            shutil.copyfileobj(sent.file, stream, 1 << 20)
        with desk.register.writing(by) as writer:
            return evidence.attach(writer, kind="entry", about=entry, path=path, place=folder(desk), note=note)


def taken_out(desk: Desk, by: str, entry: str, file: str) -> tuple[Path, dict[str, Any]]:
    """Where the kept copy lies, and its record; that somebody took it out is written down first.

    AbsentError where the entry has no such file, RegisterError where the copy is gone or was changed.
    """
    place = folder(desk)
    with desk.register.reading() as reader:
        found = [(one, check) for one, check in evidence.of(reader, entry, place) if one["id"] == file.upper()]
    if not found:
        raise AbsentError
    record, check = found[0]
    if check != "sound":
        raise RegisterError(
            f"材料 {record['id']} 保存的文件不见了，或者与登记的校验值不一致，不能下载。请找回原件重新附上。",
            f"The kept copy of {record['id']} is missing or was changed. Find the original and attach it again.",
        )
    downloads.record(desk, by, downloads.DOWNLOAD, record["sha256"], kind="evidence", subject=record["id"])
    return place / record["sha256"], record
