"""How much a file may ask of the machine: a hostile workbook of two kilobytes can span seventeen milliard cells."""

from __future__ import annotations

from typing import Final

#: Bytes of the file itself. A month of a large project is below 20 MB; pictures make the rest.
MAX_FILE_BYTES: Final = 200 * 2**20
#: Bytes of a file that is only hashed; a film takes less, and a file of holes would take for ever.
MAX_HASHED_BYTES: Final = 4 * 2**30
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
#: Characters of one cell; Excel holds 32,767, and no cell of a wage record has a tenth of that.
MAX_CELL_CHARACTERS: Final = 32_767
#: Bytes of memory of the process in which files are read. A payroll of 400,000 rows needs 1.1 GB.
MAX_MEMORY_BYTES: Final = 3 * 2**30
#: Seconds of the processor for one file, or a megabyte of small ones together; real ones take one or two.
MAX_SECONDS: Final = 120
#: More of them for every megabyte of the file; a payroll of 400,000 rows (26 MB) takes about one.
SECONDS_PER_MEGABYTE: Final = 10
#: Seconds by the clock for each second of the processor: the machine may have other things to do.
WALL_PER_SECOND: Final = 3
#: Seconds by the clock that a reading process may take to begin; it takes one, more on a machine that is busy.
MAX_START_SECONDS: Final = 300
#: Bytes of what was read of one file or a megabyte of small ones, on its way back to us.
MAX_ANSWER_BYTES: Final = 2**30


def seconds_for(size: int) -> float:
    """Seconds of the processor for files of so many bytes; those never read ask for no more."""
    return MAX_SECONDS + SECONDS_PER_MEGABYTE * min(size, MAX_FILE_BYTES) / 2**20
