"""Intake beside a bare calamine read of the same cells: processor time and peak memory, each in a fresh process.

Files are read in worker processes: their time, with their start and imports, is counted with ours once they have
ended; their memory is told apart. Processor time, because it says the same on a busy machine; the engine gets one
thread, as calamine has.

``python -m benchmarks.intake`` prints the table; ``python -m benchmarks.intake HOW FOLDER`` is one such process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

RUNS = 3
PEOPLE = 20
BOOKS = 200
ROWS = 100_000
_DAYS = 31


@dataclass(frozen=True)
class Reading:
    """One read in a fresh process: seconds of the processor; mebibytes at the peak, before it began, of a worker."""

    seconds: float
    peak: float
    before: float
    workers: float


def main() -> None:
    """Prints the table."""
    print("| what | intake | bare calamine | ratio | aim | memory of intake | of calamine |")
    print("|---|---:|---:|---:|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        _small_books(small)
        _large_book(large)
        for what, place in (
            (f"{BOOKS} workbooks of {PEOPLE} people (payroll, attendance)", small),
            (f"one payroll of {ROWS:,} rows", large),
        ):
            print(_row(what, place), flush=True)


def _row(what: str, folder: Path) -> str:
    ours = _best("intake", folder)
    bare = _best("bare", folder)
    ratio = ours.seconds / bare.seconds
    return (
        f"| {what} | {ours.seconds:.2f} s | {bare.seconds:.2f} s | {ratio:.1f}× | under 2× "
        f"| {ours.peak:.0f} MB ({ours.peak - ours.before:.0f} above the start), a worker {ours.workers:.0f} MB "
        f"| {bare.peak:.0f} MB ({bare.peak - bare.before:.0f}) |"
    )


def _best(how: str, folder: Path) -> Reading:
    """The fastest of several processes; it has the least noise."""
    found = []
    for _ in range(RUNS):
        command = [sys.executable, "-m", "benchmarks.intake", how, str(folder)]
        one_thread = {**os.environ, "POLARS_MAX_THREADS": "1"}
        done = subprocess.run(command, capture_output=True, check=False, text=True, env=one_thread)
        if done.returncode:
            raise RuntimeError(done.stderr)
        found.append(Reading(**json.loads(done.stdout)))
    return min(found, key=lambda reading: reading.seconds)


def _one(how: str, folder: Path) -> None:
    """Reads in this process and prints what it took; imports are not counted, they are measured elsewhere."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    if how == "intake":
        from wagecheck.intake import apart, submission  # noqa: PLC0415
    before = _peak()
    started = _processor()
    if how == "intake":
        submission.read([folder])
        apart.shared().close()  # a worker's time is known when it has ended
    else:
        for path in paths:
            with CalamineWorkbook.from_path(path) as book:
                for number in range(len(book.sheet_names)):
                    book.get_sheet_by_index(number).to_python(skip_empty_area=False)
    seconds = _processor() - started
    print(json.dumps({"seconds": seconds, "peak": _peak(), "before": before, "workers": _peak(children=True)}))


def _processor() -> float:
    """Seconds of the processor that this process and its ended children took."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _peak(*, children: bool = False) -> float:
    """Most memory of this process so far, or of the largest of its ended children, in mebibytes."""
    import resource  # noqa: PLC0415  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _person(number: int) -> tuple[str, str]:
    """A made-up worker of the district that is none: name and identity number with a valid check digit."""
    body = f"110199{1970 + number % 30}{1 + number % 12:02}{1 + number % 28:02}{number % 1000:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    return f"张某{chr(0x4E00 + number % 20_000)}", body + check


def _small_books(folder: Path) -> None:
    for number in range(BOOKS // 2):
        home = folder / f"示例{number // 10 + 1}号建筑劳务有限公司" / f"{number % 10 + 1}班组"
        home.mkdir(parents=True)
        people = range(number * PEOPLE, (number + 1) * PEOPLE)
        _payroll(home / "2026年10月工资表.xlsx", people)
        _attendance(home / "2026年10月考勤表.xlsx", people)


def _large_book(folder: Path) -> None:
    home = folder / "示例建筑劳务有限公司"
    home.mkdir(parents=True)
    _payroll(home / "2026年10月工资表.xlsx", range(ROWS))


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
    if len(sys.argv) == 3:
        _one(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
