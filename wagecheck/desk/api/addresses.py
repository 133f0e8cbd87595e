"""What the address of a request says: UTF-8 alone, every name of the query known and there once.

A slip in it must not look like an answer: who asks for ``USCC`` instead of ``uscc`` has not asked about the code.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request


def ensure_sound(request: Request) -> None:
    """Raises RequestValidationError with everything that is wrong."""
    problems = [*_of_path(request), *_of_query(request)]
    if problems:
        raise RequestValidationError(problems)


def _of_path(request: Request) -> list[dict[str, Any]]:
    try:
        unquote_to_bytes(request.scope.get("raw_path") or b"").decode()
    except UnicodeDecodeError:
        return [_problem("path", "utf8")]
    return []


def _of_query(request: Request) -> list[dict[str, Any]]:
    try:
        text = request.scope["query_string"].decode("ascii")
        names = Counter(name for name, _ in parse_qsl(text, keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        return [_problem("query", "utf8")]
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    unknown = [_problem("query", "extra_forbidden", name) for name in names if name not in known]
    return unknown + [_problem("query", "repeated", name) for name, times in names.items() if times > 1]


def _problem(part: str, kind: str, *name: str) -> dict[str, Any]:
    return {"loc": (part, *name), "type": kind}
