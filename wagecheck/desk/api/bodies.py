"""What is said in JSON: read up to a limit, before anybody looks at it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from wagecheck.desk.api.refusals import RefusedError

#: The longest that anybody has to say is a remark of some hundred letters.
_MOST: Final = 64 << 10


class LimitedRoute(APIRoute):
    """A route whose body is small. RefusedError (413) where more is sent, whatever Content-Length says."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """The framework's own, once the body is there."""
        handler = super().get_route_handler()

        async def limited(request: Request) -> Response:
            sent = await _sent(request)

            async def receive() -> dict[str, Any]:
                return {"type": "http.request", "body": sent, "more_body": False}

            return await handler(Request(request.scope, receive))

        return limited


async def _sent(request: Request) -> bytes:
    sent = bytearray()
    try:
        async for chunk in request.stream():
            sent += chunk
            if len(sent) > _MOST:
                raise RefusedError(413, "body")
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(sent)
