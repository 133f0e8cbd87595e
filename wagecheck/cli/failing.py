"""What is said when a command fails: one sentence with its code; on request the traceback. No number of a person."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from wagecheck.errors import WagecheckError
    from wagecheck.wording import Lang

_ERROR_STREAM: Final = 2


def prepare(*, debug: bool) -> None:
    """What breaks while Python tidies up after an error is not told a second time, and not with its data.

    Nor does the engine tell of its panics by itself: their text may hold what stands in a file, and nobody masks it.
    """
    _silence_engine()
    if not debug and sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = lambda _: None


@contextmanager
def masked() -> Iterator[None]:
    """What click says of a wrong option or value repeats what was typed."""
    try:
        yield
    except click.ClickException as error:
        from wagecheck.privacy import mask_free  # noqa: PLC0415

        vars(error)["message"] = mask_free(error.message)
        raise


def tell(error: WagecheckError, lang: Lang, *, debug: bool) -> None:
    """The sentence of an expected failure and its code (``docs/errors.md``)."""
    if debug:
        _trace(error)
    _say(f"{error.text(lang)} [{error.code}]")


def tell_internal(error: BaseException, lang: Lang, *, debug: bool) -> None:
    """A disk without room, wherever that was met; else a defect of ours: its kind alone, for its text may hold data."""
    from wagecheck.errors import INTERNAL  # noqa: PLC0415
    from wagecheck.report import file_faults  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    system = file_faults.of_the_system(error)
    if system is not None and file_faults.is_no_room(system):
        tell(file_faults.failed(Path(system.filename or tempfile.gettempdir()), system), lang, debug=debug)
        return
    if debug:
        _trace(error)
    _say(f"{Wording(lang)('cli.internal', kind=type(error).__name__)} [{INTERNAL}]")


def tell_stopped(lang: Lang) -> None:
    """Ctrl-C, or a request to end."""
    from wagecheck.errors import STOPPED  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    _say(f"{Wording(lang)('cli.interrupted')} [{STOPPED}]")


def _silence_engine() -> None:
    """The standard error stream of the process leads nowhere, but ours goes on: what we say passes ``_say``."""
    if sys.excepthook is sys.__excepthook__:  # ``main`` tells every error; only the engine would come here
        sys.excepthook = lambda *_: None
    try:
        if sys.stderr.fileno() != _ERROR_STREAM:
            return  # somebody listens already
        ours = os.dup(_ERROR_STREAM)
        stream = sys.stderr
        stream.flush()
        sys.stderr = os.fdopen(ours, "w", 1, encoding=stream.encoding, errors=stream.errors)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _ERROR_STREAM)
        os.close(nowhere)
    except (AttributeError, OSError, ValueError):  # no such stream, or none of the system's
        return


def _trace(error: BaseException) -> None:
    _say("".join(traceback.format_exception(error)).rstrip("\n"))


def _say(text: str) -> None:
    from wagecheck.privacy import mask_free  # noqa: PLC0415

    click.echo(mask_free(text), err=True)
