"""Reading the clerk's corrections strictly: a name that is not known is refused with its line and the valid choices."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from rapidfuzz import fuzz, process

from wagecheck.errors import InputError
from wagecheck.intake import origins
from wagecheck.intake.mapping.sheet_mapping import IGNORE, Entry, Place, SheetMapping
from wagecheck.intake.origins import Span
from wagecheck.intake.wordings import dictionary, normalise, squeeze
from wagecheck.ledgers.catalogue import TITLES

#: What the clerk may write for a table or a column that is left out, and for one that he leaves to the program.
IGNORED: Final = ("忽略", IGNORE)
OPEN: Final = "?"
#: What a table about people is read for first.
_PERSON: Final = frozenset({"name", "id_number"})
#: Valid names that a refusal lists.
_MOST_CHOICES: Final = 12
_SHEET_KEYS: Final = frozenset({"fingerprint", "seen", "ledger", "header_row", "columns"})
_PLACE_KEYS: Final = frozenset({"file", "sheet", "contractor", "team", "period"})
_SLIP_AT = re.compile(r"at line (\d+), column (\d+)")
_RANGE = re.compile(r"^(\d{4}-\d{2}-\d{2})\s*\.\.\s*(\d{4}-\d{2}-\d{2})$")


def load(path: Path, shown: str | None = None) -> SheetMapping:
    """Read a mapping file. Raises InputError that names the file, the line and the valid choices."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        raise InputError(
            f"读不到识别对照表 {path}：没有这个文件，请检查路径和文件名。", f"cannot read {path}: no such file"
        ) from None
    except OSError as error:
        why = error.strerror
        raise InputError(f"读不到识别对照表 {path}：{why}", f"cannot read {path}: {why}") from None
    except UnicodeDecodeError:
        raise InputError(
            f"识别对照表 {path} 写法有误：文字不是 UTF-8 编码。请用记事本打开，另存为时把“编码”选为 UTF-8。",
            f"{path} is not UTF-8 text; save it as UTF-8",
        ) from None
    except (ValueError, RecursionError) as error:  # no TOML (the message names line and column), or nested endlessly
        raise InputError(f"识别对照表 {path} {_slip(str(error))}", f"{path} is no valid TOML: {error}") from None
    return _Reader(shown or str(path), path.resolve(), text).mapping(raw, hashlib.sha256(data).hexdigest())


def _slip(message: str) -> str:
    """What is wrong with the writing of a file, by the parser's English message, and what to look for."""
    place = _SLIP_AT.search(message)
    where = f"第 {place[1]} 行（第 {place[2]} 个字附近）" if place else "末尾"
    if "overwrite" in message or "twice" in message:
        return f"{where}写法有误：同一项写了两遍，请删去一行。"
    return (
        f'{where}写法有误。请照其他行的样子书写：等号右边的字放在英文引号里，如 "姓名"（不是中文引号“ ”），'
        "方括号要成对，一项一行。"
    )


def choices(ledger: str | None) -> dict[str, str]:
    """Field → usual wording of a ledger (None: of all), the person first, then as the dictionary lists them."""
    found: dict[str, str] = {}
    for each in _sides(ledger):
        titles = dictionary().ledgers[each].titles
        by_book = list(reversed(titles))  # ``titles`` begins with what the dictionary has last
        for name in sorted(by_book, key=lambda field: field not in _PERSON):
            wording = titles[name]
            found.setdefault(name, wording)
    return found


def _sides(ledger: str | None) -> list[str]:
    """The ledgers whose fields a table may have: attendance and pay stand side by side on some sheets."""
    if ledger is None:
        return list(dictionary().ledgers)
    return [ledger, "payroll"] if ledger == "attendance" else [ledger]


@dataclass(frozen=True)
class _Reader:
    """One file being read: its path for messages and its text for line numbers."""

    path: str
    file: Path
    text: str

    def mapping(self, raw: dict[str, Any], sha256: str) -> SheetMapping:
        self._keys(raw, {"version", "sheet", "place"}, 1)
        if raw.get("version", 1) != 1:
            self._refuse(self._line("version"), "版本不认识，应为 1", "unknown version, expected 1")
        lines = self._tables("sheet")
        entries = tuple(self._entry(i + 1, table, lines[i]) for i, table in enumerate(self._list(raw, "sheet")))
        lines = self._tables("place")
        places = tuple(self._place(i + 1, table, lines[i]) for i, table in enumerate(self._list(raw, "place")))
        by_fingerprint: dict[str, Entry] = {}
        for entry in entries:
            if entry.fingerprint in by_fingerprint:
                first = by_fingerprint[entry.fingerprint].line
                self._refuse(
                    entry.line,
                    f"与第 {first} 行是同一种表（fingerprint 相同），只能保留一份",
                    f"same fingerprint as line {first}",
                )
            by_fingerprint[entry.fingerprint] = entry
        return SheetMapping(self.path, self.file, sha256, entries, places, by_fingerprint)

    def _entry(self, number: int, table: dict[str, Any], line: int) -> Entry:
        self._keys(table, _SHEET_KEYS, line)
        print_ = table.get("fingerprint")
        if not isinstance(print_, str) or not print_:
            self._refuse(line, "缺少 fingerprint（由 wagecheck mapping 写出，不要删改）", "fingerprint is missing")
        ledger = self._ledger(table.get("ledger", OPEN), line)
        header_row = table.get("header_row")
        if header_row is not None and (type(header_row) is not int or header_row < 0):
            self._refuse(
                self._line("header_row", line),
                "header_row 应为表头所在的行号（没有表头写 0）",
                "header_row must be a row number (0: no header)",
            )
        columns = table.get("columns", {})
        if not isinstance(columns, dict):
            self._refuse(line, "columns 应为 [sheet.columns] 一节", "columns must be a table [sheet.columns]")
        fields = tuple(
            (key, name) for key, value in columns.items() if (name := self._field(key, value, ledger, line)) is not None
        )
        seen = table.get("seen", [])
        return Entry(number, line, str(print_), ledger, header_row, fields, tuple(map(str, seen)))

    def _ledger(self, value: Any, line: int) -> str | None:
        if value in (OPEN, ""):
            return None
        if value in IGNORED:
            return IGNORE
        names = {name: TITLES[name] for name in dictionary().ledgers}
        plain = squeeze(str(value))
        for name, wording in names.items():
            if plain in (name, squeeze(wording), *dictionary().ledgers[name].sheets):
                return name
        spoken = [name for name in names if plain in dictionary().ledgers[name].words]
        if len(spoken) == 1:  # 工资表, 合同台账: what titles call it
            return spoken[0]
        return self._wrong(self._line("ledger", line), str(value), names, "台账", "ledger")

    def _field(self, key: str, value: Any, ledger: str | None, line: int) -> str | None:
        if value in (OPEN, ""):
            return None
        if value in IGNORED:
            return IGNORE
        known = choices(ledger if ledger != IGNORE else None)
        plain = normalise(str(value)).text
        if plain in known:
            return plain
        for each in _sides(ledger if ledger != IGNORE else None):
            exact = dictionary().ledgers[each].exact
            if plain in exact:
                return exact[plain][0]
        return self._wrong(self._line(key, line), str(value), known, "栏目", "field")

    def _place(self, number: int, table: dict[str, Any], line: int) -> Place:
        self._keys(table, _PLACE_KEYS, line)
        for key, value in table.items():
            if not isinstance(value, str):
                self._refuse(self._line(key, line), f"{key} 的值要写在引号里", f"{key} must be text in quotes")
        if not table.get("file"):
            self._refuse(line, "缺少 file（文件名，* 代表任意文字）", "file is missing")
        span = None
        if table.get("period"):
            written = str(table["period"])
            span = _span(written)
            if span is None:
                self._refuse(
                    self._line("period", line),
                    f"看不懂工资期间“{written}”，请写成 2026-10 或 2026-09-11..2026-10-10",
                    f"unknown period {written!r}, write 2026-10 or 2026-09-11..2026-10-10",
                )
        return Place(number, line, table["file"], table.get("sheet"), table.get("contractor"), table.get("team"), span)

    def _list(self, raw: dict[str, Any], name: str) -> list[dict[str, Any]]:
        found = raw.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self._refuse(self._line(name), f"{name} 应写成 [[{name}]]", f"{name} must be written [[{name}]]")
        return list(found)

    def _keys(self, table: dict[str, Any], allowed: Iterable[str], line: int) -> None:
        known = sorted(allowed)
        for key in table:
            if key not in known:
                told = "、".join(known)
                self._refuse(
                    self._line(key, line), f"不认识的项“{key}”，可用的是：{told}", f"unknown key {key!r}; valid: {told}"
                )

    def _tables(self, name: str) -> list[int]:
        """Lines (from 1) on which ``[[name]]`` stands."""
        header = re.compile(rf"^\s*\[\[\s*{name}\s*\]\]")
        return [number for number, line in enumerate(self.text.splitlines(), 1) if header.match(line)] or [1]

    def _line(self, key: str, after: int = 1) -> int:
        """The line of a key, the first from ``after`` on; ``after`` itself where it is written in another way."""
        quoted = re.compile(rf"^\s*(?:\"{re.escape(key)}\"|'{re.escape(key)}'|{re.escape(key)})\s*=")
        lines = enumerate(self.text.splitlines()[after - 1 :], after)
        return next((number for number, line in lines if quoted.match(line)), after)

    def _wrong(self, line: int, value: str, known: Mapping[str, str], what: str, what_en: str) -> NoReturn:
        """Refuse a name; the valid ones that come near it first."""
        near = [
            wording
            for wording, _, _ in process.extract(value, list(known.values()), scorer=fuzz.ratio, limit=_MOST_CHOICES)
        ]
        names = {wording: name for name, wording in known.items()}
        zh = "、".join(f"{wording}（{names[wording]}）" for wording in near)
        more, more_en = ("", "") if len(known) <= len(near) else (" 等", ", …")
        self._refuse(
            line,
            f"没有叫“{value}”的{what}，可写：{zh}{more}；不读的写“忽略”，由程序判断的写“?”",
            f"no {what_en} is called {value!r}; choose from {', '.join(names[w] for w in near)}{more_en}",
        )

    def _refuse(self, line: int, zh: str, en: str) -> NoReturn:
        raise InputError(f"识别对照表 {self.path} 第 {line} 行：{zh}。", f"{self.path}, line {line}: {en}")


def _span(written: str) -> Span | None:

    both = _RANGE.match(written.strip())
    if both is None:
        return origins.find_span(written)
    try:
        start, end = (dt.date.fromisoformat(day) for day in both.groups())
    except ValueError:
        return None
    return Span(start, end) if start <= end else None
