"""The same four checks on the same rows by what a user might pick instead.

A roster and a payroll of made-up people, one row in a hundred wrong: the form of the identity number, a number that
stands twice, gross less deductions against net, people on the payroll who are not on the roster. Every way must find
the same. Pandera, dataframely and pointblank do it with their own means, and a script in polars as short as it gets;
pandas gets the rows as a clerk's helper script does, through openpyxl. What wagecheck does on these rows is more than
that (all rules, with places, articles and reasons), so it stands below them, not among them. A tool that is not
installed is left out (``pip install 'wagecheck[benchmarks]'``).
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from benchmarks import measure
from benchmarks.identity_rows import check_digit, roster
from benchmarks.sizes import Sizes

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsData

#: One row in so many is wrong.
SHARE: Final = 100
_Found = tuple[int, int, int, int]
_FORM: Final = r"^[1-9]\d{16}[\dX]$"


def ledgers(rows: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A roster (name, id_number) and a payroll (name, id_number, gross_pay, deduction_total, net_pay)."""
    right, wrong = (roster(rows, wrong=faulty).select("name", "id_number") for faulty in (False, True))
    nth = pl.int_range(pl.len()) % SHARE
    known = pl.concat([right.filter(nth != 0), wrong.filter(nth == 0)])
    listed = pl.concat([known, known.filter(nth == 1)])  # some stand twice
    money, one = pl.Decimal(18, 2), pl.lit(Decimal(1))
    net = pl.when(nth == 3).then(pl.col("gross_pay") - one).otherwise("gross_pay")
    paid = known.with_columns(
        gross_pay=(pl.int_range(pl.len()) % 9_000 + 1_000).cast(money), deduction_total=pl.lit(0, money)
    )
    paid = paid.with_columns(net_pay=net.cast(money))
    return listed.filter(nth != 2), paid


def _right_number(number: pl.Expr) -> pl.Expr:
    return number.str.contains(_FORM) & (check_digit(number) == number.str.slice(17, 1))


def _adds_up() -> pl.Expr:
    return pl.col("gross_pay") - pl.col("deduction_total") == pl.col("net_pay")


def by_script(listed: pl.DataFrame, paid: pl.DataFrame) -> _Found:
    """Polars by hand."""
    number = pl.col("id_number")
    plans = [
        listed.lazy().select((~_right_number(number)).sum()),
        listed.lazy().select((pl.len().over("id_number") > 1).sum()),
        paid.lazy().select((~_adds_up()).sum()),
        paid.lazy().join(listed.lazy(), on="id_number", how="anti").select(pl.len()),
    ]
    first, second, third, fourth = (int(frame.item()) for frame in pl.collect_all(plans))
    return first, second, third, fourth


def by_pandera(listed: pl.DataFrame, paid: pl.DataFrame) -> _Found:
    """Pandera's own checks, lazily, with failure cases."""
    import pandera.polars as pa  # noqa: PLC0415
    from pandera.errors import SchemaErrors  # noqa: PLC0415

    def once(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.len().over(data.key) == 1)

    def right(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(_right_number(pl.col(data.key)))

    def known(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).is_in(listed["id_number"].implode()))

    def adds_up(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(_adds_up())

    schemas = [
        (listed, {"id_number": [pa.Check(right, name="right"), pa.Check(once, name="once")]}),
        (paid, {"id_number": [pa.Check(known, name="known")], "net_pay": [pa.Check(adds_up, name="adds_up")]}),
    ]
    counts = dict.fromkeys(("right", "once", "adds_up", "known"), 0)
    for frame, checks in schemas:
        try:
            pa.DataFrameSchema({name: pa.Column(checks=own) for name, own in checks.items()}).validate(frame, lazy=True)
        except SchemaErrors as errors:
            for name, number in errors.failure_cases.group_by("check").len().iter_rows():
                counts[name] = number
    return counts["right"], counts["once"], counts["adds_up"], counts["known"]


def by_dataframely(listed: pl.DataFrame, paid: pl.DataFrame) -> _Found:
    """Schemas with rules; who is on the roster comes as a column."""
    import dataframely as dy  # noqa: PLC0415

    class Listed(dy.Schema):
        name = dy.String()
        id_number = dy.String()

        @dy.rule()
        def right(cls) -> pl.Expr:  # noqa: N805
            return _right_number(pl.col("id_number"))

        @dy.rule()
        def once(cls) -> pl.Expr:  # noqa: N805
            return pl.len().over("id_number") == 1

    class Paid(dy.Schema):
        name = dy.String()
        id_number = dy.String()
        gross_pay = dy.Decimal(18, 2)
        deduction_total = dy.Decimal(18, 2)
        net_pay = dy.Decimal(18, 2)
        listed = dy.Bool()

        @dy.rule()
        def adds_up(cls) -> pl.Expr:  # noqa: N805
            return _adds_up()

        @dy.rule()
        def known(cls) -> pl.Expr:  # noqa: N805
            return pl.col("listed")

    first = Listed.filter(listed)[1].counts()
    present = paid.with_columns(listed=pl.col("id_number").is_in(listed["id_number"].implode()))
    second = Paid.filter(present)[1].counts()
    return first.get("right", 0), first.get("once", 0), second.get("adds_up", 0), second.get("known", 0)


def by_pointblank(listed: pl.DataFrame, paid: pl.DataFrame) -> _Found:
    """Validation steps, interrogated."""
    import pointblank as pb  # noqa: PLC0415

    number = pl.col("id_number")
    first = pb.Validate(listed).col_vals_expr(expr=_right_number(number)).rows_distinct(columns_subset=["id_number"])
    known = number.is_in(listed["id_number"].implode())
    second = pb.Validate(paid).col_vals_expr(expr=_adds_up()).col_vals_expr(expr=known)
    failed = [*first.interrogate().n_failed().values(), *second.interrogate().n_failed().values()]
    return failed[0], failed[1], failed[2], failed[3]


def by_pandas(listed: pl.DataFrame, paid: pl.DataFrame) -> _Found:
    """A clerk's helper script: both sheets through openpyxl into pandas, row by row where it must be."""
    import pandas as pd  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.xlsx"
        _write(book, listed, paid)
        started = measure.processor()
        kinds = {"id_number": str}
        people, wages = (
            pd.read_excel(book, sheet_name=name, dtype=kinds, engine="openpyxl") for name in ("listed", "paid")
        )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

    def right(number: str) -> bool:
        total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
        return len(number) == 18 and "10X98765432"[total % 11] == number[17]

    found = (
        int((~people["id_number"].map(right)).sum()),
        int(people["id_number"].duplicated(keep=False).sum()),
        int((wages["gross_pay"] - wages["deduction_total"] != wages["net_pay"]).sum()),
        int((~wages["id_number"].isin(people["id_number"])).sum()),
    )
    _SPENT.append(measure.processor() - started)
    return found


#: Seconds of a way that prepares something first, without that.
_SPENT: Final[list[float]] = []


def _write(book: Path, listed: pl.DataFrame, paid: pl.DataFrame) -> None:
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(book, {"constant_memory": True}) as out:
        for name, frame in (("listed", listed), ("paid", paid)):
            sheet = out.add_worksheet(name)
            for place, row in enumerate([frame.columns, *frame.rows()]):
                sheet.write_row(place, 0, row)


def by_wagecheck(listed: pl.DataFrame, paid: pl.DataFrame) -> _Found:
    """All rules on the same rows, read from csv: not the same work, so what it finds is not compared."""
    from wagecheck import judge, rulebook  # noqa: PLC0415
    from wagecheck.intake import apart, submission  # noqa: PLC0415
    from wagecheck.ledgers.catalogue import column_title  # noqa: PLC0415
    from wagecheck.privacy import Masker  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        firm = Path(folder) / "示例甲建筑劳务有限公司"
        firm.mkdir()
        for name, ledger, frame in (("花名册", "roster", listed), ("2026年10月工资发放表", "payroll", paid)):
            titles = {column: column_title(ledger, column) for column in frame.columns}
            frame.rename(titles).write_csv(firm / f"{name}.csv")
        book = rulebook.load()
        started = measure.processor()
        given = submission.read([Path(folder)])
        apart.shared().close()  # its worker's time is known when it has ended
    result = judge.judge(given, book, as_of=dt.date(2026, 11, 21), masker=Masker(b"k" * 32))
    _SPENT.append(measure.processor() - started)
    return 0, 0, 0, result.findings.height


#: Way → what it is called in the table, and the library it needs.
WAYS: Final[dict[str, tuple[str, str, Callable[[pl.DataFrame, pl.DataFrame], _Found]]]] = {
    "script": ("a polars script", "polars", by_script),
    "pandera": ("pandera alone", "pandera", by_pandera),
    "dataframely": ("dataframely", "dataframely", by_dataframely),
    "pointblank": ("pointblank", "pointblank", by_pointblank),
    "pandas": ("openpyxl + pandas, reading the workbook too", "pandas", by_pandas),
    "wagecheck": ("wagecheck: reading csv, all facts, all rules", "wagecheck", by_wagecheck),
}


def one(way: str, rows: str) -> dict[str, object]:
    """Seconds of one way over so many people, after a first use; what it found (four counts)."""
    listed, paid = ledgers(int(rows))
    check = WAYS[way][2]
    check(*ledgers(200))  # imports and first uses
    _SPENT.clear()
    started = measure.processor()
    found = check(listed, paid)
    spent = measure.processor() - started
    return {"seconds": _SPENT[-1] if _SPENT else spent, "found": list(found)}


def table(sizes: Sizes) -> Iterator[str]:
    """A line for every way. Raises RuntimeError where two ways do not find the same."""
    yield f"| the same four checks on {sizes.people:,} people | time | beside the script |"
    yield "|---|---:|---:|"
    floor, same = 0.0, None
    for way, (title, library, _) in WAYS.items():
        if importlib.util.find_spec(library) is None:
            yield f"| {title} | not installed | |"
            continue
        told = measure.fastest(sizes.runs, "benchmarks.peers", way, sizes.people)
        same, floor = same or told["found"], floor or told["seconds"]
        if way != "wagecheck" and told["found"] != same:
            raise RuntimeError(f"{way}: {told} is not {same}")
        yield f"| {title} | {told['seconds']:.3f} s | {told['seconds'] / floor:.1f}× |"


if __name__ == "__main__":
    measure.main(table, one)
