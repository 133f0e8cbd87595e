"""How much an export table may ask of the machine, beside what holds for every file (``containers.limits``)."""

from __future__ import annotations

from typing import Final

#: Bytes of one file: a part of ten million worker-days has 100 to 800 MB, by its format.
MAX_FILE_BYTES: Final = 2 * 2**30
#: Bytes of a text as it unpacks; it stands in the reader's memory beside its columns.
MAX_TEXT_BYTES: Final = 2**30
#: Rows of one table: places of findings count up to 24 bits (``ledgers.provenance``).
MAX_ROWS: Final = 2**24 - 1
MAX_COLUMNS: Final = 1_000
#: Cells of one fault and contractor that an issue lists; it counts all of them.
LISTED_CELLS: Final = 100
