"""Where the data folders stand: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """Path of ``rules``, ``templates`` or ``samples``.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for place in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"installation incomplete: folder {name!r} not found beside {_PACKAGE}")


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file; numbers with a point are read as Decimal, so that no legal number passes through a float."""
    # some editors put a mark before UTF-8
    return tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
