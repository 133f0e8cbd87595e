"""One row per dedicated wage account: name, filing, three-party agreement, closing.

Contractor is the general contractor.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.labor_fee import credits
from wagecheck.facts.project_month import projects
from wagecheck.facts.recorded_card import account_text
from wagecheck.facts.standing_sheets import StandingSheets, only
from wagecheck.ledgers.companies import company_key

FRAME = Frame(
    name="dedicated_account",
    title="农民工工资专用账户",
    grain=("account_key",),
    standing=True,
    masks={"account_key": "card"},
    columns={
        "account_key": pl.String,          # number of the account, else its name
        "account_name": pl.String,
        "expected_name": pl.String,        # general contractor + project + 农民工工资专用账户
        "name_matches": pl.Boolean,        # equal after width, brackets and blanks; null where a part is not recorded
        "name_is_short": pl.Boolean,       # begins with the general contractor and ends with the purpose
        "opened_on": pl.Date,
        "filed": pl.Boolean, "filed_on": pl.Date,
        "filing_days": pl.Int32,           # from opening to filing, or to the as-of date
        "tripartite_signed": pl.Boolean, "tripartite_signed_on": pl.Date,
        "first_fee_on": pl.Date,           # first labour fee on the account's statement
        "is_closed": pl.Boolean, "closed_on": pl.Date,
        "closing_noticed": pl.Boolean, "closing_notice_from": pl.Date, "closing_notice_to": pl.Date,
        "closing_notice_days": pl.Int32,   # days posted before the day of closing, both ends counted
        "is_complete": pl.Boolean,         # of the project, by 项目状态
        "unpaid_total": MONEY,             # wages of the project due and not paid; null where that is not known
        "account_at": PLACES, "project_at": PLACES, "account_flow_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = "project"


def accounts(sheets: StandingSheets) -> pl.DataFrame:
    """Rows of the sheet 专户 that name an account, with ``account_key``, ``account_name`` and ``account_at``."""
    keyed = sheets.rows("account").with_columns(
        account_key=pl.coalesce(account_text(pl.col("number")), "name"),
        account_name=pl.col("name").str.strip_chars(),
        account_at=pl.concat_list("at"),
    )
    return keyed.filter(pl.col("account_key").is_not_null())


def build(sheets: StandingSheets, worker_month: pl.DataFrame) -> pl.LazyFrame:
    """Accounts of the sheet 专户, under the latest period of their project.

    ``filed``, ``tripartite_signed`` and ``closing_noticed`` are false where the cell is blank, null where the sheet has
    no such column. ``first_fee_on`` reads 专户流水; null where it was not handed in.
    """
    known = accounts(sheets).with_columns(
        filed=sheets.filled("account", "filed_on"),
        tripartite_signed=sheets.filled("account", "tripartite_signed_on"),
        closing_noticed=sheets.filled("account", "closing_notice_from"),
        worded_closed=sheets.says_any("status", sheets.settings.closing_words),
    )
    firsts = credits(sheets).sort("booked_on").group_by(_SITE, maintain_order=True).first()
    fees = firsts.select(_SITE, first_fee_on="booked_on", account_flow_at=pl.concat_list("at"))
    as_of = pl.lit(sheets.settings.as_of)
    last_posted = pl.min_horizontal(pl.col("closing_notice_to"), pl.col("closed_on").dt.offset_by("-1d"))
    placed = (
        sheets.under_projects(known.drop("name", "status", "owner", strict=False), projects(sheets))
        .join(fees, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
        .join(_unpaid(worker_month), on=_SITE, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            filing_days=(pl.coalesce("filed_on", as_of) - pl.col("opened_on")).dt.total_days(),
            is_closed=pl.col("closed_on").is_not_null() | pl.col("worded_closed").fill_null(value=False),
            closing_notice_days=(last_posted - pl.col("closing_notice_from")).dt.total_days() + 1,
        )
    )
    return only(_with_names(placed, sheets), FRAME.schema, "account_key")


def _with_names(rows: pl.DataFrame, sheets: StandingSheets) -> pl.DataFrame:
    """What the account should be called, and whether it is; accounts are few."""
    purposes = sheets.settings.standing_words.get("account_purpose", ())
    expected, matches, short = [], [], []
    for owner, project, name in rows.select("general_contractor", "project", "account_name").iter_rows():
        whole = f"{owner}{project}{purposes[0]}" if owner and project and purposes else None
        key = _key(name)
        expected.append(whole)
        matches.append(None if whole is None or key is None else key == _key(whole))
        short.append(
            None if owner is None or key is None else key.startswith(_key(owner) or "") and _ends(key, purposes)
        )
    return rows.with_columns(
        expected_name=pl.Series(expected, dtype=pl.String),
        name_matches=pl.Series(matches, dtype=pl.Boolean),
        name_is_short=pl.Series(short, dtype=pl.Boolean),
    )


def _ends(key: str, purposes: tuple[str, ...]) -> bool:
    return any(key.endswith(_key(purpose) or "") for purpose in purposes)


def _key(name: str | None) -> str | None:
    """Width, brackets and blanks made one; 帐户 is 账户."""
    key = company_key(name)
    return key.replace("帐", "账") if key else None


def _unpaid(worker_month: pl.DataFrame) -> pl.DataFrame:
    """Per project: wages owed past their due day. Null where nobody's is known, or none is owed but some unknown."""
    late = pl.col("owed").filter((pl.col("days_late") > 0).fill_null(value=False)).sum()
    unknown = (pl.col("in_payroll").fill_null(value=False) & pl.col("owed").is_null()).any()
    known = pl.col("owed").is_not_null().any() & ((late > 0) | ~unknown)
    return worker_month.group_by(_SITE).agg(unpaid_total=pl.when(known).then(late))
