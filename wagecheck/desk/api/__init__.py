"""The face of the desk for other programs: OpenAPI under ``/api/openapi.json``, keys with scopes.

The same library, the same steps, the same limits as the pages; no rule and no query of its own.
"""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

import wagecheck
from wagecheck.desk import answers
from wagecheck.desk.api import blacklist, files, refusals, results, sites, submissions
from wagecheck.desk.desk import Desk

_VERSION: Final = "/v1"
_DESCRIPTION: Final = """\
Hands in wage records, says how far their check is and what it found, and looks companies up in the blacklists.

Send `Authorization: Bearer KEY` with every request; an administrator of the desk makes keys. A key has scopes:
`submit` (begin, send files, hand in), `status`, `result`, `blacklist`; it may be for some projects only: others do
not exist for it. Refusals are `{"error", "message"}`, the message in Chinese, or in English where
`Accept-Language: en` asks for it. Money is yuan, written as text. Numbers of people are masked.
"""


def make(desk: Desk) -> FastAPI:
    """The application under ``/api``."""
    app = FastAPI(
        title="wagecheck",
        summary="The desk for other systems",
        description=_DESCRIPTION,
        version=wagecheck.__version__,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,  # it would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.desk = desk
    routers = [noun.router for noun in (sites, submissions, files, results, blacklist)]
    for router in routers:
        app.include_router(router, prefix=_VERSION)
    answers.install(app)
    refusals.install(app, _VERSION, [route for router in routers for route in router.routes])
    return app
