"""What a worker is given in the tests: functions that behave as hostile files make readers behave."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from wagecheck.errors import InputError
from wagecheck.intake.grid import ContainerError


def echo(thing: object) -> object:
    return thing


def own_number() -> int:
    return os.getpid()


def abort() -> None:
    os.abort()


def for_ever() -> None:
    while True:
        pass


def asleep() -> None:
    time.sleep(3600)


def devour() -> int:
    return len([bytes(2**20) for _ in range(2**20)])


def grab() -> int:
    return len(bytes(2**36))


def steps(told: Callable[[object], None], names: list[str], last: float = 0.0) -> str:
    for name in names:
        told(name)
    time.sleep(last)
    return "done"


def refuse() -> None:
    raise ContainerError("damaged", "坏了", "broken")


def complain() -> None:
    raise InputError("找不到", "not there")


def stumble() -> None:
    raise ZeroDivisionError("张某甲 110199199003070017")


def write_file(path: str) -> None:
    Path(path).write_bytes(b"x")


def large_answer(size: int) -> bytes:
    return bytes(size)
