"""The projects that a key is for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request

from wagecheck.desk import desk as desks
from wagecheck.desk.api.keys import Key, needs
from wagecheck.desk.api.models import Site, Sites
from wagecheck.desk.api.refusals import documented

router = APIRouter(tags=["sites"])


@router.get("/sites", responses=documented(), operation_id="list_sites", summary="The open projects of this key")
def listed(request: Request, key: Annotated[Key, needs("submit", "status", "result")]) -> Sites:
    """Every submission belongs to one of them."""
    with desks.of(request).register.reading() as reader:
        found = reader.all("site", state="open")
    return Sites(sites=[Site.model_validate(site, from_attributes=False) for site in found if key.at(site["id"])])
