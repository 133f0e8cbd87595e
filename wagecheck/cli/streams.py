"""Screens and pipes that cannot hold every character: none of them breaks a command off."""

from __future__ import annotations

import io
import json
import sys
from typing import Any, Final

import click

#: What every message holds.
_CHINESE: Final = "工资"


def prepare() -> None:
    """Output that knows no Chinese becomes UTF-8; in another Chinese encoding rare characters are written as codes."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper) or stream.encoding.lower().startswith("utf"):
            continue
        if _holds(stream, _CHINESE):
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def echo_json(data: Any) -> None:
    """JSON for programs: dates as ISO 8601, amounts as text; escaped where the output cannot hold a character."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    click.echo(text if _holds(sys.stdout, text) else json.dumps(data, indent=2, default=str))


def _holds(stream: Any, text: str) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
