"""The desk put together: pages, API, static files, headers, what happens at the start and at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

import wagecheck
from wagecheck import resources
from wagecheck.desk import answers, api
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import UnavailableError
from wagecheck.desk.routes import ROUTERS
from wagecheck.desk.security.addresses import Addresses
from wagecheck.desk.security.headers import Headers

Working = Callable[[], AbstractContextManager[object]]


def make(desk: Desk, *, working: Working = nullcontext, hosts: Sequence[str] = ()) -> FastAPI:
    """The application. ``working`` is entered while it runs (the worker processes); ``hosts``: further names of it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with working():
            yield

    app = FastAPI(
        title="wagecheck",
        version=wagecheck.__version__,
        lifespan=lifespan,
        docs_url=None,  # it would load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,  # the API has a description of its own, without the pages
        redirect_slashes=False,  # it would lead to http behind a proxy that speaks https
    )
    # a page that answers what was filled in wrongly must not take a locked register for it
    desk = replace(desk, register=desk.register.failing_as(UnavailableError))
    app.state.desk = desk
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.mount("/api", api.make(desk))
    app.mount("/static", StaticFiles(directory=resources.folder("templates") / "desk" / "static"), name="static")
    answers.install(app)
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=[_host(desk.address), *map(_bracketed, hosts)], www_redirect=False
    )
    app.add_middleware(Addresses)
    app.add_middleware(Headers, secure=desk.secure)  # outermost: every answer has them
    return app


def _host(address: str) -> str:
    return _bracketed(urlsplit(address).hostname or address)


def _bracketed(host: str) -> str:
    """As it stands in a request: ``[::1]``."""
    return f"[{host}]" if ":" in host else host
