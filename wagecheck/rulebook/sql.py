"""The small language of rules: SQL expressions made of columns, dated values, literals and a list of plain functions.

A rule is read token by token before polars sees it, and only what is listed here passes. There is no SELECT, no table,
no file, no comment, no aggregate over rows and no second statement, so a rule can neither read nor change anything.
Nor can it run for long: it looks at one row at a time, its text has an end (``LONGEST``, ``MOST_TOKENS``,
``DEEPEST``), patterns are searched for in linear time, and no function makes a text longer than what goes into it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import polars as pl
from polars.exceptions import SQLInterfaceError, SQLSyntaxError

from wagecheck.rulebook.reading import choices

KEYWORDS: Final = frozenset(
    {
        "and", "or", "not", "is", "null", "in", "between", "like", "ilike", "case", "when", "then", "else",
        "end", "true", "false", "distinct", "interval",
    }
)  # fmt: skip
FUNCTIONS: Final = frozenset(
    {
        "abs", "round", "floor", "ceil", "sign", "mod", "least", "greatest", "coalesce", "ifnull", "nullif",
        "if", "length", "char_length", "lower", "upper", "trim", "ltrim", "rtrim", "left", "right",
        "substr", "replace", "concat", "starts_with", "ends_with", "strpos", "regexp_like", "date_part",
        "array_length", "array_contains", "cast",
    }
)  # fmt: skip
TYPES: Final = frozenset(
    {
        "double", "float", "integer", "int", "bigint", "varchar", "text", "boolean", "date", "decimal",
    }
)  # fmt: skip

_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
      | (?P<bad>;|--|/\*|\*/|\\|`|\$|\#|@|\[|\]|\{|\})
      | (?P<string>'(?:[^']|'')*')
      | (?P<quoted>"[^"]*")
      | (?P<cast>::)
      | (?P<value>:[A-Za-z_][A-Za-z0-9_]*)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<operator><=|>=|<>|!=|\|\||[-+*/%<>=(),])""",
    re.VERBOSE,
)
VALUE_PREFIX: Final = "value."
#: Characters, words and signs, and brackets within brackets of one expression; the longest rule of ours has 644 and 4.
LONGEST: Final = 4_000
MOST_TOKENS: Final = 400
DEEPEST: Final = 20


class SqlError(Exception):
    """What is wrong with an expression, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        """The sentence in Chinese and in English."""
        super().__init__(zh)
        self.zh = zh
        self.en = en


@dataclass(frozen=True)
class Expression:
    """A checked expression: ready for polars, with the columns and the values it reads."""

    expr: pl.Expr
    columns: tuple[str, ...]
    values: tuple[str, ...]


def value_column(name: str) -> str:
    """The column that carries a dated value on a fact frame."""
    return VALUE_PREFIX + name


def parse(text: str, columns: Collection[str], values: Collection[str]) -> Expression:
    """Reads an expression over the given columns and values.

    Decimal literals stay exact (they become decimals, not floats). Raises :class:`SqlError`.
    """
    reader = _Reader(text, columns, values)
    sql = reader.sql()
    try:
        expr = pl.sql_expr(sql)
    except (SQLInterfaceError, SQLSyntaxError) as error:
        reason = str(error).splitlines()[0]
        raise SqlError(f"条件写法有误：{text}（{reason}）", f"cannot read the condition {text!r}: {reason}") from None
    return Expression(expr, tuple(dict.fromkeys(reader.columns)), tuple(dict.fromkeys(reader.values)))


class _Reader:
    """Turns the tokens of one expression into safe SQL."""

    def __init__(self, text: str, columns: Collection[str], values: Collection[str]) -> None:
        self.text = text
        self.known_columns = columns
        self.known_values = values
        self.columns: list[str] = []
        self.values: list[str] = []

    def sql(self) -> str:
        tokens = self._limited()
        out: list[str] = []
        open_calls: list[str] = []
        for position, (kind, token) in enumerate(tokens):
            following = tokens[position + 1][1] if position + 1 < len(tokens) else ""
            before = tokens[position - 1][1].lower() if position else ""
            if kind == "word":
                out.append(self._word(token, before, tokens[position + 1 : position + 2], open_calls))
            elif kind == "quoted":
                out.append(self._column(token[1:-1]))
            elif kind == "value":
                out.append(self._value(token[1:]))
            elif kind == "number":
                out.append(f"CAST('{token}' AS DECIMAL(38, 6))" if "." in token else token)
            else:
                if token == "(":
                    open_calls.append(before)
                elif token == ")" and open_calls:
                    if open_calls.pop() == "replace" and not _is_no_growth(tokens[:position]):
                        raise SqlError(
                            "replace 的后两项须是文字，而且换上去的不能比换下来的长",
                            "replace takes two literals, the second no longer than the first",
                        )
                elif token == "*" and (following in ("", ")", ",") or before in ("", "(", ",")):
                    raise self._refused("*")
                out.append(token)
        return " ".join(out)

    def _limited(self) -> list[tuple[str, str]]:
        """The tokens of a text that is neither empty nor too long nor too deep."""
        if len(self.text) > LONGEST:
            raise _too_much(f"{len(self.text)} > {LONGEST}")
        tokens = self._tokens()
        if not tokens:
            raise SqlError("条件是空的", "the condition is empty")
        if len(tokens) > MOST_TOKENS:
            raise _too_much(f"{len(tokens)} > {MOST_TOKENS}")
        depths = itertools.accumulate((token == "(") - (token == ")") for _, token in tokens)
        if (deepest := max(depths)) > DEEPEST:
            raise _too_much(f"( {deepest} > {DEEPEST}")
        return tokens

    def _tokens(self) -> list[tuple[str, str]]:
        tokens, place = [], 0
        while place < len(self.text):
            match = _TOKEN.match(self.text, place)
            if match is None or match.lastgroup == "bad":
                raise self._refused(match.group() if match else self.text[place])
            if match.lastgroup != "space":
                tokens.append((str(match.lastgroup), match.group()))
            place = match.end()
        return tokens

    def _word(self, word: str, before: str, following: list[tuple[str, str]], open_calls: list[str]) -> str:
        lower = word.lower()
        next_kind, next_token = following[0] if following else ("", "")
        if before == "::" or (before == "as" and "cast" in open_calls[-1:]):
            if lower not in TYPES:
                raise self._unknown(word, TYPES)
            return lower
        if lower == "date" and next_kind == "string":
            return "DATE"
        if next_token == "(" and lower in FUNCTIONS:
            return lower
        if word in self.known_columns and next_token != "(":
            return self._column(word)
        if lower in KEYWORDS or (lower == "from" and before == "distinct"):
            return lower.upper()
        if lower == "as" and "cast" in open_calls[-1:]:
            return "AS"
        raise self._unknown(word, FUNCTIONS if next_token == "(" else self.known_columns)

    def _column(self, name: str) -> str:
        if name not in self.known_columns:
            raise self._unknown(name, self.known_columns)
        self.columns.append(name)
        return f'"{name}"'

    def _value(self, name: str) -> str:
        if name not in self.known_values:
            valid = choices(self.known_values, name)
            raise SqlError(
                f"设定值 :{name} 没有登记在 values/，可选：{valid}", f"value :{name} is not in values/; valid: {valid}"
            )
        self.values.append(name)
        return f'"{value_column(name)}"'

    def _unknown(self, word: str, valid_names: Collection[str]) -> SqlError:
        valid = choices(valid_names, word)
        return SqlError(
            f"“{self.text}” 中的 “{word}” 不是可用的栏目或函数，可选：{valid}",
            f"{word!r} in {self.text!r} is no column or function; valid: {valid}",
        )

    def _refused(self, token: str) -> SqlError:
        return SqlError(
            f"“{self.text}” 中不允许使用 “{token}”：规则只能是条件表达式",
            f"{token!r} is not allowed in {self.text!r}: rules are conditions only",
        )


def _is_no_growth(before: list[tuple[str, str]]) -> bool:
    """Whether what stands before the closing bracket of a ``replace`` ends in two literals that make no text longer."""
    kinds = [kind for kind, _ in before[-4:]]
    if kinds != ["operator", "string", "operator", "string"] or {before[-4][1], before[-2][1]} != {","}:
        return False
    old, new = (token[1:-1].replace("''", "'") for _, token in (before[-3], before[-1]))
    return len(old) > 0 and len(new) <= len(old)


def _too_much(what: str) -> SqlError:
    return SqlError(
        f"条件太长或者括号太多（{what}），请拆成几条规则",
        f"the condition is too long or too nested ({what}); split it into rules",
    )
