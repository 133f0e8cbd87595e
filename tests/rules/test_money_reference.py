"""Every yuan that a duty yields, reckoned a second time: plain Python, row by row, from the ledgers as they were read.

Nothing of ``wagecheck.facts`` or of the rules is used here; numbers of law stand below, as the law has them. The
reference knows only what the made-up submissions hold (day rates, no night work, one project in Wuhan, first tier).
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter, defaultdict
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest

from wagecheck import judge, rulebook
from wagecheck.intake import submission as intake
from wagecheck.intake.submission import Submission
from wagecheck.privacy import Masker
from wagecheck.simulate import submission

D = Decimal
CENT, DAY = D("0.01"), dt.timedelta(days=1)
#: 湖北, first tier: 2210 yuan surely from July 2025 on, 2400 from December 2025 on (鄂政办发〔2025〕44号).
MINIMUM = ((dt.date(2025, 12, 1), D(2400)), (dt.date(2025, 7, 1), D(2210)))
PAY_DAYS, DAY_HOURS = D("21.75"), D(8)
OVERTIME, DAMAGES = D("1.5"), D("0.2")
#: Overtime below this difference is rounding.
OVERTIME_SLACK = D(1)
DOUBLE_WAGE_MONTHS = 11
#: 保证金: 1 % to 3 % of the contract, half more after arrears within two years (人社部发〔2021〕65号 art. 11 ff.).
GUARANTEE, AFTER_ARREARS = (D("0.01"), D("0.03")), D("1.5")
#: Credits of the dedicated account that are no labour fees.
NO_FEE = ("结息", "利息", "手续费", "退汇", "退回", "冲正")
FINES, DAMAGE = ("罚款", "押金"), ("赔偿",)
SAMPLES = Path(rulebook.__file__).parents[2] / "samples"
_CALENDAR = Path(rulebook.__file__).parents[2] / "rules" / "dictionaries" / "calendar.toml"

#: rule, contractor, period, worker (None: the project) → yuan (and days late, for arrears).
Sums = dict[tuple[str, str, str, str | None], tuple[Decimal, int | None]]


def day_off(day: dt.date) -> bool:
    year = tomllib.loads(_CALENDAR.read_text(encoding="utf-8"))["years"][str(day.year)]
    if any(first <= day <= last for first, last in year["off"]):
        return True
    return day.weekday() >= 5 and day not in year["makeup_workdays"]


def due_day(wording: str, period_end: dt.date) -> dt.date:
    """次月15日, before it where that is a day off."""
    number = int(re.search(r"(\d+)日", wording).group(1))  # type: ignore[union-attr]
    first = (period_end.replace(day=1) + 32 * DAY).replace(day=1)
    last = (first + 32 * DAY).replace(day=1) - DAY
    day = min(first + (number - 1) * DAY, last)
    while day_off(day):
        day -= DAY
    return day


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_EVEN)


class Reference:
    """The slow reckoning of one submission."""

    def __init__(self, given: Submission, as_of: dt.date) -> None:
        self.as_of = as_of
        self.rows = {name: frame.to_dicts() for name, frame in given.ledgers.items()}
        self.contracts = {self.who(row): row for row in self.rows["contract"]}
        self.rosters = {self.who(row): row for row in self.rows["roster"]}
        self.sums: Sums = {}
        self.paid_on: dict[tuple[str, str, str], list[dt.date]] = {}

    @staticmethod
    def who(row: dict[str, Any]) -> tuple[str, str]:
        return row["contractor"], row["name"]

    def pay_day(self, row: dict[str, Any]) -> str:
        """As agreed with the worker; without a contract, as the contractor mostly agrees."""
        own = self.contracts.get(self.who(row), {}).get("pay_day")
        others = Counter(one["pay_day"] for one in self.rows["contract"] if one["contractor"] == row["contractor"])
        return own or others.most_common(1)[0][0]

    @staticmethod
    def period(row: dict[str, Any]) -> str:
        return f"{row['period_start']:%Y-%m}"

    def tell(self, rule: str, row: dict[str, Any], amount: Decimal, days: int | None = None) -> None:
        self.sums[rule, row["contractor"], self.period(row), row["name"]] = cents(amount), days

    def attendance_days(self) -> dict[tuple[str, str, str], Decimal]:
        days: dict[tuple[str, str, str], Decimal] = defaultdict(D)
        for row in self.rows["attendance"]:
            days[row["contractor"], row["name"], f"{row['date']:%Y-%m}"] += row["work"] or 0
        return days

    def overtime_hours(self) -> dict[tuple[str, str, str], Decimal]:
        return {
            (*self.who(row), self.period(row)): row["overtime_hours"] or D(0) for row in self.rows["attendance_summary"]
        }

    def items(self, words: tuple[str, ...]) -> dict[tuple[int, int], Decimal]:
        found: dict[tuple[int, int], Decimal] = defaultdict(D)
        for row in self.rows["payroll_item"]:
            if row["kind"] != "earning" and any(word in row["title"] for word in words):
                found[row["src"], row["row"]] += abs(row["amount"] or 0)
        return found

    def paid(self) -> dict[tuple[str, str, str], Decimal]:
        """By contractor, card and month of the memo: what the bank says has arrived."""
        found: dict[tuple[str, str, str], Decimal] = defaultdict(D)
        for row in self.rows["payment"]:
            if row["status"] == "success":
                year, month = re.search(r"(\d{4})年(\d{1,2})月", row["memo"]).groups()  # type: ignore[union-attr]
                key = row["contractor"], row["payee_account"], f"{year}-{int(month):02d}"
                found[key] += row["amount"]
                self.paid_on[key] = sorted([*self.paid_on.get(key, []), row["paid_on"]])
        return found

    def reckon(self) -> Sums:
        days, overtime, paid = self.attendance_days(), self.overtime_hours(), self.paid()
        fines, damages = self.items(FINES), self.items(DAMAGE)
        for row in self.rows["payroll"]:
            key = (*self.who(row), self.period(row))
            self.arrears(row, paid[row["contractor"], row["bank_card"], self.period(row)])
            self.minimum_wage(row, days[key])
            self.overtime(row, overtime.get(key, D(0)))
            if fines[row["src"], row["row"]]:
                self.tell("PY08", row, fines[row["src"], row["row"]])
            self.damage(row, damages[row["src"], row["row"]], days[key])
        self.double_wages()
        self.guarantee()
        self.labour_fees(paid)
        return self.sums

    def of_project(self, rule: str, amount: Decimal) -> None:
        """Told once, under the general contractor and the latest period."""
        latest = max(self.period(row) for row in self.rows["payroll"])
        self.sums[rule, self.rows["project"][0]["general_contractor"], latest, None] = cents(amount), None

    def guarantee(self) -> None:
        project, paper = self.rows["project"][0], self.rows["guarantee"][0]
        low, high = GUARANTEE
        ratio = paper["ratio"] if paper["ratio"] and low <= paper["ratio"] <= high else low
        if project["arrears_in_two_years"]:
            ratio = max(ratio, low * AFTER_ARREARS)
        short = cents(project["contract_amount"] * ratio) - paper["amount"]
        if short > CENT:
            self.of_project("PJ12", short)

    def labour_fees(self, paid: dict[tuple[str, str, str], Decimal]) -> None:
        """Opening balance and labour fees of the statement against the wages that fell due or were paid in it."""
        flows = sorted((row for row in self.rows["account_flow"] if row["booked_on"]), key=lambda row: row["row"])
        first, last = flows[0], flows[-1]
        had = first["balance"] - (first["amount_in"] or 0) + (first["amount_out"] or 0)
        had += sum(row["amount_in"] or 0 for row in flows if not any(word in row["memo"] for word in NO_FEE))
        wages = D(0)
        for row in self.rows["payroll"]:
            by = due_day(self.pay_day(row), row["period_end"])
            days = self.paid_on.get((row["contractor"], row["bank_card"], self.period(row)), [])
            within = any(first["booked_on"] <= day <= last["booked_on"] for day in days[:1])
            before = any(day < first["booked_on"] for day in days[:1])
            if (by <= last["booked_on"] and not before) or within:
                wages += row["net_pay"] + (row["unpaid"] or 0)
        if wages - had > CENT:
            self.of_project("PJ08", wages - had)

    def arrears(self, row: dict[str, Any], paid: Decimal) -> None:
        due = row["net_pay"] + (row["unpaid"] or 0)
        by = due_day(self.pay_day(row), row["period_end"])
        if due - paid > CENT and self.as_of > by:
            self.tell("PY18", row, due - paid, (self.as_of - by).days)

    def minimum(self, row: dict[str, Any]) -> Decimal:
        return next(amount for since, amount in MINIMUM if since <= row["period_start"])

    def minimum_wage(self, row: dict[str, Any], days: Decimal) -> None:
        normal = row["gross_pay"] - (row["overtime_pay"] or 0)
        due = self.minimum(row) * min(days, PAY_DAYS) / PAY_DAYS
        if normal + CENT < due:
            self.tell("PY10", row, cents(due) - normal)

    def overtime(self, row: dict[str, Any], hours: Decimal) -> None:
        contract = self.contracts.get(self.who(row))
        if contract is None:
            return  # nothing was agreed: not judged
        assert contract["wage_unit"] == "日"
        due = contract["wage_rate"] / DAY_HOURS * OVERTIME * hours
        if due > (row["overtime_pay"] or 0) + OVERTIME_SLACK:
            self.tell("AT06", row, cents(due) - (row["overtime_pay"] or 0))

    def damage(self, row: dict[str, Any], damages: Decimal, days: Decimal) -> None:
        gross = row["gross_pay"]
        over = damages - cents(DAMAGES * gross)
        short = min(damages, self.minimum(row) - (gross - damages)) if days >= PAY_DAYS else D(0)
        if damages and (over > CENT or short > CENT):
            self.tell("PY09", row, max(over, short))

    def double_wages(self) -> None:
        """From the end of the first month of employment to the day before signing, in months and days of a month."""
        for who, contract in self.contracts.items():
            worked = [row["date"] for row in self.rows["attendance"] if self.who(row) == who and (row["work"] or 0) > 0]
            began = min([self.rosters[who]["entry_date"], *worked]) if who in self.rosters else min(worked)
            signed, by = contract["contract_signed_on"], later(began, 1)
            if signed > by:
                months = 0
                while later(by, months + 1) <= signed:
                    months += 1
                begun = later(by, months)
                part = D((signed - begun).days) / D((later(by, months + 1) - begun).days)
                count = min((months + part).quantize(CENT), D(DOUBLE_WAGE_MONTHS))
                monthly = cents(contract["wage_rate"] * PAY_DAYS)
                last = max(self.rows["payroll"], key=lambda row: row["period_start"])
                self.tell("LC02", {**last, "contractor": who[0], "name": who[1]}, count * monthly)


def later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    first = dt.date(index // 12, index % 12 + 1, 1)
    last = (first + 32 * DAY).replace(day=1) - DAY
    return min(first + (day.day - 1) * DAY, last)


RULES = ("PY18", "PY10", "LC02", "AT06", "PY08", "PY09", "PJ12", "PJ08")
DEFECTS = "PY18,PY15,BK07,PY10,LC02,AT05,AT06,PY08,PY09,PJ12"
#: Too small labour fees leave a worker unpaid, and change what others are paid from: a submission of its own.
FEES = "PJ08"


@pytest.fixture(scope="module")
def book() -> rulebook.Rulebook:
    return rulebook.load()


def told(given: Submission, book: rulebook.Rulebook, as_of: dt.date) -> Sums:
    """The same sums as the product's findings have them."""
    result = judge.judge(given, book, as_of=as_of, masker=Masker(b"of the tests", unmask=True))
    found: Sums = {}
    for one in result.findings.to_dicts():
        if one["rule"] in RULES:
            late = re.search(r"已逾期 (\d+) 天", one["message"])
            key = one["rule"], one["contractor"], one["period"], one["worker"]
            found[key] = one["amount"], int(late.group(1)) if late else None
    return found


@pytest.mark.parametrize(
    ("seed", "months", "defects"),
    [(1, 1, DEFECTS), (2, 2, DEFECTS), (3, 1, DEFECTS), (2026, 3, DEFECTS), (4, 2, FEES), (5, 2, "none")],
)
def test_every_yuan_is_reckoned_alike(
    tmp_path: Path, book: rulebook.Rulebook, seed: int, months: int, defects: str
) -> None:
    made = submission.make(workers=16, contractors=2, months=months, seed=seed, defects=defects)
    submission.save(made.draw(), tmp_path / "submission")
    given = intake.read([tmp_path / "submission"])
    expected = Reference(given, made.world.as_of).reckon()
    assert told(given, book, made.world.as_of) == expected
    wanted = {"none": set(), FEES: {"PJ08", "PY18"}, DEFECTS: set(RULES) - {"PJ08"}}
    assert {rule for rule, *_ in expected} == wanted[defects]


def test_the_severe_sample_is_reckoned_alike(book: rulebook.Rulebook) -> None:
    """The files that come with the product, day of judgement as their answers have it."""
    given, as_of = intake.read([SAMPLES / "severe"]), dt.date(2026, 11, 21)
    expected = Reference(given, as_of).reckon()
    assert told(given, book, as_of) == expected
    assert {rule for rule, *_ in expected} >= {"PY18", "PY10", "LC02", "PY08", "PJ12"}
