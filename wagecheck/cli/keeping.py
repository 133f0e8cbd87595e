"""``check --keep`` and ``check --unmask`` on the screen and in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagecheck.cli.register_options import acting, opened

if TYPE_CHECKING:
    from wagecheck.result import Result
    from wagecheck.wording import Wording


def note_unmasking(register: str | None, actor: str | None) -> None:
    """Writes down who has full numbers shown, before they are; without a register the manifest alone says so."""
    from wagecheck.register import place  # noqa: PLC0415
    from wagecheck.tasks import masking  # noqa: PLC0415

    if register is None or place.is_list(register):
        return
    with opened(register) as store:
        masking.note(store, acting(actor), "check")


def keep(result: Result, register: str | None, actor: str | None, t: Wording) -> list[str]:
    """Keeps the check under the name of who acts; gives the sentences for the screen."""
    from wagecheck.tasks import keeping  # noqa: PLC0415

    with opened(register) as store:
        run_id, proposed = keeping.keep(result, store, acting(actor))
    said = [t("runs.proposed", contractor=name, id=entry) for name, entry in proposed.items()]
    return [t("runs.kept", id=run_id), *said]
