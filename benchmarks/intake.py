"""Intake beside a bare calamine read of the same cells: processor time and peak memory, each in a fresh process.

Files are read in worker processes: their time, with their start and imports, is counted with ours once they have
ended; their memory is told apart. The engine gets one thread, as calamine has.

The bare read gets the same bytes and keeps the cells.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from benchmarks import measure
from benchmarks.sizes import Sizes

PEOPLE = 20
_DAYS = 31


def table(sizes: Sizes) -> Iterator[str]:
    """A line for many small workbooks, one for a large one; each also as a whole check, without pages and copies."""
    yield "| what | ours | bare calamine | ratio | aim | memory of ours | of calamine |"
    yield "|---|---:|---:|---:|---|---:|---:|"
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        _small_books(small, sizes.books)
        _large_book(large, sizes.rows)
        for what, place in (
            (f"{sizes.books} workbooks of {PEOPLE} people (payroll, attendance)", small),
            (f"one payroll of {sizes.rows:,} rows", large),
        ):
            bare = measure.fastest(sizes.runs, "benchmarks.intake", "bare", place, POLARS_MAX_THREADS="1")
            for how, said in (("intake", "read"), ("check", "whole check")):
                ours = measure.fastest(sizes.runs, "benchmarks.intake", how, place, POLARS_MAX_THREADS="1")
                yield (
                    f"| {what}, {said} | {ours['seconds']:.2f} s | {bare['seconds']:.2f} s "
                    f"| {ours['seconds'] / bare['seconds']:.1f}× | 1.5× "
                    f"| {ours['peak']:.0f} MB, a worker {ours['worker']:.0f} MB | {bare['peak']:.0f} MB |"
                )


def one(how: str, place: str) -> dict[str, float]:
    """Reads, or checks, in this process; imports are not counted, they are measured elsewhere.

    Seconds of the processor; MB of this process and of the largest worker at their peaks.
    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    from wagecheck.cli.register_options import clock  # noqa: PLC0415
    from wagecheck.intake import apart, submission  # noqa: PLC0415
    from wagecheck.tasks import check  # noqa: PLC0415
    from wagecheck.wording import Wording  # noqa: PLC0415

    folder = Path(place)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    started = measure.processor()
    if how == "intake":
        submission.read([folder])
    elif how == "check":
        with tempfile.TemporaryDirectory() as out:
            day = dt.date(2026, 11, 21)
            check.run(
                [folder],
                Path(out) / "out",
                as_of=day,
                clock=clock,
                t=Wording("zh"),
                formats=("json", "csv"),
                annotate=False,
            )
    else:
        for path in paths:
            with CalamineWorkbook.from_path(path) as book:
                for number in range(len(book.sheet_names)):
                    book.get_sheet_by_index(number).to_python(skip_empty_area=False)
    apart.shared().close()  # a worker's time is known when it has ended
    seconds = measure.processor() - started
    return {"seconds": seconds, "peak": measure.peak(), "worker": measure.peak(children=True)}


def _person(number: int) -> tuple[str, str]:
    """A made-up worker of the district that is none: name and identity number with a valid check digit."""
    body = f"110199{1970 + number % 30}{1 + number % 12:02}{1 + number % 28:02}{number % 1000:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    return f"张某{chr(0x4E00 + number % 20_000)}", body + check


def _small_books(folder: Path, books: int) -> None:
    for number in range(books // 2):
        home = folder / f"示例{number // 10 + 1}号建筑劳务有限公司" / f"{number % 10 + 1}班组"
        home.mkdir(parents=True)
        people = range(number * PEOPLE, (number + 1) * PEOPLE)
        _payroll(home / "2026年10月工资表.xlsx", people)
        _attendance(home / "2026年10月考勤表.xlsx", people)


def _large_book(folder: Path, rows: int) -> None:
    home = folder / "示例建筑劳务有限公司"
    home.mkdir(parents=True)
    _payroll(home / "2026年10月工资表.xlsx", range(rows))


def _payroll(path: Path, people: range) -> None:
    headings = [
        "序号",
        "姓名",
        "身份证号码",
        "工种",
        "出勤天数",
        "日工资",
        "应发工资",
        "借支",
        "实发工资",
        "银行卡号",
        "开户行",
        "签字",
    ]
    with xlsxwriter.Workbook(str(path), {"constant_memory": len(people) > 1000}) as book:
        sheet = book.add_worksheet("工资表")
        sheet.write(0, 0, "2026年10月农民工工资表")
        sheet.write_row(1, 0, headings)
        for row, number in enumerate(people):
            name, identity = _person(number)
            days, rate = 18 + number % 9, 220 + number % 60
            cells = [row + 1, name, identity, "木工", days, rate, days * rate, 500, days * rate - 500]
            sheet.write_row(row + 2, 0, [*cells, f"622848{number:013}", "农业银行", name])


def _attendance(path: Path, people: range) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("考勤表")
        sheet.write(0, 0, "2026年10月考勤表")
        sheet.write_row(1, 0, ["序号", "姓名", "身份证号码", *range(1, _DAYS + 1), "出勤天数"])
        for row, number in enumerate(people):
            worked = 18 + number % 9
            marks = ["√" if day <= worked else None for day in range(1, _DAYS + 1)]
            for column, cell in enumerate([row + 1, *_person(number), *marks, worked]):
                if cell is not None:
                    sheet.write(row + 2, column, cell)


if __name__ == "__main__":
    measure.main(table, one)
