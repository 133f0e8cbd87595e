"""What other parts of a submission say of the same people, accounts and files.

Facts of a project rest on that project's records. Some of them look further (``reach``): days worked on several sites,
the first day with a contractor, pay of the year, payrolls at the same time, stays with others, workers shared with a
firm on the blacklist, whose wages go to an account, and whose files have the same author. Where a submission
is assessed part by part (``scale``), every part first tells what it knows of people and accounts that several parts
name (``shared``, ``told``), and is then assessed with what the others told. A whole submission has nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts import card_uses, file_owners, listed_staff, recorded_company, roster_stays, site_days
from wagecheck.facts.frame import MONEY, PLACES
from wagecheck.facts.people import run_start
from wagecheck.facts.recorded_card import account_text

if TYPE_CHECKING:
    from wagecheck.facts.groundwork import Groundwork

_months: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "project": pl.String, "contractor": pl.String, "id_number": pl.String, "number_sound": pl.Boolean,
    "period_start": pl.Date, "period_end": pl.Date, "first_day": pl.Date, "last_day": pl.Date,
    "in_attendance": pl.Boolean, "in_payroll": pl.Boolean, "payroll_at": PLACES,
    "net_pay": MONEY, "advances": MONEY, "employed_from": pl.Date,
}  # fmt: skip
#: Months of ``worker_month``, before any period is asked for.
MONTHS: Final = pl.Schema(_months)
SOUGHT: Final = pl.Schema({"payee_key": pl.String})
#: ``kind`` is number (of a person) or account.
KEYS: Final = pl.Schema({"kind": pl.String, "key": pl.String})
#: Ledgers that name people → the column of an account, where they have one.
_NAMING: Final[Mapping[str, str | None]] = {
    "identity": None, "contract": None, "roster": "bank_card", "attendance": None, "attendance_summary": None,
    "payroll": "bank_card", "notice": "bank_card", "payment": "payee_account",
}  # fmt: skip


#: Fields of Elsewhere that speak of an identity number, of an account, of the firms of ``staff``; the others are short.
BY_NUMBER: Final = ("site_days", "months", "stays", "staff")
BY_ACCOUNT: Final = ("uses", "open_uses")
BY_FIRM: Final = ("firms",)


def number_key() -> pl.Expr:
    """The identity number of a row as KEYS have it."""
    return pl.col("id_number").str.to_uppercase()


@dataclass(frozen=True)
class Elsewhere:
    """Records of other parts: site days, months of workers, uses of accounts, names that people bear."""

    site_days: pl.DataFrame = field(default_factory=site_days.SITE_DAYS.to_frame)
    months: pl.DataFrame = field(default_factory=MONTHS.to_frame)
    uses: pl.DataFrame = field(default_factory=card_uses.USES.to_frame)
    open_uses: pl.DataFrame = field(default_factory=card_uses.OPEN.to_frame)
    bearers: pl.DataFrame = field(default_factory=card_uses.BEARERS.to_frame)
    sought: pl.DataFrame = field(default_factory=SOUGHT.to_frame)
    """Names under which any account is used by nobody of the contractor, whoever shares it (SOUGHT)."""
    stays: pl.DataFrame = field(default_factory=roster_stays.STAYS.to_frame)
    staff: pl.DataFrame = field(default_factory=listed_staff.STAFF.to_frame)
    firms: pl.DataFrame = field(default_factory=listed_staff.FIRMS.to_frame)
    """The firms of ``staff`` as the blacklist compares them."""
    companies: pl.DataFrame = field(default_factory=recorded_company.COMPANIES.to_frame)
    owners: pl.DataFrame = field(default_factory=file_owners.OWNERS.to_frame)
    officers: pl.DataFrame = field(default_factory=file_owners.OFFICERS.to_frame)

    def about(self, keys: pl.DataFrame) -> Elsewhere:
        """Only what speaks of these people and accounts (columns of KEYS).

        Names and their bearers, companies, and who has which files stay.
        """
        numbers, accounts = (keys.filter(pl.col("kind") == kind)["key"].implode() for kind in ("number", "account"))
        mine = {name: getattr(self, name).filter(number_key().is_in(numbers)) for name in BY_NUMBER}
        mine |= {name: getattr(self, name).filter(pl.col("card").is_in(accounts)) for name in BY_ACCOUNT}
        firm = ["project", "contractor"]
        mine |= {
            name: getattr(self, name).join(mine["staff"], on=firm, how="semi", nulls_equal=True) for name in BY_FIRM
        }
        return replace(self, **mine)

    def bearing(self, names: pl.Series) -> Elsewhere:
        """Of the bearers only those of these names."""
        return replace(self, bearers=self.bearers.filter(pl.col("payee_key").is_in(names.implode())))


def joined(parts: Sequence[Elsewhere]) -> Elsewhere:
    """What all of them say."""
    every = (Elsewhere(), *parts)
    return Elsewhere(**{part.name: pl.concat([getattr(one, part.name) for one in every]) for part in fields(Elsewhere)})


def keys(ledgers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Numbers and accounts that these ledgers name (columns of KEYS), each once: what parts may have in common."""
    found = [pl.LazyFrame(schema=KEYS)]
    for ledger, account in _NAMING.items():
        rows = ledgers[ledger].lazy()
        if ledger == "attendance":  # one row of a run is enough
            rows = rows.filter(run_start(["id_number", "name_key"]))
        found.append(_distinct(rows, "number", pl.col("id_number").str.strip_chars().str.to_uppercase()))
        if account is not None:
            found.append(_distinct(rows, "account", account_text(pl.col(account))))
    return pl.concat(found).unique().collect()


def told(ground: Groundwork, worker_month: pl.DataFrame, shared: pl.DataFrame, files: pl.DataFrame) -> Elsewhere:
    """What a part tells the others of the people and accounts in ``shared`` (columns of KEYS).

    Its bearers of names are told whole: which names are looked for is known when all have told their open uses. So are
    its ``files`` (``file_owners.OWNERS``): a line for each.
    """
    sure, open_uses = card_uses.found(ground.ledgers, ground.people, ground.units, ground.payments)
    numbers = shared.filter(pl.col("kind") == "number")["key"]
    mine = Elsewhere(
        site_days.of(ground.days, ground.people.persons, numbers, ground.settings),
        worker_month.select(pl.col(name).cast(kind) for name, kind in MONTHS.items()),
        sure,
        open_uses,
        card_uses.bearers(ground.people),
        open_uses.select(SOUGHT.names()).unique(),
        roster_stays.told(ground),
        listed_staff.staff(ground.people),
        listed_staff.firms(ground),
        ground.ledgers["contractor"].select(recorded_company.COMPANIES.names()).unique(),
        files,
        file_owners.officers(ground.ledgers["project"]),
    )
    return mine.about(shared)


def _distinct(rows: pl.LazyFrame, kind: str, key: pl.Expr) -> pl.LazyFrame:
    return rows.select(kind=pl.lit(kind), key=key).filter(pl.col("key").is_not_null() & (pl.col("key") != "")).unique()
