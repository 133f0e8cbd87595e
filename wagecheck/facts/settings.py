"""What facts need to know that no ledger says: the as-of date, dictionaries, calendar and numbers, as plain data.

No number of law stands in Python: judge fills these fields from ``rules/`` (the file each field comes from is named
beside it) and hands them in. Numbers of law have no default; words and calendars
default to none, so that a fact built without them claims nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Calendar:
    """Days off, from ``rules/dictionaries/calendar.toml`` (one table per year).

    Outside ``years`` only Saturdays and Sundays are days off, and results that depend on the calendar are uncertain.
    """

    years: frozenset[int] = frozenset()
    """Years whose public notice is in the file."""
    statutory: frozenset[dt.date] = frozenset()
    """法定休假日 (300 %), a subset of ``off``."""
    off: frozenset[dt.date] = frozenset()
    """All days off by notice, ranges unfolded."""
    makeup: frozenset[dt.date] = frozenset()
    """调休 working days: ordinary days although Saturday or Sunday."""

    def is_day_off(self, day: dt.date) -> bool:
        """True on a day off by notice, or on a weekend that is no make-up workday."""
        return day in self.off or (day.weekday() >= 5 and day not in self.makeup)

    def knows(self, day: dt.date) -> bool:
        """Whether the public notice of that year is in the file; elsewhere only weekends are known."""
        return day.year in self.years

    def working_day_at_or_after(self, day: dt.date) -> dt.date:
        """The day itself, or the first working day after it."""
        while self.is_day_off(day):
            day += dt.timedelta(days=1)
        return day

    def working_day_at_or_before(self, day: dt.date) -> dt.date:
        """The day itself, or the last working day before it (条例 art. 14: pay day on a day off is moved forward)."""
        while self.is_day_off(day):
            day -= dt.timedelta(days=1)
        return day


@dataclass(frozen=True)
class RetirementBand:
    """One line of the retirement formula (``rules/values/retirement.toml``; 渐进式延迟法定退休年龄的办法).

    Statutory age = ``base_years`` + min(n // ``step_months`` + 1, ``cap_months``) months, where n counts months from
    ``Settings.retirement_from`` to the month the base age is reached; no delay where n < 0.
    """

    sex: str
    """男 or 女. The band of 女 is that of women workers (女工人), the normal case on a site."""
    base_years: int
    step_months: int
    cap_months: int


@dataclass(frozen=True)
class RequiredItem:
    """One group of columns that a law makes obligatory (``rules/dictionaries/required_items.toml``)."""

    ledger: str
    title: str
    """Chinese title of the group, printed in the finding."""
    fields: tuple[str, ...]
    """Any one of these satisfies the group: a field of the ledger, or a word that ``required_item`` explains."""
    per_worker: bool = True
    """Whether a blank cell under the column is a finding for that worker."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything ``wagecheck.facts.build`` is told. All fields are plain data; nothing here reads a file or a clock."""

    as_of: dt.date
    """The day of judgement (command line ``--as-of``)."""

    # Numbers are looked up by the pay month: rules get theirs so, facts through ``on``. The fields below and
    # ``numbers`` hold those of the latest pay period, for what speaks of several periods at once.

    # -- numbers (rules/values/*.toml) ---------------------------------------------------------------------------
    numbers: Mapping[str, Any] = field(default_factory=dict)
    """Profile and value numbers by name in the latest pay period, for facts that are judged once per run."""
    dated: Mapping[str, tuple[tuple[dt.date, Decimal | None], ...]] = field(default_factory=dict)
    """Nationwide numbers by name: the day from which each amount applies (None: not known), earliest first."""
    tolerance: Decimal
    """Differences of money up to this are rounding (values ``tolerance``)."""
    day_base: Decimal
    """Paid days per month, 月计薪天数 (values ``day_base``; 人社部发〔2025〕2号)."""
    hour_base: Decimal
    """Paid hours per month, day_base × 8 (values ``hour_base``)."""
    hours_per_day: tuple[Decimal, ...]
    """Divisors that sheets in hours use to state days; the first is the lawful day (values ``hours_per_day``)."""
    full_month_days: Decimal
    """Days from which a month counts as fully worked (values ``full_month_days``)."""
    full_day: Decimal
    """Day values of two employers that add up to no more than this are half and half, no double site (decision 16)."""

    # -- pay day and arrears (rules/values/pay_day.toml) -----------------------------------------------------------
    default_pay_months: int
    """Without an agreed pay day: due on the last day of the month this many months after the pay period."""
    leaver_days: int
    """Leavers are due this many days after exit (values ``leaver_days``, PY14)."""
    pay_match_days: int
    """A bank row without a stated month belongs to the due day at or after it within this many days (question 7)."""
    booking_days: int
    """A result and the booking of the same payment lie at most this many days apart (values ``booking_days``)."""
    flow_share: Decimal
    """Share of the workers to be paid from which 专户流水 is the payment record of a contractor that handed in none
    (values ``flow_share``)."""
    retry_days: int
    """Working days to re-issue a failed payment (BK07)."""

    # -- double wage (rules/values/contract.toml; 劳动合同法 art. 82, 实施条例 art. 6, 7) ------------------------------
    signing_months: int
    """Calendar months from the first day of employment within which a contract must be signed."""
    double_wage_cap: int
    """Double wage runs for at most this many months."""

    # -- ages (rules/values/retirement.toml) -----------------------------------------------------------------------
    retirement_from: dt.date | None = None
    """Start of the gradual delay; None: ``over_retirement`` is not known."""
    retirement_bands: tuple[RetirementBand, ...] = ()

    # -- dictionaries (rules/dictionaries/*.toml); words match after NFKC, without blanks, by being contained ----------
    calendar: Calendar = field(default_factory=Calendar)
    """calendar.toml."""
    lawful_deductions: tuple[str, ...] = ()
    """deductions.toml ``lawful``: words in titles of deductions that law allows (个税, 社保个人 …)."""
    unlawful_deductions: tuple[str, ...] = ()
    """deductions.toml ``unlawful``: 罚款, 管理费, 押金 …"""
    deposit_words: tuple[str, ...] = ()
    """deductions.toml ``deposits``: 押金, 保证金 …, unlawful deductions that LC12 speaks about."""
    advance_words: tuple[str, ...] = ()
    """deductions.toml ``advances``: 预支, 借支, 生活费 …"""
    unexplained_deductions: tuple[str, ...] = ()
    """deductions.toml ``unexplained``: 其他扣款 …; so is a title in no list, or in two of the above."""
    overtime_words: tuple[str, ...] = ()
    """deductions.toml ``overtime``: titles of overtime pay (加班工资 …)."""
    special_allowances: tuple[str, ...] = ()
    """deductions.toml ``special_allowances``: do not count towards the minimum wage (最低工资规定 art. 12)."""
    substitute_contracts: tuple[str, ...] = ()
    """contract_titles.toml ``substitute``: 分包, 承揽, 合伙 …"""
    labour_contracts: tuple[str, ...] = ()
    """contract_titles.toml ``labour``: a labour word wins over a substitute word."""
    renewal_words: tuple[str, ...] = ()
    """contract_titles.toml ``renewal``: 续签, 续订 in title or status of a contract that is not the first."""
    company_words: tuple[str, ...] = ()
    """payees.toml ``company``: words in a payee name that mean no person (公司, 项目部 …)."""
    bank_charge_words: tuple[str, ...] = ()
    """memo_words.toml ``bank_charge``: memo words of bank fees and interest (手续费, 结息 …)."""
    other_purpose_words: tuple[str, ...] = ()
    """memo_words.toml ``other_purpose``: memo words of payments to workers that are no wage (备用金, 材料 …)."""
    wage_batch_words: tuple[str, ...] = ()
    """memo_words.toml ``wage_batch``: memo or payee words of a lump-sum wage batch (代发工资, 批量代发 …)."""
    closing_words: tuple[str, ...] = ()
    """memo_words.toml ``closing``: memo words of closing an account (销户 …)."""
    closing_days: int = 0
    """memo_words.toml ``closing.days_before``: the balance may leave this many days before the recorded closing day."""
    refund_words: tuple[str, ...] = ()
    """memo_words.toml ``refund``: memo words of a payment that came back (退汇, 冲正 …)."""
    internal_payees: tuple[str, ...] = ()
    """payees.toml ``internal``: payee names that are the bank's own accounts of a wage batch (应付代收业务款项 …)."""
    bank_payees: tuple[str, ...] = ()
    """payees.toml ``bank``: words of banks, the lawful payee of a bank charge (银行, 信用社 …)."""
    company_name_chars: int = 0
    """payees.toml ``company.min_chars``: shorter names are persons although they hold such a word."""
    person_name_chars: int = 0
    """payees.toml ``company.person_max_chars``: a longer Chinese name without a dot is no person; 0: no limit."""
    versions: Mapping[str, Any] = field(default_factory=dict)
    """versions.toml: when two tables are one ledger handed in twice; empty: they never are."""
    told_apart: Mapping[str, Any] = field(default_factory=dict)
    """told_apart.toml: what tells two rows of one worker on one sheet apart, by ledger; empty: nothing is compared."""
    agreement_contracts: tuple[str, ...] = ()
    """contract_titles.toml ``agreement``: 用工协议, for people who can have no labour contract."""
    contract_terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """contract_terms.toml: section → words of the contract register (kinds of term, dispatch, signatures …)."""
    post_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """posts.toml: section → words of trades and posts (manager, certified, heavy …)."""
    attendance_methods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """attendance_methods.toml: ``machine`` and ``manual`` ways of taking attendance."""
    pattern_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """pattern_words.toml: section → words around patterns of attendance, pay and files (watch, rota …)."""
    festivals: Mapping[int, tuple[dt.date, dt.date]] = field(default_factory=dict)
    """spring_festival.toml: year → New Year's Eve and the third day of the lunar year."""
    festival_window: tuple[str, str] = ("", "")
    """spring_festival.toml ``window``: first and last ``mm-dd`` between which it can lie in any year."""
    required_items: tuple[RequiredItem, ...] = ()
    """required_items.toml: obligatory columns of payroll (PY01), contract (LC03), roster (RN05)."""

    board_items: tuple[RequiredItem, ...] = ()
    """board_items.toml: what the board at the gate must show (PJ17)."""
    standing_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """standing_words.toml: section → words in the standing data of a project."""

    damage_words: tuple[str, ...] = ()
    """deductions.toml ``damages``: deductions that make good a loss (PY09)."""
    in_kind_words: tuple[str, ...] = ()
    """deductions.toml ``in_kind``: pay in goods or vouchers (PY13)."""
    in_kind_doubtful: tuple[str, ...] = ()
    """deductions.toml ``in_kind_doubtful``: may be goods instead of pay, or the worker's own shopping."""
    no_words: tuple[str, ...] = ()
    """value_words.toml ``no``, for columns of yes and no that are kept as written."""
    no_prefixes: tuple[str, ...] = ()
    """value_words.toml ``no_prefix``."""
    province_names: Mapping[str, str] = field(default_factory=dict)
    """regions.toml ``province``: the first two digits of a region code → the name that findings print."""

    record_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """record_words.toml: section → words in ledgers (cash, proxy, frozen, team …)."""

    # -- blacklist (rules/values/blacklist.toml) ---------------------------------------------------------------------
    blacklist_years: Mapping[str, int] = field(default_factory=dict)
    """Term of each kind of list in years, used where an entry states no end (``statutory`` = 3 …)."""
    observation_days: int = 0
    """Days after leaving a list during which a contractor is watched (BL06)."""
    near_name_ratio: float = 0.0
    """Similarity (0–100) from which a company name is near; 0 switches near names off."""

    def on(self, name: str, day: pl.Expr, undated: Decimal | int | None = None) -> pl.Expr:
        """The nationwide number ``name`` in force on ``day``: the pay month decides, not the day of judgement.

        Null where nothing applied yet and where the number is not known; ``undated`` for a name without dates here.
        """
        if name not in self.dated:
            return pl.lit(undated, dtype=pl.Decimal(18, 6))
        found: pl.Expr = pl.lit(None, dtype=pl.Decimal(18, 6))
        for since, amount in self.dated[name]:
            found = pl.when(day >= since).then(pl.lit(amount, dtype=pl.Decimal(18, 6))).otherwise(found)
        return found
