"""What attendance and punches have in common: crew_month, punch_month, worker_pattern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import LI, OCTOBER, WANG, ZHANG, Given, ledgers, october, worked
from tests.house_rules import BOOK
from wagecheck.facts import crew_month, punch_month, worker_month, worker_pattern
from wagecheck.facts.groundwork import Groundwork
from wagecheck.judging import settings

D = dt.date
SETTINGS = settings.build(BOOK, D(2026, 12, 10))
FEBRUARY = {"period_start": D(2026, 2, 1), "period_end": D(2026, 2, 28)}
CREW = [
    {"name": f"张某{letter}", "id_number": f"1101991990030{70 + n}017"[:17] + "0", "id_state": "ok"}
    for n, letter in enumerate("甲乙丙丁戊己庚辛壬癸")
]


def frame(name: str, **rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    given = Given(ledgers(**{key: list(value) for key, value in rows.items()}))
    ground = Groundwork(given.ledgers, SETTINGS)
    if name == "punch_month":
        return punch_month.build(ground, given.sources).collect()
    workers = worker_month.build(ground)
    build = crew_month.build if name == "crew_month" else worker_pattern.build
    return build(ground, workers).collect()


def row(name: str, **rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return frame(name, **rows).row(0, named=True)


def punched(who: Mapping[str, Any], marks: Mapping[int, str], **more: Any) -> list[dict[str, Any]]:
    """Days of October with times; one time leaves the day open."""
    return [
        {**line, "mark": mark, "work": Decimal(1) if " " in mark else None, **more}
        for day, mark in marks.items()
        for line in worked(who, *october(day))
    ]


# -- teams ------------------------------------------------------------------------------------------------------------


def team(days: Sequence[Sequence[dt.date]], **more: Any) -> list[dict[str, Any]]:
    return [
        {**line, "row": 5 + n, "team": "木工班", **more}
        for n, (who, dates) in enumerate(zip(CREW, days, strict=False))
        for line in worked(who, *dates)
    ]


@pytest.mark.parametrize(
    ("sentence", "days", "answer"),
    [
        ("all the same", [[1, 2, 3]] * 4, (4, 4, 1.0, 3)),
        ("three of four", [[1, 2, 3]] * 3 + [[1, 2]], (4, 3, 0.75, 3)),
        ("as many days, other dates", [[1, 2, 3], [1, 2, 4]], (2, 1, 0.5, 3)),
    ],
)
def test_share_of_people_with_the_same_days(sentence: str, days: list[list[int]], answer: tuple[Any, ...]) -> None:
    found = row("crew_month", attendance=team([october(*one) for one in days]))
    assert (found["people"], found["alike"], found["alike_share"], found["alike_days"]) == answer, sentence
    assert len(found["attendance_at"]) == answer[1]


def test_half_a_day_is_another_pattern_and_an_unknown_mark_leaves_it_open() -> None:
    lines = team([october(1, 2), october(1, 2)])
    half = [{**line, "work": Decimal("0.5")} if line["row"] == 6 and line["date"].day == 2 else line for line in lines]
    assert row("crew_month", attendance=half)["alike"] == 1
    open_mark = [{**line, "work": None, "mark": "？"} if line["date"].day == 2 else line for line in lines]
    assert row("crew_month", attendance=open_mark)["alike_share"] is None


def test_rota_teams_are_marked() -> None:
    lines = [{**line, "team": "隧道一班"} for line in team([october(1, 2)])]
    assert row("crew_month", attendance=lines)["is_rota"]
    assert not row("crew_month", attendance=team([october(1, 2)]))["is_rota"]


def test_share_at_work_over_the_spring_festival() -> None:
    eve = [D(2026, 2, 3), D(2026, 2, 17)]
    lines = team([eve, eve, [D(2026, 2, 3)], [D(2026, 2, 3)]], **FEBRUARY)
    lines += [{**line, "row": 9, "team": "木工班", **FEBRUARY} for line in worked(CREW[5], *eve)]
    found = row("crew_month", attendance=lines, roster=[{**CREW[5], "team": "木工班", "trade": "门卫"}])
    assert (found["has_festival"], found["crew"], found["festival_people"], found["festival_share"]) == (
        True,
        4,
        2,
        0.5,
    )
    assert found["names"] == "张某甲、张某乙"
    assert len(found["festival_at"]) == 2
    assert not found["no_stop"]
    watch = row("crew_month", attendance=lines[-2:], roster=[{**CREW[5], "team": "木工班", "trade": "门卫"}])
    assert watch["crew"] is None


def test_outside_the_festival_and_in_a_year_that_is_not_listed() -> None:
    assert not row("crew_month", attendance=team([october(1)]))["has_festival"]
    later = {"period_start": D(2031, 2, 1), "period_end": D(2031, 2, 28)}
    found = row("crew_month", attendance=team([[D(2031, 2, 3)]], **later))
    assert (found["has_festival"], found["festival_share"]) == (True, None)


def test_a_project_that_was_allowed_to_go_on() -> None:
    project = [{"name": "示例项目", "status": "在建（春节不停工，已批准）"}]
    found = row("crew_month", attendance=team([[D(2026, 2, 17)]], **FEBRUARY), project=project)
    assert found["no_stop"]


# -- punches ----------------------------------------------------------------------------------------------------------


def test_attendance_kept_by_hand_has_no_punches() -> None:
    found = row("punch_month", attendance=worked(ZHANG, *october(1, 2)))
    assert (found["by_machine"], found["has_times"], found["odd_people"]) == (False, None, None)


@pytest.mark.parametrize(
    ("sentence", "mark", "odd"),
    [
        ("one time", "07:00", True),
        ("less than four hours counted as a day", "07:00 10:59", True),
        ("four hours", "07:00 11:00", False),
        ("sixteen hours", "06:00 22:00", False),
        ("more than sixteen hours", "06:00 22:01", True),
        ("until the morning after", "18:00 次日06:00", False),
        ("times run together", "07:0118:30", False),
    ],
)
def test_odd_days(sentence: str, mark: str, odd: bool) -> None:
    marks = dict.fromkeys((1, 2), mark) | dict.fromkeys((3, 4, 5, 6), "07:00 18:00")
    lines = [{**line, "work": None if line["mark"] == "07:00" else Decimal(1)} for line in punched(ZHANG, marks)]
    found = row("punch_month", attendance=lines)
    assert (found["odd_people"], found["odd_days"]) == ((1, 2) if odd else (0, 0)), sentence
    assert len(found["odd_at"]) == (2 if odd else 0)


def test_few_days_and_few_odd_days_say_nothing() -> None:
    assert row("punch_month", attendance=punched(ZHANG, dict.fromkeys((1, 2, 3, 4), "07:00")))["odd_people"] == 0
    marks = dict.fromkeys((1, 2), "07:00") | dict.fromkeys(range(3, 8), "07:00 18:00")
    assert row("punch_month", attendance=punched(ZHANG, marks))["odd_people"] == 0


def test_share_of_single_times() -> None:
    lines = punched(ZHANG, {1: "07:00", 2: "07:00"}) + punched(LI, {1: "07:00", 2: "07:00 18:00"}, row=6)
    assert row("punch_month", attendance=lines)["single_share"] == 0.75


@pytest.mark.parametrize(
    ("sentence", "minutes", "people"),
    [
        ("always the same minute", [0, 0, 0, 0, 0], 1),
        ("one minute beside the middle", [0, 1, 0, 1, 2], 0),
        ("one day of five differs", [0, 0, 0, 0, 9], 1),
        ("two days of five differ", [0, 0, 0, 9, 9], 0),
        ("four days only", [0, 0, 0, 0], 0),
    ],
)
def test_regular_times(sentence: str, minutes: list[int], people: int) -> None:
    marks = {day: f"07:{minute:02d} 18:{minute:02d}" for day, minute in enumerate(minutes, start=1)}
    assert row("punch_month", attendance=punched(ZHANG, marks))["regular_people"] == people, sentence


def test_seconds_count_only_where_the_export_has_them() -> None:
    none = punched(ZHANG, {day: f"07:{day:02d}:00 18:{day:02d}:00" for day in range(1, 6)})
    assert row("punch_month", attendance=none)["zero_second_share"] is None
    some = [*none[:-1], {**none[-1], "mark": "07:05:31 18:05:00"}]
    assert row("punch_month", attendance=some)["zero_second_share"] == 0.9


def queue(seconds: int, *, turned: bool = False, device: str | None = "1号") -> list[dict[str, Any]]:
    """Five people on three mornings, so many seconds apart; on every second morning in reverse."""
    lines = []
    for day in (1, 2, 3):
        order = CREW[:5][::-1] if turned and day == 2 else CREW[:5]
        for place, who in enumerate(order):
            mark = f"07:00:{place * seconds:02d} 18:0{place}:00"
            lines += punched(who, {day: mark}, device=device, row=5 + CREW.index(who))
    return lines


@pytest.mark.parametrize(
    ("sentence", "lines", "people", "orderly"),
    [
        ("two seconds apart, same order", queue(2), 5, True),
        ("a queue of three seconds", queue(3), 0, False),
        ("the order changes", queue(2, turned=True), 5, False),
    ],
)
def test_batches(sentence: str, lines: list[dict[str, Any]], people: int, orderly: bool) -> None:
    found = row("punch_month", attendance=lines)
    assert found["batch_people"] == people, sentence
    assert (found["batch_order"] > 0.9) == orderly
    assert found["batch_days"] == (3 if people else 0)


def test_without_devices_or_seconds_nothing_is_known_of_batches() -> None:
    assert row("punch_month", attendance=queue(2, device=None))["batch_people"] is None
    minutes = [{**line, "mark": "07:00 18:00"} for line in queue(2)]
    assert row("punch_month", attendance=minutes)["batch_people"] is None


def recorded(channel: str | None, made: dt.date | None, day: int = 5, who: Mapping[str, Any] = ZHANG) -> dict[str, Any]:
    return {**worked(who, *october(day))[0], "mark": "1", "channel": channel, "recorded_on": made}


def test_corrections_by_hand_and_when_they_were_made() -> None:
    face = [recorded("人脸识别", D(2026, 10, day), day) for day in range(1, 9)]
    lines = [*face, recorded("补卡", D(2026, 11, 3), 9), recorded("补卡", D(2026, 11, 4), 10)]
    lines = [{**line, "row": 5 + n} for n, line in enumerate(lines)]
    found = row("punch_month", attendance=lines)
    assert (found["records"], found["manual_records"], found["manual_share"]) == (10, 2, 0.2)
    assert (found["late_records"], found["late_share"], found["late_on"]) == (1, 0.1, D(2026, 11, 4))


def test_an_upload_after_an_outage_is_no_correction() -> None:
    lines = [{**recorded("人脸识别", D(2026, 11, 9), day), "row": day} for day in (1, 2)]
    assert row("punch_month", attendance=lines)["late_records"] == 0


def test_after_the_payroll_was_handed_in_and_without_a_date() -> None:
    payroll = [{**ZHANG, "net_pay": Decimal(1), "submitted_on": D(2026, 11, 1)}]
    found = row("punch_month", attendance=[recorded("补卡", D(2026, 11, 2))], payroll=payroll)
    assert found["late_records"] == 1
    assert row("punch_month", attendance=[recorded("补卡", None)])["late_share"] is None


def test_days_on_which_the_device_was_down() -> None:
    lines = [recorded("补卡", None, 5), recorded("补卡", None, 5, LI), recorded("人脸", None, 5, WANG)]
    lines += [recorded("人脸", None, 6), recorded("补卡", None, 6, LI), recorded("人脸", None, 6, WANG)]
    found = row("punch_month", attendance=[{**line, "row": 5 + n} for n, line in enumerate(lines)])
    assert (found["manual_records"], found["outage_records"]) == (3, 2)


# -- single workers ---------------------------------------------------------------------------------------------------


def paid(who: Mapping[str, Any], gross: int, **more: Any) -> dict[str, Any]:
    return {
        **who,
        "team": "木工班",
        "gross_pay": Decimal(gross),
        "net_pay": Decimal(gross),
        "deduction_total": Decimal(0),
        **more,
    }


def pattern(name: str, **rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return frame("worker_pattern", **rows).filter(pl.col("name") == name).row(0, named=True)


@pytest.mark.parametrize(("september", "october_days", "months"), [(28, 28, 2), (27, 28, 1), (28, 27, 0)])
def test_full_months_in_a_row(september: int, october_days: int, months: int) -> None:
    first = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30), "src": 77}
    lines = [{**line, **first} for line in worked(ZHANG, *(D(2026, 9, day) for day in range(1, september + 1)))]
    lines += worked(ZHANG, *october(*range(1, october_days + 1)))
    found = frame("worker_pattern", attendance=lines).filter(pl.col("period") == "2026-10").row(0, named=True)
    assert found["full_months"] == months
    assert found["full_from"] == {2: D(2026, 9, 1), 1: D(2026, 10, 1)}.get(months)


def test_a_gap_between_full_months_and_an_unknown_mark() -> None:
    july = {"period_start": D(2026, 7, 1), "period_end": D(2026, 7, 31), "src": 77}
    lines = [{**line, **july} for line in worked(ZHANG, *(D(2026, 7, day) for day in range(1, 32)))]
    lines += worked(ZHANG, *october(*range(1, 32)))
    found = frame("worker_pattern", attendance=lines).filter(pl.col("period") == "2026-10")
    assert found["full_months"].to_list() == [1]
    doubtful = worked(ZHANG, *october(*range(1, 29)))
    doubtful[3] |= {"work": None, "mark": "？"}
    assert pattern("张某甲", attendance=doubtful)["full_months"] is None


def test_pay_per_day_beside_the_team() -> None:
    people = CREW[:6]
    attendance = [
        {**line, "row": 5 + n} for n, who in enumerate(people) for line in worked(who, *october(*range(8, 18)))
    ]
    payroll = [paid(who, 3000 + 100 * n if n else 9000) for n, who in enumerate(people)]
    found = pattern("张某甲", attendance=attendance, payroll=payroll)
    assert (found["day_pay"], found["team_people"], found["team_day_pay"]) == (Decimal("900.00"), 5, Decimal("350.00"))
    other = pattern("张某己", attendance=attendance, payroll=payroll)
    assert (other["day_pay"], other["team_day_pay"]) == (Decimal("350.00"), Decimal("900.00"))


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        ("piece rate", {"piece_rate": Decimal(5)}),
        ("quantity", {"quantity": Decimal(40)}),
        ("back pay", {"is_back_pay": True}),
    ],
)
def test_piece_work_and_back_pay_have_no_pay_per_day(sentence: str, more: dict[str, Any]) -> None:
    found = pattern("张某甲", attendance=worked(ZHANG, *october(8, 9)), payroll=[paid(ZHANG, 9000, **more)])
    assert found["day_pay"] is None, sentence


def test_the_agreed_rate_is_that_of_a_contract_by_the_day() -> None:
    contract = [{**ZHANG, "wage_unit": "日", "wage_rate": Decimal(800), "contract_start": D(2026, 9, 1)}]
    found = pattern("张某甲", attendance=worked(ZHANG, *october(8)), payroll=[paid(ZHANG, 800)], contract=contract)
    assert found["agreed_day_rate"] == Decimal(800)
    assert OCTOBER["period_start"] == found["period_start"]
