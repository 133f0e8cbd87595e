"""Who is who: every row about a person, over all ledgers but payments, and the persons these rows speak of.

The rules of matching stand in ``identity_matching``. Payments are matched to ``persons`` where payments are read,
because there the name may lawfully be a stranger's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from wagecheck.facts import identity_matching
from wagecheck.ledgers.provenance import pack

#: Ledgers whose rows are about persons → the column of the wage card and of the phone, where they have one.
_SOURCES: Final[dict[str, tuple[str | None, str | None]]] = {
    "identity": (None, "phone"),
    "contract": (None, "phone"),
    "roster": ("bank_card", "phone"),
    "attendance": (None, None),
    "attendance_summary": (None, None),
    "payroll": ("bank_card", "phone"),
    "notice": ("bank_card", None),
}
_COMMON: Final = ["src", "project", "contractor", "team", "period_start", "period_end"]
_PERSON: Final = ["name", "name_key", "id_number", "id_state"]
_SITE: Final = ["project", "contractor"]
_WHO: Final = [*_SITE, "person"]


@dataclass(frozen=True)
class People:
    """Appearances and persons. Rows without a contractor, or without name and number, are no appearance.

    ``appearances``: ledger (six titles: attendance stands for its summary too), src, row, at, project, contractor,
    period_start, period_end (as the sheet states them, may be null), person, pid, name, name_key, id_number (as given),
    id_state, card (text that is complete), phone, team, ambiguous. Attendance has one row per sheet and worker.

    ``persons``: project, contractor, person, pid, name, name_key, id_number (null where none is known), phone,
    cards (List(String): every complete card of roster, payroll and notice). ``pid`` numbers the rows from 0.

    ``ambiguous``: rows that may mean any of several persons (two namesakes without number, a masked name): ledger,
    project, contractor, period_start, period_end, name_key, surname. They are nobody's; what a ledger with such a row
    says about a person of that name (or surname, where the name is masked: name_key null) is not known.
    """

    appearances: pl.DataFrame
    persons: pl.DataFrame
    ambiguous: pl.DataFrame
    _kept: dict[str, pl.DataFrame] = field(default_factory=dict, init=False, compare=False, repr=False)

    def kept(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """What several frames ask of the same people, made for the first of them."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def attendance_runs(self, attendance: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
        """Runs of rows of one worker and sheet, and the number of the run that each row of the ledger is in.

        Runs have src, project, contractor, team, period_start, period_end and pid (null where nobody is meant). Rows of
        one worker mostly stand together, so that only one row of a run is looked up, not every day.
        """
        change = run_start([*_COMMON, *_PERSON])
        runs = attendance.filter(change).select([*_COMMON, *_PERSON])
        known = self.appearances.filter((pl.col("ledger") == "attendance") & ~pl.col("ambiguous"))
        keys = [*_COMMON, "name_key", "id_number", "id_state"]
        runs = runs.join(
            known.select([*keys, "pid"]).unique(keys), on=keys, how="left", nulls_equal=True, maintain_order="left"
        )
        number = attendance.select(run=change.cum_sum().cast(pl.UInt32) - 1).to_series()
        return runs.select([*_COMMON, "pid"]), number

    def pids(self, ledger: str) -> pl.DataFrame:
        """Person of every row of a ledger: src, row, name_key → pid; rows of nobody are left out."""
        return self.kept(f"pids {ledger}", lambda: self._pids(ledger))

    def _pids(self, ledger: str) -> pl.DataFrame:
        rows = self.appearances.select("ledger", "src", "row", "name_key", "pid", "ambiguous")
        sure = rows.filter((pl.col("ledger") == ledger) & ~pl.col("ambiguous")).drop("ledger", "ambiguous")
        return sure.unique(["src", "row", "name_key"], keep="first")

    @cached_property
    def known_names(self) -> pl.DataFrame:
        """Every name under which a person stands in any ledger but payments: project, contractor, person, name_key."""
        sure = self.appearances.select([*_WHO, "name_key", "ambiguous"]).filter(~pl.col("ambiguous")).drop("ambiguous")
        named = pl.concat([sure, self.persons.select([*_WHO, "name_key"])]).unique()
        return named.filter(pl.col("name_key").is_not_null() & (pl.col("name_key") != ""))


def run_start(keys: list[str]) -> pl.Expr:
    """True on every row whose keys differ from the row before it."""
    changed = pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift(1)) for key in keys)
    return changed | (pl.int_range(pl.len()) == 0)


def build(ledgers: Mapping[str, pl.DataFrame]) -> People:
    """Appearances of all ledgers with the person each one means.

    ``person`` is the identity number where one is known, else ``name:`` and the name key; unique within project and
    contractor.
    """
    rows = pl.concat([_rows(name, ledgers[name]) for name in _SOURCES])
    matched = identity_matching.match(rows)
    named = matched.filter(pl.col("person").is_not_null())
    sure = named.filter(~pl.col("ambiguous"))
    persons = _persons(sure)
    appearances = named.join(
        persons.select([*_SITE, "person", "pid"]), on=[*_SITE, "person"], how="left", nulls_equal=True
    ).with_columns(
        pid=pl.when(~pl.col("ambiguous")).then("pid"),
        at=pack(pl.col("src"), pl.col("row")),
    )
    ambiguous = named.filter("ambiguous").select(
        "ledger",
        *_SITE,
        "period_start",
        "period_end",
        name_key=pl.when(~pl.col("name_masked")).then("name_key"),
        surname=pl.col("name_key").str.slice(0, 1),
    )
    return People(
        appearances.select(
            "ledger", "src", "row", "at", *_SITE, "team", "period_start", "period_end", "person", "pid", *_PERSON,
            "card", "phone", "ambiguous",
        ),
        persons,
        ambiguous.unique(),
    )  # fmt: skip


def _rows(ledger: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of one ledger in the columns of all; attendance shrinks to one row per sheet and worker."""
    card, phone = _SOURCES[ledger]
    text = pl.lit(None, dtype=pl.String)
    complete = (pl.col("card_state").fill_null("ok") == "ok") if card else pl.lit(value=False)
    rows = frame.lazy().select(
        *_COMMON,
        "row",
        *_PERSON,
        card=pl.when(complete).then(pl.col(card)) if card else text,
        phone=pl.col(phone) if phone else text,
    )
    if ledger == "attendance":
        rows = rows.filter(run_start([*_COMMON, *_PERSON]))
    if ledger.startswith("attendance"):
        rows = rows.unique([*_COMMON, *_PERSON], keep="first", maintain_order=True)
    return (
        rows.filter(pl.col("contractor").is_not_null())
        .with_columns(ledger=pl.lit("attendance" if ledger.startswith("attendance") else ledger))
        .collect()
    )


def _persons(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per person: the roster's name, else the one written most often; the roster's phone, else the first."""
    keys = [*_SITE, "person"]
    by_roster = pl.col("ledger") != "roster"
    names = (
        rows.group_by([*keys, "name", "name_key", "name_masked"])
        .agg(count=pl.len(), elsewhere=by_roster.min())
        .sort("name_masked", "elsewhere", "count", "name", descending=[False, False, True, False])
        .group_by(keys, maintain_order=True)
        .agg(pl.col("name", "name_key").first())
    )
    phones = (
        rows.filter(pl.col("phone").is_not_null())
        .sort(by_roster, "src", "row")
        .group_by(keys, maintain_order=True)
        .agg(pl.col("phone").first())
    )
    cards = (
        rows.filter(pl.col("card").is_not_null())
        .select([*keys, "card"])
        .unique()
        .sort("card")
        .group_by(keys, maintain_order=True)
        .agg(cards="card")
    )
    return (
        names.join(phones, on=keys, how="left", nulls_equal=True)
        .join(cards, on=keys, how="left", nulls_equal=True)
        .with_columns(
            cards=pl.col("cards").fill_null(pl.lit([], dtype=pl.List(pl.String))),
            id_number=pl.when(~pl.col("person").str.starts_with("name:")).then("person"),
        )
        .sort(keys)
        .with_row_index("pid")
        .select([*keys, "pid", "name", "name_key", "id_number", "phone", "cards"])
    )
