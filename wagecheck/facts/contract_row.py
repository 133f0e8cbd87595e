"""One row per person and contract: what the register of contracts says, copies of other months taken together."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import company_match, contract_term, contracts, retirement, signature
from wagecheck.facts.filled_columns import with_columns_of
from wagecheck.facts.frame import DAYS, MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing import latest_period
from wagecheck.facts.word_match import holds, normal
from wagecheck.ledgers.identifiers import birth_date, sex, uscc_problem
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="contract_row",
    title="劳动合同",
    grain=("person", "contract_key"),
    standing=True,
    masks={"name": "name", "id_number": "id", "worker_signed": "name", "other_signer": "name"},
    columns={
        "contract_key": pl.String,     # number, title and dates of the contract
        "contract_title": pl.String, "contract_type": pl.String, "remark": pl.String,
        "is_agreement": pl.Boolean,    # 用工书面协议 and no labour contract; null where title and type are blank
        "has_remark": pl.Boolean,      # the sheet has a column of remarks
        "signed_on": pl.Date, "start_on": pl.Date, "end_on": pl.Date,
        "in_force": pl.Boolean,        # the term overlaps the period judged; a missing end is open
        "is_latest": pl.Boolean,       # no contract of the person began later
        # kind of term
        "term_type": pl.String,        # as written
        "term_kind": pl.String,        # open, task, fixed; null: not stated or not understood
        "term_months": pl.Int32,       # full months from start to end
        "term_stated": pl.Boolean,     # the end can be told; null where no column could say it or the text is not clear
        "price_stated": pl.Boolean,    # a rate stands with what it is paid for; null where no column says for what
        "n_fixed_terms": pl.Int32,     # contracts of a fixed term of this person with this employer, this one included
        # employer
        "employer": pl.String, "employer_uscc": pl.String, "roster_employer": pl.String,
        "registered_uscc": pl.String,  # code of the employer in 参建单位
        # other: neither the contractor nor the general contractor · code: no credit code · other_code: not the
        # registered one · roster: the roster names another company of the project; none: nothing differs
        "employer_problem": pl.String,
        # pay
        "wage_unit": pl.String, "wage_rate": MONEY,
        "wage_basis": pl.String,       # month, day, hour, piece; null where the unit is not stated
        "agreed_monthly": MONEY,       # monthly wage, or rate × paid days (hours) of a month; null for piece work
        "over_retirement": pl.Boolean, # past the statutory age at the end of the period; null: age not known
        # form of employment, from the register, else from the roster
        "employment_form": pl.String, "is_dispatch": pl.Boolean, "is_part_time": pl.Boolean,
        "dispatch_share": pl.Float64,  # dispatched people ÷ people with a contract in force
        "first_dispatch": pl.Boolean,  # the first dispatch contract in force of the contractor
        # probation
        "probation": pl.String, "probation_months": DAYS, "probation_wage": MONEY,
        # signature
        "worker_signed": pl.String,    # what is written there; null where it is a person's name
        "other_signer": pl.String,     # the name of somebody else that is written there
        "signing": pl.String,          # signed, unsigned, proxy, other_name, blank; null: cannot be told
        "contract_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_KEY: Final = [
    "pid", "contract_no", "contract_title", "contract_type", "contract_signed_on", "contract_start", "contract_end",
    "employer", "employer_uscc",
]  # fmt: skip
_LATER: Final = [
    "contract_term_type", "trade", "employment_form", "wage_unit", "wage_rate", "monthly_wage", "probation",
    "probation_wage", "worker_signed", "remark",
]  # fmt: skip
_COLUMNS: Final = ["worker_signed", "probation", "contract_end", "contract_term_type", "wage_unit", "remark"]


def build(ground: Groundwork, cells: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Contracts of everybody in the register, judged under the latest period of their contractor."""
    settings = ground.settings
    rows = _distinct(ground, cells)
    people = ground.people.persons.select("pid", *_SITE, "person", "name", "id_number")
    rows = rows.join(people, on="pid", maintain_order="left").join(
        latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True, maintain_order="left"
    )
    rows = rows.join(_roster(ground), on="pid", how="left", maintain_order="left")
    rows = _with_employer(_with_term(_with_form(rows, settings), settings), ground)
    birth, gender = birth_date(pl.col("id_number")), sex(pl.col("id_number"))
    by_other = (pl.col("signing") == "other_name").fill_null(value=False)
    return (
        rows.lazy()
        .with_columns(
            contracts.wage_unit().alias("unit_kind"),
            agreed_monthly=contracts.monthly(settings),
            is_agreement=_is_agreement(settings),
            over_retirement=retirement.over_retirement(birth, gender, pl.col("period_end"), settings),
            probation_months=contract_term.probation_months(
                settings.contract_terms, has_column=pl.col("has_probation")
            ),
            signed_on=pl.col("contract_signed_on"),
            start_on=pl.col("contract_start"),
            end_on=pl.col("contract_end"),
            contract_key=_contract_key(),
            worker_signed=pl.when(~by_other).then("worker_signed"),
            other_signer=pl.when(by_other).then("worker_signed"),
        )
        .with_columns(
            wage_basis=pl.when(pl.col("monthly_wage").is_not_null()).then(pl.lit("month")).otherwise("unit_kind")
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort(*_SITE, "person", "start_on", "signed_on", "contract_key", nulls_last=True)
    )


def _distinct(ground: Groundwork, cells: pl.DataFrame) -> pl.DataFrame:
    """Register rows with pid, copies as one: the later sheet completes the earlier."""
    ledger = ground.ledgers["contract"]
    named = ledger.join(
        ground.people.pids("contract"), on=["src", "row", "name_key"], nulls_equal=True, maintain_order="left"
    ).filter(pl.col("pid").is_not_null())
    marked = with_columns_of(named, cells, _COLUMNS).with_columns(
        signing=signature.state("worker_signed", ground.settings.contract_terms), at=pack(pl.col("src"), pl.col("row"))
    )
    return (
        marked.with_columns(_in_column=signature.somebody_signed("signing").over("src"))
        .with_columns(
            signing=pl.when((pl.col("signing") != "blank") | (pl.col("has_worker_signed") & pl.col("_in_column"))).then(
                "signing"
            )
        )
        .with_row_index("number")
        .group_by(_KEY, maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().last() for name in _LATER),
            *(pl.col(f"has_{name}").any() for name in _COLUMNS),
            pl.col("signing").drop_nulls().last(),
            pl.col("number").last(),
            contract_at=pl.col("at").unique(maintain_order=True),
        )
    )


def _roster(ground: Groundwork) -> pl.DataFrame:
    """By pid: roster_employer and roster_form, as the roster wrote them last."""
    return ground.roster.group_by("pid").agg(
        roster_employer=pl.col("employer").drop_nulls().last(),
        roster_form=pl.col("employment_form").drop_nulls().last(),
    )


def _with_form(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Dispatch and part time by the form of employment; in_force."""
    began = pl.coalesce("contract_start", "contract_signed_on")
    words, text = settings.contract_terms, normal("employment_form")
    rows = rows.with_columns(
        employment_form=pl.coalesce("employment_form", "roster_form"),
        in_force=(began <= pl.col("period_end")).fill_null(value=True)
        & (pl.col("contract_end") >= pl.col("period_start")).fill_null(value=True),
    ).with_columns(
        pl.when(text != "").then(holds(text, words.get(section, ()))).alias(name)
        for name, section in (("is_dispatch", "dispatch"), ("is_part_time", "part_time"))
    )
    dispatched = pl.col("is_dispatch").fill_null(value=False) & pl.col("in_force")
    return rows.with_columns(
        dispatch_share=pl.col("pid").filter(dispatched).n_unique().over(_SITE)
        / pl.col("pid").filter("in_force").n_unique().over(_SITE),
        first_dispatch=dispatched & (dispatched.cum_sum().over(_SITE) == 1),
    )


def _with_term(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Kind and length of the term, and whether register and price say what they must."""
    ended = pl.col("contract_end").is_not_null()
    written = normal("contract_term_type") != ""
    rows = rows.with_columns(
        term_type=pl.col("contract_term_type"),
        term_kind=pl.coalesce(
            contract_term.kind(settings.contract_terms), pl.when(~written & ended).then(pl.lit("fixed"))
        ),
        term_months=contract_term.full_months(pl.col("contract_start"), pl.col("contract_end")),
        is_latest=_is_latest(),
    )
    told = ended | pl.col("term_kind").is_in(["open", "task"]) | contract_term.spelt_out()
    columns = pl.col("has_contract_end") | pl.col("has_contract_term_type")
    unclear = written & pl.col("term_kind").is_null()
    return rows.with_columns(
        term_stated=pl.when(told.fill_null(value=False))
        .then(pl.lit(value=True))
        .when(
            columns
            & ~unclear
            & ~((pl.col("term_kind") == "fixed").fill_null(value=False) & ~pl.col("has_contract_end"))
        )
        .then(pl.lit(value=False)),
        price_stated=pl.when(pl.col("wage_rate").is_null() | (normal("wage_unit") != ""))
        .then(pl.lit(value=True))
        .when("has_wage_unit")
        .then(pl.lit(value=False)),
    )


def _is_latest() -> pl.Expr:
    """The contract that began last; of several on one day the one that stands last."""
    order = pl.struct(pl.coalesce("contract_start", "contract_signed_on", pl.date(1900, 1, 1)), "number")
    return order.rank("ordinal").over("pid") == pl.len().over("pid")


def _with_employer(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """What is wrong with the employer, and the number of fixed terms with the same employer."""
    texts = [rows.select("project", given=name) for name in ("employer", "roster_employer", "contractor")]
    general = ground.ledgers["project"].select(
        project=pl.coalesce("project", "name"), given=pl.col("general_contractor")
    )
    known = company_match.meant(pl.concat([*texts, general]), ground.ledgers, ground.units)
    for name in ("employer", "roster_employer", "contractor"):
        side = known.rename({"given": name, "company": f"{name}_company", "listed": f"{name}_listed"})
        rows = rows.join(side, on=["project", name], how="left", nulls_equal=True, maintain_order="left")
    led = general.join(known, on=["project", "given"]).select("project", general_company="company").unique("project")
    rows = rows.join(led, on="project", how="left", nulls_equal=True, maintain_order="left").join(
        company_match.codes(ground.ledgers),
        left_on=["project", "employer_company"],
        right_on=["project", "company"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    code = pl.col("employer_uscc").str.strip_chars().str.to_uppercase()
    own = pl.col("employer_company") == pl.col("contractor_company")
    led_by = (pl.col("employer_company") == pl.col("general_company")).fill_null(value=False)
    elsewhere = (pl.col("roster_employer_company") != pl.col("employer_company")) & pl.col(
        "roster_employer_listed"
    ).fill_null(value=True)
    problem = (
        pl.when(~own & ~led_by)
        .then(pl.lit("other"))
        .when((code != "") & uscc_problem(code).is_not_null())
        .then(pl.lit("code"))
        .when((code != "") & (code != pl.col("registered_uscc")))
        .then(pl.lit("other_code"))
        .when(elsewhere)
        .then(pl.lit("roster"))
        .when(own | led_by | ((code != "") & uscc_problem(code).is_null()))
        .then(pl.lit("none"))
    )
    fixed = (pl.col("term_kind") == "fixed").fill_null(value=False)
    start = pl.coalesce("contract_start", "contract_signed_on")
    return rows.with_columns(
        employer_problem=problem,
        n_fixed_terms=start.filter(fixed).drop_nulls().n_unique().over("pid", "employer_company"),
    )


def _is_agreement(settings: Settings) -> pl.Expr:
    """An agreement word and no labour word; null where neither title nor type is written."""
    text = normal("contract_title", "contract_type")
    agreement = holds(text, settings.agreement_contracts) & ~holds(text, settings.labour_contracts)
    return pl.when(text != "").then(agreement)


def _contract_key() -> pl.Expr:
    """What tells two contracts of a person apart, as text."""
    parts = ["contract_no", "contract_title", "contract_signed_on", "contract_start", "contract_end", "employer"]
    return pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in parts], separator="|")
