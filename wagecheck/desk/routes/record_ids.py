"""Ids of records as somebody typed them: ``h12`` is H12 to the register, so it must be to every comparison."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator


def written(typed: str) -> str:
    """The id as the register writes it (``Reader.get`` reads it the same way)."""
    return typed.strip().upper()


#: An id in an address.
RecordId = Annotated[str, AfterValidator(written)]
