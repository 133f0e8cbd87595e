"""Exports of punch clocks: a block of three rows a worker (A6), and a workbook of four sheets (A7).

A machine knows days and times, no half days and no signatures; it knows people by a number of its own and by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wagecheck.simulate.archetypes.titles import title
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.records import AttendanceRecord, Value
from wagecheck.simulate.sheets import Sheet
from wagecheck.simulate.truth import WorkDay

_WEEKDAYS = "一二三四五六日"
#: Four punches a day: to work, to lunch, back, home. Minutes after these differ from day to day.
_PUNCHES = ((6, 40), (11, 31), (12, 41), (17, 2))


def times(ordinal: int, day: dt.date, work: WorkDay) -> list[str]:
    """The punches of a worker on a day he worked; overtime is punched when he leaves."""
    found = []
    for number, (hour, minute) in enumerate(_PUNCHES):
        later = (ordinal * 7 + day.day * 11 + number * 5) % 18
        extra = int(work.overtime) if number == len(_PUNCHES) - 1 else 0
        found.append(f"{hour + extra:02d}:{minute + later:02d}")
    return found


def blocks(
    name: str,
    month: Month,
    records: Sequence[AttendanceRecord],
    *,
    spread: bool = True,
    separator: str = "\n",
    span: tuple[dt.date, dt.date] | None = None,
) -> Sheet:
    """A6: who it is, the days, the times; again for the next worker. ``spread``: label and value in cells apart.

    ``span``: first and last day read out, the whole month unless said otherwise.
    """
    first, last = span or (month.first, month.last)
    days = [day for day in month.days if first <= day <= last]
    sheet = Sheet(name, header_row=0)
    title(sheet, "考勤记录表", 31)
    sheet.append("考勤时间：", None, f"{first}～{last}", *[None] * 17, "制表时间：", None, str(last))
    where = {str(day): number for number, day in enumerate(days, start=1)} | {"name": 11 if spread else 9}
    sheet.offsets |= {str(day): 2 for day in days}
    for ordinal, record in enumerate(records, start=1):
        sheet.place(record, _who(sheet, ordinal, record, spread), where)
        sheet.append(*(day.day for day in days))
        sheet.append(*_punched(ordinal, record, days, separator))
    return sheet


def _who(sheet: Sheet, ordinal: int, record: AttendanceRecord, spread: bool) -> int:
    if not spread:
        cells: list[Value] = [
            f"工号：{ordinal}",
            *[None] * 7,
            f"姓名：{record.name}",
            *[None] * 7,
            f"部门：{record.team}",
        ]
        return sheet.append(*cells)
    cells = [None] * 31
    for column, value in (
        (1, "工号："),
        (3, str(ordinal)),
        (9, "姓名："),
        (11, record.name),
        (19, "部门："),
        (21, record.team),
    ):
        cells[column - 1] = value
    return sheet.append(*cells)


def _punched(ordinal: int, record: AttendanceRecord, days: Sequence[dt.date], separator: str) -> list[Value]:
    return [separator.join(times(ordinal, day, record.days[day])) if day in record.days else None for day in days]


def standard_report(month: Month, records: Sequence[AttendanceRecord]) -> list[Sheet]:
    """A7: 排班信息, 考勤汇总, 考勤记录 (times run together) and 异常统计."""
    run_together = blocks("考勤记录", month, records, separator="")
    return [_shifts(month, records), _summary(month, records), run_together, _exceptions(month, records)]


def _shifts(month: Month, records: Sequence[AttendanceRecord]) -> Sheet:
    """Who was to work when: shift 1 every day but Sunday, whether he came or not."""
    sheet = Sheet("排班信息", header_row=4)
    title(sheet, "排班信息表", 34)
    sheet.append("特殊班次：25-请假，26-出差，空-节假日", *[None] * 20, f"排班日期：{month.first}～{month.last}")
    sheet.append("工号", "姓名", "部门", *(day.day for day in month.days))
    sheet.append(None, None, None, *(_WEEKDAYS[day.weekday()] for day in month.days))
    for ordinal, record in enumerate(records, start=1):
        sheet.append(ordinal, record.name, record.team, *(None if day.weekday() == 6 else 1 for day in month.days))
    return sheet


def _summary(month: Month, records: Sequence[AttendanceRecord]) -> Sheet:
    sheet = Sheet("考勤汇总", header_row=4)
    title(sheet, "考勤汇总表", 19)
    sheet.append(f"统计日期：{month.first}～{month.last}", *[None] * 12, f"制表时间：{month.last}")
    sheet.append(
        "工号", "姓名", "部门", "工作时数", None, "迟到", None, "早退", None, "加班时数", None, "出勤天数\n(标准/实际)",
        "出差\n(天)", "旷工\n(天)", "请假\n(天)", "备注",
    )  # fmt: skip
    sheet.append(None, None, None, "标准", "实际", "次数", "分数", "次数", "分数", "正常", "特殊")
    sheet.merges += [(3, column, 4, column) for column in (1, 2, 3, 12, 13, 14, 15, 16)]
    sheet.merges += [(3, column, 3, column + 1) for column in (4, 6, 8, 10)]
    standard = sum(day.weekday() != 6 for day in month.days)
    for ordinal, record in enumerate(records, start=1):
        worked = int(sum(day.work for day in record.days.values()))
        hours = worked * 8 + int(record.overtime_hours)
        row = sheet.append(
            ordinal, record.name, record.team, f"{standard * 8}:00", f"{hours}:{ordinal * 7 % 60:02d}", 0, 0, 0, 0,
            f"{int(record.overtime_hours)}:00", "0:00", f"{standard}/{worked}", None, None, None, None,
        )  # fmt: skip
        sheet.place(record, row, {"name": 2, "work_days": 12, "overtime_hours": 10})
    return sheet


def _exceptions(month: Month, records: Sequence[AttendanceRecord]) -> Sheet:
    """Who came late or left early; here one worker, by two minutes."""
    sheet = Sheet("异常统计", header_row=4)
    title(sheet, "异常统计表", 13)
    sheet.append(f"统计日期：{month.first}～{month.last}")
    sheet.append(
        "工号", "姓名", "部门", "日期", "第一时段", None, "第二时段", None, "迟到时间\n(分钟)",
        "早退时间\n(分钟)", "缺勤时间\n(分钟)", "合计\n(分钟)", "备注",
    )  # fmt: skip
    sheet.append(None, None, None, None, "上班", "下班", "上班", "下班")
    sheet.merges += [(3, column, 4, column) for column in (1, 2, 3, 4, 9, 10, 11, 12, 13)]
    sheet.merges += [(3, 5, 3, 6), (3, 7, 3, 8)]
    first = records[0]
    day = min(first.days)
    sheet.append(1, first.name, first.team, str(day), *times(1, day, first.days[day]), 2, 0, 0, 2, None)
    return sheet
