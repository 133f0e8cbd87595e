"""Attendance of several lines a worker: two of hours (A4), three of ticks (A5)."""

from __future__ import annotations

from collections.abc import Sequence

from wagecheck.simulate.calendar import Month
from wagecheck.simulate.layouts.handwriting import Written
from wagecheck.simulate.records import AttendanceRecord, Value
from wagecheck.simulate.sheets import Sheet

_HOURS = 8
#: Workers on one printed page of the two-line form.
_PAGE = 7


def two_lines(name: str, title: str, month: Month, records: Sequence[AttendanceRecord], written: Written) -> Sheet:
    """Two rows per worker, hours and overtime hours; name over identity number in one column; printed pages repeat."""
    sheet = Sheet(name, offsets={"id_number": 1, "overtime_hours": 1})
    where = {"name": 2, "id_number": 2, "trade": 3, "work_days": 37, "overtime_hours": 36, "signature": 38}
    where |= {str(day): 4 + day.day for day in month.days}
    for page in range(0, len(records), _PAGE):
        first = sheet.append(title)
        sheet.append(
            "序号",
            "姓名\n身份证号",
            "岗位",
            "考勤",
            "日期(单位:小时)",
            *[None] * 30,
            "工时小计",
            "工日合计",
            "本人签字",
        )
        sheet.append(None, None, None, None, *(str(day) for day in range(1, 32)), None, None, None)
        sheet.merges.append((first, 1, first, 38))
        sheet.merges.append((first + 1, 5, first + 1, 35))
        sheet.merges += [(first + 1, column, first + 2, column) for column in (1, 2, 3, 4, 36, 37, 38)]
        for ordinal, record in enumerate(records[page : page + _PAGE], start=page + 1):
            days = [record.days.get(day) for day in month.days]
            padding: list[Value] = [None] * (31 - len(days))
            row = sheet.append(
                ordinal,
                written(record, "name", ordinal),
                written(record, "trade", ordinal),
                "出勤",
                *(None if day is None else day.work * _HOURS for day in days),
                *padding,
                record.work_days * _HOURS,
                record.work_days,
                written(record, "signature", ordinal),
            )
            sheet.append(
                None,
                written(record, "id_number", ordinal),
                None,
                "备注",
                *(None if day is None or not day.overtime else day.overtime for day in days),
                *padding,
                record.overtime_hours,
            )
            sheet.place(record, row, where)
            sheet.merges += [(row, column, row + 1, column) for column in (1, 3, 37, 38)]
        sheet.append("以上考勤记录经我单位项目负责人认真核对、签字确认，真实有效。")
        sheet.append("分包单位项目负责人：                    项目部签收人：")
    sheet.header_row = 3
    return sheet


def three_lines(name: str, title: str, month: Month, records: Sequence[AttendanceRecord], written: Written) -> Sheet:
    """Three rows per worker: 上午, 下午 as ticks and crosses, 加班 in hours; who it is stands on the first row only."""
    sheet = Sheet(name)
    lead, tail = ("序号", "姓名", "身份证号码", "工种", "时段"), ("出勤天数", "加班工时", "签字")
    sheet.append(title)
    sheet.append(*lead, *(f"{day}日" for day in range(1, 32)), *tail)
    sheet.header_row = 2
    sheet.merges.append((1, 1, 1, 39))
    where = {"name": 2, "id_number": 3, "trade": 4, "work_days": 37, "overtime_hours": 38, "signature": 39}
    where |= {str(day): 5 + day.day for day in month.days}
    for ordinal, record in enumerate(records, start=1):
        days = [record.days.get(day) for day in month.days]
        padding: list[Value] = [None] * (31 - len(days))
        row = sheet.append(
            ordinal,
            *(written(record, field, ordinal) for field in ("name", "id_number", "trade")),
            "上午",
            *(None if day is None else "✓" for day in days),
            *padding,
            *(written(record, field, ordinal) for field in ("work_days", "overtime_hours", "signature")),
        )
        sheet.append(*[None] * 4, "下午", *(None if day is None else "✓" if day.work == 1 else "✗" for day in days))
        sheet.append(*[None] * 4, "加班", *(None if day is None or not day.overtime else day.overtime for day in days))
        sheet.place(record, row, where)
        sheet.merges += [(row, column, row + 2, column) for column in (1, 2, 3, 4, 37, 38, 39)]
    sheet.append("考勤员：          班组长：          劳资专管员：")
    return sheet
