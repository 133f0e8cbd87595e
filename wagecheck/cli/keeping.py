"""Keeping a check in the register, and writing the proposals that follow from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from wagecheck.cli.register_options import acting, opened

if TYPE_CHECKING:
    from wagecheck.result import Result
    from wagecheck.wording import Wording


def note_unmasking(register: str | None, actor: str | None) -> None:
    """Writes down who has full numbers shown, before they are; without a register the manifest alone says so."""
    from wagecheck.register import place  # noqa: PLC0415

    if register is None or place.is_list(register):
        return
    with opened(register) as store, store.writing(acting(actor)) as writer:
        writer.note("unmask", "check")


def keep(result: Result, register: str | None, actor: str | None, t: Wording) -> list[str]:
    """Keeps the check under the name of who acts; gives the sentences for the screen."""
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
    as_of = dt.date.fromisoformat(result.manifest["as_of"])
    with opened(register) as store:
        with store.writing(acting(actor)) as writer:
            run_id = runs.keep(writer, checked)
        with store.writing(PROGRAM) as writer:
            proposed = proposals.propose(writer, result.findings, result.workers, codes, as_of=as_of)
    said = [t("runs.proposed", contractor=name, id=entry) for name, entry in proposed.items()]
    return [t("runs.kept", id=run_id), *said]
