"""Masks of numbers that are shorter than they should be, one character around every limit."""

from __future__ import annotations

import polars as pl
import pytest

from wagecheck.privacy import Masker, is_organisation, mask_card, mask_id, mask_name, mask_phone, shown_names
from wagecheck.resources import folder, read_toml


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("110199199003070017", "110199********0017"),
        ("110199900307001", "110199*****7001"),  # fifteen digits, as numbers were until 1999
        ("11019990030700", "1************0"),
        ("E12", "E*2"),
        ("AB", "AB"),
        ("", ""),
    ],
)
def test_identity_numbers(text: str, shown: str) -> None:
    assert mask_id(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("6222000000001234567", "***************4567"), ("12345", "*2345"), ("1234", "****"), ("12", "**"), ("", "")],
)
def test_cards(text: str, shown: str) -> None:
    assert mask_card(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("13800001234", "138****1234"), ("1380000123", "*" * 10), ("", "")])
def test_phones(text: str, shown: str) -> None:
    assert mask_phone(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三丰", "张*"),
        ("张三丰、李四", "张*、李*"),
        ("甲", "甲*"),
        ("六个字的名字", "六*"),
        ("示例劳务公司七", "示例劳务公司七"),
        ("买买提·阿不都热合曼", "买*"),  # a person's, however long
        ("买买提•阿不都热合曼、示例建筑劳务有限公司", "买*、示例建筑劳务有限公司"),
        # a person's name of any length, in any letters
        ("买买提阿不都热合曼江", "买*"),
        ("Maimaiti Abudureheman", "M*"),
        ("བསོད་ནམས་རྒྱ་མཚོ", "བ*"),
        ("ꀊꃀꇁꑳꀋꂱꊰ", "ꀊ*"),
        ("ئابدۇرېھىم تۇرسۇن", "ئ*"),
        ("张某甲（劳务队班长）", "张*"),
        ("张某甲/李某乙", "张*/李*"),
        ("张某甲,李某乙", "张*,李*"),
        ("张某甲\n李某乙", "张*\n李*"),
        ("　张某甲", "张*"),
        ("李部", "李*"),
        ("王中心", "王*"),
        # a company's or a bank's name never, but the numbers in it
        ("示例建筑（集团）有限公司", "示例建筑（集团）有限公司"),
        ("示例砂石厂", "示例砂石厂"),
        ("示例吊装队", "示例吊装队"),
        ("某县李记五金店", "某县李记五金店"),
        ("示例银行三支行", "示例银行三支行"),
        ("应付代收代付款项", "应付代收代付款项"),
        ("Example Construction Co., Ltd.", "Example Construction Co., Ltd."),
        ("EXAMPLE ENGINEERING", "EXAMPLE ENGINEERING"),
        ("示例建筑公司13800001234", "示例建筑公司138****1234"),
        ("", ""),
    ],
)
def test_names(text: str, shown: str) -> None:
    assert mask_name(text) == shown
    masker = Masker(b"of the tests")
    column = pl.DataFrame({"name": [text]}).select(masker.column("name", "name"))
    assert text == "" or column["name"].to_list() == [shown]
    assert masker.text(text, "name") == shown


def test_what_the_rules_take_for_no_person_is_shown_as_none() -> None:
    """One word list says whom wages were paid to, the other what is a person's name: they agree."""
    payees = read_toml(folder("rules") / "dictionaries" / "payees.toml")
    for word in {*payees["company"]["words"], *payees["internal"]["words"], *payees["bank"]["words"]}:
        assert is_organisation(f"示例示例{word}"), word


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("911101990000000017", "911101990000000017"),  # a credit code of digits alone
        ("91110199MA0006564E", "91110199MA0006564E"),
        ("420000000000000123", "420000000000000123"),  # the number of a guarantee
        ("110199199003070017", "110199********0017"),
        ("T110199199003070017", "T110199********0017"),
        ("6222020200000000017", "***************0017"),
        ("13800001234", "138****1234"),
        ("91110199MA0006564E 138-0000-1234", "91110199MA0006564E 138****1234"),
    ],
)
def test_codes_and_numbers_of_papers(text: str, shown: str) -> None:
    assert Masker(b"k").text(text, "code") == shown


@pytest.mark.parametrize(
    ("kind", "shown"), [("id", "E*2、A*C"), ("card", "***、***"), ("phone", "***、***"), ("free", "E12、ABC")]
)
def test_columns_of_several_values(kind: str, shown: str) -> None:
    rows = pl.DataFrame({"value": ["E12、ABC", None]})
    assert rows.select(Masker(b"k").column("value", kind))["value"].to_list() == [shown, None]
    assert rows.select(Masker(b"k", unmask=True).column("value", kind))["value"].to_list() == ["E12、ABC", None]


def test_files_that_look_alike_once_masked_keep_folder_and_ending() -> None:
    one, other = "110199199003070017", "110199199103070017"
    told = shown_names(
        [f"甲.司/{one}.a.xlsx", f"甲.司/{other}.a.xlsx", f"v.1/{one}", f"v.1/{other}", f".{one}", f".{other}"]
    )
    mask = "110199********0017"
    assert told == {
        f"甲.司/{one}.a.xlsx": f"甲.司/{mask}.a.xlsx",
        f"甲.司/{other}.a.xlsx": f"甲.司/{mask}.a~2.xlsx",
        f"v.1/{one}": f"v.1/{mask}",
        f"v.1/{other}": f"v.1/{mask}~2",
        f".{one}": f".{mask}",
        f".{other}": f".{mask}~2",
    }


def test_a_worker_key_is_the_keyed_hash_of_the_person() -> None:
    masker = Masker(b"of the tests")
    assert masker.worker_key("110199199003070017") == "4edca8fbaf1103ba"
    assert masker.worker_key("110199199003070018") != masker.worker_key("110199199003070017")
    assert Masker(b"another").worker_key("110199199003070017") != masker.worker_key("110199199003070017")
