"""The address under which others see the desk (``--url``), in one spelling: scheme, host, maybe a port."""

from __future__ import annotations

import re
from typing import Final

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
#: The desk stands at the root of its host, its cookies are for that. Plain ASCII: a star would be every host, and for a
#: Chinese name browsers ask in another spelling (``xn--…``).
_ADDRESS: Final = re.compile(rf"https?://(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])(?::[0-9]{{1,5}})?")


def of(url: str) -> str | None:
    """In small letters, without a slash at the end; None where it is no such address."""
    address = url.casefold().removesuffix("/")
    return address if _ADDRESS.fullmatch(address) else None
