"""考勤表: days and hours worked, one row per worker and day, and what the sheet itself adds up."""

from __future__ import annotations

from wagecheck.ledgers import person
from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Count, Date, Days, Flag, Text, column


class Attendance(Ledger):
    """One row per worker and day with a mark."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    id_number: Text = person.id_number()
    id_state: Text = person.id_state()
    worker_no: Text = person.worker_no()
    trade: Text = person.trade()
    date: Date = column("日期", "day of the mark", platform="date")
    mark: Text = column("考勤符号", "mark as written")
    work: Days = column("出勤", "days worked; null = unknown mark or unit", unit="天")
    hours: Days = column("工时", "hours worked on the day", unit="小时")
    overtime_hours: Days = column("加班工时", "overtime on the day", unit="小时")
    unit: Text = column("计量单位", "day · hour: what the mark counts")
    col: Count = column("列号", "column of the day cell, 1-based")
    overtime_row: Count = column("加班行号", "row of the overtime, where it has a cell of its own beside the day cell")
    overtime_col: Count = column("加班列号", "column of that cell, 1-based")
    device: Text = column("考勤设备", "machine or gate that recorded the day", platform="deviceSn")
    channel: Text = column("考勤方式", "way in which it was recorded, as written (人脸, 补卡 …)", platform="attendType")
    recorded_on: Date = column("录入日期", "day on which the record was made or changed")


class AttendanceSummary(Ledger):
    """One row per worker and sheet: the sheet's own sums and the signature."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    id_number: Text = person.id_number()
    id_state: Text = person.id_state()
    worker_no: Text = person.worker_no()
    trade: Text = person.trade()
    days: Days = column("出勤天数", "days as stated by the sheet", unit="天", platform="days")
    hours: Days = column("总工时", "hours as stated by the sheet", unit="小时", platform="workHours")
    overtime_hours: Days = column("加班工时", "overtime as stated by the sheet", unit="小时")
    unit: Text = column("计量单位", "day · hour · unknown: what the sheet counts")
    dated: Flag = column("有逐日记录", "whether the sheet has day cells for the worker")
    signature: Text = column("本人签字", "worker's signature as written", mask="name")
