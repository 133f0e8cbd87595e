"""What the file system refuses, as a sentence that says what a person can do about it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from wagecheck.errors import OutputError
from wagecheck.wording import Wording

#: Words of the catalogue by error number.
_REASONS: Final = {
    errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EFBIG: "disk_full", errno.EROFS: "read_only",
    errno.EACCES: "not_allowed", errno.EPERM: "not_allowed", errno.EBUSY: "in_use", errno.EXDEV: "in_use",
    errno.ENAMETOOLONG: "too_long", errno.ENOTDIR: "no_folder", errno.ELOOP: "no_folder",
}  # fmt: skip


def failed(place: Path, error: OSError) -> OutputError:
    """The sentence: where nothing could be written, and why."""
    said = _REASONS.get(error.errno or 0)
    told = error.strerror or type(error).__name__
    reasons = {lang: Wording(lang)(f"cli.reason_{said}") if said else told for lang in ("zh", "en")}
    return OutputError(*(Wording(lang)("cli.out_failed", path=place, reason=reasons[lang]) for lang in ("zh", "en")))


def of_the_system(error: BaseException) -> OSError | None:
    """What the file system said, also where a library has put it in words of its own; None for any other fault."""
    if isinstance(error, OSError):
        return error
    for inner in (error.__cause__, error.__context__, *error.args):
        if isinstance(inner, OSError):
            return inner
    for number in _REASONS:
        if os.strerror(number).lower() in str(error).lower() or f"IO_{errno.errorcode[number]}" in str(error):
            return OSError(number, os.strerror(number))
    return None


def is_no_room(error: OSError) -> bool:
    """Whether the disk is full: that of the results, or the one where programs put what they need for a moment."""
    return _REASONS.get(error.errno or 0) == "disk_full"
