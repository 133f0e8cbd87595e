"""The files of a hand-in as the clerk sees them, and a corrected file put in the place of the one that it corrects."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, BinaryIO, Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins import arrivals, contents, handing_in, results
from wagecheck.desk.store import HandInFiles
from wagecheck.privacy import mask_free

Row = dict[str, Any]
_KILOBYTE: Final = 1024


def listed(desk: Desk, hand_in: str, previous: str | None) -> list[Row]:
    """Path, size, whether it is new, and how many findings the hand-in before had in it; those with findings first.

    ``instead``: files elsewhere that a file without a folder may be meant to replace: the same name, of any ending.
    """
    found = _marks(desk.store.hand_in(hand_in))
    told, before = _before(desk, previous)
    by_stem: dict[str, list[str]] = {}
    for path in found:
        by_stem.setdefault(PurePosixPath(path).stem, []).append(path)
    rows = []
    for path, (size, changed) in found.items():
        same = before.get(path) == (size, changed)
        twins = [other for other in by_stem[PurePosixPath(path).stem] if other != path and other in before]
        rows.append(
            {
                "path": path,
                "shown": mask_free(path),
                "size": _size(size),
                "kept": same,
                "findings": told.get(mask_free(path), 0) if same else 0,
                "instead": [(one, mask_free(one)) for one in twins] if path not in before and "/" not in path else [],
            }
        )
    return sorted(rows, key=lambda row: (not row["instead"], -row["findings"], row["path"]))


def replace(desk: Desk, hand_in: str, path: str, name: str, stream: BinaryIO, size: int | None) -> str:
    """Puts a corrected file where ``path`` lies; gives its path: the ending is that of the new file's ``name``.

    One that somebody took out meanwhile need not be there: what counts is the file that is sent. Raises what
    ``handing_in.add_file`` raises.
    """
    old = arrivals.normal(path)
    target = _in_place_of(old, arrivals.normal(name))
    handing_in.add_file(desk, hand_in, target, stream, size, instead=old)
    return target


def move(desk: Desk, hand_in: str, path: str, to: str) -> str:
    """Puts a file that came without its folder where the one lies that it corrects; gives its new path.

    The two may lie in one folder and differ in their ending only. Raises what ``arrivals.put_instead`` raises.
    """
    own, old = arrivals.normal(path), arrivals.normal(to)
    target = _in_place_of(old, own)
    arrivals.put_instead(desk, hand_in, own, old, target)
    return target


def awaited(desk: Desk, hand_in: str) -> list[Row]:
    """Files that have not come whole: path, how much has come, of how much (empty where nobody said)."""
    return [
        {
            "path": one["path"],
            "shown": mask_free(one["path"]),
            "received": _size(one["received"]),
            "size": _size(one["size"]) if one["size"] else "",
        }
        for one in arrivals.awaited(desk, hand_in)
    ]


def _in_place_of(old: str, new: str) -> str:
    """The path of a file that takes the place of another: everything but the ending is as it was."""
    before = PurePosixPath(old)
    return before.with_suffix(PurePosixPath(new).suffix or before.suffix).as_posix()


def _before(desk: Desk, previous: str | None) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Findings by file of the hand-in before, and its files."""
    if previous is None:
        return {}, {}
    folder = desk.store.hand_in(previous)
    result = results.read(folder.result)
    told = {} if result is None else results.by_file(result)
    return told, _marks(folder)


def _marks(files: HandInFiles) -> dict[str, tuple[int, int]]:
    """By path what a file keeps that was taken over: its size, and the moment of its last change."""
    return {path: (size, changed) for path, size, changed in contents.state(files.given)}


def _size(whole: int) -> str:
    size = float(whole)
    for unit in ("B", "KB", "MB"):
        if size < _KILOBYTE:
            return f"{whole} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= _KILOBYTE
    return f"{size:.1f} GB"
