"""What a check is told by the register, or by a published list: plain frames of one snapshot.

Nothing here is judged. A proposal, a rejected or a revoked entry is told to nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl
from sqlalchemy import Connection, Table, func, select

from wagecheck.register import events, listing, own_checks, place, states
from wagecheck.register.own_checks import OwnChecks
from wagecheck.register.reader import Reader
from wagecheck.register.store import open_register
from wagecheck.register.tables import ENTRY, ORDER, VERDICT, WAIVER
from wagecheck.register.writer import Clock

_Types = dict[str, pl.DataType | type[pl.DataType]]
#: ``listing.ENTRIES`` and ``id``, the number of the entry in the register.
ENTRIES: Final = pl.Schema([*listing.ENTRIES.items(), ("id", pl.String())])
_verdicts: Final[_Types] = {
    "entry": pl.String,
    "same": pl.Boolean,
    "contractor": pl.String,
    "uscc": pl.String,
    "person": pl.String,  # name or identity number; null: the verdict is about the company
}
VERDICTS: Final = pl.Schema(_verdicts)
_orders: Final[_Types] = {
    "id": pl.String,
    "contractor": pl.String,
    "uscc": pl.String,
    "project": pl.String,  # null: all projects of the company
    "deadline": pl.Date,
}
#: Orders to pay (责令支付) that are not settled.
ORDERS: Final = pl.Schema(_orders)
_arrears: Final[_Types] = {
    "run": pl.String,  # the kept check that says so
    "as_of": pl.Date,
    "project": pl.String,
    "contractor": pl.String,
    "uscc": pl.String,
    "period": pl.String,
    "first_day": pl.Date,
    "last_day": pl.Date,
    "owed": pl.Decimal(18, 2),
    "sure": pl.Boolean,  # no other site goes by the project's name, so that this can be of no other
}
#: What contractors owed in pay periods of kept checks of the same place (``own_checks``), each by the last of them.
ARREARS: Final = pl.Schema(_arrears)
_waivers: Final[_Types] = {
    "id": pl.String,
    "rule": pl.String,
    "contractor": pl.String,
    "project": pl.String,
    "worker_key": pl.String,
    "period": pl.String,
    "fingerprint": pl.String,
    "reason": pl.String,
    "responsible": pl.String,
    "expires_on": pl.Date,
    "approved_by": pl.String,
}
#: Waivers that were approved and not ended, expired or not.
WAIVERS: Final = pl.Schema(_waivers)

#: States in which a verdict, an order, a waiver no longer holds, or does not hold yet.
ENDED: Final = ("ended", "withdrawn", "revoked", "settled", "replaced", "proposed", "rejected")
#: States of an entry that nobody put in force: they are no list to compare with.
_UNDECIDED: Final = ("proposed", "under_review", "rejected")
_RENAMED: Final = {"listed_on": "decided_on"}
#: What a published list is, unless a column of it says otherwise.
_PUBLISHED: Final = "statutory"


@dataclass(frozen=True)
class View:
    """What is compared with. ``entries``: columns of ``ENTRIES``, or None where there is nothing to compare with."""

    shown: str
    """File name, or address without user and password."""
    entries: pl.DataFrame | None
    verdicts: pl.DataFrame = field(default_factory=VERDICTS.to_frame)
    orders: pl.DataFrame = field(default_factory=ORDERS.to_frame)
    waivers: pl.DataFrame = field(default_factory=WAIVERS.to_frame)
    kept: OwnChecks | None = None
    """Kept checks of the place that the check at hand is of, or may be."""
    events: int | None = None
    """None of a published list."""
    head: str | None = None
    """Hash of the last event of a register; of a published list, that of the file."""

    def arrears(self, projects: Collection[str | None]) -> pl.DataFrame:
        """What contractors owe by kept checks (``ARREARS``), where the check at hand is about these projects."""
        if self.kept is None:
            return ARREARS.to_frame()
        owing = self.kept.of(projects).filter((pl.col("owed") > 0) & pl.col("first_day").is_not_null())
        return owing.select(pl.col("end_day" if name == "last_day" else name).alias(name) for name in ARREARS)

    def manifest(self) -> dict[str, Any]:
        """Plain JSON data: the same register gives the same."""
        return {
            "kind": "list" if self.events is None else "register",
            "place": self.shown,
            "events": self.events,
            "head": self.head,
            "entries": 0 if self.entries is None else self.entries.height,
            "verdicts": self.verdicts.height,
            "orders": self.orders.height,
            "waivers": self.waivers.height,
        }


def opened(given: str | None, *, clock: Clock, site: str | None = None) -> View:
    """The view of a register (path or URL, else the named or default one) or of a published list, told by its bytes.

    ``site``: the one (P3) that the check at hand is for; None where it has none.
    Raises RegisterError where neither can be read; nothing is made where nothing is.
    """
    if given is not None and place.is_list(given):
        return of_list(Path(given).expanduser())
    with open_register(given, create=False, clock=clock) as register, register.reading() as reader:
        return of_register(reader.connection, _shown(given), site=site)


def of_list(path: Path) -> View:
    """The view of a published list: every row of it is an entry."""
    data = listing.content(path)
    rows = listing.read_rows(data, path.name, _PUBLISHED)
    entries = rows.filter(~_left_below(rows)).select(listing.ENTRIES.names())
    return View(
        shown=path.name,
        entries=entries.with_columns(id=pl.lit(None, pl.String)),
        head=hashlib.sha256(data).hexdigest(),
    )


def _left_below(rows: pl.DataFrame) -> pl.Series:
    """Rows (``listing.LISTED``) of an entry of which another row, with the same decision, says that it has left."""
    gone = pl.col("left_on").is_not_null() | pl.col("off").fill_null(value=False)
    bare = pl.coalesce("name", "uscc").str.normalize("NFKC").str.replace_all(r"\s", "")
    decision = pl.coalesce(pl.col("decision_no").str.replace_all(r"\s", ""), pl.col("listed_on").cast(pl.String))
    keyed = rows.select("list", gone=gone, subject=bare, decision=decision)
    told = pl.col("subject").is_not_null() & pl.col("decision").is_not_null()
    return keyed.select(told & ~pl.col("gone") & pl.col("gone").any().over("list", "subject", "decision")).to_series()


def of_register(connection: Connection, shown: str, *, site: str | None = None) -> View:
    """The view of a register in one snapshot, for a check of this site."""
    count, head = events.head(connection)
    return View(
        shown=shown,
        entries=entries(connection),
        verdicts=verdicts(connection),
        orders=_frame(connection, ORDER, ORDERS, ORDER.c.settled_on.is_(None)),
        waivers=_frame(connection, WAIVER, WAIVERS),
        kept=own_checks.read(Reader(connection), site=site),
        events=count,
        head=head,
    )


def entries(connection: Connection) -> pl.DataFrame | None:
    """Entries in force and lifted ones, which end on the day they left; None where nobody ever decided an entry."""
    decided = ENTRY.c.state.not_in(_UNDECIDED)
    if not connection.execute(select(func.count()).select_from(ENTRY).where(decided)).scalar_one():
        return None
    names = [name for name in ENTRIES if _RENAMED.get(name, name) in ENTRY.c]
    columns = [ENTRY.c[_RENAMED.get(name, name)].label(name) for name in names]
    query = select(*columns, ENTRY.c.state, ENTRY.c.left_on).where(ENTRY.c.state.in_(states.COMPARED))
    schema: dict[str, Any] = {**{name: ENTRIES[name] for name in names}, "state": pl.String, "left_on": pl.Date}
    rows = _ordered(pl.DataFrame(connection.execute(query).fetchall(), schema=schema, orient="row"))
    lifted = pl.col("state") == "lifted"
    left = pl.when(lifted).then("left_on")
    return rows.with_columns(
        in_force_to=pl.min_horizontal("in_force_to", left),
        removed=lifted & pl.col("left_on").is_null(),
    ).select((pl.col(name) if name in names or name == "removed" else pl.lit(None)).cast(kind).alias(name)
             for name, kind in ENTRIES.items())  # fmt: skip


def verdicts(connection: Connection) -> pl.DataFrame:
    """Verdicts that hold, the latest last."""
    return _frame(connection, VERDICT, VERDICTS).with_columns(pl.col("same").cast(pl.Boolean))


def _frame(connection: Connection, table: Table, schema: Mapping[str, Any], *conditions: Any) -> pl.DataFrame:
    """The records of a table that hold, in the order they were made."""
    held = table.c.state.not_in(ENDED)
    columns = [table.c[name] for name in schema]
    made = table.c.id.label("made")
    raw: dict[str, Any] = {**schema, **({"same": pl.Int64} if "same" in schema else {}), "made": pl.String}
    rows = connection.execute(select(*columns, made).where(held, *conditions)).fetchall()
    frame = pl.DataFrame(rows, schema=raw, orient="row")
    return _ordered(frame, "made").drop("made")


def _ordered(frame: pl.DataFrame, column: str = "id") -> pl.DataFrame:
    """By the number in the id: E9 before E10."""
    return frame.sort(pl.col(column).str.slice(1).cast(pl.Int64), maintain_order=True)


def _shown(given: str | None) -> str:
    url = place.resolve(place.named(given))
    if url.get_backend_name() == "sqlite":
        return Path(str(url.database)).name
    return f"{url.get_backend_name()}://{url.host or ''}/{url.database or ''}"
