"""The months beside those of a check: what earlier kept checks of the register say of the same contractors."""

from __future__ import annotations

import dataclasses
import datetime as dt

from wagecheck.cli.register_options import opened
from wagecheck.register import kept_months
from wagecheck.result import Result


def of_register(result: Result, register: str) -> Result:
    """The same result with ``manifest["earlier"]`` (``register.kept_months``).

    Raises RegisterError where the register cannot be read.
    """
    as_of = dt.date.fromisoformat(str(result.manifest["as_of"]))
    with opened(register, create=False) as store, store.reading() as reader:
        earlier = kept_months.told(reader, result.contractors, as_of)
    return dataclasses.replace(result, manifest={**result.manifest, "earlier": earlier})
