"""Masking free text and names of files: what is a number of a person goes, what is none stays readable."""

from __future__ import annotations

import datetime as dt
import stat
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagecheck.facts import frames
from wagecheck.judging import shown_places
from wagecheck.ledgers.catalogue import TITLES, column_metadata, schema
from wagecheck.privacy import Masker, mask_free, shown_names
from wagecheck.register import key
from wagecheck.rulebook import load
from wagecheck.rulebook.render import Renderer

ID = "110199199003070017"
BOOK = load()
#: Columns of ledgers whose text is a name of a person.
PERSONAL = {
    name
    for ledger in TITLES
    for name, kind in schema(ledger).items()
    if kind == pl.String and column_metadata(ledger, name)["mask"] == "name"
}


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
        # set apart in any other way: by lines, slashes, commas, dashes of other scripts, blanks of another width
        ("110 199 199 003 070 017", "110199********0017"),
        ("1 1 0 1 9 9 1 9 9 0 0 3 0 7 0 0 1 X", "110199********001X"),
        ("110199\n199003070017", "110199********0017"),
        ("11019919900307\r\n001x", "110199********001x"),
        (r"'110199\n199003070017'", "'110199********0017'"),
        (r"'110199\u3000199003070017'", "'110199********0017'"),
        ("110199/19900307/0017", "110199********0017"),
        ("11,019,919,900,307,0017", "110199********0017"),
        ("110199—19900307—0017", "110199********0017"),
        ("110199  19900307  0017", "110199********0017"),
        ("a110199 19900307 0017b", "a110199********0017b"),
        ("110199 900307 001", "***********7001"),
        ("1.10199199003071E+17", "1.10199*********E+17"),
        ("１１０１９９１９９００３０７００１Ｘ", "１１０１９９********００１Ｘ"),
        ("١١٠١٩٩١٩٩٠٠٣٠٧٠٠١٧", "١١٠١٩٩********٠٠١٧"),
        ("１３８００００１２３４", "１３８****１２３４"),
        ("013800001234", "0138****1234"),
        ("+86-138-0000-1234", "+86-138****1234"),
        ("1380-000-1234", "138****1234"),
        ("138\u20110000\u20111234", "138****1234"),
        ("138 00001234", "138****1234"),
        ("1380000\n1234", "138****1234"),
        ("tel:138-0000-1234", "tel:138****1234"),
        ("６２２２０２０２０００００００００１７", "***************００１７"),
        ("622202 0200000000017", "***************0017"),
        ("6222020200\n000000017", "***************0017"),
        ("6222  0202  0000  0000  017", "***************0017"),
        ("6222 0202 0000 0000017", "***************0017"),
        ("a6222020200000000017b", "a***************0017b"),
        # figures, dates, days, papers and landlines stay
        ("6200.00 6200.00 6200.00", "6200.00 6200.00 6200.00"),
        ("1,234,567.00 6,200,000.00", "1,234,567.00 6,200,000.00"),
        ("1390003.9443", "1390003.9443"),
        ("20261001-20261031", "20261001-20261031"),
        (
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21",
        ),
        ("0739-8421234 0739-8421235", "0739-8421234 0739-8421235"),
        ("LD186-2026-0001", "LD186-2026-0001"),
        ("尾号0017", "尾号0017"),
        ("2026-10-01 2026-10-31", "2026-10-01 2026-10-31"),
        ("2026-09-11..2026-10-10", "2026-09-11..2026-10-10"),
        ("HT20261001000000001", "HT20261001000000001"),
        ("91110199MA0006564E", "91110199MA0006564E"),
        ("0.123456789012345678", "0.123456789012345678"),
        ("5000.00 元", "5000.00 元"),
        ("110199-19900307001-7", "110199********0017"),
        ("11 019919900307 0017", "110199********0017"),
        ("110199：19900307：0017", "110199********0017"),
        ("110199·19900307·0017", "110199********0017"),
        ("110199199003070017、110199199003070025", "110199********0017、110199********0025"),
        ("7:30、11:58、13:02、18:00", "7:30、11:58、13:02、18:00"),
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


@given(st.lists(st.sampled_from(" -./\n·：、|"), min_size=17, max_size=17), st.sets(st.integers(0, 16), max_size=6))
def test_no_identity_number_survives_whatever_stands_between_its_digits(between: list[str], at: set[int]) -> None:
    parts = [digit + (between[place] if place in at else "") for place, digit in enumerate(ID[:-1])]
    shown = mask_free("张某甲 " + "".join(parts) + ID[-1])
    assert shown == ("张某甲 110199********0017")


@given(st.text(alphabet="0123456789X -.,/\n*张ab\u3000", max_size=60))
def test_masking_numbers_twice_is_masking_them_once(text: str) -> None:
    assert mask_free(mask_free(text)) == mask_free(text)


@pytest.mark.parametrize("unit", ["1 ", "1", "1aaaaa", "1101 ", "6222 ", "1 1,", "110199 "])
def test_a_text_as_long_as_a_file_costs_a_moment(unit: str) -> None:
    """Time grows with the length, not with its square: a minute would be two thousand times as much."""
    begun = time.process_time()
    mask_free(unit * 20_000)
    assert time.process_time() - begun < 20


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


def test_what_is_compared_is_masked_alike() -> None:
    """A company whose folder holds a number is still the employer that the contracts name."""
    frame = pl.DataFrame(
        {"contractor": ["甲公司13800001234"], "employer": ["甲公司13800001234"], "name": ["甲公司13800001234"]}
    )
    shown = shown_places._frame(frame, {}, (*shown_places._NAMES, "name"))
    assert set(shown.row(0)) == {"甲公司138****1234"}


@pytest.mark.parametrize("about", sorted(frames()))
def test_no_column_of_text_can_be_shown_by_a_rule_unmasked(about: str) -> None:
    """Also one that no rule of ours shows: a rule of one's own may name any."""
    frame = frames()[about]
    texts = {name: kind for name, kind in frame.schema.items() if kind == pl.String}
    for text in (ID, "张某甲 138-0000-1234", "1101991990\n03070017"):
        rows = pl.DataFrame({name: [text] for name in texts})
        renderer = Renderer(frame, BOOK.values, Masker(b"of the tests"))
        shown = rows.with_columns(renderer.masked(rows)).row(0, named=True)
        leaks = {name for name, said in shown.items() if {ID, "13800001234"} & {"".join(filter(str.isdigit, said))}}
        assert leaks == set()
    people = {name for name in texts if name in PERSONAL} - {"name"}
    rows = pl.DataFrame({name: ["张某甲"] for name in texts})
    shown = rows.with_columns(Renderer(frame, BOOK.values, Masker(b"k")).masked(rows)).row(0, named=True)
    assert not {name for name in people if "张某甲" in shown[name]}
    assert "person" not in texts or Masker(b"k").text("name:张某甲", "person") == "name:张*"


def test_keys_of_workers_need_the_secret() -> None:
    one, two = Masker(b"1" * 32), Masker(b"2" * 32)
    assert one.worker_key(ID) == one.worker_key(ID) != two.worker_key(ID)


def test_the_key_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    key.load(tmp_path / "worker.key")
    assert stat.S_IMODE((tmp_path / "worker.key").stat().st_mode) == 0o600
