"""One row a worker with a column per day (A3), in the five ways in which days and work are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from wagecheck.simulate.archetypes.titles import band, numbered_blanks, title
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.layouts.handwriting import Written, plain
from wagecheck.simulate.records import AttendanceRecord, Value
from wagecheck.simulate.sheets import Sheet
from wagecheck.simulate.truth import WorkDay

_WEEKDAYS = "一二三四五六日"
_HOURS = 8

Heading = Callable[[Month, int], Value]
Mark = Callable[[WorkDay | None], Value]


def text_day(month: Month, day: int) -> Value:
    """1."""
    return str(day)


def number_day(month: Month, day: int) -> Value:
    """A number, which a workbook keeps as 1.0."""
    return day


def spoken_day(month: Month, day: int) -> Value:
    """1日."""
    return f"{day}日"


def date_day(month: Month, day: int) -> Value:
    """A real date."""
    return dt.date(month.year, month.number, day) if day <= month.last.day else None


def tick(day: WorkDay | None) -> Value:
    """√, 半 and 休."""
    if day is None:
        return "休"
    return "√" if day.work == Decimal(1) else "半"


def check(day: WorkDay | None) -> Value:
    """✓ and 0.5, blank on other days."""
    if day is None:
        return None
    return "✓" if day.work == Decimal(1) else "0.5"


def slash(day: WorkDay | None) -> Value:
    """/ for a day worked, as the legend says, ½ for a half, ○ for rest."""
    if day is None:
        return "○"
    return "/" if day.work == Decimal(1) else "½"


def days(day: WorkDay | None) -> Value:
    """1 and 0.5."""
    return None if day is None else day.work


def hours(day: WorkDay | None) -> Value:
    """8 and 4."""
    return None if day is None else day.work * _HOURS


def one_line(
    name: str,
    title_text: str,
    band_text: str,
    *,
    month: Month,
    records: Sequence[AttendanceRecord],
    written: Written = plain,
    heading: Heading = text_day,
    mark: Mark = tick,
    weekdays: bool = False,
    legend: str | None = None,
) -> Sheet:
    """Title, band, the days, their weekdays, a row per worker, lines that wait, a legend, a line of signatures."""
    sheet = Sheet(name)
    lead = ("序号", "姓 名", "身份证号", "班组", "工种")
    tail = ("出勤\n天数", "加班\n工时", "本人签字")
    width = len(lead) + 31 + len(tail)
    title(sheet, title_text, width)
    band(sheet, (band_text,), (1,), width)
    sheet.append(*lead, *(heading(month, day) for day in range(1, 32)), *tail)
    sheet.header_row = 3
    if weekdays:
        sheet.append(*[None] * len(lead), *(_weekday(month, day) for day in range(1, 32)), *[None] * len(tail))
    where = {"name": 2, "id_number": 3, "team": 4, "trade": 5, "work_days": 37, "overtime_hours": 38, "signature": 39}
    where |= {str(day): 5 + day.day for day in month.days}
    for ordinal, record in enumerate(records, start=1):
        cells = [mark(record.days.get(day)) for day in month.days]
        row = sheet.append(
            ordinal,
            *(written(record, field, ordinal) for field in ("name", "id_number", "team", "trade")),
            *cells,
            *[None] * (31 - len(cells)),
            *(written(record, field, ordinal) for field in ("work_days", "overtime_hours", "signature")),
        )
        sheet.place(record, row, where)
    numbered_blanks(sheet, len(records))
    if legend is not None:
        sheet.append(legend)
    sheet.append("班组长：          劳资专管员：          项目经理：")
    return sheet


def _weekday(month: Month, day: int) -> Value:
    if day > month.last.day:
        return None
    return _WEEKDAYS[dt.date(month.year, month.number, day).weekday()]
