"""Messages with placeholders: a column, ``{expected}``, ``{actual}``, ``{amount}``, ``{difference}``, ``{value.…}``."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Final

SHOWN: Final = ("expected", "actual", "amount", "difference")


@dataclass(frozen=True)
class Template:
    """A message cut into literal texts and placeholders, in order: ``(literal, field or None)``."""

    parts: tuple[tuple[str, str | None], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The placeholders."""
        return tuple(name for _, name in self.parts if name is not None)


def parse(text: str) -> Template:
    """Cuts a message. Raises ValueError with the offending part for anything but plain placeholders."""
    parts: list[tuple[str, str | None]] = []
    for literal, name, spec, conversion in string.Formatter().parse(text):
        if name == "" or spec or conversion:
            raise ValueError(f"{{{name or ''}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}}}")
        parts.append((literal, name))
    return Template(tuple(parts))
