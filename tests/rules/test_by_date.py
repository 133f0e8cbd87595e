"""The same facts in 2024, 2025 and 2026: the law of the pay month decides, never that of the day of judgement.

Everything here is judged on one day at the end of 2026.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import ZHANG, ledgers, worked
from tests.judging_kit import PERSON, UNIT, month, run, worker
from wagecheck import facts, judge, rulebook
from wagecheck.facts import work_time, worker_month, worker_post
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.intake import submission as intake
from wagecheck.judging import settings as full
from wagecheck.privacy import Masker
from wagecheck.resources import folder
from wagecheck.result import Result
from wagecheck.rulebook import Rulebook
from wagecheck.simulate import submission

D = dt.date
AS_OF = D(2026, 11, 28)
#: Day rate 240, that is 30 yuan an hour; on a statutory holiday two more times 240 are due beside the day's wage.
RATE, HOLIDAY = Decimal(240), Decimal(480)


@cache
def book() -> Rulebook:
    return rulebook.load()


@cache
def settings() -> Settings:
    return full.build(book(), AS_OF)


def period(year: int, number: int) -> dict[str, Any]:
    first = D(year, number, 1)
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    return {"period": f"{year}-{number:02d}", "period_start": first, "period_end": last}


def ground(year: int, number: int, days: list[dt.date], **who: Any) -> Groundwork:
    """A worker at 240 yuan a day who worked these days and got nothing beside the day's wage."""
    when = {name: value for name, value in period(year, number).items() if name != "period"}
    person = {**ZHANG, **who}
    pay = {**person, **when, "net_pay": RATE * len(days), "gross_pay": RATE * len(days)}
    return Groundwork(
        ledgers(
            attendance=worked(person, *days, **when),
            payroll=[{**pay, "daily_rate": RATE, "work_days": len(days)}],
            contract=[{**person, "wage_unit": "日", "wage_rate": RATE, "contract_start": D(2023, 1, 1)}],
        ),
        settings(),
    )


def judged(monkeypatch: pytest.MonkeyPatch, frame: str, rows: list[dict[str, Any]], when: dict[str, Any]) -> Result:
    """The rows of one frame, judged for the unit of the kit in that pay month, in Wuhan."""
    unit = {name: UNIT[name] for name in ("project", "contractor")} | when
    rows_of = {frame: [{**row, **unit} for row in rows]}
    return run(monkeypatch, {"contractor_month": [month(**when, region="420100", tier="1")], **rows_of}, book=book())


def findings(result: Result, rule: str) -> list[dict[str, Any]]:
    return result.findings.filter(pl.col("rule") == rule).to_dicts()


def outcome(result: Result, rule: str) -> str | None:
    found = result.outcomes.filter(pl.col("rule") == rule)["outcome"].to_list()
    return found[0] if found else None


@pytest.mark.parametrize(
    ("sentence", "year", "number", "days", "paid_threefold"),
    [
        ("1 and 2 May 2024: only the first is a statutory holiday", 2024, 5, (1, 2), 1),
        ("1 and 2 May 2025: both, since the thirteen days", 2025, 5, (1, 2), 2),
        ("1 and 2 May 2026: both", 2026, 5, (1, 2), 2),
        ("New Year's Eve 2024 is an ordinary day", 2024, 2, (9,), 0),
        ("New Year's Eve 2025 is one of the thirteen", 2025, 1, (28,), 1),
        ("New Year's Eve 2026 is one of the thirteen", 2026, 2, (16,), 1),
    ],
)
def test_holiday_pay(
    monkeypatch: pytest.MonkeyPatch, sentence: str, year: int, number: int, days: tuple[int, ...], paid_threefold: int
) -> None:
    base = ground(year, number, [D(year, number, day) for day in days])
    rows = work_time.build(base, worker_month.build(base)).to_dicts()
    assert rows[0]["holiday_hours"] == 8 * paid_threefold, sentence
    found = findings(judged(monkeypatch, "work_time", rows, period(year, number)), "AT06")
    told = [one for one in found if one["kind"] == "violation"]
    rest = rows[0]["rest_hours"]
    assert len(told) == (1 if paid_threefold else 0), sentence
    for one in told:
        # a rest day that nothing made up for is due once more beside the day's wage
        assert one["amount"] == HOLIDAY * paid_threefold + RATE / 8 * rest, sentence


def test_thirteen_holidays_since_2025() -> None:
    statutory = settings().calendar.statutory
    assert [sum(day.year == year for day in statutory) for year in (2024, 2025, 2026)] == [11, 13, 13]


def number(birth: dt.date) -> str:
    """A made-up man of that birth date, of the district that does not exist."""
    front = f"110199{birth:%Y%m%d}001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(front, weights, strict=True)) % 11
    return front + "10X98765432"[rest]


@pytest.mark.parametrize(
    ("sentence", "year", "retired", "told"),
    [
        # a man who has turned sixty two weeks before the first day worked
        ("2024: sixty is the age, but the rule starts with the law of 2025", 2024, True, {"AG04": None, "AG05": None}),
        ("October 2025: sixty and three months", 2025, False, {"AG04": "pass", "AG05": None}),
        ("October 2026: sixty and six months", 2026, False, {"AG04": "pass", "AG05": "pass"}),
    ],
)
def test_a_man_who_has_just_turned_sixty(
    monkeypatch: pytest.MonkeyPatch, sentence: str, year: int, retired: bool, told: dict[str, str | None]
) -> None:
    birth = D(year - 60, 9, 24)
    base = ground(year, 10, [D(year, 10, 8), D(year, 10, 9)], id_number=number(birth))
    months = worker_month.build(base)
    rows = worker_post.build(base, months).lazy().collect().to_dicts()
    assert rows[0]["over_retirement"] is retired, sentence
    result = judged(monkeypatch, "worker_post", rows, period(year, 10))
    assert {rule: outcome(result, rule) for rule in told} == told, sentence


@pytest.mark.parametrize(
    ("when", "ag04", "ag05"),
    [((2024, 12), None, None), ((2025, 1), "fail", None), ((2026, 6), "fail", None), ((2026, 7), "fail", "fail")],
)
def test_over_age_rules_start_in_2025_and_in_july_2026(
    monkeypatch: pytest.MonkeyPatch, when: tuple[int, int], ag04: str | None, ag05: str | None
) -> None:
    """A man of seventy under a substitute contract, in four pay months."""
    row = {
        **PERSON, "active": True, "over_retirement": True, "retirement_on": D(2016, 1, 15), "age": 70, "sex": "男",
        "in_contract": True, "contract_title": "劳务分包协议", "contract_is_substitute": True, "overtime_hours": 0,
    }  # fmt: skip
    result = judged(monkeypatch, "worker_post", [row], period(*when))
    assert (outcome(result, "AG04"), outcome(result, "AG05")) == (ag04, ag05)


@pytest.mark.parametrize(
    ("sentence", "when", "told", "amount"),
    [
        ("January 2024: the first day of 2210 is not known", (2024, 1), "not_assessed", None),
        ("October 2024: copied, not verified: not assessed", (2024, 10), "not_assessed", None),
        ("October 2025: 2210", (2025, 10), "pass", None),
        ("October 2026: 2400", (2026, 10), "fail", Decimal("100.00")),
    ],
)
def test_the_minimum_wage_of_the_pay_month(
    monkeypatch: pytest.MonkeyPatch, sentence: str, when: tuple[int, int], told: str, amount: Decimal | None
) -> None:
    """A full month for 2300 yuan in Wuhan."""
    row = worker(days_worked=23, normal_pay=2300, over_retirement=False, is_back_pay=False)
    result = judged(monkeypatch, "worker_month", [row], period(*when))
    assert outcome(result, "PY10") == told, sentence
    assert [one["amount"] for one in findings(result, "PY10")] == ([] if amount is None else [amount]), sentence


def changed_later(to: Path, start: dt.date) -> Path:
    """A folder of rules in which every nationwide number is another one from this day on."""
    (to / "values").mkdir(parents=True)
    for name, value in book().values.by_name.items():
        known = [row.amount for row in value.rows if row.region is None and row.amount is not None]
        text = (folder("rules") / "values" / f"{name}.toml").read_text("utf-8")
        if known and "[[value]]" in text:
            row = f'from = {start}\namount = {known[-1] * 3 + 1}\nsource = "试验"\nevidence = "policy"\n'
            (to / "values" / f"{name}.toml").write_text(f"{text}\n[[value]]\n{row}checked_on = {start}\n", "utf-8")
    return to


def found(result: Result) -> list[dict[str, Any]]:
    return result.findings.drop("fingerprint").sort(pl.all().exclude("also", "law", "assist")).to_dicts()


def test_no_number_of_the_day_of_judgement_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every number changes after the last pay month and before the day of judgement: nothing else is found."""
    made = submission.make(
        workers=14, contractors=2, months=2, seed=7, defects="PY18,LC02,AT05,AT06,PY09,PY10,PY15,FR33,PY14,LC11,FR39"
    )
    submission.save(made.draw(), tmp_path / "submission")
    given = intake.read([tmp_path / "submission"])
    masker = Masker(b"of the tests", unmask=True)
    before = judge.judge(given, book(), as_of=made.world.as_of, masker=masker)
    assert before.findings["rule"].n_unique() >= 8
    later = rulebook.load(extra=[changed_later(tmp_path / "rules", D(2026, 11, 1))])
    assert later.values.lookup("full_month_days", made.world.as_of).amount == Decimal("66.25")
    handed_in: list[Settings] = []
    build = facts.build
    monkeypatch.setattr(facts, "build", lambda *told: [handed_in.append(told[2]), build(*told)][1])
    after = judge.judge(given, later, as_of=made.world.as_of, masker=masker)
    assert found(after) == found(before)
    # what is judged once per run goes by the latest pay month
    assert handed_in[0].full_month_days == Decimal("21.75")
    assert handed_in[0].numbers["criminal_months"] == 3
