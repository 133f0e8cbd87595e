"""The page templates of ``templates/desk``: escaped, strict about names, in Chinese or English."""

from __future__ import annotations

import re
from typing import Final

import jinja2

from wagecheck import resources
from wagecheck.report import labels

#: Characters that turn the direction of the text around them: a name must not reorder a sentence about it.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def environment() -> jinja2.Environment:
    """Templates are named with their folder: ``desk/portfolio.html.j2``."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.folder("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_straight,
    )
    made.globals["marks"] = labels.MARKS
    return made


def _straight(value: object) -> object:
    return _TURNING.sub("\ufffd", value) if type(value) is str else value
