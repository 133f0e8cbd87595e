"""Two spellings of one name: a rare character that a form, a bank or a font could not write (LEGAL §6.7).

A character stands in for another where it is a placeholder (?, □, ■, 〓), a private-use code point or Latin letters in
place of a character, or where one of the two lies outside GB 2312, the set that old bank and office systems print.
Two common characters (张伟, 张强) are two names, not spellings of one.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_HOLE: Final = "□"
#: Everything that stands for a character that could not be written; a run of Latin letters counts as one character.
_HOLES: Final = r"[?？□■〓�\x{E000}-\x{F8FF}\x{F0000}-\x{FFFFD}]|[A-Za-z]+"

#: Characters of the longest name that is compared letter by letter; longer ones are spellings of one only where equal.
_LONGEST: Final = 100


def marked(name: pl.Expr) -> pl.Expr:
    """The name with every placeholder, private-use character or run of Latin letters written as □."""
    return name.str.replace_all(_HOLES, _HOLE)


def variants(pairs: pl.DataFrame, *, rare: bool) -> pl.Series:
    """For frames of ``left`` and ``right`` (two normalised names): whether they are spellings of one name.

    Equal names are. Otherwise both must have the same length and differ in exactly one place, where one of them has a
    placeholder, or, with ``rare``, a character outside GB 2312. Meant for the few pairs that differ at all.
    """
    spelled = pairs.select(left=marked(pl.col("left")), right=marked(pl.col("right"))).with_row_index("i")
    compared = (
        spelled.filter(
            pl.col("left").str.len_chars() == pl.col("right").str.len_chars(),
            pl.col("left").str.len_chars().is_between(1, _LONGEST),
        )
        .with_columns(pl.col("left", "right").str.split(""))
        .explode("left", "right")
        .filter(pl.col("left") != pl.col("right"))
    )
    outside = _outside_gb2312(compared) if rare else []
    stands_in = pl.any_horizontal((pl.col(side) == _HOLE) | pl.col(side).is_in(outside) for side in ("left", "right"))
    differing = compared.group_by("i").agg(count=pl.len(), spelled=stands_in.all())
    return (
        spelled.join(differing, on="i", how="left", maintain_order="left")
        .select(
            variant=(pl.col("left") == pl.col("right"))
            | ((pl.col("count") == 1) & pl.col("spelled")).fill_null(value=False)
        )
        .to_series()
        .fill_null(value=False)
    )


def _outside_gb2312(compared: pl.DataFrame) -> list[str]:
    """The characters of both columns that GB 2312 does not have."""
    characters = pl.concat([compared["left"], compared["right"]]).unique().to_list()
    return sorted(character for character in characters if not _printable(character))


def _printable(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
