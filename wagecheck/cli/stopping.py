"""Ctrl-C and a request to end: the command stops where it is, clears up behind itself, and says so (exit code 2)."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Final

#: What a terminal, a service manager or a closed window sends.
_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Stopped(BaseException):
    """Somebody asked the command to end. No error: whoever handles errors must not swallow it."""


def behind(error: BaseException) -> bool:
    """Whether somebody's asking is what the error comes from.

    The signal may come while Python itself or a library calls us, and some of them turn whatever is raised there into
    an error of their own (up to Python 3.11 a class that is made while a module loads does: RuntimeError).
    """
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Stopped):
            return True
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__]
    return False


def prepare() -> None:
    """From now on each of the signals raises Stopped. Signals that the parent ignores (``nohup``) stay ignored."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped
