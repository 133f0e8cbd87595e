"""Strict reading of TOML tables: every key is asked for by name, and what was not asked for is refused."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from wagecheck.errors import RuleError

_KINDS: dict[type, tuple[str, str]] = {
    str: ("文字", "text"),
    bool: ("true 或 false", "true or false"),
    int: ("整数", "a whole number"),
    dt.date: ("日期（2026-10-01）", "a date (2026-10-01)"),
    dict: ("一组键值", "a table"),
    list: ("列表", "a list"),
}


def choices(valid: Iterable[str], wrong: str = "", *, most: int = 12) -> str:
    """Valid names for a message: the nearest first, at most ``most``, then how many more there are."""
    names = sorted(set(valid))
    near = difflib.get_close_matches(wrong, names, n=3, cutoff=0.5) if wrong else []
    listed = near + [name for name in names if name not in near]
    more = f" …（+{len(listed) - most}）" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more


class Table:
    """A TOML table with the file it stands in. Getters remember which keys were asked for; :meth:`done` refuses others.

    All getters raise :class:`RuleError` naming the file and the key.
    """

    def __init__(self, data: Mapping[str, Any], file: str, path: str = "") -> None:
        """``path`` is the way from the top of the file to this table, for messages."""
        self.data = data
        self.file = file
        self.path = path
        self._asked: list[str] = []

    def wrong(self, zh: str, en: str) -> RuleError:
        """An error about this table."""
        where = f"{self.file}：{self.path}" if self.path else self.file
        return RuleError(f"{where}：{zh}", f"{where.replace('：', ': ')}: {en}")

    def unknown(self, key: str, name: str, valid: Iterable[str]) -> RuleError:
        """An error about a name that does not exist, with the names that do."""
        listed = choices(valid, name) or "（无）"
        return self.wrong(f"{key} 中没有 “{name}”，可选：{listed}", f"{key}: no {name!r}; valid: {listed}")

    def has(self, key: str) -> bool:
        """Is the key given? It counts as asked for."""
        self._asked.append(key)
        return key in self.data

    def text(self, key: str, default: str | None = None, *, among: Iterable[str] = ()) -> str:
        """A text; required unless a default is given; one of ``among`` if that is given."""
        value = self._get(key, str, default)
        valid = tuple(among)
        if valid and value not in valid:
            raise self.unknown(key, str(value), valid)
        return str(value)

    def maybe_text(self, key: str) -> str | None:
        """A text or None."""
        return self.text(key) if self.has(key) else None

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(str(item) for item in self._list(key, str, default))

    def date(self, key: str, default: dt.date | None = None) -> dt.date:
        """A date."""
        value: dt.date = self._get(key, dt.date, default)
        return value

    def maybe_date(self, key: str) -> dt.date | None:
        """A date or None."""
        return self.date(key) if self.has(key) else None

    def dates(self, key: str) -> tuple[dt.date, ...]:
        """A list of dates."""
        return tuple(self._list(key, dt.date, None))

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._get(key, bool, default))

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        """A number, exactly as written."""
        return self._number(key, self._raw(key, default))

    def numbers(self, key: str, *, unknown: str) -> tuple[Decimal | None, ...]:
        """A list of numbers; None where ``unknown`` is written in place of one."""
        return tuple(None if item == unknown else self._number(key, item) for item in self._list(key, object, None))

    def table(self, key: str, *, optional: bool = False) -> Table:
        """A sub-table; an empty one if optional and not given."""
        value = self._get(key, dict, {} if optional else None)
        return Table(value, self.file, self._below(key))

    def tables(self, key: str) -> list[Table]:
        """An array of tables, maybe empty; numbered from 1 in messages."""
        rows = self._list(key, dict, ())
        return [Table(row, self.file, f"{self._below(key)}[{number}]") for number, row in enumerate(rows, start=1)]

    def done(self) -> None:
        """Refuses keys that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                valid = choices(self._asked, key, most=len(self._asked))
                raise self.wrong(f"不认识的键 “{key}”，可用的键：{valid}", f"unknown key {key!r}; valid keys: {valid}")

    def _number(self, key: str, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.wrong(f"{key} 应为数字", f"{key} must be a number")
        return Decimal(value)

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _raw(self, key: str, default: Any) -> Any:
        self._asked.append(key)
        if key in self.data:
            return self.data[key]
        if default is None:
            raise self.wrong(f"缺少 “{key}”", f"missing key {key!r}")
        return default

    def _get(self, key: str, kind: type, default: Any) -> Any:
        value = self._raw(key, default)
        wrong_bool = isinstance(value, bool) and kind is int
        if not isinstance(value, kind) or wrong_bool or (kind is dt.date and isinstance(value, dt.datetime)):
            zh, en = _KINDS[kind]
            raise self.wrong(f"{key} 应为{zh}", f"{key} must be {en}")
        return value

    def _list(self, key: str, kind: type, default: Any) -> list[Any]:
        values = self._get(key, list, list(default) if default is not None else None)
        for value in values:
            if not isinstance(value, kind):
                zh, en = _KINDS[kind]
                raise self.wrong(f"{key} 的每一项应为{zh}", f"every item of {key} must be {en}")
        return list(values)
