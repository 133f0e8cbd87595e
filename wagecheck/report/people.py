"""``people.json``: the workers in dispute and the lines about them; and a result read back from its folder.

Letters are made from a result folder alone. ``result.json`` holds no workers, so that it stays small.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from wagecheck import result
from wagecheck.errors import InputError
from wagecheck.result import Result, RuleInfo
from wagecheck.wording import both

FILE: Final = "people.json"
_RULE_FIELDS: Final = tuple(field.name for field in dataclasses.fields(RuleInfo))


def data(found: Result) -> dict[str, Iterator[dict[str, Any]]]:
    """``workers``: the months (columns of WORKERS) of everybody whom ``evidence`` (columns of EVIDENCE) is about."""
    people = found.evidence["worker_key"].unique()
    owing = (pl.col("owed") > 0) | pl.col("worker_key").is_in(people.implode())
    return {"workers": _records(found.workers.filter(owing.fill_null(False))), "evidence": _records(found.evidence)}


def write(found: Result, path: Path) -> None:
    """One record a line: UTF-8, the same bytes for the same result. Records are made as they are written."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        opening = "{"
        for name, rows in data(found).items():
            stream.write(f'{opening}"{name}": [')
            opening, count = ",\n", 0
            for count, row in enumerate(rows, start=1):
                stream.write((",\n" if count > 1 else "\n") + encode(row))
            stream.write("\n]" if count else "]")
        stream.write("}\n")


def read(folder: Path) -> Result:
    """The result of a folder, with the workers in dispute alone. InputError says which file is missing or damaged."""
    told, people = (_load(folder / name) for name in ("result.json", FILE))
    try:
        return Result(
            findings=_frame(told["findings"], result.FINDINGS),
            outcomes=_frame(told["outcomes"], result.OUTCOMES),
            contractors=_frame(told["contractors"], result.CONTRACTORS),
            workers=_frame(people["workers"], result.WORKERS),
            rules=tuple(map(_rule, told["rules"])),
            manifest=told["manifest"],
            evidence=_frame(people["evidence"], result.EVIDENCE),
        )
    except (KeyError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise _bad(folder) from error


def _load(path: Path) -> dict[str, Any]:
    try:
        read_back = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # brackets within brackets without an end
        raise _bad(path) from error
    if not isinstance(read_back, dict):
        raise _bad(path)
    return read_back


def _rule(row: Mapping[str, Any]) -> RuleInfo:
    known: dict[str, Any] = {name: row[name] for name in _RULE_FIELDS if name in row}
    values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in known.items()}
    return RuleInfo(**values)


def _frame(rows: Iterable[Mapping[str, Any]], schema: pl.Schema) -> pl.DataFrame:
    """Plain JSON rows with the types of a schema: money and dates come as text."""
    texts = {name: pl.String() if _as_text(kind) else kind for name, kind in schema.items()}
    frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=texts)
    days = [pl.col(name).str.to_date() for name, kind in schema.items() if kind == pl.Date]
    return frame.with_columns(*days, *(pl.col(name).cast(kind) for name, kind in schema.items() if kind.is_decimal()))


def _as_text(kind: pl.DataType | type[pl.DataType]) -> bool:
    return kind == pl.Date or kind.is_decimal()


def _records(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    texts = [pl.col(name).cast(pl.String) for name, kind in frame.schema.items() if _as_text(kind)]
    return frame.with_columns(texts).iter_rows(named=True)


def _bad(path: Path) -> InputError:
    return InputError(*both("letter.result_bad", path=path))
