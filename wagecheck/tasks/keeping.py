"""Keeping a check in the register, and writing the proposals that follow from it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagecheck.register.store import Register
    from wagecheck.register.writer import Writer
    from wagecheck.result import Result


def keep(
    result: Result,
    store: Register,
    actor: str,
    then: Callable[[Writer, str], None] | None = None,
    *,
    site: str | None = None,
) -> tuple[str, dict[str, str]]:
    """Keeps the check under the name of who acts, and proposes entries under the program's own.

    ``site``: what the files were handed in for (None: the command line). ``then`` writes more about the kept check,
    under the program's name; all of it stands, or nothing.
    Gives the id of the kept check, and the proposals by the name of the contractor. Raises RegisterError.
    """
    from wagecheck.register import proposals, runs  # noqa: PLC0415
    from wagecheck.register.actor import PROGRAM  # noqa: PLC0415

    checked = runs.Checked(
        findings=result.findings,
        outcomes=result.outcomes,
        contractors=result.contractors,
        workers=result.workers,
        manifest=result.manifest,
        standing=tuple(rule.id for rule in result.rules if rule.standing),
    )
    codes = dict(result.contractors.select("name", "uscc").sort("uscc", nulls_last=False).iter_rows())
    as_of = dt.date.fromisoformat(str(result.manifest["as_of"]))
    with store.writing(actor) as writer:
        run_id = runs.keep(writer, checked, site=site)
        program = dataclasses.replace(writer, actor=PROGRAM)
        proposed = proposals.propose(program, result.findings, result.workers, codes, as_of=as_of)
        if then is not None:
            then(program, run_id)
    return run_id, proposed
