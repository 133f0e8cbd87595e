"""Letters as html: one self-contained page each, for reading and printing on A4, and the list of all of them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from wagecheck import resources
from wagecheck.report.letters.blocks import Letter
from wagecheck.wording import Wording


def write(letter: Letter, path: Path, t: Wording) -> None:
    """One letter."""
    _write("letter.html.j2", path, t, letter=letter)


def write_index(letters: Sequence[tuple[Letter, str]], path: Path, t: Wording, *, left_out: int) -> None:
    """The list of the letters; ``left_out``: evidence packs that were not written."""
    _write("index.html.j2", path, t, letters=letters, left_out=left_out)


def _write(template: str, path: Path, t: Wording, **values: object) -> None:
    path.write_text(_environment(t).get_template(template).render(**values), "utf-8")


def _environment(t: Wording) -> jinja2.Environment:
    made = _environments.get(t.lang)
    if made is None:
        folder = resources.folder("templates") / "letters"
        made = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        style = (folder / "letter.css").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        # our own file, not input: the only text that is not escaped, and the only style the page's policy lets apply
        made.globals.update(t=t, style=Markup(style), style_hash=f"sha256-{digest}")
        _environments[t.lang] = made
    return made


_environments: dict[str, jinja2.Environment] = {}
