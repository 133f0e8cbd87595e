"""Old Excel (BIFF8) through xlwt, which is needed only to make the untidy samples."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from wagecheck.simulate.case import SampleError
from wagecheck.simulate.records import Value
from wagecheck.simulate.sheets import File


def write(file: File, path: Path) -> None:
    """One old workbook. Raises SampleError where xlwt is not installed."""
    try:
        import xlwt  # noqa: PLC0415
    except ImportError as error:
        raise SampleError(
            "生成 xls 样例需要 xlwt：pip install 'wagecheck[test]'。",
            "Making xls samples needs xlwt: pip install 'wagecheck[test]'.",
        ) from error
    book = xlwt.Workbook(encoding="utf-8")
    text, day = xlwt.easyxf(num_format_str="@"), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    money, plain = xlwt.easyxf(num_format_str="#,##0.00"), xlwt.easyxf()
    for sheet in file.sheets:
        target = book.add_sheet(sheet.name)
        merged = {(area[0], area[1]): area for area in sheet.merges}
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is None:
                    continue
                style = (
                    text
                    if isinstance(value, str)
                    else day
                    if isinstance(value, dt.date)
                    else money
                    if isinstance(value, Decimal) and value.as_tuple().exponent == -2
                    else plain
                )
                area = merged.get((number, column))
                if area is not None:
                    _merge(target, area, value, style)
                else:
                    target.write(number - 1, column - 1, value, style)
    book.save(str(path))


def _merge(target: Any, area: tuple[int, int, int, int], value: Value, style: Any) -> None:
    first_row, first_column, last_row, last_column = area
    target.write_merge(first_row - 1, last_row - 1, first_column - 1, last_column - 1, value, style)
