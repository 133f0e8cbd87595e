"""Files without a marked copy: one sentence per reason, however many files it is the reason of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wagecheck.wording import Wording

#: Files that a sentence names; of more it says how many there are.
_NAMED: Final = 20


def without(copies: Iterable[Mapping[str, Any]], t: Wording) -> list[str]:
    """Sentences about the rows of ``manifest["marked"]`` that have no copy, in the order of the first file of each."""
    reasons: dict[str, list[str]] = {}
    for copy in copies:
        if copy["copy"] is None:
            reasons.setdefault(t.pick(copy["reason"], copy["reason_en"]), []).append(copy["file"])
    return [t("marked.none", file=_listed(files, t), reason=reason) for reason, files in reasons.items()]


def _listed(files: list[str], t: Wording) -> str:
    named = (", " if t.lang == "en" else "、").join(files[:_NAMED])
    return named if len(files) <= _NAMED else t("marked.among", files=named, count=len(files))
