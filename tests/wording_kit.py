"""The catalogues of sentences as they are edited."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from wagecheck import resources
from wagecheck.wording import Lang


def source(lang: Lang) -> Path:
    return resources.folder("templates") / "wording" / lang / "LC_MESSAGES" / "wagecheck.po"


@cache
def texts(lang: Lang) -> dict[str, str]:
    """Key → sentence of a language."""
    read = read_po(io.BytesIO(source(lang).read_bytes()), locale=lang, abort_invalid=True)
    return {str(message.id): str(message.string) for message in read if message.id}
