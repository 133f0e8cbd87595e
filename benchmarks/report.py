"""Writing reports of ever more findings, each format beside a floor.

The result is that of ``samples/severe`` with its findings (and the lines of evidence) repeated under new fingerprints.
Each format is written in a fresh process; then, in another one, the floor: what a library needs to write the very same
content again without any thought, measured in the same run (on a busy machine only the ratio says something).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import pickle
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jinja2
import polars as pl
import python_calamine
import xlsxwriter

from benchmarks import measure
from benchmarks.sizes import Sizes
from wagecheck import judge, rulebook
from wagecheck.intake import apart, files, submission
from wagecheck.privacy import Masker
from wagecheck.report import exports, findings_workbook, html, junit, labels, marked, people, sarif
from wagecheck.result import Result
from wagecheck.wording import Wording

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "severe"
AS_OF = dt.date(2026, 11, 21)
ZH = Wording("zh")
#: Up to here the fastest of several processes counts.
_REPEATED = 10_000
_FLOOR_RUNS = 3


@dataclass(frozen=True)
class Made:
    """What is written: a result, and the marked copies that the workbook links to."""

    result: Result
    copies: list[marked.Copy]


def prepare(findings: int) -> bytes:
    """A pickled result with so many findings."""
    result = judge.judge(submission.read([SAMPLE]), rulebook.load(), as_of=AS_OF, masker=Masker(b"k" * 32))
    with tempfile.TemporaryDirectory() as folder:
        copies = marked.write(result, files.listed([SAMPLE]), Path(folder), ZH)
    numbered = _repeated(result.findings, findings).with_columns(
        pl.int_range(pl.len()).cast(pl.String).str.zfill(16).alias("fingerprint")
    )
    many = replace(result, findings=numbered, evidence=_repeated(result.evidence, findings))
    return pickle.dumps(Made(many, copies), protocol=5)


def _repeated(frame: pl.DataFrame, rows: int) -> pl.DataFrame:
    return pl.concat([frame] * -(-rows // frame.height)).head(rows)


def _json_again(name: str) -> Callable[[Path, Path], Callable[[], object]]:
    """``json.dump`` of the same data, indented the same way."""

    def ready(given: Path, out: Path) -> Callable[[], object]:
        data = json.loads((given / name).read_text("utf-8"))

        def write() -> None:
            with (out / name).open("w", encoding="utf-8") as stream:
                json.dump(data, stream, ensure_ascii=False, indent=2)

        return write

    return ready


def _people_again(given: Path, out: Path) -> Callable[[], object]:
    data = json.loads((given / people.FILE).read_text("utf-8"))
    return lambda: (out / people.FILE).write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def _cells_again(given: Path, out: Path) -> Callable[[], object]:
    """A bare xlsxwriter loop over the same cells, no formats, no heights, no links."""
    book = python_calamine.load_workbook(str(given / "findings.xlsx"))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}

    def write() -> None:
        with xlsxwriter.Workbook(str(out / "bare.xlsx"), {"constant_memory": True}) as bare:
            for name, rows in sheets.items():
                sheet = bare.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if isinstance(value, str) and value:
                            sheet.write_string(number, column, value)
                        elif isinstance(value, int | float):
                            sheet.write_number(number, column, value)

    return write


def _csv_again(given: Path, out: Path) -> Callable[[], object]:
    frame = pl.read_csv(given / "findings.csv", infer_schema=False)
    return lambda: frame.write_csv(out / "findings.csv")


def _rows_again(given: Path, out: Path) -> Callable[[], object]:
    """A bare Jinja2 loop over the findings that a page can show: so many per rule, ten texts each."""
    text = (given / "findings.csv").read_text("utf-8-sig")
    rows, seen = [], dict[str, int]()
    for row in list(csv.reader(io.StringIO(text)))[1:]:
        seen[row[1]] = seen.get(row[1], 0) + 1
        if seen[row[1]] <= labels.ROWS_PER_RULE:
            rows.append(row[:10])
    told = "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>\n{% endfor %}"
    template = jinja2.Environment(autoescape=True).from_string(told)
    return lambda: (out / "rows.html").write_text(template.render(rows=rows), "utf-8")


def _packages_again(given: Path, out: Path) -> Callable[[], object]:
    """The marked copies unpacked and packed again."""
    packages = sorted(given.rglob("*.xls[xm]"))

    def write() -> None:
        for number, path in enumerate(packages):
            with (
                zipfile.ZipFile(path) as old,
                zipfile.ZipFile(out / f"{number}.xlsx", "w", zipfile.ZIP_DEFLATED) as new,
            ):
                for name in old.namelist():
                    new.writestr(name, old.read(name))

    return write


def _tests_again(given: Path, out: Path) -> Callable[[], object]:
    tree = ET.parse(given / "junit.xml")
    return lambda: tree.write(out / "junit.xml", encoding="utf-8")


def _csv(made: Made, out: Path) -> None:
    exports.write_findings_csv(made.result, out / "findings.csv", ZH)


@dataclass(frozen=True)
class Format:
    """``write`` is measured; ``again``, with what it wrote read back, gives the floor, said in ``floor``."""

    write: Callable[[Made, Path], object]
    floor: str
    again: Callable[[Path, Path], Callable[[], object]]
    extra: Callable[[Made, Path], object] | None = None
    """Writes what the floor needs, not measured."""


FORMATS = {
    "html": Format(lambda made, out: html.write(made.result, out, ZH), "Jinja2, 50 rows a rule", _rows_again, _csv),
    "csv": Format(_csv, "polars `write_csv`", _csv_again),
    "xlsx": Format(
        lambda made, out: findings_workbook.write(made.result, out / "findings.xlsx", made.copies, ZH),
        "xlsxwriter, same cells",
        _cells_again,
    ),
    "marked": Format(
        lambda made, out: marked.write(made.result, files.listed([SAMPLE]), out, ZH), "zipping them", _packages_again
    ),
    "result.json": Format(
        lambda made, out: exports.write_json(made.result.parts_of_json(), out / "result.json"),
        "`json.dump`, same data",
        _json_again("result.json"),
    ),
    "people.json": Format(
        lambda made, out: people.write(made.result, out / people.FILE), "`json.dumps`, same data", _people_again
    ),
    "sarif": Format(
        lambda made, out: exports.write_json(sarif.log(made.result, ZH), out / "findings.sarif"),
        "`json.dump`, same data",
        _json_again("findings.sarif"),
    ),
    "junit": Format(
        lambda made, out: junit.write(made.result, out / "junit.xml", ZH), "ElementTree, same tree", _tests_again
    ),
}  # fmt: skip


def write(kept: Path, name: str, out: Path) -> dict[str, float]:
    """Seconds of one format, MB that it took above what the result needs, bytes of all files and of the largest."""
    made: Made = pickle.loads(kept.read_bytes())
    before = _memory(anew=True)
    started = measure.processor()
    FORMATS[name].write(made, out)
    apart.shared().close()  # marked copies are made in a worker, whose time is known when it has ended
    seconds = measure.processor() - started
    memory = _memory() - before
    sizes = [path.stat().st_size for path in out.rglob("*") if path.is_file()]
    if (extra := FORMATS[name].extra) is not None:
        extra(made, out)
    return {"seconds": seconds, "memory": memory, "size": sum(sizes), "largest": max(sizes)}


def again(given: Path, name: str, out: Path) -> dict[str, float]:
    """Seconds of the floor of a format whose files stand in a folder; the best of three."""
    writer = FORMATS[name].again(given, out)
    best = float("inf")
    for _ in range(_FLOOR_RUNS):
        started = measure.processor()
        writer()
        best = min(best, measure.processor() - started)
        if best > 1:
            break
    return {"seconds": best}


def _memory(*, anew: bool = False) -> float:
    """MB at the peak of this process (Linux); ``anew``: the peak is counted from here on."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def one(what: str, given: str, name: str, out: str) -> dict[str, float]:
    """``write`` a format of the pickled result, or its floor ``again``, in this process."""
    Path(out).mkdir(exist_ok=True)
    return {"write": write, "again": again}[what](Path(given), name, Path(out))


def table(sizes: Sizes) -> Iterator[str]:
    """A line for each format and number of findings."""
    yield "| findings | format | time | floor | time of floor | ratio | memory above the start | written | largest |"
    yield "|---:|---|---:|---|---:|---:|---:|---:|---:|"
    for findings in sizes.findings:
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home)
            kept = folder / "result.pickle"
            kept.write_bytes(prepare(findings))
            for name, format_ in FORMATS.items():
                runs = sizes.runs if findings <= _REPEATED else 1
                places = [folder / f"{name}{run}" for run in range(runs)]
                told = [measure.told("benchmarks.report", "write", kept, name, place) for place in places]
                best = min(told, key=lambda one: float(one["seconds"]))
                floor = measure.told("benchmarks.report", "again", places[0], name, folder / "floor")["seconds"]
                yield (
                    f"| {findings:,} | {name} | {best['seconds']:.2f} s | {format_.floor} | {floor:.3g} s "
                    f"| {best['seconds'] / floor:.1f}× | {best['memory']:,.0f} MB | {best['size'] / 2**20:.2f} MB "
                    f"| {best['largest'] / 2**20:.2f} MB |"
                )


if __name__ == "__main__":
    measure.main(table, one)
