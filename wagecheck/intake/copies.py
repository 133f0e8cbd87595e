"""Files handed in twice: a zip beside the folder that was packed into it. The copy inside the zip is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wagecheck.intake.files import folder_name
from wagecheck.intake.parts import FileParts


def set_aside(read: Sequence[FileParts]) -> list[FileParts]:
    """Members of zips without their tables where the very same bytes lie where the zip would unpack to.

    Only the same content at the same place counts: the same file for two contractors is theirs both.
    """
    plain = {(file.listed.name, file.sha256) for file in read if not file.listed.indices and file.sha256}
    return [
        replace(file, parts=(), problems=(), refused=False, is_copy=True)
        if file.listed.indices and any((place, file.sha256) in plain for place in _places(file.listed.name))
        else file
        for file in read
    ]


def _places(name: str) -> set[str]:
    """Where a member lies once its zip is unpacked: into a folder of its name, or right beside it."""
    *folders, last = name.split("/")
    named = [folder_name(folder) for folder in folders]
    beside = [folder for folder in folders if folder_name(folder) == folder]
    return {"/".join([*named, last]), "/".join([*beside, last])}
