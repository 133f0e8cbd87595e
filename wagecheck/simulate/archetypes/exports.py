"""Monthly exports of programs (A8): 企业微信 of 2018 and of 2020, 钉钉, and the log of a gate that knows faces.

Who has no day with half the work and no signature can be shown so; the two generations of the first differ in columns,
in how the month is written, and in which numbers are texts.
"""

from __future__ import annotations

from collections.abc import Sequence

from wagecheck.simulate.archetypes.punches import times
from wagecheck.simulate.archetypes.titles import title
from wagecheck.simulate.books import MonthBooks
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.records import AttendanceRecord, Value
from wagecheck.simulate.sheets import Sheet

_WEEKDAYS = "一二三四五六日"
_OLD = (
    ("员工信息", ("时间", "姓名", "帐号", "部门", "所属规则")),
    ("概括", ("应打卡天数", "正常打卡天数", "打卡异常天数")),
    ("异常情况", ("早退", "迟到", "旷工", "合计")),
    ("审批情况", ("补卡", "事假", "其他", "出差", "外出")),
    ("加班情况", ("工作日加班", "法定节假日加班", "休息日加班")),
)
_NEW = (
    ("员工信息", ("时间", "姓名", "帐号", "部门", "所属规则")),
    ("概括", ("应打卡天数", "正常打卡天数", "打卡异常天数", "工作时长")),
    ("异常统计", ("早退", "迟到", "旷工", "合计")),
    ("审批情况", ("补卡", "外勤", "事假", "其他", "出差", "外出")),
    ("加班情况", ("工作日加班", "法定节假日加班", "休息日加班")),
)


def wecom(months: Sequence[MonthBooks], *, new: bool) -> Sheet:
    """上下班打卡_月报 of some months, one row a worker and month; ``new``: the columns of 2020, else of 2018."""
    groups = _NEW if new else _OLD
    lead = sum(len(members) for _, members in groups)
    sheet = Sheet("上下班打卡_月报", header_row=4)
    title(sheet, "上下班打卡_月报", lead + 31)
    first, last = months[0].month.first, months[-1].month.last
    sheet.append(f"统计时间:{first:%m-%d} ～ {last:%m-%d}     制表时间:{months[-1].month.shift(1).first} 9")
    upper: list[Value] = []
    for group, members in groups:
        sheet.merges.append((3, len(upper) + 1, 3, len(upper) + len(members)))
        upper += [group, *[None] * (len(members) - 1)]
    sheet.merges.append((3, lead + 1, 3, lead + 31))
    sheet.append(*upper, "月概况", *[None] * 30)
    sheet.append(*(member for _, members in groups for member in members), *(str(day) for day in range(1, 32)))
    for ledgers in months:
        for ordinal, record in enumerate(ledgers.attendance, start=1):
            _wecom_row(sheet, ledgers.month, record, ordinal, lead=lead, new=new)
    return sheet


def _wecom_row(sheet: Sheet, month: Month, record: AttendanceRecord, ordinal: int, *, lead: int, new: bool) -> None:
    days = len(record.days)
    head: list[Value] = [str(month).replace("-", "/") if new else str(month), record.name, f"user{ordinal:03d}"]
    head += [f"示例劳务/{record.team}", record.team]
    counts: list[Value] = [days, days, "0", f"{days * 8.5:.1f}小时"] if new else [str(days), str(days), "0"]
    rest: list[Value] = ["0"] * (lead - len(head) - len(counts))
    row = sheet.append(*head, *counts, *rest, *("正常" if day in record.days else "--" for day in month.days))
    sheet.place(record, row, {"name": 2, "work_days": 7} | {str(day): lead + day.day for day in month.days})


def dingtalk(month: Month, records: Sequence[AttendanceRecord]) -> Sheet:
    """打卡时间: the times of a day in one cell, and the identity number under 工号."""
    sheet = Sheet("打卡时间", header_row=3)
    title(sheet, f"打卡时间 统计日期：{month.first} 至 {month.last}", 37)
    sheet.append(f"报表生成时间：{month.shift(1).first} 08:30")
    sheet.append("姓名", "考勤组", "部门", "工号", "职位", "UserId", *(day.day for day in month.days))
    sheet.append(*[None] * 6, *(_WEEKDAYS[day.weekday()] for day in month.days))
    where = {"name": 1, "id_number": 4} | {str(day): 6 + day.day for day in month.days}
    for ordinal, record in enumerate(records, start=1):
        row = sheet.append(
            record.name, "工地考勤", record.team, record.id_number, record.trade, f"{ordinal:06d}{ordinal * 379:05d}",
            *(
                "  \n".join(times(ordinal, day, record.days[day])) + "  " if day in record.days else None
                for day in month.days
            ),
        )  # fmt: skip
        sheet.place(record, row, where)
    return sheet


def gate(month: Month, records: Sequence[AttendanceRecord]) -> Sheet:
    """人脸闸机通行记录: one row a passage, newest day last."""
    sheet = Sheet("通行记录", header_row=2)
    title(sheet, f"人脸闸机通行记录（{month.chinese}）", 8)
    sheet.append("序号", "姓名", "身份证号码", "所属班组", "通行时间", "进出方向", "通行设备", "识别方式")
    count = 0
    for day in month.days:
        for ordinal, record in enumerate(records, start=1):
            for number, time in enumerate(times(ordinal, day, record.days[day]) if day in record.days else ()):
                count += 1
                row = sheet.append(
                    count, record.name, record.id_number, record.team, f"{day} {time}:{ordinal * 13 % 60:02d}",
                    "出场" if number % 2 else "进场", f"{1 + number % 2}号闸机", "人脸",
                )  # fmt: skip
                if number == 0 and day == min(record.days):
                    sheet.place(record, row, {"name": 2, "id_number": 3, str(day): 5})
    return sheet


def sums(month: Month, firm: str, records: Sequence[AttendanceRecord], *, signed: bool) -> Sheet:
    """A9: days only, all numbers text. ``signed``: each worker has signed his line."""
    sheet = Sheet("考勤汇总", header_row=2)
    heads = ["序号", "姓名", "身份证号码", "班组", "工种", "应出勤", "实际出勤", "旷工", "请假", "加班工时"]
    title(sheet, f"{firm}{month.chinese}考勤汇总表", len(heads) + signed)
    sheet.append(*heads, *(["本人签字"] if signed else []))
    where = {"name": 2, "id_number": 3, "team": 4, "trade": 5, "work_days": 7, "overtime_hours": 10, "signature": 11}
    for ordinal, record in enumerate(records, start=1):
        numbers = (str(len(record.days)), str(record.work_days), "0", "0", str(record.overtime_hours))
        lead = (str(ordinal), record.name, record.id_number, record.team, record.trade)
        row = sheet.append(*lead, *numbers, *([record.signature] if signed else []))
        sheet.place(record, row, where)
    return sheet
