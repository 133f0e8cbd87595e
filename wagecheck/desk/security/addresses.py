"""Addresses without the one character that no text of PostgreSQL may have: they lead nowhere, as other wrong ones."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

NUL: Final = "\x00"
#: SUBSTITUTE, which no id has and no file may have in its name.
_INSTEAD: Final = "\x1a"


class Addresses:
    """Middleware: path and query of a request, with SUBSTITUTE instead of NUL."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] == "http" and (NUL in scope["path"] or b"%00" in scope["query_string"]):
            query = scope["query_string"].replace(b"%00", _INSTEAD.encode())
            scope = {**scope, "path": scope["path"].replace(NUL, _INSTEAD), "query_string": query}
        await self._app(scope, receive, send)
