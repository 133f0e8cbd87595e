"""JSON written piece by piece, byte for byte as ``json.dumps(data, ensure_ascii=False, indent=2)`` writes it.

A generator stands for a list whose items are made as they are written, so that a result of very many findings is never
held in memory as text or as a list. Objects and lists are put together here, because the standard library indents in
pure Python, one small piece at a time; texts are quoted by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from json.encoder import encode_basestring
from types import GeneratorType
from typing import Any, Final

_STEP: Final = "  "
_WORDS: Final = {None: "null", True: "true", False: "false"}


def pieces(data: Any, indent: str = "\n") -> Iterator[str]:
    """The text of objects with keys of text, lists, generators of plain data, texts, numbers, true, false, null.

    A generator may be a value of an object, also of one in a list. ``indent``: the line break before what closes it.
    """
    inner = indent + _STEP
    if isinstance(data, Mapping) and data:
        yield "{"
        for number, (key, value) in enumerate(data.items()):
            yield f"{',' if number else ''}{inner}{encode_basestring(key)}: "
            yield from pieces(value, inner)
        yield indent + "}"
    elif isinstance(data, list | tuple | GeneratorType):
        items: Iterable[Any] = data
        begun = False
        for item in items:
            yield ("," if begun else "[") + inner
            yield from pieces(item, inner) if _has_generator(item) else (_text(item, inner),)
            begun = True
        yield indent + "]" if begun else "[]"
    else:
        yield _text(data, indent)


def _has_generator(item: Any) -> bool:
    return isinstance(item, dict) and any(type(value) is GeneratorType for value in item.values())


def _text(data: Any, indent: str) -> str:
    kind = type(data)
    if kind is str:
        return encode_basestring(data)
    if kind is int:
        return str(data)
    if data is None or kind is bool:
        return _WORDS[data]
    if isinstance(data, dict):
        if not data:
            return "{}"
        inner = indent + _STEP
        told = [f"{encode_basestring(key)}: {_text(value, inner)}" for key, value in data.items()]
        return f"{{{inner}{f',{inner}'.join(told)}{indent}}}"
    if isinstance(data, list | tuple):
        if not data:
            return "[]"
        inner = indent + _STEP
        return f"[{inner}{f',{inner}'.join([_text(item, inner) for item in data])}{indent}]"
    return json.dumps(data, ensure_ascii=False)
