"""Making the world: a lawful project near Wuhan with made-up firms and people. Same seed, same world.

Lawful means here: nobody under 20 or over 55 (women 48), no trade that needs a certificate, contract before training
before registration before entry before the first day of work, five days of eight hours a week with Sundays off (the
second day off differs, so no two sheets look alike), overtime of one or two hours paid at one and a half.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from wagecheck.simulate import names, numbers
from wagecheck.simulate.calendar import Month, business_day, days, site_closed
from wagecheck.simulate.truth import DAY, Contractor, PayCalendar, Project, WorkDay, Worker, World

LAST_MONTH = Month(2026, 10)
AS_OF = dt.date(2026, 11, 21)

TEAMS = (
    ("钢筋班", "钢筋工"),
    ("木工班", "木工"),
    ("混凝土班", "混凝土工"),
    ("砌筑班", "砌筑工"),
    ("防水班", "防水工"),
)
TRADES_OF_WOMEN = ("杂工", "防水工", "装饰装修工")
_SITES = ("示例滨江路一期工程", "示例湖滨大道改造工程", "示例江北立交工程")
TEAM_SIZE = 12
_FULL = WorkDay(Decimal(1))
_HALF = WorkDay(Decimal("0.5"))


def make(seed: int, *, workers: int, contractors: int, months: int, site: int = 0, first_firm: int = 0) -> World:
    """A lawful world: ``workers`` people in each of ``contractors`` firms, ``months`` pay months up to 2026-10.

    ``site`` chooses the name of the project, ``first_firm`` where in the list of made-up firms to begin.
    """
    rng = random.Random(seed)
    calendar = tuple(LAST_MONTH.shift(index - months + 1) for index in range(months))
    project = lawful_project(calendar[0], workers * contractors * months, site)
    spare = _Spare(rng, people=workers * contractors, cards=workers * contractors)
    firms = [lawful_contractor(first_firm + index, project) for index in range(contractors)]
    spare.ids |= {firm.legal_rep_id for firm in firms}
    for index, firm in enumerate(firms, start=first_firm):
        _hire(firm, index, workers, months=calendar, spare=spare, rng=rng)
    return World(project=project, contractors=firms, months=calendar, as_of=AS_OF)


def lawful_project(first: Month, worker_months: int, site: int) -> Project:
    """A project that began a few days before its first month; ``site`` chooses name and account."""
    start = first.first - 4 * DAY
    signed = start - 45 * DAY
    officer = numbers.identity_number(dt.date(1990, 6, 8), 217)
    return Project(
        name=_SITES[site % len(_SITES)],
        location="湖北省武汉市示例区",
        owner="示例城市建设投资有限公司",
        general_contractor="示例远景建设集团有限公司",
        general_contractor_uscc=numbers.company_code(900001 + site),
        # the wage bill is about a fifth of a contract; rounded up to a million
        contract_amount=Decimal((worker_months * 6000 * 5 // 1_000_000 + 40) * 1_000_000),
        signed_on=business_day(signed),
        start_on=start,
        complete_on=dt.date(LAST_MONTH.year + 1, 12, 31),
        labor_officer="钟某专",
        labor_officer_id=officer,
        labor_officer_phone=numbers.phone_number(900001),
        account_number=f"4200000000000090{site + 1:04d}",
        account_bank="中国农业银行武汉示例支行",
    )


class _Spare:
    """Names, phones, cards and identity numbers not yet given to anybody."""

    def __init__(self, rng: random.Random, *, people: int, cards: int) -> None:
        self.names = iter(names.people(rng, people))
        self.phones = iter(rng.sample(range(1000, 899_000), min(people, 890_000)))
        self.cards = iter(rng.sample(range(10_000, 90_000_000), cards))
        self.ids: set[str] = set()


def lawful_contractor(index: int, project: Project) -> Contractor:
    """A contractor without people yet; ``index`` is its place in the list of made-up firms."""
    signed = business_day(project.start_on - (12 + index % 5) * DAY)
    birth = dt.date(1970 + index % 15, 1 + index % 12, 3 + index % 25)
    rep = numbers.identity_number(birth, (131 + 2 * index) % 1000)
    return Contractor(
        name=names.firm(index),
        uscc=numbers.company_code(101 + index * 37),
        legal_rep=f"{names.SURNAMES[(index * 7 + 3) % len(names.SURNAMES)]}某法{index + 1}",
        legal_rep_id=rep,
        address=f"湖北省武汉市示例区示例路{10 + index * 13}号",
        phone=numbers.phone_number(900_101 + index * 17),
        registered_on=dt.date(2016 + index % 7, 1 + (index * 5) % 12, 1 + (index * 11) % 28),
        entered_on=project.start_on,
        subcontract_no=f"SLFB-{project.start_on.year}-{index + 1:03d}",
        subcontract_signed_on=signed,
        entrust_signed_on=signed + 2 * DAY,
        author=f"示例资料员{index + 1}",
    )


def opening_day(month: Month) -> dt.date:
    """The first day of work of a month."""
    return next(day for day in month.days if not site_closed(day))


def _hire(
    firm: Contractor, index: int, count: int, *, months: tuple[Month, ...], spare: _Spare, rng: random.Random
) -> None:
    """Fills the firm with teams of about a dozen; about one in ten joins later in the first month."""
    teams = max(1, round(count / TEAM_SIZE))
    opening = opening_day(months[0])
    people: list[Worker] = []
    for ordinal in range(count):
        team, trade = TEAMS[(ordinal % teams + index) % len(TEAMS)]
        team = f"{team}{(ordinal % teams) // len(TEAMS) + 1}" if teams > len(TEAMS) else team
        entry = opening - rng.randrange(3) * DAY
        if ordinal >= teams and rng.random() < 0.1:
            entry = opening + rng.randrange(3, 7) * DAY
        number = f"LD{index + 1:02d}-{ordinal + 1:04d}"
        people.append(_worker(number, team, trade, entry=entry, spare=spare, rng=rng))
    leaders = {worker.team: worker for worker in reversed(people)}
    for ordinal, worker in enumerate(people):
        worker.leader = leaders[worker.team].name
        if worker.is_leader:
            worker.daily_rate += Decimal(40)
        worker.days = _working_days(worker, months, ordinal, rng)
    firm.workers = people


def _worker(contract_no: str, team: str, trade: str, *, entry: dt.date, spare: _Spare, rng: random.Random) -> Worker:
    woman = rng.random() < 0.15
    if woman:
        trade = rng.choice(TRADES_OF_WOMEN)
    id_number, birth = _identity(woman, spare, rng)
    prefix, bank = rng.choice(sorted(numbers.CARD_BANKS.items()))
    signed = entry - rng.randrange(2, 5) * DAY
    return Worker(
        name=next(spare.names),
        id_number=id_number,
        gender="女" if woman else "男",
        birth=birth,
        phone=numbers.phone_number(next(spare.phones)),
        card=numbers.card_number(prefix, next(spare.cards)),
        bank=f"{bank}示例{rng.choice('一二三四五六七八九')}支行",
        trade=trade,
        team=team,
        leader="",
        daily_rate=Decimal(rng.randrange(24, 40) * 10),
        contract_no=contract_no,
        signed_on=signed,
        trained_on=signed + DAY,
        registered_on=entry - rng.randrange(2) * DAY,
        entry_on=entry,
        insured=rng.random() < 0.5,
    )


def _identity(woman: bool, spare: _Spare, rng: random.Random) -> tuple[str, dt.date]:
    """An unused identity number of a man of 20–55 or a woman of 20–48, and the birth date in it."""
    oldest = AS_OF.year - (47 if woman else 54)
    while True:
        birth = dt.date(oldest, 1, 1) + rng.randrange((AS_OF.year - 22 - oldest) * 365) * DAY
        number = numbers.identity_number(birth, rng.randrange(5, 499) * 2 + (0 if woman else 1))
        if number not in spare.ids:
            spare.ids.add(number)
            return number, birth


def _working_days(
    worker: Worker, months: tuple[Month, ...], ordinal: int, rng: random.Random
) -> dict[dt.date, WorkDay]:
    """Sundays and one more day a week off; now and then half a day, a day of leave, an hour or two of overtime."""
    second_day_off = ordinal % 6
    worked: dict[dt.date, WorkDay] = {}
    for day in days(max(worker.entry_on, months[0].first), months[-1].last):
        if site_closed(day) or day.weekday() == second_day_off:
            continue
        chance = rng.random()
        if chance < 0.03:
            continue
        if chance < 0.07:
            worked[day] = _HALF
        elif chance < 0.15 and day.weekday() < 5:
            worked[day] = WorkDay(Decimal(1), Decimal(rng.choice((1, 2))))
        else:
            worked[day] = _FULL
    return worked


def pay_calendar(month: Month) -> PayCalendar:
    """When the pay of a month is signed, posted, handed in, checked, paid and due."""
    return PayCalendar(month)
