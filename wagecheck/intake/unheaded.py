"""Bank batches without any header: columns are known by what stands in them (names, account numbers, amounts).

交通银行 takes such files: the columns are addressed by their letters. Nothing is guessed: there must be one column of
names, one of accounts and one of amounts, and nothing else that could be one of them. The confidence says how sure that
is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Final

from wagecheck.intake import bands, column_values, origins
from wagecheck.intake.grid import Cell, Grid, text
from wagecheck.intake.headers import Header, Heading
from wagecheck.intake.reading import Table
from wagecheck.intake.tables import Kind, Mapped
from wagecheck.intake.wordings import dictionary, squeeze, words_found
from wagecheck.ledgers.provenance import column_letters

#: How sure a column known by its values alone is, and the table made of such columns.
_CONFIDENCE: Final = 0.6
_OF_TABLE: Final = 0.5
#: Rows from which values are believed without any word of the file name.
_FEWEST: Final = 2
_SHARE: Final = 0.9
#: Rows below the first payment that are none: a total, a signature.
_OTHERS: Final = 2
#: Columns and rows that are looked at.
_WIDEST: Final = 20
_SAMPLE: Final = 200
_NAME: Final = re.compile(r"^[\u4e00-\u9fff·•]{2,15}$")
_ACCOUNT: Final = re.compile(r"^\d{12,19}$")
_AMOUNT: Final = re.compile(r"^\d{1,9}(?:\.\d{1,3})?$")


def read(grid: Grid, path: str) -> Table | None:
    """The batch of a sheet in which no header was found; None where its columns are not beyond doubt."""
    filled = list(itertools.islice((r for r, cells in enumerate(grid.rows) if any(map(text, cells))), _SAMPLE))
    rows = [row for row in filled if any(_ACCOUNT.match(squeeze(text(cell))) for cell in grid.rows[row])]
    if not rows or sum(row > rows[0] for row in filled) - len(rows) + 1 > max(_OTHERS, (1 - _SHARE) * len(rows)):
        return None
    pure = PurePosixPath(path)
    spoken = any("payment" in words_found(said) for said in (grid.name, pure.stem, *pure.parts[:-1]))
    if grid.width > _WIDEST or len(rows) < (1 if spoken else _FEWEST):
        return None
    columns = _columns(grid, rows)
    if columns is None:
        return None
    words = dictionary().raw["ledger"]["payment"]["fields"]
    labels = {n: f"{words[n][0]}（无表头，按 {column_letters(c + 1)} 列的内容认出）" for n, c in columns.items()}
    kind = Kind(
        "payment",
        {name: (Mapped(c, labels[name], None, _CONFIDENCE, "values"),) for name, c in columns.items()},
        _OF_TABLE,
    )
    head = Header(0, -1, tuple(Heading(c, labels[name]) for name, c in sorted(columns.items(), key=lambda i: i[1])))
    above = bands.Bands()
    body = tuple(range(rows[0], grid.height))
    return Table(grid, kind, head, body, above, origins.of_table(path, grid.name, above), path)


def _columns(grid: Grid, rows: Sequence[int]) -> dict[str, int] | None:
    cells = {c: [grid.rows[r][c] if c < len(grid.rows[r]) else None for r in rows] for c in range(grid.width)}
    filled = {c: [squeeze(_plain(cell)) for cell in found if text(cell)] for c, found in cells.items()}
    full = {c: said for c, said in filled.items() if len(said) >= _SHARE * len(rows)}
    if any(_is_identity(found) for found in cells.values()):
        return None  # rosters and payrolls have identity numbers; a batch of a bank has none
    banks = [c for c, said in full.items() if _mostly(said, lambda one: one.endswith(_banks()))]
    names = [c for c, said in full.items() if c not in banks and _mostly(said, _is_name) and _varies(said)]
    accounts = [c for c, said in full.items() if _mostly(said, lambda one: _ACCOUNT.match(one) is not None)]
    payers = [c for c in accounts if len(rows) > 1 and not _varies(full[c])]
    payees = [c for c in accounts if c not in payers]
    amounts = [
        c for c, said in full.items() if c not in accounts and _mostly(said, _is_amount) and not _is_serial(said)
    ]
    if len(amounts) > 1:  # 41995 in every row is a code of the bank
        amounts = [c for c in amounts if _varies(full[c])]
    if not (len(names) == len(payees) == len(amounts) == 1 and len(payers) <= 1):
        return None
    taken = {*names, *accounts, *amounts, *banks}
    memos = [
        c for c, said in filled.items()
        if c not in taken and said and not _is_serial(said) and any(re.search(r"[\u4e00-\u9fff]", one) for one in said)
    ]  # fmt: skip
    found = {"payee_name": names[0], "payee_account": payees[0], "amount": amounts[0]}
    found |= {"payee_bank": banks[0]} if banks else {}
    found |= {"payer_account": payers[0]} if payers else {}
    found |= {"memo": memos[-1]} if memos else {}
    return found


def _plain(cell: Cell) -> str:
    if isinstance(cell, float) and not cell.is_integer():
        return repr(round(cell, 6))
    return text(cell)


def _mostly(said: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(said) and sum(map(test, said)) >= _SHARE * len(said)


def _varies(said: Sequence[str]) -> bool:
    return len(said) == 1 or len(set(said)) > 1


def _is_name(said: str) -> bool:
    totals = {squeeze(word) for word in dictionary().rows["total"]}
    return _NAME.match(said) is not None and said not in totals


def _is_amount(said: str) -> bool:
    plain = said.replace(",", "").removeprefix("¥").removesuffix("元")
    return _AMOUNT.match(plain) is not None and float(plain) > 0


def _is_serial(said: Sequence[str]) -> bool:
    """1, 2, 3 … or 001, 002 …"""
    return all(one.isdigit() for one in said) and [int(one) for one in said] == list(range(1, len(said) + 1))


def _is_identity(cells: Sequence[Cell]) -> bool:
    seen = column_values.look(cells)
    return seen is not None and seen.kind == "identity"


def _banks() -> tuple[str, ...]:
    return tuple(dictionary().raw["unheaded"]["bank"])
