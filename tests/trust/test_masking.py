"""Masking free text and names of files: what is a number of a person goes, what is none stays readable."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagecheck.judging import shown_places
from wagecheck.privacy import Masker, mask_free, shown_names
from wagecheck.register import key

ID = "110199199003070017"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"张某甲{ID}.xlsx", "张某甲110199********0017.xlsx"),
        (f"IMG_{ID}", "IMG_110199********0017"),
        (f"a{ID}b", "a110199********0017b"),
        (f"张某甲.{ID}", "张某甲.110199********0017"),
        (f"20261001{ID}", "20261001110199********0017"),
        ("11019919900307001x", "110199********001x"),
        ("110199 19900307 0017", "110199********0017"),
        ("110199-1990-0307-001X", "110199********001X"),
        ("1101991990\u200b0307\u200d0017", "110199********0017"),
        ("１１０１９９１９９００３０７００１７", "１１０１９９********００１７"),
        ("110199900307001", "***********7001"),
        ("电话13800001234", "电话138****1234"),
        ("+86 13800001234", "+86 138****1234"),
        ("8613800001234", "86138****1234"),
        ("008613800001234", "***********1234"),
        ("138-0000-1234", "138****1234"),
        ("138 0000 1234", "138****1234"),
        ("tel13800001234a", "tel138****1234a"),
        ("6222020200000000017", "***************0017"),
        ("6222 0202 0000 0000 017", "***************0017"),
        ("ICBC6222020200000000017", "ICBC***************0017"),
        ("尾号0017", "尾号0017"),
        ("2026-10-01 2026-10-31", "2026-10-01 2026-10-31"),
        ("2026-09-11..2026-10-10", "2026-09-11..2026-10-10"),
        ("HT20261001000000001", "HT20261001000000001"),
        ("91110199MA0006564E", "91110199MA0006564E"),
        ("0.123456789012345678", "0.123456789012345678"),
        ("5000.00 元", "5000.00 元"),
        ("2026-11-21 14:30:00", "2026-11-21 14:30:00"),
    ],
)
def test_free_text(text: str, shown: str) -> None:
    assert mask_free(text) == shown


@given(
    st.integers(0, 999),
    st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2009, 12, 31)),
    st.sampled_from("0123456789X"),
    st.text(alphabet="张某甲abcXYZ _-.()（）/", max_size=6),
    st.text(alphabet="张某甲abcYZ _-.()（）/", max_size=6),
)
def test_no_identity_number_survives_whatever_stands_around_it(
    number: int, born: dt.date, check: str, before: str, after: str
) -> None:
    identity = f"110199{born:%Y%m%d}{number:03d}{check}"
    assert identity not in mask_free(f"{before}{identity}{after}")


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask_free(mask_free(text)) == mask_free(text)


def test_names_stay_as_many_as_they_were() -> None:
    names = [f"甲/{ID}.xlsx", "甲/110199199103070017.xlsx", "甲/110199********0017.xlsx", "甲/工资表.xlsx"]
    shown = shown_names(names)
    assert len(set(shown.values())) == len(names)
    assert shown["甲/工资表.xlsx"] == "甲/工资表.xlsx"
    assert shown["甲/110199********0017.xlsx"] == "甲/110199********0017.xlsx"
    assert sorted(shown.values())[:3] == [
        "甲/110199********0017.xlsx",
        "甲/110199********0017~2.xlsx",
        "甲/110199********0017~3.xlsx",
    ]


def test_a_frame_without_numbers_is_not_touched() -> None:
    frame = pl.DataFrame({"file": ["甲/工资表.xlsx"], "contractor": ["甲劳务有限公司"]})
    assert shown_places._frame(frame, {"甲/工资表.xlsx": "甲/工资表.xlsx"}) is frame


def test_keys_of_workers_need_the_secret() -> None:
    one, two = Masker(b"1" * 32), Masker(b"2" * 32)
    assert one.worker_key(ID) == one.worker_key(ID) != two.worker_key(ID)


def test_the_key_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    key.load(tmp_path / "worker.key")
    assert stat.S_IMODE((tmp_path / "worker.key").stat().st_mode) == 0o600
