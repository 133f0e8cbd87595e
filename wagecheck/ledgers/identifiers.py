"""Identity numbers, unified social credit codes and card numbers as polars expressions: no Python per row.

Sources: GB 11643-1999 (identity number, ISO 7064 MOD 11-2), GB 32100-2015 (credit code), GB 11714-1997 (organisation
code), ISO/IEC 7812 (Luhn).
Which region codes and which documents exist is data: ``rules/dictionaries/regions.toml``, ``identity_documents.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Final

import polars as pl

from wagecheck.ledgers.distinct import judged
from wagecheck.resources import folder, read_toml

#: GB 11643: weights of the first 17 digits; the check character is (12 − Σ mod 11) mod 11, 10 written X.
_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: GB 32100: characters (no I, O, S, V, Z) and weights of the first 17.
_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
#: GB 11714: characters and weights of the first 8; the check character is 11 − Σ mod 11, 10 written X and 11 written 0.
_ORGANISATION_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
#: Credit and organisation codes are written with blanks and dashes too.
_IN_CODES: Final = "[\\s\\-\u2010-\u2015\u2212]"  # as both engines of patterns read it
#: Luhn works on this many digits, zero-padded; real account numbers have at most 30.
_LUHN_DIGITS: Final = 32


@cache
def _documents() -> dict[str, Any]:
    return read_toml(folder("rules") / "dictionaries" / "identity_documents.toml")


@cache
def _provinces() -> frozenset[str]:
    return frozenset(read_toml(folder("rules") / "dictionaries" / "regions.toml")["province"])


def _normal(number: pl.Expr) -> pl.Expr:
    return number.str.strip_chars().str.to_uppercase()


def resident_problem(number: pl.Expr) -> pl.Expr:
    """What is wrong with an 18-character number of the GB 11643 family, as a code; null where it is well formed.

    ``old_15`` first-generation number · ``length`` · ``characters`` · ``province`` · ``birth_date`` · ``check_digit``,
    the first that holds. Numbers starting with 9 (permanent residence of foreigners) have no province, and the place of
    their birth date is not published: only their check character is tested. Null and blank give null.
    """
    return judged({"number": number}, lambda rows: _with_resident(rows).rename({"resident": "answer"}), pl.String)


def _with_resident(rows: pl.LazyFrame) -> pl.LazyFrame:
    """``rows`` with ``value`` (the number without blanks, in capitals) and ``resident`` (its problem)."""
    value = pl.col("value")
    born = value.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    check = pl.sum_horizontal(
        pl.col("digits") // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(_RESIDENT_WEIGHTS)
    )
    last = value.str.slice(17, 1).replace("X", "10").cast(pl.Int64, strict=False)
    return (
        rows.with_columns(value=_normal(pl.col("number")))
        .with_columns(digits=value.str.slice(0, 17).cast(pl.Int64, strict=False), home=~value.str.starts_with("9"))
        .with_columns(
            resident=pl.when(value.is_null() | (value == ""))
            .then(None)
            .when(value.str.contains(r"^[0-9]{15}$"))
            .then(pl.lit("old_15"))
            .when(value.str.len_chars() != 18)
            .then(pl.lit("length"))
            .when(~value.str.contains(r"^[0-9]{17}[0-9X]$"))
            .then(pl.lit("characters"))
            .when(pl.col("home") & ~value.str.slice(0, 2).is_in(_provinces()))
            .then(pl.lit("province"))
            .when(pl.col("home") & (born.is_null() | (born.dt.year() < _documents()["birth_year_from"])))
            .then(pl.lit("birth_date"))
            .when((12 - check % 11) % 11 != last)
            .then(pl.lit("check_digit"))
        )
    )


def document_title(id_type: pl.Expr) -> pl.Expr:
    """The kind of document that a 证件类型 cell names (a title of ``identity_documents.toml``); null where blank."""
    return judged({"id_type": id_type}, lambda rows: _with_title(rows).rename({"title": "answer"}), pl.String)


def _with_title(rows: pl.LazyFrame) -> pl.LazyFrame:
    """``rows`` with ``title``, the kind of document that ``id_type`` names."""
    text = pl.col("text")
    chain: Any = pl.when(text.is_null() | (text == "")).then(None)
    for document in _documents()["document"]:
        named = text.is_in(document["code"])
        for word in document["word"]:
            named = named | text.str.contains(word, literal=True)
        chain = chain.when(named).then(pl.lit(document["title"]))
    return rows.with_columns(text=pl.col("id_type").str.strip_chars()).with_columns(title=chain.otherwise(None))


def is_pattern_document(id_type: pl.Expr) -> pl.Expr:
    """Whether a 证件类型 cell names a document whose number is judged by its pattern only (passport, pass …)."""
    titles = [document["title"] for document in _documents()["document"] if document["form"] == "pattern"]
    return document_title(id_type).is_in(titles).fill_null(value=False)


def identity_problem(number: pl.Expr, *, state: pl.Expr | None = None, id_type: pl.Expr | None = None) -> pl.Expr:
    """Problem code of a worker's document number; null where it is fine or cannot be judged.

    ``state`` ``lossy``, ``masked`` or ``blank`` is never reported as false. Where ``id_type`` is no identity card, only
    the pattern is tested (code ``pattern``). Without it, a number that can only be a pass, a passport or an old
    permanent-residence card is accepted as that.
    """
    unknown = pl.lit(None, dtype=pl.String)
    given = {"state": state, "id_type": id_type}
    told = {name: unknown if column is None else column for name, column in given.items()}
    return judged({"number": number, **told}, _with_problem, pl.String)


def _with_problem(rows: pl.LazyFrame) -> pl.LazyFrame:
    """``rows`` (number, state, id_type) with ``answer``; without a kind of document the number says what it can be."""
    value, documents = pl.col("value"), _documents()["document"]
    matches = {d["title"]: value.str.contains(d["pattern"]) for d in documents if "pattern" in d}
    untyped = pl.any_horizontal(matches[d["title"]] for d in documents if d.get("untyped"))
    problem = pl.when(untyped).then(None).otherwise("resident")
    for document in documents:
        title = document["title"]
        found = pl.col("resident") if document["form"] == "resident" else pl.lit("pattern")
        if title in matches:
            found = pl.when(matches[title]).then(None).otherwise(found)
        problem = pl.when(pl.col("title") == title).then(found).otherwise(problem)
    whole = value.is_not_null() & (value != "") & ~value.str.contains("[*＊]")
    return (
        rows.pipe(_with_resident)
        .pipe(_with_title)
        .with_columns(answer=pl.when(whole & (pl.col("state").fill_null("ok") == "ok")).then(problem))
    )


def birth_date(number: pl.Expr) -> pl.Expr:
    """Date of birth (Date) written in an 18-character number; null where there is none or it is no calendar date."""
    value = _normal(number)
    born = value.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    shaped = value.str.contains(r"^[0-9]{17}[0-9X]$") & (born.dt.year() >= _documents()["birth_year_from"])
    return pl.when(shaped).then(born)


def sex(number: pl.Expr) -> pl.Expr:
    """男 where digit 17 of an 18-character number is odd, 女 where even, null where there is no such number."""
    value = _normal(number)
    odd = value.str.slice(16, 1).cast(pl.Int64, strict=False) % 2 == 1
    shaped = value.str.contains(r"^[0-9]{17}[0-9X]$")
    return pl.when(shaped).then(pl.when(odd).then(pl.lit("男")).otherwise(pl.lit("女")))


def uscc_problem(code: pl.Expr) -> pl.Expr:
    """What is wrong with a unified social credit code: ``length``, ``characters``, ``check_digit``; null where fine."""
    value = _normal(code)
    places = {character: place for place, character in enumerate(_USCC_ALPHABET)}

    def index(position: int) -> pl.Expr:
        return value.str.slice(position, 1).replace_strict(places, default=None, return_dtype=pl.Int64)

    total = pl.sum_horizontal(index(place) * weight for place, weight in enumerate(_USCC_WEIGHTS))
    return (
        pl.when(value.is_null() | (value == ""))
        .then(None)
        .when(value.str.len_chars() != 18)
        .then(pl.lit("length"))
        .when(~value.str.contains(f"^[{_USCC_ALPHABET}]{{2}}[0-9]{{6}}[{_USCC_ALPHABET}]{{10}}$"))
        .then(pl.lit("characters"))
        .when((31 - total % 31) % 31 != index(17))
        .then(pl.lit("check_digit"))
    )


def bare_code(code: pl.Expr) -> pl.Expr:
    """A credit or organisation code as it is compared: narrow letters, capitals, no blanks, no dashes."""
    return code.str.normalize("NFKC").str.replace_all(_IN_CODES, "").str.to_uppercase()


def bare_code_of(code: str) -> str:
    """The same of a single code."""
    return re.sub(_IN_CODES, "", unicodedata.normalize("NFKC", code)).upper()


def organisation_problem(code: pl.Expr) -> pl.Expr:
    """What is wrong with an organisation code: ``length``, ``characters``, ``check_digit``; null where fine or blank.

    ``code`` as ``bare_code`` gives it.
    """
    places = {character: place for place, character in enumerate(_ORGANISATION_ALPHABET)}
    total = pl.sum_horizontal(
        code.str.slice(position, 1).replace_strict(places, default=None, return_dtype=pl.Int64) * weight
        for position, weight in enumerate(_ORGANISATION_WEIGHTS)
    )
    last = code.str.slice(8, 1).replace("X", "10").cast(pl.Int64, strict=False)
    return (
        pl.when(code.is_null() | (code == ""))
        .then(None)
        .when(code.str.len_chars() != 9)
        .then(pl.lit("length"))
        .when(~code.str.contains("^[0-9A-Z]{8}[0-9X]$"))
        .then(pl.lit("characters"))
        .when((11 - total % 11) % 11 != last)
        .then(pl.lit("check_digit"))
    )


def luhn_ok(number: pl.Expr) -> pl.Expr:
    """Whether a card number passes Luhn; null where it is null, not all digits, or longer than 32 digits.

    Passbooks and settlement accounts are not protected by Luhn: false is a hint, not a fault.
    """
    half = _LUHN_DIGITS // 2
    padded = number.str.zfill(_LUHN_DIGITS)
    shaped = number.str.contains(r"^[0-9]+$") & (number.str.len_chars() <= _LUHN_DIGITS)
    total = pl.lit(0, dtype=pl.Int64)
    for start in (0, half):
        digits = padded.str.slice(start, half).cast(pl.Int64, strict=False)
        for place in range(half):
            digit = digits // 10**place % 10
            total = total + (digit if place % 2 == 0 else digit * 2 - (digit >= 5).cast(pl.Int64) * 9)
    return pl.when(shaped).then(total % 10 == 0)
