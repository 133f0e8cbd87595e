"""One part of an export table, read in a process apart: its records by ledger, its faults, what was assumed.

Frames go back through the pipe as compressed Arrow: a worker writes no file (``intake.apart``). A million worker-days
take 20 to 40 MB that way; docs/performance.md has the times.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from wagecheck.intake.belonging import STANDING
from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.bundles import Shelf
from wagecheck.intake.exports import columns, contracts, days, payments, wordings
from wagecheck.intake.exports import overall as overalls
from wagecheck.intake.exports.blanks import blanks
from wagecheck.intake.exports.columns import Columns
from wagecheck.intake.exports.faults import ASSUMED, FAULTS, Column, assumed, faults
from wagecheck.intake.exports.limits import MAX_ROWS, WINDOW_ROWS
from wagecheck.intake.exports.listing import PartFile
from wagecheck.intake.exports.overall import Overall
from wagecheck.intake.exports.parsing import parse
from wagecheck.intake.exports.scans import broken, changed, place, scan, too_many_rows
from wagecheck.intake.files import sha256
from wagecheck.intake.grid import ContainerError
from wagecheck.intake.issues import Issue
from wagecheck.intake.layouts.payroll import with_back_pay
from wagecheck.intake.parsing import STATES, state
from wagecheck.intake.people import numbered
from wagecheck.intake.records import OPEN_ENDED_FLAGS
from wagecheck.intake.values import Parsed, ParsedNames, ParsedPeriods
from wagecheck.intake.values.decimals import MONEY
from wagecheck.intake.values.notes import MORE_DECIMALS, NOT_KNOWN, OPEN_ENDED
from wagecheck.ledgers.catalogue import PEOPLE, schema

#: Prices per day or piece may have more decimals than anybody pays out.
_PRICES: Final = frozenset({"daily_rate", "hourly_rate", "piece_rate", "wage_rate", "quantity"})
_WHO: Final = ("name", "id_number", "worker_no", "payee_name")
#: Ledgers whose rows are somebody's; a payment may name nobody.
_IDENTIFIED: Final = frozenset(PEOPLE) - {"payment"}
#: The rows that are read are all rows.
ALL: Final = Overall()


@dataclass(frozen=True)
class PartRead:
    """A part as it comes back: frames as compressed Arrow bytes, everything else small.

    ``rows``: all rows of the file, from which the rows of the next part are numbered on; ``read`` of them are read when
    this and what stands before it are. ``height``: how many ``records`` there are.
    """

    sha256: str
    rows: int = 0
    read: int = 0
    height: int = 0
    columns: Columns | None = None
    records: bytes = b""
    faults: bytes = b""
    assumed: bytes = b""
    punches: bool = False
    """Rows were passings of a gate; the records are days."""
    overall: Overall = ALL
    """What all rows of a file say that is read some rows at a time."""
    stamp: tuple[int, int] | None = None
    """Size and time of change of the file."""
    refusal: Issue | None = None


@dataclass
class _Body:
    """The columns of a part on their way to records."""

    ledger: str
    columns: Columns
    raw: dict[str, pl.Series]
    numbers: pl.Series
    overall: Overall
    parsed: dict[str, Parsed] = field(default_factory=dict)
    faults: list[pl.DataFrame] = field(default_factory=list)
    assumed: list[pl.DataFrame] = field(default_factory=list)

    def column(self, name: str) -> Column:
        return Column(name, self.columns.header(name), self.columns.places[name] + 1)


def read(
    part: PartFile,
    ledger: str,
    *,
    first: int = 0,
    most: int = WINDOW_ROWS,
    overall: Overall = ALL,
    stamp: tuple[int, int] | None = None,
    in_parts: bool = False,
    passwords: Sequence[str] = (),
) -> PartRead:
    """The part, or why it is refused; never raises for what stands in a file.

    Of a large file the rows from ``first`` on (0 is the first), at most ``most`` of them: its hash and the columns
    that nobody knows are told with the first, and so are what all its rows say (``overall``) and its ``stamp``, to be
    handed in with the others: a file that changes meanwhile is refused. ``in_parts``: the table has other parts, so
    that rows are counted and no lines.
    """
    digest = ""
    try:
        before = _stamp(part)
        if stamp not in (None, before):
            raise changed()
        with Shelf(passwords) as shelf:
            inside = part.listed.indices
            if not first:
                digest = hashlib.sha256(part.listed.content(shelf)).hexdigest() if inside else sha256(part.listed.path)
            told = _read(part, ledger, shelf, first, most, overall, in_parts=in_parts)
        if _stamp(part) != before:
            raise changed()
        return replace(told, sha256=digest, stamp=before)
    except OSError:
        fault = refusals.missing()
        return PartRead(digest, refusal=Issue("IN01", fault.zh, fault.en))
    except ContainerError as error:
        return PartRead(digest, refusal=Issue("IN01", error.zh, error.en))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        fault = broken()
        return PartRead(digest, refusal=Issue("IN01", fault.zh, fault.en))


def _stamp(part: PartFile) -> tuple[int, int]:
    told = part.listed.path.stat()
    return told.st_size, told.st_mtime_ns


def frame(data: bytes) -> pl.DataFrame:
    """A frame that came back."""
    return pl.read_ipc(io.BytesIO(data))


def _packed(frame: pl.DataFrame) -> bytes:
    told = io.BytesIO()
    frame.write_ipc(told, compression="lz4")
    return told.getvalue()


def _read(
    part: PartFile, ledger: str, shelf: Shelf, first: int, most: int, overall: Overall, *, in_parts: bool
) -> PartRead:
    opened = scan(part, shelf)
    if opened.refusal is not None:
        return PartRead("", refusal=opened.refusal)
    told = columns.told(ledger, opened.names)
    if told.refusal is not None:
        return PartRead("", columns=told, refusal=told.refusal)
    wanted = [place(at) for at in sorted(set(told.places.values()))]  # no others are even decoded
    height = int(opened.frame.select(pl.len()).collect().item())
    if height > MAX_ROWS:
        raise too_many_rows()
    until = min(first + most, height) if opened.sliced else height
    if not first and until < height:
        overall = overalls.told(ledger, opened.frame, told)
    cells = opened.frame.slice(first, until - first).select(wanted).collect()
    numbers = opened.lines if opened.lines is not None and not in_parts else _counted(first, until)
    raw = {name: cells[place(at)] for name, at in told.places.items()}
    body = _Body(ledger, told, raw, numbers.alias("row"), overall)
    del cells
    rows, punched = _records(body)
    if not first:
        _tell_unknown(body, opened.frame)
    none = [FAULTS.to_frame()], [ASSUMED.to_frame()]
    return PartRead(
        "",
        height,
        until,
        rows.height,
        told,
        _packed(rows),
        _packed(pl.concat([*none[0], *body.faults])),
        _packed(pl.concat([*none[1], *body.assumed])),
        punched,
        overall=overall,
    )


def _counted(first: int, until: int) -> pl.Series:
    return pl.int_range(first + 1, until + 1, dtype=pl.Int32, eager=True).alias("row")


def _tell_unknown(body: _Body, frame: pl.LazyFrame) -> None:
    """Columns that nobody knows are told, with the number of filled cells."""
    if not body.columns.unknown or not len(body.numbers):
        return
    counted = frame.select(pl.col(place(at)).count() for at in body.columns.unknown).collect().row(0)
    for at, count in zip(body.columns.unknown, counted, strict=True):
        told = pl.DataFrame(
            [(None, None, None, None, "", body.columns.names[at], NOT_KNOWN, count, body.numbers[0], at + 1)],
            schema=ASSUMED,
            orient="row",
        )
        body.assumed.append(told)


def _records(body: _Body) -> tuple[pl.DataFrame, bool]:
    """The records of the part with whose they are and their row, and whether they are days made of punches."""
    ledger = body.ledger
    moments = days.moments(body.raw, body.overall.timed) if ledger == "attendance" else None
    for name, column in body.raw.items():
        if name in (wordings.PUNCH, wordings.DIRECTION) or (moments is not None and name == moments[0]):
            continue
        body.parsed[name] = parse(ledger, name, column, body.overall.tails.get(name))
    rows = _assembled(body)
    filled = _is_record(body, rows)
    _tell(body, rows, filled)
    if moments is not None:
        return _punched(body, rows, moments, filled), True
    body.faults += blanks(ledger, body.columns, body.raw, rows, filled, body.overall.given)
    rows = rows.filter(filled & _somebody(body))
    if ledger == "attendance":
        rows = numbered(rows)
        at = next(body.columns.places[name] for name in ("mark", "work", "hours", "date") if name in body.parsed)
        rows, unread = days.daily(rows, at + 1)
        if unread.height:
            owners = rows.join(unread.select("row"), on="row", how="semi", maintain_order="left")
            body.faults.append(faults("IN11", body.column("mark"), owners, unread["mark"]))
    given = body.overall.given.union(name for name, column in body.raw.items() if column.null_count() < len(column))
    return _completed(body, rows, given), False


def _assembled(body: _Body) -> pl.DataFrame:
    """Values of all columns, with those that go with them: keys, states, flags, remarks, the period."""
    wanted = schema(body.ledger)
    made: dict[str, pl.Series] = {"row": body.numbers}
    remarks: list[pl.Series] = []
    for name, parsed in body.parsed.items():
        if isinstance(parsed, ParsedPeriods):
            made.setdefault("period_start", parsed.value.alias("period_start"))
            made.setdefault("period_end", parsed.end.alias("period_end"))
        elif name in wanted or name == "project_code":
            made[name] = parsed.value.alias(name)
        if isinstance(parsed, ParsedNames):
            made["name_key"] = parsed.key.alias("name_key")
            remarks.append(parsed.remark)
        flag = OPEN_ENDED_FLAGS.get(name)
        if flag in wanted and flag not in body.parsed:
            made[str(flag)] = (parsed.note == OPEN_ENDED).fill_null(value=False).alias(str(flag))
        told = STATES.get(name, "")
        if told in wanted:
            made[told] = _state(parsed, body.parsed.get(told)).alias(told)
    if "remark" in wanted and any(len(said) > said.null_count() for said in remarks):
        made["remark"] = _remark(made.get("remark"), remarks)
    for name in ("project", "contractor"):
        made.setdefault(name, pl.Series(name, [None], dtype=pl.String).new_from_index(0, len(body.numbers)))
    if body.ledger == "project" and "project" not in body.parsed and "name" in made:
        made["project"] = made["name"].alias("project")
    for name in ("period_start", "period_end"):
        made.setdefault(name, pl.Series(name, [None], dtype=pl.Date).new_from_index(0, len(body.numbers)))
    rows = pl.DataFrame([column.alias(name) for name, column in made.items()])
    return contracts.completed(rows, body.raw) if body.ledger == "contract" else rows


def _state(parsed: Parsed, given: Parsed | None) -> pl.Series:
    """The state of identifiers: what the table says where it says that digits are lost or hidden, else what is seen."""
    seen = state(parsed)
    if seen is None:
        return pl.Series("state", ["blank"]).new_from_index(0, len(parsed.value))
    if given is None:
        return seen
    pair = pl.DataFrame([seen.alias("seen"), given.value.alias("given")])
    told = pl.when(pl.col("given").is_in(["lossy", "masked"])).then("given").otherwise("seen")
    return pair.select(told.alias("state"))["state"]


def _remark(own: pl.Series | None, said: list[pl.Series]) -> pl.Series:
    parts = [*([own] if own is not None else []), *said]
    named = pl.DataFrame([part.alias(str(i)) for i, part in enumerate(parts)])
    joined = pl.concat_str(pl.all(), separator="；", ignore_nulls=True)
    return named.select(pl.when(joined != "").then(joined).alias("remark"))["remark"]


def _is_record(body: _Body, rows: pl.DataFrame) -> pl.Series:
    """Which rows are records: something stands in them, and an amount where the ledger is about amounts.

    As on a sheet a row of a payroll or a notice that names somebody is one without an amount too: IN04 or a rule about
    what has to stand there says that it is missing.
    """
    some = [name for name in body.raw if name in rows.columns]
    filled = rows.select(pl.any_horizontal(pl.col(name).is_not_null() for name in some).alias("some"))["some"]
    amounts = [name for name in wordings.raw()["filled"].get(body.ledger, ()) if name in body.parsed]
    if not amounts:
        return filled
    there = rows.select(pl.any_horizontal(pl.col(name).is_not_null() for name in amounts).alias("some"))["some"]
    for name in amounts:
        there = there | body.parsed[name].bad
    if body.ledger in _IDENTIFIED:
        there = there | _somebody(body)
    return filled & there


def _somebody(body: _Body) -> pl.Series:
    """Which rows speak of anybody: a row of a person's ledger for nobody is no record, as on a sheet."""
    who = [body.raw[name] for name in _WHO if name in body.raw]
    if body.ledger not in _IDENTIFIED or not who:
        return pl.repeat(value=True, n=len(body.numbers), eager=True)
    somebody = who[0].is_not_null()
    for column in who[1:]:
        somebody = somebody | column.is_not_null()
    return somebody


def _tell(body: _Body, rows: pl.DataFrame, filled: pl.Series) -> None:
    """IN05 for what nobody understands, IN06 and IN07 for lost digits, IN13 for hidden decimals; all assumptions."""
    for name, parsed in body.parsed.items():
        column = body.column(name)
        bad = parsed.bad & filled
        if bad.any():
            body.faults.append(faults("IN05", column, rows.filter(bad), body.raw[name].filter(bad)))
        told = STATES.get(name, "")
        states = rows[told] if told in rows.columns else state(parsed)
        repeated = body.ledger == "payroll_item"  # an item says again what its record says
        if not repeated and states is not None and (lossy := (states == "lossy") & filled).any():
            code = "IN06" if name == "id_number" or name.endswith("_id") else "IN07"
            body.faults.append(faults(code, column, rows.filter(lossy), body.raw[name].filter(lossy)))
        if parsed.note.null_count() == len(parsed.note):
            continue
        body.assumed.append(assumed(column, rows.filter(filled), parsed.note.filter(filled)))
        more = (parsed.note == MORE_DECIMALS).fill_null(value=False) & filled
        if more.any() and name not in _PRICES and schema(body.ledger).get(name) == MONEY:
            body.faults.append(faults("IN13", column, rows.filter(more), body.raw[name].filter(more)))


def _punched(body: _Body, rows: pl.DataFrame, moments: tuple[str, pl.DataFrame], filled: pl.Series) -> pl.DataFrame:
    """Days of the passings; moments of which nobody can tell the day or the time are IN05."""
    name, told = moments
    dated = body.parsed.get("date")
    day = told["day"] if dated is None else _either(dated.value, told["day"])
    rows = rows.hstack([day.alias("day"), told["punched"]])
    filled = filled & _somebody(body)
    raw = body.raw[name]
    lost = raw.is_not_null() & filled & (day.is_null() | (told["punched"].list.len() == 0))
    if lost.any():
        body.faults.append(faults("IN05", body.column(name), rows.filter(lost), raw.filter(lost)))
    blank = raw.is_null() & filled
    if blank.any():
        body.faults.append(faults("IN04", body.column(name), rows.filter(blank)))
    return _completed(body, days.by_day(numbered(rows.filter(filled)), body.columns.places[name] + 1), frozenset())


def _either(first: pl.Series, second: pl.Series) -> pl.Series:
    return pl.DataFrame([first.alias("a"), second.alias("b")]).select(pl.coalesce("a", "b").alias("day"))["day"]


def _completed(body: _Body, rows: pl.DataFrame, given: frozenset[str]) -> pl.DataFrame:
    """The records with all columns of the ledger that are not all null, those of ledgers with laws of their own."""
    ledger = body.ledger
    wanted = schema(ledger)
    missing = [
        pl.lit("blank" if name.endswith("_state") else None, dtype=dtype).alias(name)
        for name, dtype in wanted.items()
        if name not in rows.columns and name != "src"
    ]
    rows = rows.with_columns(missing)
    if ledger == "payment":
        before = rows
        rows = payments.completed(rows, given)
        if "status_text" in body.parsed and (unread := payments.unexplained(rows)).height:
            owners = rows.join(unread.select("row"), on="row", how="semi", maintain_order="left")
            body.faults.append(faults("IN05", body.column("status_text"), owners, unread["raw"]))
        lost = before["amount"].is_not_null() & rows["amount"].is_null()
        if lost.any():
            body.faults.append(faults("IN05", body.column("amount"), rows.filter(lost), before["amount"].filter(lost)))
    if ledger == "payroll":
        rows = with_back_pay(rows)
    if ledger in STANDING:
        rows = rows.with_columns(
            pl.lit(None, dtype=wanted[name]).alias(name)
            for name in ("contractor", "team", "period_start", "period_end")
        )
    extra = ["project_code"] if "project_code" in rows.columns else []
    return rows.select(*(pl.col(name).cast(dtype) for name, dtype in wanted.items() if name != "src"), *extra)
