"""Letters: the words of the samples, fields that a notice has, sums that add up, masks, the same bytes twice."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import polars as pl
import pytest

from tests.conftest import SAMPLES, Run, check
from tests.report import letter_texts
from tests.report.test_outputs import secrets_of
from wagecheck.facts.standing import UNASSIGNED
from wagecheck.report import letters, people
from wagecheck.report.letters import document, page
from wagecheck.report.letters.blocks import KINDS, Column, Fields, Grid, Heading, Letter, Paragraph
from wagecheck.report.letters.scene import Proposal
from wagecheck.result import Result
from wagecheck.rulebook import letter_terms
from wagecheck.wording import Wording

ZH = Wording("zh")
FIRM = "示例玉兰建筑劳务有限公司"
FORMATS = ("--format", "json,letters")


@pytest.fixture(scope="module")
def severe(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return check(SAMPLES / "severe", tmp_path_factory.mktemp("letters") / "out", *FORMATS)


@pytest.fixture(scope="module")
def result(severe: Run) -> Result:
    return people.read(severe.out)


def drafts(result: Result, lang: str = "zh", **options: object) -> list[Letter]:
    return list(letters.drafts(result, letter_terms.load(), Wording(lang), **options))  # type: ignore[arg-type]


def of_kind(result: Result, kind: str, **options: object) -> list[Letter]:
    return [letter for letter in drafts(result, **options) if letter.kind == kind]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name).decode("utf-8", "replace") for name in opened.namelist()}


@pytest.mark.parametrize("kind", letter_texts.SHOWN.values())
def test_golden(severe: Run, kind: str) -> None:
    assert letter_texts.shown(severe.out)[kind] == (letter_texts.GOLDEN / f"{kind}.txt").read_text("utf-8")


def test_a_notice_has_the_fields_of_a_notice(severe: Run) -> None:
    text = letter_texts.shown(severe.out)["correction"]
    fields = (
        "编号", "主送", "抄送", "项目名称", "检查日期", "依据", "整改要求", "整改期限", "责任人", "签发人", "签收人", "整改回复单",
        "整改情况", "佐证材料", "复查意见", "复查人", "复查日期",
    )  # fmt: skip
    assert [field for field in fields if field not in text] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_letter_accuses(result: Result, lang: str) -> None:
    said = "".join(str(letter) for letter in drafts(result, lang))
    assert re.findall("造假|伪造|犯罪|forged|faked", said) == []
    assert [one for one in re.findall(r"[^。；']*(?<!“)罚款", said) if "可能" not in one] == []
    fines = re.findall(r"[^.;']* fine[^.;']*", said)
    assert [one for one in fines if not re.search("may|could|possible", one)] == []
    assert ("如逾期不改正，可能" if lang == "zh" else "If not corrected in time") in said


def test_every_open_finding_is_counted_in_a_notice(result: Result) -> None:
    counted = [
        int(number)
        for letter in of_kind(result, "correction")
        for block in letter.blocks
        if isinstance(block, Paragraph) and block.strong
        for number in re.findall(r"(\d+) 条", block.text)
    ]
    assert sum(counted) == result.findings.filter(pl.col("state") == "open").height > 60


def test_suspicions_stand_apart_from_what_is_certain(result: Result) -> None:
    kinds = dict(result.findings.select(pl.concat_str("rule", "severity"), "kind").iter_rows())
    marks = {"红线": "red_line", "严重": "serious", "一般": "general", "提示": "hint"}
    titles = {kind: ZH(f"letter.part_{kind}") for kind in ("violation", "signal", "data")}
    for letter in of_kind(result, "correction"):
        part = ""
        for block in letter.blocks:
            said = getattr(block, "text", "")
            part = next((kind for kind, title in titles.items() if said.endswith(title)), part)
            for severity, rule in re.findall(r"（(\S{2})，([A-Z]{2}\d\d)）：", said):
                assert part == kinds[rule + marks[severity]], (rule, part)


def test_deadlines_follow_severity_from_the_day_of_the_letter(result: Result) -> None:
    terms = replace(letter_terms.load(), correction_days={"red_line": 1, "serious": 2, "general": 3, "hint": 4})
    made = list(letters.drafts(result, terms, ZH, day=dt.date(2026, 12, 30)))
    found = {}
    for letter in made:
        title = ""
        for block in letter.blocks if letter.kind == "correction" else ():
            title = block.text if isinstance(block, Paragraph) and block.strong else title
            for label, value in block.rows if isinstance(block, Fields) else ():
                if label == "整改期限" and (severity := re.search(r"（(\S+?)，", title)):
                    found[severity[1]] = value
    assert found == {"红线": "2026年12月31日", "严重": "2027年1月1日", "一般": "2027年1月2日", "提示": "2027年1月3日"}


def test_the_union_is_told_of_grave_findings_about_wages_contracts_hours_alone(result: Result) -> None:
    rules = {rule.id: rule for rule in result.rules}
    (letter,) = of_kind(result, "union")
    named = set(re.findall(r"，([A-Z]{2}\d\d)）", str(letter.blocks)))
    assert {"PY18", "LC01"} <= named
    assert not {"AG01", "RN04", "SU02", "PY10", "IN01", "BL07"} & named
    terms = letter_terms.load()
    heads = tuple(head for matter in terms.union_matters for head in matter.rules)
    assert all(name.startswith(heads) and rules[name].kind != "data" for name in named)


def test_the_beginnings_of_rules_that_the_union_is_told_of_exist(result: Result) -> None:
    ids = [rule.id for rule in result.rules]
    terms = letter_terms.load()
    heads = [head for matter in terms.union_matters for head in matter.rules] + list(terms.listing_rules)
    assert [head for head in heads if not any(name.startswith(head) for name in ids)] == []


def test_the_worksheet_adds_up_to_what_the_contractor_owes(result: Result) -> None:
    (letter,) = of_kind(result, "advance")
    table = next(block for block in letter.blocks if isinstance(block, Grid))
    titles = [column.title for column in table.columns]
    owed, due, paid = (titles.index(name) for name in ("到期未付（元）", "应付（元）", "已付（元）"))

    def money(text: str) -> Decimal:
        return Decimal(text.replace(",", ""))

    *rows, last = table.rows
    figures = result.contractors.filter(pl.col("name") == FIRM)["owed"].sum()
    assert sum(money(row[owed]) for row in rows) == money(last[owed]) == figures == Decimal("182163.33")
    assert all(money(row[due]) - money(row[paid]) == money(row[owed]) for row in rows)
    assert all(
        "先行清偿" in block.text for block in letter.blocks if isinstance(block, Paragraph) and "先由" in block.text
    )
    days = {row[titles.index("应付日")] for row in rows}
    assert days == {"2026-10-15", "2026-11-13"}


def test_unknown_arrears_are_named_not_left_out(result: Result) -> None:
    unknown = pl.when(pl.col("period") == "2026-10").then(None).otherwise("owed").alias("owed")
    odd = replace(
        result, contractors=result.contractors.with_columns(unknown), workers=result.workers.with_columns(unknown)
    )
    (letter,) = of_kind(odd, "advance")
    assert any("2026-10 的欠付没能判断" in block.text for block in letter.blocks if isinstance(block, Paragraph))


def test_waived_findings_are_in_no_letter_but_counted(result: Result) -> None:
    waived = result.findings.with_columns(
        state=pl.when(pl.col("rule") == "PY18").then(pl.lit("waived")).otherwise("state")
    )
    made = drafts(replace(result, findings=waived))
    assert "PY18）" not in str([letter for letter in made if letter.kind in ("correction", "union")])
    assert "另有 35 条已经批准暂不处理" in str(made)


def test_nobody_is_written_to_where_nobody_is_named(result: Result) -> None:
    """What could not be told whose it is stands in the report; a letter to （未归属） reaches nobody."""
    untold = {
        "contractors": result.contractors.with_columns(name=pl.lit(UNASSIGNED)),
        "findings": result.findings.with_columns(contractor=pl.lit(UNASSIGNED)),
    }
    assert drafts(result)
    assert drafts(replace(result, **untold)) == []


@pytest.mark.parametrize(
    ("kinds", "headings"),
    [
        (("violation", "signal", "data"), ["一、需要整改的问题", "二、疑似情形，请核实说明", "三、资料问题，请补正"]),
        (("violation", "data"), ["一、需要整改的问题", "二、资料问题，请补正"]),
        (("data",), ["资料问题，请补正"]),
    ],
)
def test_parts_are_numbered_among_those_that_are_there(
    result: Result, kinds: tuple[str, ...], headings: list[str]
) -> None:
    spread = pl.Series(kinds * result.findings.height, dtype=pl.String)[: result.findings.height]
    given = replace(result, findings=result.findings.with_columns(kind=spread))
    notice = of_kind(given, "correction")[0]
    told = [block.text for block in notice.blocks if isinstance(block, Heading)]
    assert told[: len(headings)] == headings


def test_nothing_open_nothing_written(result: Result) -> None:
    nothing = replace(
        result, findings=result.findings.clear(), workers=result.workers.clear(), evidence=result.evidence.clear()
    )
    assert drafts(nothing) == []


def test_a_proposal_of_the_register_makes_the_form_and_nobody_elses_does(result: Result) -> None:
    quiet = replace(result, findings=result.findings.filter(~pl.col("rule").is_in(["BL07", "BL08"])))
    mine = Proposal("E7", "改了名的公司", "91110199MA0006564E", "已提出", "连续两期欠薪")
    other = Proposal("E8", "示例别的公司", None, "已提出", "")
    assert of_kind(quiet, "listing") == [] == of_kind(quiet, "listing", proposals=[other])
    (letter,) = of_kind(quiet, "listing", proposals=[mine, other])
    assert "E7（已提出）" in str(letter) and "E8" not in str(letter)


def test_numbers_are_serial_per_contractor_and_do_not_depend_on_the_kinds(result: Result, tmp_path: Path) -> None:
    made = drafts(result, first_number=7)
    mine = [letter.number for letter in made if letter.contractor == FIRM]
    assert mine[:2] == [f"示例江北立交工程-{FIRM}-20261121-007", f"示例江北立交工程-{FIRM}-20261121-008"]
    assert len({letter.number for letter in made}) == len(made)
    written = letters.write(result, tmp_path, letter_terms.load(), ZH, kinds=["listing"], first_number=7)
    assert [letter.number[-3:] for letter, _ in written.letters] == ["010"]


def test_packs_beyond_the_limit_are_counted(result: Result, tmp_path: Path) -> None:
    written = letters.write(result, tmp_path, letter_terms.load(), ZH, kinds=["evidence"], packs=3)
    everyone = result.evidence.select("contractor", "worker_key").n_unique()
    assert (len(written.letters), written.left_out) == (3, everyone - 3)
    assert f"另有 {everyone - 3} 份" in (tmp_path / "index.html").read_text("utf-8")


def test_evidence_names_the_cells_where_it_stands(result: Result) -> None:
    """Opened anew: the cell named for a payroll or payment line holds the amount that is shown."""
    lines = result.evidence.filter(pl.col("ledger").is_in(["payroll", "payment"]))
    assert lines.height > 30
    for row in lines.iter_rows(named=True):
        sheet = openpyxl.load_workbook(SAMPLES / "severe" / row["file"], data_only=True)[row["sheet"]]
        first = row["said"][0]
        assert first["field"] in ("net_pay", "amount")
        assert Decimal(str(sheet[row["cell"]].value)).quantize(Decimal("0.01")) == Decimal(first["value"])


def test_evidence_is_about_people_in_dispute_alone(result: Result) -> None:
    grave = result.findings.filter(pl.col("severity").is_in(["red_line", "serious"]))["worker_key"].drop_nulls()
    owing = result.workers.filter(pl.col("owed") > 0)["worker_key"]
    assert set(result.evidence["worker_key"]) <= set(grave) | set(owing)
    assert set(owing) <= set(result.evidence["worker_key"])


def test_an_honest_submission_gets_no_letters(tmp_path: Path) -> None:
    run = check(SAMPLES / "clean", tmp_path / "out", *FORMATS)
    assert sorted(path.name for path in (run.out / "letters").iterdir()) == ["index.html", "letters.json"]


def test_no_number_of_a_person_stands_in_any_part(severe: Run) -> None:
    secrets = secrets_of(SAMPLES / "severe")
    texts = {str(path): path.read_text("utf-8") for path in severe.out.rglob("*") if path.suffix in (".html", ".json")}
    for path in severe.out.rglob("*.docx"):
        texts |= {f"{path}!{name}": text for name, text in parts_of(path).items()}
    assert sum("document.xml" in name for name in texts) > 20
    assert {(name, one) for name, text in texts.items() for one in secrets if one in text} == set()


def test_unmasked_letters_show_numbers_and_say_so(tmp_path: Path) -> None:
    run = check(SAMPLES / "severe", tmp_path / "out", *FORMATS, "--unmask")
    pack = next(run.out.glob("letters/*/*证据清单*.docx"))
    text = parts_of(pack)["word/document.xml"]
    assert any(secret in text for secret in secrets_of(SAMPLES / "severe")) and "含完整的个人信息" in text


def test_the_same_result_gives_the_same_bytes(severe: Run, result: Result, tmp_path: Path) -> None:
    """Made by the check, and made again from its folder."""
    letters.write(result, tmp_path / "again", letter_terms.load(), ZH)
    assert bytes_of(tmp_path / "again") == bytes_of(severe.out / "letters")


def test_a_docx_carries_no_clock_and_no_path(severe: Run) -> None:
    one = next(severe.out.glob("letters/*/001-*.docx"))
    with zipfile.ZipFile(one) as opened:
        assert {part.date_time for part in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    props = docx.Document(str(one)).core_properties
    assert (props.author, str(props.created.date())) == ("wagecheck", "2026-11-21")
    assert not any(str(severe.out.parent) in text for text in parts_of(one).values())


def test_docx_and_page_say_the_same(severe: Run) -> None:
    for file in severe.out.glob("letters/*/*.docx"):
        opened = docx.Document(str(file))
        said = "".join(node.text or "" for node in opened.element.body.iter() if node.tag.endswith("}t"))
        shown = re.sub(r"[\s|]", "", letter_texts.text_of(file.with_suffix(".html")))
        shown = shown[shown.index("编号") :].replace("<sha256>", "")
        said = re.sub(r"\b[0-9a-f]{64}\b", "", re.sub(r"\s", "", said))
        assert re.sub(r"[0-9a-f]{64}", "", shown) in re.sub(r"[0-9a-f]{64}", "", said)


def test_hostile_text_stays_text() -> None:
    nasty = "<script>alert(1)</script>&\x07=cmd()"
    letter = Letter(
        "correction", nasty, nasty, nasty, dt.date(2026, 1, 1),
        (Fields(((nasty, nasty),)), Grid((Column(nasty),), ((nasty,),)), Paragraph(nasty)), number=nasty,
    )  # fmt: skip
    body = docx.Document(io.BytesIO(document.content(letter, ZH)))
    assert body.tables[0].cell(0, 0).text == nasty.replace("\x07", "")


def test_pages_escape_hostile_text(tmp_path: Path) -> None:
    letter = Letter("correction", "甲", "乙", "<b>丙</b>", dt.date(2026, 1, 1), (Paragraph("<script>x</script>"),))
    page.write(letter, tmp_path / "a.html", ZH)
    text = (tmp_path / "a.html").read_text("utf-8")
    assert "<script" not in text and "&lt;script&gt;" in text and "default-src 'none'" in text


def test_a_result_read_back_is_the_result(severe: Run, result: Result, tmp_path: Path) -> None:
    assert result.to_json() == severe.result
    people.write(result, tmp_path / "people.json")
    assert (tmp_path / "people.json").read_bytes() == (severe.out / "people.json").read_bytes()


def test_a_folder_without_people_is_refused(severe: Run, tmp_path: Path) -> None:
    shutil.copy(severe.out / "result.json", tmp_path)
    with pytest.raises(people.InputError, match=r"people\.json"):
        people.read(tmp_path)


def test_all_kinds_come_up_in_the_sample(result: Result) -> None:
    assert {letter.kind for letter in drafts(result)} == set(KINDS)
