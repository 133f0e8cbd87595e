"""How values look in a finding: money as 12,475.00 in sentences, days and numbers without idle zeros, dates ISO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, Frame
from wagecheck.privacy import Masker
from wagecheck.rulebook import sql
from wagecheck.rulebook.compile import Compiled
from wagecheck.rulebook.template import Template
from wagecheck.rulebook.values import Values

#: Endings of columns with codes and numbers of papers: only what has the form of a person's number is masked there.
_CODES: Final = ("uscc", "_no", "_key")
_BLANK: Final = "—"
#: Before and behind the tail of an identity number beside a name.
_TAIL: Final = ("（尾号", "）")
_TAIL_EN: Final = (" (ending ", ")")
_SHARES: Final = ("_share", "_ratio", "guarantee_rate")
_SHARE_UNIT: Final = "比例"
#: Separators that the longest amount of money needs.
_THOUSANDS: Final = 3


@dataclass(frozen=True)
class Renderer:
    """Renders the failing rows of one frame."""

    frame: Frame
    values: Values
    masker: Masker

    def shown(self, compiled: Compiled, rows: pl.DataFrame) -> pl.DataFrame:
        """``expected``, ``actual`` (String), ``amount`` (Decimal), ``message``, ``message_en`` of failing rows.

        ``rows`` are raw rows of the frame with dated numbers and a column ``level``.
        """
        masked = rows.with_columns(self.masked(rows))
        raw = {key: part.expr for key, part in compiled.shown.items()}
        probe = rows.select(expr.alias(key) for key, expr in raw.items()) if raw else pl.DataFrame()
        roots = {key: _roots(part) for key, part in compiled.shown.items()}
        kinds = dict(probe.schema)
        exprs = dict(raw)
        if {"expected", "actual"} <= raw.keys():
            schema = probe.schema
            if schema["expected"].is_numeric() and schema["actual"].is_numeric():
                exprs["difference"] = (raw["expected"] - raw["actual"]).abs()
                kinds["difference"] = masked.select(exprs["difference"].alias("d")).schema["d"]
                roots["difference"] = roots["expected"] + roots["actual"]
        texts = {key: self._text(expr, kinds[key], roots[key], key) for key, expr in exprs.items()}
        said = {key: self._text(expr, kinds[key], roots[key], key, grouped=True) for key, expr in exprs.items()}
        amount = raw["amount"].cast(MONEY) if "amount" in raw else pl.lit(None, MONEY)
        # with_columns first: a select of literals alone would have one row
        done = masked.with_columns(
            texts.get("expected", pl.lit(None, pl.String)).alias("expected"),
            texts.get("actual", pl.lit(None, pl.String)).alias("actual"),
            amount.alias("amount"),
            self._message([message.zh for message in compiled.messages], said, rows.schema, "zh").alias("message"),
            self._message([message.en for message in compiled.messages], said, rows.schema, "en").alias("message_en"),
        )
        return done.select("expected", "actual", "amount", "message", "message_en")

    def masked(self, rows: pl.DataFrame, *, tail: bool = True) -> list[pl.Expr]:
        """The columns of text of the rows as they may be written: a submission can hold a number in any of them.

        A name carries the tail of the identity number, so that two people of one surname can be told apart, unless
        ``tail`` is false.
        """
        kinds = {"name": "name", "id_number": "id", "person": "person", **self.frame.masks}
        texts = [name for name, kind in rows.schema.items() if kind == pl.String and name != "name"]
        masked = [
            self.masker.column(name, kinds.get(name, "code" if name.endswith(_CODES) else "free")) for name in texts
        ]
        name = self.masker.column("name", kinds["name"])
        return [*masked, name + self._tail() if tail and not self.masker.unmask else name]

    @staticmethod
    def _tail() -> pl.Expr:
        digits = pl.col("id_number")
        tail = pl.lit(_TAIL[0]) + digits.str.slice(-4) + pl.lit(_TAIL[1])
        return pl.when(digits.str.len_chars() >= 15).then(tail).otherwise(pl.lit(""))

    def _message(
        self, templates: list[Template], shown: Mapping[str, pl.Expr], schema: pl.Schema, lang: str
    ) -> pl.Expr:
        wordings = [self._sentence(text, shown, schema, lang) for text in templates]
        chosen = wordings[0]
        for number, wording in enumerate(wordings[1:], start=1):
            chosen = pl.when(pl.col("level") == number).then(wording).otherwise(chosen)
        return chosen

    def _sentence(self, text: Template, shown: Mapping[str, pl.Expr], schema: pl.Schema, lang: str) -> pl.Expr:
        parts: list[pl.Expr] = []
        for literal, field in text.parts:
            parts.append(pl.lit(literal))
            if field is None:
                continue
            part = (
                shown[field]
                if field in shown
                else self._text(pl.col(field), schema[field], (field,), field, lang, grouped=True)
            )
            if lang == "en" and field == "name":
                part = part.str.replace(rf"{_TAIL[0]}(.+){_TAIL[1]}$", f"{_TAIL_EN[0]}${{1}}{_TAIL_EN[1]}")
            parts.append(part.fill_null(_BLANK))
        return pl.concat_str(parts)

    def _text(
        self,
        expr: pl.Expr,
        kind: pl.DataType,
        roots: tuple[str, ...],
        field: str,
        lang: str = "zh",
        *,
        grouped: bool = False,
    ) -> pl.Expr:
        """One value as text, by its type and by the columns it was made of; ``grouped``: money as people write it."""
        if kind == pl.Boolean:
            yes, no = ("yes", "no") if lang == "en" else ("是", "否")
            return pl.when(expr).then(pl.lit(yes)).when(expr.not_()).then(pl.lit(no))
        if kind == pl.Duration:
            return expr.dt.total_days().cast(pl.String)
        if self._is_share(kind, roots):
            return _plain(expr * 100, 2) + "%"
        if kind.is_decimal():
            money = field == "amount" or any(map(self._is_money, roots))
            if not money:
                return _plain(expr, 4)
            text = expr.cast(MONEY).cast(pl.String)
            return _grouped(text) if grouped else text
        if kind.is_float():
            return _plain(expr, 4)
        return expr.cast(pl.String)

    def _is_money(self, root: str) -> bool:
        """A money column, or a dated number in yuan."""
        if root.startswith(sql.VALUE_PREFIX):
            return self.values.by_name[root.removeprefix(sql.VALUE_PREFIX)].unit.startswith("元")
        return self.frame.schema.get(root) == MONEY

    def _is_share(self, kind: pl.DataType, roots: tuple[str, ...]) -> bool:
        """Ratios are printed as percent: by the name of their column or the unit of the dated number."""
        if not (kind.is_float() or kind.is_decimal()) or not roots:
            return False
        names = [root.removeprefix(sql.VALUE_PREFIX) for root in roots]
        return all(
            self.values.by_name[name].unit == _SHARE_UNIT
            if root.startswith(sql.VALUE_PREFIX)
            else name.endswith(_SHARES)
            for root, name in zip(roots, names, strict=True)
        )


def _roots(part: sql.Expression) -> tuple[str, ...]:
    return (*part.columns, *map(sql.value_column, part.values))


def _grouped(text: pl.Expr) -> pl.Expr:
    """``1234567.50`` → ``1,234,567.50``: one separator each time, from the decimals to the left, up to billions."""
    for _ in range(_THOUSANDS):
        text = text.str.replace(r"^(-?\d+)(\d{3})([.,])", "${1},${2}${3}")
    return text


def _plain(expr: pl.Expr, digits: int) -> pl.Expr:
    """A number rounded, without idle zeros: 21.50 → 21.5, 22.00 → 22."""
    text = expr.cast(pl.Decimal(38, 6)).round(digits).cast(pl.String)
    return text.str.strip_chars_end("0").str.strip_chars_end(".")
