"""Results of ours among what is handed in: told by their manifest, in a folder and in a zip; they are no input."""

from __future__ import annotations

import json
from typing import Final

#: The file that every result holds, and keys that stand in it, whatever formats it was written in.
MANIFEST: Final = "manifest.json"
_KEYS: Final = frozenset({"version", "as_of", "rules_hash", "inputs"})


def is_manifest(data: bytes) -> bool:
    """Whether the bytes are the manifest of a result of ours; whatever else is called so is somebody's file."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.keys() >= _KEYS
