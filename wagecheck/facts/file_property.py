"""What the properties of submitted files have in common: author, moment of creation, content, lateness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts import file_owners
from wagecheck.facts.frame import Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import assign
from wagecheck.facts.standing_sheets import only
from wagecheck.facts.word_match import holds, normal
from wagecheck.ledgers.names import name_key

if TYPE_CHECKING:
    from wagecheck.intake.assembly import InputFile

FRAME = Frame(
    name="file_property",
    title="文件属性",
    grain=("scope", "key"),
    masks={"author": "name", "key": "name"},
    columns={
        # late: one file and the due day of its month · author: files of one author · second: files made in one second
        # · copy: files of one content
        "scope": pl.String,
        "key": pl.String,              # what they have in common: path, author, second or sha256
        "file": pl.String,             # the first of them
        "files": pl.String,            # those of this contractor and period, joined by 、
        "firms": pl.Int32,             # contractors that have such files of their own; 1 where this one has none
        "other_firms": pl.String,      # the others, joined by 、
        "months": pl.Int32,            # distinct periods of such files of this contractor; one file counts once
        "author": pl.String,
        "created_on": pl.Date, "created_moment": pl.String,
        "due_on": pl.Date, "days_after_due": pl.Int32,      # creation after the due day of the pay; negative: before
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_UNIT: Final = [*_SITE, "period", "period_start", "period_end"]
#: Ledgers that contractors make themselves; bank exports say nothing about them.
_OWN: Final = ("roster", "contract", "attendance", "payroll", "notice")
_MONTHLY: Final = ("attendance", "payroll", "notice")
_STAMP: Final = 19
_SHARED: Final = ("author", "second", "copy")


def build(files: Sequence[InputFile], sources: pl.DataFrame, ground: Groundwork, units: pl.DataFrame) -> pl.LazyFrame:
    """Files with ledgers that contractors make. Containers without properties (csv) count by their content only.

    Firms that have such files count wherever they are: in other parts of the submission too (``Groundwork.elsewhere``).
    """
    rows = _files(files, sources, ground, units)
    there = file_owners.without_officers(ground.elsewhere.owners, _officers(ground))
    parts = [
        _late(rows, ground),
        *(_shared(rows, scope, there) for scope in _SHARED),
    ]
    return only(pl.concat(parts, how="diagonal"), FRAME.schema, "period_start", "scope", "key")


def _files(files: Sequence[InputFile], sources: pl.DataFrame, ground: Groundwork, units: pl.DataFrame) -> pl.DataFrame:
    """One row per file, contractor and period: file, monthly, author, second, copy, created_on, created_moment, alone.

    ``alone``: no other contractor stands in the file. A workbook that holds the tables of several is openly one
    document: that they share its author and moment says nothing about them.
    """
    told = pl.DataFrame(
        [(f.path, f.sha256, f.properties.get("creator"), f.properties.get("created"), f.several) for f in files],
        schema={**dict.fromkeys(("file", "copy", "author", "created"), pl.String), "several": pl.Boolean},
        orient="row",
    )
    moment = pl.col("created").str.slice(0, _STAMP).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False)
    officers = _officers(ground)["name_key"]
    generic = holds(normal("author"), ground.settings.pattern_words.get("generic_author", ()))
    ours = name_key(pl.col("author")).is_in(officers.implode()).fill_null(value=False)
    known = (pl.col("author").str.strip_chars() != "") & ~generic
    said = known & ~ours
    told = told.with_columns(
        author=pl.when(said).then(pl.col("author").str.strip_chars()),
        created_on=moment.dt.date(),
        created_moment=moment.dt.strftime("%Y-%m-%d %H:%M:%S"),
        # programs export many files in one second; only a person's files count
        second=pl.when(known).then(moment.dt.strftime("%Y-%m-%d %H:%M:%S")),
    )
    own = _written(sources).with_columns(stated=pl.col("period_start").is_not_null())
    placed = assign(own.select("file", "ledger", "stated", *_SITE, "period_start", "period_end"), units.lazy())
    return (
        placed.group_by("file", *_UNIT, maintain_order=True)
        .agg(monthly=(pl.col("ledger").is_in(_MONTHLY) & pl.col("stated")).any(), stated=pl.col("stated").any())
        .join(told.unique("file", keep="first", maintain_order=True), on="file", maintain_order="left")
        .with_columns(alone=(pl.col("contractor").n_unique().over("file") == 1) & ~pl.col("several"))
    )


def _written(sources: pl.DataFrame) -> pl.DataFrame:
    """The tables of contractors that hold anything."""
    # a form left blank is nobody's record; a yearly table holds its rows in the months
    written = (pl.col("rows") > 0) | (pl.col("layout") == "annual")
    return sources.filter(pl.col("ledger").is_in(_OWN) & pl.col("contractor").is_not_null() & written)


def of_several(sources: pl.DataFrame) -> set[str]:
    """The files in which tables of several contractors stand."""
    firms = _written(sources).group_by("file").agg(pl.col("contractor").n_unique())
    return set(firms.filter(pl.col("contractor") > 1)["file"])


def _late(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """Monthly files with a day of creation, beside the due day of their contractor and period."""
    due = ground.due_days.select(*_SITE, "period", "due_on")
    monthly = rows.filter(pl.col("monthly") & pl.col("created_on").is_not_null())
    return monthly.join(
        due, on=[*_SITE, "period"], how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(
        scope=pl.lit("late"),
        key="file",
        files="file",
        days_after_due=(pl.col("created_on") - pl.col("due_on")).dt.total_days(),
    )  # fmt: skip


def _officers(ground: Groundwork) -> pl.DataFrame:
    return pl.concat([file_owners.officers(ground.ledgers["project"]), ground.elsewhere.officers])


def owners(files: Sequence[InputFile], sources: pl.DataFrame, ground: Groundwork, units: pl.DataFrame) -> pl.DataFrame:
    """Which firms have files of which author, second and content (``file_owners.OWNERS``)."""
    rows = _files(files, sources, ground, units).filter("alone")
    parts = [rows.select(pl.lit(scope).alias("scope"), pl.col(scope).alias("key"), "contractor") for scope in _SHARED]
    return pl.concat(parts).drop_nulls().unique()


def _shared(rows: pl.DataFrame, scope: str, there: pl.DataFrame) -> pl.DataFrame:
    """Files that have their author, second or content in common; one row per contractor, in its latest such period."""
    mine = rows.filter(pl.col(scope).is_not_null()).sort("period_start", "file")
    others = there.filter(pl.col("scope") == scope).select(pl.col("key").alias(scope), "contractor", alone=True)
    every = (
        pl.concat([mine.select(scope, "contractor", "alone"), others])
        .group_by(scope, maintain_order=True)
        .agg(every=pl.col("contractor").filter("alone").unique().sort())
    )
    return (
        mine.group_by(scope, *_SITE, maintain_order=True)
        .agg(
            pl.col("period", "period_start", "period_end").last(),
            pl.col("file").first().alias("file"),
            files=pl.col("file").unique(maintain_order=True).str.join("、"),
            months=pl.col("period").filter(pl.col("stated") & pl.col("file").is_first_distinct()).n_unique(),
            names=pl.col("author").first(),
            created_on=pl.col("created_on").first(),
            created_moment=pl.col("created_moment").first(),
        )
        .join(every, on=scope, maintain_order="left")
        # who has a part in joint files only has no file to be compared
        .with_columns(
            every=pl.when(pl.col("every").list.contains(pl.col("contractor")))
            .then("every")
            .otherwise(pl.concat_list("contractor"))
        )
        .with_columns(
            firms=pl.col("every").list.len(),
            other_firms=pl.col("every").list.set_difference(pl.concat_list("contractor")).list.sort().list.join("、"),
            key=pl.col(scope),
            author="names",
            scope=pl.lit(scope),
        )
        .select(
            *_UNIT,
            "scope",
            "key",
            "file",
            "files",
            "firms",
            "other_firms",
            "months",
            "author",
            "created_on",
            "created_moment",
        )
    )
