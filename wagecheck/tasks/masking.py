"""Whether records are shown with full numbers; where they are, the trail says first who saw them, when and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wagecheck.privacy import Masker
    from wagecheck.register.store import Register

#: Characters of what somebody typed as a number that the trail keeps.
_LONGEST: Final = 64


def masker(store: Register, *, unmask_by: str | None, what: str, subject: str = "") -> Masker:
    """How records are shown: masked, unless ``unmask_by`` names who has full numbers shown.

    ``what`` is what was looked at, ``subject`` the record. Raises RegisterError where it cannot be written down.
    """
    from wagecheck.privacy import Masker  # noqa: PLC0415

    if unmask_by is not None:
        note(store, unmask_by, what, subject=subject)
    return Masker(b"", unmask=unmask_by is not None)


def note(store: Register, actor: str, what: str, *, subject: str = "") -> None:
    """Writes down that somebody has full numbers shown, before they are."""
    with store.writing(actor) as writer:
        writer.note("unmask", what, subject=subject.strip().upper()[:_LONGEST])
