"""How much a file may ask of the machine: a hostile workbook of two kilobytes can span seventeen milliard cells."""

from __future__ import annotations

from typing import Final

#: Bytes of the file itself. A month of a large project is below 20 MB; pictures make the rest.
MAX_FILE_BYTES: Final = 200 * 2**20
#: Bytes of one unpacked part (one sheet, the shared strings): a sheet of a million rows and twelve columns.
MAX_PART_BYTES: Final = 512 * 2**20
#: Bytes of all parts that are read.
MAX_UNPACKED_BYTES: Final = 2**30
#: Unpacked bytes per packed byte. Sheets reach 50, styled empty rows 150; above that it is a bomb.
MAX_RATIO: Final = 300
#: Below this size the ratio does not matter.
RATIO_FROM_BYTES: Final = 64 * 2**20
#: Cells of one workbook, counted as rows times columns of each sheet, because that is what memory holds.
MAX_CELLS: Final = 15_000_000
#: Rows and columns that a workbook can have at all (ECMA-376).
MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
#: Files in one zip of a submission, those of zips inside it included.
MAX_MEMBERS: Final = 5_000
#: Zips inside zips: a month that was packed by contractor and then packed again.
MAX_DEPTH: Final = 2
