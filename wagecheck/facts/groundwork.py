"""What several frames are built from, each piece made once and only if a frame asks for it.

Pieces speak of units and persons by number: ``uid`` is the row of ``submitted``, ``pid`` the row of ``persons``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from wagecheck.facts import (
    attendance_work,
    contracts,
    pay_day,
    payment_row,
    payroll_rows,
    people,
    periods,
    site_days,
    stays,
    units,
)
from wagecheck.facts.elsewhere import Elsewhere
from wagecheck.facts.payee import is_masked
from wagecheck.facts.people import People
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.names import name_key

_SITE: Final = ["project", "contractor"]


@dataclass(frozen=True)
class Groundwork:
    """Ledgers and settings, and what follows from them. Nothing is filtered by period here."""

    ledgers: Mapping[str, pl.DataFrame]
    settings: Settings
    names: Mapping[int, str] = field(default_factory=dict)
    """Folder, file and sheet of every table (``versions.named``); without them no table is a version of another."""
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    """What other parts of the submission say of the same people and accounts."""
    _kept: dict[str, pl.DataFrame] = field(default_factory=dict, init=False, compare=False, repr=False)

    def kept(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """What several frames read, made for the first of them."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @cached_property
    def submitted(self) -> pl.DataFrame:
        """Contractor-periods before payments are assigned to them (``units.build``)."""
        return units.build(self.ledgers)

    @cached_property
    def units(self) -> pl.DataFrame:
        """Contractor-periods with what each brought; one that in the end brought nothing is left out.

        The general contractor's own file of payments to its subcontractors' workers makes no period of its own.
        """
        found = units.with_payments(self.submitted, self.payments)
        return found.filter(pl.any_horizontal(pl.col("^has_.*$")))

    @cached_property
    def numbered(self) -> pl.DataFrame:
        """uid with project, contractor, period, period_start, period_end."""
        return self.submitted.with_row_index("uid").select("uid", *_SITE, "period", "period_start", "period_end")

    def placed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """``frame`` (with the range its sheet states) with uid; rows of no unit are left out."""
        return units.place(frame, self.submitted).join(
            self.numbered.select("uid", *_SITE, "period"),
            on=[*_SITE, "period"],
            nulls_equal=True,
            maintain_order="left",
        )

    @cached_property
    def people(self) -> People:
        """Who is who in all ledgers but payments."""
        return people.build(self.ledgers)

    @cached_property
    def due_days(self) -> pl.DataFrame:
        """project, contractor, period, due_on of the contractor."""
        return pay_day.by_unit(self.ledgers, self.submitted, self.settings)

    @cached_property
    def payments(self) -> pl.DataFrame:
        """The frame payment_row, collected."""
        return payment_row.build(self.ledgers, self.people, self.submitted, self.settings).collect()

    @cached_property
    def persons(self) -> pl.DataFrame:
        """``people.persons``, and after them the strangers whom payments name: pid, project, contractor, person, name,

        name_key, id_number, phone. A firm, a lump sum, a masked name or one of two namesakes is no stranger.
        """
        known = self.people.persons.select("pid", *_SITE, "person", "name", "name_key", "id_number", "phone")
        own = (
            self._strangers.select(*_SITE, "person", "name", "name_key")
            .unique([*_SITE, "person"], keep="first", maintain_order=True)
            .join(known, on=[*_SITE, "person"], how="anti", nulls_equal=True)
            .sort([*_SITE, "person"])
            .with_row_index("pid", offset=known.height)
        )
        return pl.concat([known, own], how="diagonal")

    @cached_property
    def _strangers(self) -> pl.DataFrame:
        payee = self.payments.filter(
            (pl.col("matched_by") == "none")
            & ~pl.col("is_lump_sum").fill_null(value=False)
            & ~pl.col("payee_is_company").fill_null(value=False)
            & ~is_masked(pl.col("name"))
        ).with_columns(name_key=name_key(pl.col("name")))
        return payee.drop_nulls("name_key").with_columns(person=pl.concat_str(pl.lit("name:"), "name_key"))

    @cached_property
    def payments_of_persons(self) -> pl.DataFrame:
        """Payments with uid and pid, strangers included; those of no unit or nobody are left out."""
        meant = self.payments.filter(pl.col("person").is_not_null())
        rows = pl.concat([meant, self._strangers.select(meant.columns)])
        return rows.join(self.numbered.select("uid", *_SITE, "period"), on=[*_SITE, "period"], nulls_equal=True).join(
            self.persons.select("pid", *_SITE, "person"), on=[*_SITE, "person"], nulls_equal=True
        )

    @cached_property
    def contracts(self) -> pl.DataFrame:
        """Distinct contracts with pid."""
        return contracts.rows(self.ledgers["contract"], self.people)

    @cached_property
    def contracts_by_person(self) -> pl.DataFrame:
        """n_contracts, signed_on, contract_at by pid."""
        return contracts.by_person(self.contracts, self.settings)

    @cached_property
    def roster(self) -> pl.DataFrame:
        """Roster rows with pid."""
        return stays.rows(self.ledgers, self.people)

    @cached_property
    def roster_by_unit(self) -> pl.DataFrame:
        """``roster`` with the uid of every period that its sheet serves; rows that serve none are left out."""
        served = periods.serving(self.roster, self.submitted).join(
            self.numbered.select("uid", *_SITE, "period"), on=[*_SITE, "period"], nulls_equal=True
        )
        spans = [*_SITE, "period_start", "period_end"]
        return self.roster.join(served.select([*spans, "uid"]), on=spans, nulls_equal=True, maintain_order="left")

    @cached_property
    def stays(self) -> pl.DataFrame:
        """Ranges on site by pid."""
        return stays.ranges(self.roster)

    @cached_property
    def all_marked(self) -> pl.DataFrame:
        """Every day cell with work or an unknown mark, of all versions of a sheet."""
        return attendance_work.marked(self.ledgers["attendance"], self.submitted, self.people)

    @cached_property
    def marked(self) -> pl.DataFrame:
        """Every day cell with work or an unknown mark; a sheet handed in twice counts once."""
        return attendance_work.once(self.all_marked, self.settings, self.names)

    @cached_property
    def days(self) -> pl.DataFrame:
        """Days worked, one row per uid, pid and date, with stays, contracts and other sites."""
        days = attendance_work.with_context(
            attendance_work.by_day(self.marked, self.settings), self.stays, contracts.terms(self.contracts)
        )
        return site_days.with_sites(days, self.people.persons, self.elsewhere.site_days, self.settings)

    @cached_property
    def payroll(self) -> pl.DataFrame:
        """Payroll rows with uid and pid and what they add up to."""
        return payroll_rows.build(self.ledgers, self.submitted, self.people, self.settings, self.names)
