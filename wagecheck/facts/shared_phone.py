"""One row per project, contractor and phone: how many people give it as theirs."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import latest_period
from wagecheck.facts.team_leader import leaders_of
from wagecheck.ledgers.distinct import once
from wagecheck.ledgers.identifiers import identity_problem, sex
from wagecheck.ledgers.names import name_key

FRAME = Frame(
    name="shared_phone",
    title="共用手机号",
    grain=("phone",),
    standing=True,
    masks={"name": "name", "id_number": "id", "phone": "phone", "holders": "name"},
    columns={
        "phone": pl.String,
        "n_people": pl.Int32,          # distinct names (one name with several numbers is RN02's)
        "holders": pl.String,          # their names, joined by 、
        "is_couple": pl.Boolean,       # two people, a man and a woman; null where a number does not tell
        "is_leader_phone": pl.Boolean, # a team leader's own phone, given by somebody else too
        "is_officer_phone": pl.Boolean,# the labour officer's phone; null where the project names none
        "any_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_KEYS: Final = [*_SITE, "phone"]


def build(ground: Groundwork, units: pl.DataFrame) -> pl.LazyFrame:
    """Complete phones of all ledgers. The officer's own rows (his name) do not make it somebody else's phone."""
    officers = _officers(ground)
    leaders = leaders_of(ground).select(*_SITE, "person").unique().with_columns(leads=pl.lit(value=True))
    rows = (
        ground.people.appearances.select(*_SITE, "person", "name_key", "phone", "at", "ambiguous")
        .filter(~pl.col("ambiguous"))
        .with_columns(phone=_digits(pl.col("phone")))
        .drop_nulls("phone")
        .join(officers, on=["project", "phone"], how="left", nulls_equal=True)
        .filter((pl.col("officer") != pl.col("name_key")).fill_null(value=True))
    )
    named = officers["project"].unique().to_list()
    persons = ground.people.persons.select(*_SITE, "person", "name", number="id_number")
    people = (
        rows.group_by([*_KEYS, "person", "officer"], maintain_order=True)
        .agg(at=pl.col("at").unique())
        .join(persons, on=[*_SITE, "person"], nulls_equal=True)
        .join(leaders, on=[*_SITE, "person"], how="left", nulls_equal=True)
        .with_columns(
            sex=pl.when(identity_problem(pl.col("number")).is_null()).then(sex(pl.col("number"))),
            leads=pl.col("leads").fill_null(value=False),
        )
        .sort(*_KEYS, "person", nulls_last=True)
    )
    several = pl.len() > 1
    found = people.group_by(_KEYS, maintain_order=True).agg(
        n_people=name_key(pl.col("name")).n_unique().cast(pl.Int32),
        holders=pl.col("name").unique(maintain_order=True).str.join("、"),
        is_couple=pl.when(pl.len() != 2)
        .then(pl.lit(value=False))
        .when(pl.col("sex").null_count() == 0)
        .then(pl.col("sex").n_unique() == 2),
        is_leader_phone=pl.col("leads").any() & several,
        of_officer=pl.col("officer").is_not_null().any(),
        any_at=pl.col("at").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
    )
    told = pl.col("project").is_in(named, nulls_equal=True)
    return (
        found.with_columns(
            is_officer_phone=pl.when(told).then("of_officer"),
            person=pl.lit(None), name=pl.lit(None), id_number=pl.lit(None),
        )
        .lazy()
        .join(latest_period(units.lazy()), on=_SITE, nulls_equal=True)
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "phone")
    )  # fmt: skip


def _digits(phone: pl.Expr) -> pl.Expr:
    """The phone without signs; null where it is masked or blank."""
    return once(phone, _bare, pl.String, same=r"^[0-9]{11}$")


def _bare(phone: pl.Expr) -> pl.Expr:
    bare = phone.str.normalize("NFKC").str.replace_all(r"[^0-9+*]", "").str.replace(r"^\+?86(1\d{10})$", "${1}")
    return pl.when((bare != "") & ~bare.str.contains("*", literal=True)).then(bare)


def _officers(ground: Groundwork) -> pl.DataFrame:
    """project, phone, officer (name key) of the labour officers; rows that name no project are the only project's."""
    projects = ground.submitted["project"].unique().to_list()
    only = projects[0] if len(projects) == 1 else None
    return (
        ground.ledgers["project"]
        .select(
            project=pl.coalesce("project", "name", pl.lit(only, dtype=pl.String)),
            phone=_digits(pl.col("labor_officer_phone")),
            officer=name_key(pl.col("labor_officer")).fill_null(""),
        )
        .drop_nulls("phone")
        .unique(["project", "phone"], keep="first", maintain_order=True)
    )
