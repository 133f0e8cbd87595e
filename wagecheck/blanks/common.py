"""What all forms share: ``templates/forms/common.toml``."""

from __future__ import annotations

from functools import cache
from typing import Any

from wagecheck import resources


@cache
def common() -> dict[str, Any]:
    """Names of the extra sheets, labels, sentences, bounds and short names of statutes."""
    return resources.read_toml(resources.folder("templates") / "forms" / "common.toml")
