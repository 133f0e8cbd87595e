"""Where a request comes from: one that changes something is sent by a page of ours, or by no page at all.

Browsers say so themselves (Sec-Fetch-Site, older ones Origin), and no page can change what they say. A client that says
neither is no browser: it brings no cookies of somebody else.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from wagecheck.desk import desk as desks
from wagecheck.desk.faults import StaleFormError


def ensure_ours(request: Request) -> None:
    """Raises StaleFormError where another site sent it."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    elif origin is not None:
        address = urlsplit(desks.of(request).address)
        ours = origin == f"{address.scheme}://{address.netloc}" or urlsplit(origin).netloc == request.headers["host"]
    else:
        ours = True
    if not ours:
        raise StaleFormError
