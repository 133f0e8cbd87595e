"""How much an export table may ask of the machine, beside what holds for every file (``containers.limits``)."""

from __future__ import annotations

from typing import Final

from wagecheck.ledgers.provenance import MAX_ROW

#: Bytes of one file: a part of ten million worker-days has 100 to 800 MB, by its format.
MAX_FILE_BYTES: Final = 2 * 2**30
#: Bytes of a text as it unpacks; it stands in the reader's memory beside its columns.
MAX_TEXT_BYTES: Final = 2**30
#: Rows of one table: no place of a finding lies further down.
MAX_ROWS: Final = MAX_ROW
#: Rows of a file that are read at a time.
WINDOW_ROWS: Final = 1_000_000
MAX_COLUMNS: Final = 1_000
#: Cells of one fault and contractor that an issue lists; it counts all of them.
LISTED_CELLS: Final = 100
