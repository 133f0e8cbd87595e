"""One part of an export table as its container holds it: names and typed columns, row numbers as people see them."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.bundles import Shelf
from wagecheck.intake.containers.decoding import decoded
from wagecheck.intake.exports import columns
from wagecheck.intake.exports.limits import MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS, MAX_TEXT_BYTES
from wagecheck.intake.exports.listing import PartFile, fields, separator
from wagecheck.intake.grid import ContainerError
from wagecheck.intake.issues import Issue

_ARROW_FILE: Final = b"ARROW1"
_PARQUET: Final = b"PAR1"
_GZIP: Final = b"\x1f\x8b"
_BLOCK: Final = 2**20
_PROTECTED: Final = r'^="(.*)"$'


@dataclass(frozen=True)
class Scan:
    """``frame``: the columns under their places (``c0``, ``c1`` …), lazy; ``names``: their names as written.

    ``lines``: Int32 line numbers of a text; None where rows are counted from 1. ``refusal``: two columns of one name.
    ``sliced``: some rows are read without the others.
    """

    frame: pl.LazyFrame
    names: tuple[str, ...]
    lines: pl.Series | None = None
    refusal: Issue | None = None
    sliced: bool = False


def place(number: int) -> str:
    """The name of a column in ``Scan.frame``."""
    return f"c{number}"


def scan(part: PartFile, shelf: Shelf) -> Scan:
    """The part, opened. Raises ContainerError where it is damaged or too large."""
    listed = part.listed
    if listed.size > MAX_FILE_BYTES:
        size = MAX_FILE_BYTES // 2**30
        raise refusals.too_large(f"超过 {size} GB，请分成几个文件", f"more than {size} GB, write several parts")
    source: Path | bytes = listed.content(shelf) if listed.indices else listed.path
    try:
        if part.kind == "csv":
            return _text(source)
        return _binary(source, part.kind)
    except pl.exceptions.DuplicateError:
        return Scan(pl.LazyFrame(), (), refusal=columns.repeated_somewhere())
    except OSError as error:
        raise refusals.missing() from error
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise broken() from error


def broken() -> ContainerError:
    """Its bytes are no table of its kind."""
    return refusals.damaged("不是完整的 parquet、Arrow 或 csv 表格", "no complete parquet, Arrow or csv table")


def changed() -> ContainerError:
    """Somebody wrote it while it was read."""
    return ContainerError(
        "changed",
        "读取时文件被改动，前后读到的不是同一份资料，没有采用；请等导出完成后重新检查",
        "The file changed while it was read, so it was not used; wait until it is written and check again",
    )


def _binary(source: Path | bytes, kind: str) -> Scan:
    head = _head(source)
    given = io.BytesIO(source) if isinstance(source, bytes) else source
    sliced = isinstance(source, Path)
    if kind == "parquet":
        if not head.startswith(_PARQUET):
            raise broken()
        frame = pl.scan_parquet(given, glob=False)
    elif head.startswith(_ARROW_FILE):
        frame = pl.scan_ipc(given, glob=False)
    else:  # a stream of record batches, as some programs call .arrow too
        frame, sliced = pl.read_ipc_stream(given).lazy(), False
    names = tuple(frame.collect_schema().names())
    _checked(len(names))
    return Scan(frame.select(pl.col(name).alias(place(i)) for i, name in enumerate(names)), names, sliced=sliced)


def _text(source: Path | bytes) -> Scan:
    data = source if isinstance(source, bytes) else source.read_bytes()
    if data.startswith(_GZIP):
        data = _unpacked(data)
    elif len(data) > MAX_TEXT_BYTES:
        raise _too_long()
    text = decoded(data)[0]
    del data
    heading = text.partition("\n")[0].rstrip("\r")
    if not heading.strip():
        raise refusals.empty_file()
    sign = separator(heading)
    names = tuple(fields(heading, sign))
    _checked(len(names))
    twice = columns.repeated(names)
    if twice is not None:
        return Scan(pl.LazyFrame(), names, refusal=twice)
    frame = pl.read_csv(
        text.encode(),
        has_header=False,
        skip_lines=1,
        separator=sign,
        infer_schema=False,
        schema={place(i): pl.String for i in range(len(names))},
        encoding="utf8",
    )
    lines = _lines(frame)
    if '="' in text or "\t" in text:  # a protection against spreadsheets, as in a clerk's sheet
        frame = frame.with_columns(pl.all().str.replace(_PROTECTED, "$1").str.strip_chars("\t"))
    return Scan(frame.lazy(), names, lines)


def _lines(frame: pl.DataFrame) -> pl.Series:
    """The line on which every row begins; a field may hold line breaks."""
    extra = pl.sum_horizontal(pl.col(name).str.count_matches("\n", literal=True).fill_null(0) for name in frame.columns)
    before = extra.cum_sum().shift(1, fill_value=0) if frame.width else pl.lit(0)
    return frame.select((pl.int_range(pl.len()) + 2 + before).cast(pl.Int32).alias("row"))["row"]


def _unpacked(data: bytes) -> bytes:
    whole = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while block := stream.read(_BLOCK):
                whole.write(block)
                if whole.tell() > MAX_TEXT_BYTES:
                    raise _too_long()
    except (OSError, EOFError, zlib.error) as error:
        raise broken() from error
    return whole.getvalue()


def _too_long() -> ContainerError:
    size = MAX_TEXT_BYTES // 2**30
    return refusals.too_large(
        f"文字超过 {size} GB，请分成几个文件或改用 parquet", f"more than {size} GB of text, write parts or parquet"
    )


def _checked(width: int) -> None:
    if width > MAX_COLUMNS:
        raise refusals.too_large(f"超过 {MAX_COLUMNS} 栏", f"more than {MAX_COLUMNS} columns")


def too_many_rows() -> ContainerError:
    """More rows than places can count."""
    return refusals.too_large(
        f"一张导出表超过 {MAX_ROWS} 行，请按月份分到几个文件夹",
        f"more than {MAX_ROWS} rows in one table, put the months into folders of their own",
    )


def _head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:8]
    with source.open("rb") as stream:
        return stream.read(8)
