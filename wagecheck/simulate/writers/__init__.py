"""Writers: sheets become bytes on disk. Every writer gives the same bytes for the same sheets.

``WRITERS`` knows them by the kind of a file; what a file is called is another matter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from wagecheck.simulate.sheets import File
from wagecheck.simulate.writers import csv, excel_xml, html, ods, xls, xlsx

WRITERS: Final[dict[str, Callable[[File, Path], None]]] = {
    "csv": csv.write,
    "et": xls.write,  # WPS writes old Excel under its own name
    "excel_xml": excel_xml.write,
    "html": html.write,
    "ods": ods.write,
    "xls": xls.write,
    "xlsx": xlsx.write,
    "xlsx_lacking": partial(xlsx.write, lacking=True),
}
