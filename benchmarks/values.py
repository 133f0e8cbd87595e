"""What reading a column of cells costs, per parser: as people usually write it, and as they rarely do.

A plain polars series of the same cells is the floor: no reader can do without it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from benchmarks import measure
from benchmarks.sizes import Sizes
from wagecheck.intake import values
from wagecheck.intake.grid import Cell


def columns(rows: int) -> list[tuple[str, Callable[[Sequence[Cell]], object], list[Cell]]]:
    """What is read, by which parser, the cells; the same in every run."""
    dice = random.Random(7)

    def made(cell: Callable[[], Cell]) -> list[Cell]:
        return [cell() for _ in range(rows)]

    def cents() -> int:
        return dice.randrange(0, 2_000_000)

    def number(length: int) -> str:
        return "".join(dice.choices("0123456789", k=length))

    def day() -> dt.date:
        return dt.date(1960, 1, 1) + dt.timedelta(days=dice.randrange(24_000))

    def name() -> str:
        return "".join(dice.choices("赵钱孙李周吴郑王冯陈某甲乙丙丁戊己庚辛", k=3))

    def messy_amount() -> Cell:
        value = cents() / 100
        forms: tuple[Cell, ...] = (value, f"¥{value:,.2f}", f"{value:.2f}元", f"({value})", "-", "待定")
        return dice.choice(forms)

    def messy_day() -> Cell:
        date = day()
        forms: tuple[Cell, ...] = (
            date,
            f"{date:%Y.%m.%d}",
            f"{date.year}年{date.month}月{date.day}日",
            f"{date:%Y-%m}",
        )
        return dice.choice((*forms, "二〇二六年十月", "长期", "见合同"))

    padded = ("{}", " {} ", "{}（班长）")
    messy_number = ("1101991990{}", "1101991990 {} x", "'1101991990{}×", "1101991990****{}")
    return [
        ("amounts: numbers", values.amounts, made(lambda: cents() / 100)),
        ("amounts: texts", values.amounts, made(lambda: f"{cents() / 100:.2f}")),
        ("amounts: mixed writings", values.amounts, made(messy_amount)),
        ("days: numbers", values.days, made(lambda: dice.randrange(0, 62) / 2)),
        ("hours: mixed writings", values.hours, made(lambda: dice.choice((8.0, "8小时", "7:30", "3小时30分钟", "-")))),
        ("dates: dates", values.dates, made(day)),
        ("dates: ISO texts", values.dates, made(lambda: day().isoformat())),
        ("dates: mixed writings", values.dates, made(messy_day)),
        ("periods: texts", values.periods, made(lambda: f"2026年{dice.randrange(1, 13)}月")),
        ("identity numbers: texts", values.identity_numbers, made(lambda: number(18))),
        (
            "identity numbers: mixed writings",
            values.identity_numbers,
            made(lambda: dice.choice(messy_number).format(number(7))),
        ),
        ("accounts: texts", values.accounts, made(lambda: number(19))),
        ("phones: texts", values.phones, made(lambda: "1" + number(10))),
        ("phones: numbers", values.phones, made(lambda: float("1" + number(10)))),
        ("people: names", values.people, made(name)),
        (
            "people: padded, with remarks",
            values.people,
            made(lambda: dice.choice(padded).format(name())),
        ),
        ("flags: words", values.flags, made(lambda: dice.choice(("是", "否", "已签", "")))),
        ("texts: trades", values.texts, made(lambda: dice.choice(("钢筋工", "木工", "普工")))),
    ]


def _floor(cells: Sequence[Cell]) -> object:
    return [pl.Series([cell if type(cell) is kind else None for cell in cells]) for kind in set(map(type, cells))]


def table(sizes: Sizes) -> Iterator[str]:
    """Microseconds per cell, beside making the bare series."""
    rows = sizes.cells
    yield f"| column of {rows:,} cells | µs per cell | bare series | ratio |"
    yield "|---|---:|---:|---:|"
    for what, parser, cells in columns(rows):
        read = measure.seconds(lambda: parser(cells), sizes.runs)  # noqa: B023
        bare = measure.seconds(lambda: _floor(cells), sizes.runs)  # noqa: B023
        yield f"| {what} | {read / rows * 1e6:.2f} | {bare / rows * 1e6:.2f} | {read / bare:.1f}× |"


if __name__ == "__main__":
    measure.main(table)
