"""Records as people see them: numbers of people, phones and accounts masked, unless somebody asked on record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from wagecheck.privacy import Masker

#: Field → how it is masked; free text may hold numbers too.
_MASKED: Final = {
    "person_id": "id", "phone": "phone", "account": "card", "reason": "free", "project": "free", "persons": "free",
    "legal_rep": "free", "former_names": "free", "address": "free", "left_reason": "free", "roles": "free",
    "person": "free", "name": "free", "note": "free", "basis": "free", "contractor": "free",
    "authority": "free", "decision_no": "free", "responsible": "free", "file": "free", "source_file": "free",
}  # fmt: skip
_SEPARATORS: Final = re.compile(r"([、,，;；/|\s]+)")


def masked(record: Mapping[str, Any], masker: Masker) -> dict[str, Any]:
    """The record with its personal numbers masked; several in one field are masked one by one."""
    return {name: field(name, value, masker) for name, value in record.items()}


def field(name: str, value: Any, masker: Masker) -> Any:
    """One value of a record, masked where its field asks for it."""
    kind = _MASKED.get(name)
    if kind is None or not isinstance(value, str):
        return value
    if kind == "free":
        return masker.text(value, kind)
    return "".join(
        part if index % 2 else masker.text(part, kind) for index, part in enumerate(_SEPARATORS.split(value))
    )
