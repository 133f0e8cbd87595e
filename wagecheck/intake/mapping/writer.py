"""Writing a mapping file that a clerk can correct: one ``[[sheet]]`` for every shape of table, a line for every column.

Columns that are sure stand as they were read; a line with ``?`` is left to the program. What an existing file says is
kept word for word: new shapes are added at its end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from wagecheck.intake.mapping.reader import OPEN, choices
from wagecheck.intake.mapping.survey import ITEM, Column, Sheet
from wagecheck.intake.wordings import dictionary
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.privacy import mask_free
from wagecheck.wording import Wording

#: Files and sheets that an entry lists.
_MOST_SEEN = 20
_WIDTH = 110


def head(t: Wording) -> str:
    """The beginning of a new file: what it is, how to correct a line, which ledgers there are."""
    ledgers = [f"{TITLES[name]}（{name}）" for name in dictionary().ledgers]
    return f"{_comment(t('mapping.file_head'))}\n{_list(t('mapping.file_ledgers'), ledgers)}\n\nversion = 1\n"


def shapes(sheets: Sequence[Sheet]) -> dict[str, list[Sheet]]:
    """The tables by shape; those without headings to correct are left out."""
    found: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        if sheet.fingerprint is not None:
            found.setdefault(sheet.fingerprint, []).append(sheet)
    return found


def entry(same: Sequence[Sheet], t: Wording) -> str:
    """One ``[[sheet]]`` for some tables of one shape."""
    first = next((sheet for sheet in same if sheet.ledger), same[0])
    seen = list(dict.fromkeys(f"{sheet.file} / {sheet.sheet.strip()}" for sheet in same))
    lines = ["", "[[sheet]]", f"fingerprint = {_text(str(first.fingerprint))}", f"seen = {_texts(seen[:_MOST_SEEN])}"]
    if len(seen) > _MOST_SEEN:
        lines.append(f"# {t('mapping.file_more', count=len(seen) - _MOST_SEEN)}")
    if first.ledger is None:
        lines.append(f"# {t('mapping.file_unknown')}")
        lines.append(f'ledger = "{OPEN}"')
        lines.append(f"# header_row = {first.header_row}   # {t('mapping.file_header_row')}")
    else:
        lines.append(f"ledger = {_text(TITLES[first.ledger])}")
    lines.append("[sheet.columns]")
    if first.ledger is not None:
        lines.append(_list(t("mapping.file_fields"), choices(first.ledger).values()))
    rows = [_line(column, first, t) for column in _once(first.columns)]
    width = max((_cells(row[0]) for row in rows), default=0)
    lines += [f"{left}{' ' * (width - _cells(left))}  # {right}" for left, right in rows]
    return "\n".join(lines) + "\n"


def _once(columns: Iterable[Column]) -> list[Column]:
    """One line for a column that serves several fields (姓名 over 身份证号 in one cell, both days of a term)."""
    terms = dictionary().raw["terms"]
    found: dict[tuple[str, str], Column] = {}
    for column in columns:
        before = found.setdefault((column.letter, column.header), column)
        if column.field in terms and before.field in terms[column.field]:
            found[column.letter, column.header] = column  # pinned as a term it gives both days again
    return list(found.values())


def _line(column: Column, sheet: Sheet, t: Wording) -> tuple[str, str]:
    """``"C 身份证号" = "身份证号码"`` and what is said beside it."""
    named = sheet.header_row > 0 and mask_free(column.header) == column.header
    header = column.header if named else ""
    key = f"{column.letter} {header}".strip()
    percent = f"{column.confidence:.0%}"
    if column.field is None:
        return f'{_text(key)} = "{OPEN}"', t("mapping.file_unneeded" if column.known else "mapping.file_unmatched")
    if column.field == ITEM:
        return f'{_text(key)} = "{OPEN}"', t("mapping.file_item")
    if column.how == "ambiguous":
        rivals = f"（{column.rivals}）" if column.rivals else ""
        return f'{_text(key)} = "{OPEN}"', t("mapping.file_ambiguous", field=column.title, rivals=rivals)
    how = t(f"how.{column.how}")
    if sheet.yearly or not column.sure:
        rivals = f"，{t('mapping.rivals', rivals=column.rivals)}" if column.rivals else ""
        return f'{_text(key)} = "{OPEN}"', t(
            "mapping.file_unsure", field=column.title, how=how, percent=percent
        ) + rivals
    return f"{_text(key)} = {_text(column.title)}", f"{percent} {how}"


def _text(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False)


def _texts(values: Sequence[str]) -> str:
    if len(values) < 2:
        return f"[{', '.join(map(_text, values))}]"
    return "[\n" + "".join(f"  {_text(value)},\n" for value in values) + "]"


def _comment(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.strip().splitlines())


def _list(lead: str, words: Iterable[str]) -> str:
    """A comment that lists words, wrapped between them."""
    lines = [f"# {lead}"]
    for word in words:
        if len(lines) == 1 or _cells(lines[-1]) + _cells(word) > _WIDTH:
            lines.append("#   ")
        lines[-1] += f"{word}、"
    return "\n".join(line.rstrip("、") for line in lines)


def _cells(text: str) -> int:
    """Columns of a terminal that a text fills: a Chinese character fills two."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
