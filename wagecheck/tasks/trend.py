"""The months beside those of a check: what earlier kept checks of the register say of the same contractors."""

from __future__ import annotations

import dataclasses
import datetime as dt

from wagecheck.register import kept_months
from wagecheck.register.store import open_register
from wagecheck.register.writer import Clock
from wagecheck.result import Result


def of_register(result: Result, register: str, *, clock: Clock, site: str | None = None) -> Result:
    """The same result, of a check for this site, with ``manifest["earlier"]`` (``register.kept_months``).

    Raises RegisterError where the register cannot be read.
    """
    as_of = dt.date.fromisoformat(str(result.manifest["as_of"]))
    with open_register(register, create=False, clock=clock) as store, store.reading() as reader:
        earlier = kept_months.told(reader, result.contractors, as_of, site=site)
    return dataclasses.replace(result, manifest={**result.manifest, "earlier": earlier})
