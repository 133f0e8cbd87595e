"""The only place that masks. Identity numbers, cards, phones and names leave the program through here.

Convention of LEGAL §1.13 PI-06: identity number 6+4, card last 4, phone 3+4, name surname only. Keys that join runs are
keyed hashes (HMAC-SHA-256), never plain ones.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

import polars as pl

#: Digit runs that may be identity numbers, cards or phones inside free text (memos, raw cells).
_LONG_DIGITS = re.compile(r"(?<![0-9A-Za-z.])(\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9})(?![0-9A-Za-z])")
_LONG_DIGITS_POLARS = r"(\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9})"


def mask_id(text: str) -> str:
    """``110199199003070017`` → ``110199********0017``; shorter documents keep the first and the last character."""
    if len(text) >= 15:
        return text[:6] + "*" * (len(text) - 10) + text[-4:]
    return text if len(text) < 3 else text[0] + "*" * (len(text) - 2) + text[-1]


def mask_card(text: str) -> str:
    """Only the last four characters stay."""
    return "*" * max(len(text) - 4, 0) + text[-4:] if len(text) > 4 else "*" * len(text)


def mask_phone(text: str) -> str:
    """``13800001234`` → ``138****1234``."""
    return text[:3] + "****" + text[-4:] if len(text) >= 11 else "*" * len(text)


def mask_name(text: str) -> str:
    """Surname only: ``张三丰`` → ``张*``. Names joined by 、 are masked one by one; companies stay readable."""
    return "、".join(part if len(part) > 6 else part[:1] + "*" for part in text.split("、")) if text else text


def mask_free(text: str) -> str:
    """Masks anything that looks like an identity number, card or phone inside free text."""

    def hide(match: re.Match[str]) -> str:
        digits = match.group(0)
        return mask_phone(digits) if len(digits) == 11 else mask_id(digits) if len(digits) == 18 else mask_card(digits)

    return _LONG_DIGITS.sub(hide, text)


_MASKS = {"id": mask_id, "card": mask_card, "phone": mask_phone, "name": mask_name, "free": mask_free}


@dataclass(frozen=True)
class Masker:
    """Masks columns and makes worker keys; with ``unmask`` the text passes as it is."""

    key: bytes
    unmask: bool = False

    def column(self, name: str, kind: str) -> pl.Expr:
        """The column ``name`` (String) masked as ``kind`` (id, card, phone, name, free), under its own name."""
        if self.unmask:
            return pl.col(name)
        if kind == "name":
            return self._names(name)
        mask = _MASKS[kind]
        joined = pl.col(name).str.split("、").list.eval(pl.element().map_elements(mask, return_dtype=pl.String))
        return joined.list.join("、").alias(name)

    @staticmethod
    def _names(name: str) -> pl.Expr:
        part = pl.element()
        masked = pl.when(part.str.len_chars() > 6).then(part).otherwise(part.str.slice(0, 1) + "*")
        return pl.col(name).str.split("、").list.eval(masked).list.join("、").alias(name)

    def text(self, value: str, kind: str) -> str:
        """One text masked as ``kind``."""
        return value if self.unmask else _MASKS[kind](value)

    def worker_key(self, identity: str) -> str:
        """Sixteen hexadecimal digits that join the same person over runs without saying who it is."""
        return hmac.new(self.key, identity.encode(), hashlib.sha256).hexdigest()[:16]
