"""The management page: every table adds up to the figures on top, unknown is no zero, capped lists keep their totals."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as markup

from tests.conftest import AS_OF, SAMPLES
from tests.report.result_kit import RULE, finding, result
from wagecheck.cli.register_options import clock
from wagecheck.report import html, overview_page
from wagecheck.report.overview import arrears, changes, checking, findings, months
from wagecheck.result import Result
from wagecheck.tasks.check import run
from wagecheck.wording import Wording

ZH, EN = Wording("zh"), Wording("en")
SEVERITIES = ("red_line", "serious", "general", "hint")


def yuan(text: str) -> Decimal:
    """The amount in a text such as ``1,234.50（另有 2 家次无法计算，一家单位一个月算一次）``."""
    found = re.match(r"[\d,]+\.\d\d", text)
    return Decimal(found.group().replace(",", "")) if found else Decimal(0)


def firm(name: str = "甲", period: str = "2026-10", **given: Any) -> dict[str, Any]:
    row = {
        "project": "一标段", "name": name, "period": period, "colour": "green", "score": 0, "workers": 1,
        "owed": Decimal("0.00"), "unpaid": Decimal("0.00"), "suspected_workers": 0, "suspected": False, "findings": 0,
        **dict.fromkeys(SEVERITIES, 0), "six_unified_share": 1.0, "signing_share": 1.0, "real_name_share": 1.0,
    }  # fmt: skip
    return {**row, **given}


def month(name: str, key: str, owed: str | None, due_on: dt.date | None, period: str = "2026-10", **given: Any) -> Any:
    amount = None if owed is None else Decimal(owed)
    row = {
        "project": "一标段", "contractor": name, "period": period, "worker_key": key, "name": "张*", "due": amount,
        "paid": Decimal("0.00"), "owed": amount, "due_on": due_on, "days_late": 1, "suspected": False, "families": [],
    }  # fmt: skip
    return {**row, **given}


def of_months(rows: list[dict[str, Any]], **manifest: Any) -> Result:
    """A result whose contractors' figures are the sums of these workers' months."""
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["project"], row["contractor"], row["period"]].append(row)
    firms = []
    for (project, name, period), part in groups.items():
        known = [row["owed"] for row in part if row["owed"] is not None]
        owed = sum(known, Decimal("0.00")) if known else None
        firms.append(firm(name, period, project=project, workers=len(part), owed=owed, unpaid=owed))
    return result([], contractors=firms, workers=rows, **{"ageing_months": [1, 2], **manifest})


@pytest.fixture(scope="module", params=["severe", "typical"])
def checked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    out = tmp_path_factory.mktemp(request.param) / "out"
    day = dt.date.fromisoformat(AS_OF)
    return run([SAMPLES / request.param], out, as_of=day, clock=clock, t=ZH, formats=("html",), annotate=False), out


def pages(found: Result) -> dict[tuple[str, str], str]:
    return {(row["project"], row["name"]): "x.html" for row in found.contractors.iter_rows(named=True)}


def test_every_table_adds_up_to_the_figures_on_top(checked: tuple[Result, Path]) -> None:
    found, _ = checked
    page = overview_page.view(found, pages(found), ZH)
    debts, whole = page["arrears"], yuan(page["owed"])
    assert whole == sum(found.workers["owed"].drop_nulls(), Decimal(0)) > 0
    tables = [
        debts["projects"]["rows"],
        debts["contractors"]["rows"],
        debts["ageing"]["rows"],
        page["contractors"]["rows"],
    ]
    assert [sum(yuan(row["owed"]) for row in rows) for rows in tables] == [whole] * 4
    assert yuan(page["months"]["sum"]["owed"]) == sum(yuan(row["owed"]) for row in page["months"]["rows"]) == whole
    assert debts["people"] == page["people_owed"]
    for severity in SEVERITIES:
        counts = [
            page["counts"][severity],
            found.findings.filter(found.findings["severity"] == severity).height,
            *(
                sum(row[severity] for row in page[name]["rows"])
                for name in ("contractors", "departments", "months", "rules")
            ),
            *(page[name]["sum"][severity] for name in ("contractors", "departments", "months", "rules")),
        ]
        assert len(set(counts)) == 1, severity
    months_of = sum(row["months"] for row in debts["ageing"]["rows"])
    assert months_of == debts["months"] == sum(row["months"] for row in debts["contractors"]["rows"])
    assert page["contractors"]["shares"]["share"] == page["six_unified"]


def test_money_of_the_departments_is_that_of_the_contractors(checked: tuple[Result, Path]) -> None:
    found, _ = checked
    acting = findings.departments(found, ZH)
    for at, kind in enumerate(acting["kinds"]):
        if kind != "owed":
            assert yuan(acting["sum"]["money"][at]) == sum(found.contractors[kind].drop_nulls(), Decimal(0)), kind


def test_every_chart_stands_beside_a_table_and_is_told_in_words(checked: tuple[Result, Path]) -> None:
    _, out = checked
    page = markup.document_fromstring((out / "index.html").read_text("utf-8"))
    charts = page.xpath("//svg[@class='chart']")
    assert len(charts) >= 5
    for chart in charts:
        (sentence,) = page.xpath(f"//*[@id='{chart.get('aria-labelledby')}']")
        assert len(sentence.text_content()) > 8
        assert chart.xpath("following::table") and not chart.xpath(".//*[@style or @class]")


def test_links_are_encoded_and_lead_to_pages(checked: tuple[Result, Path]) -> None:
    _, out = checked
    page = markup.document_fromstring((out / "index.html").read_text("utf-8"))
    from urllib.parse import unquote  # noqa: PLC0415

    links = [str(link) for link in page.xpath("//table//a/@href")]
    assert links and all(link.isascii() and (out / unquote(link)).is_file() for link in links)
    inner = [str(link)[1:] for link in page.xpath("//nav//a/@href") if str(link).startswith("#")]
    assert all(page.xpath(f"//*[@id='{name}']") for name in inner)


AMOUNTS = st.none() | st.integers(0, 10**9).map(lambda cents: f"{cents / 100:.2f}")
DAYS = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 11, 20))
NAMES = st.sampled_from(["甲", "乙", "丙"])
ROWS = st.lists(
    st.tuples(NAMES, st.sampled_from("abcdef"), AMOUNTS, DAYS, st.sampled_from(["2026-09", "2026-10"]), st.sampled_from("一二")),
    max_size=12, unique_by=lambda row: (row[0], row[1], row[4], row[5]),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_project_contractor_and_age_are_three_views_of_one_sum(rows: list[Any]) -> None:
    found = of_months(
        [month(name, key, owed, day, period, project=project) for name, key, owed, day, period, project in rows]
    )
    told = arrears.section(found, ZH)
    whole = sum((Decimal(owed) for _, _, owed, *_ in rows if owed), Decimal(0))
    if not whole:
        assert told["nothing"]
        return
    parts = (told["projects"]["rows"], told["contractors"]["rows"], told["ageing"]["rows"])
    assert [sum(yuan(row["owed"]) for row in part) for part in parts] == [whole] * 3
    assert len({sum(row["months"] for row in part) for part in parts}) == 1


@pytest.mark.parametrize(
    ("due_on", "band"),
    [
        (dt.date(2026, 11, 20), 0),
        (dt.date(2026, 10, 21), 0),  # a month to the day
        (dt.date(2026, 10, 20), 1),
        (dt.date(2026, 9, 21), 1),
        (dt.date(2026, 9, 20), 2),
        (dt.date(2025, 1, 1), 2),
        (None, 3),
    ],
)
def test_age_counts_calendar_months_from_the_due_day(due_on: dt.date | None, band: int) -> None:
    told = arrears.section(of_months([month("甲", "a", "100.00", due_on)]), ZH)["ageing"]["rows"]
    assert [yuan(row["owed"]) for row in told] == [100 if at == band else 0 for at in range(len(told))]
    assert told[0]["name"] == "1 个月以内" and told[2]["name"] == "2 个月以上"


def test_the_bands_are_those_of_the_profile() -> None:
    rows = [month("甲", "a", "100.00", dt.date(2026, 7, 1))]
    names = [row["name"] for row in arrears.section(of_months(rows, ageing_months=[3, 6, 12]), EN)["ageing"]["rows"]]
    assert names == ["up to 3 months", "3 to 6 months", "6 to 12 months", "over 12 months"]
    assert arrears.section(of_months(rows, ageing_months=[]), ZH)["ageing"] is None


def test_what_cannot_be_computed_is_told_and_is_no_zero() -> None:
    due = dt.date(2026, 10, 31)
    found = of_months([month("甲", "a", "100.00", due), month("乙", "b", None, due)])
    page = overview_page.view(found, pages(found), ZH)
    assert "1 家次" in page["arrears"]["unknown"]
    rows = {row["contractor"]: row["owed"] for row in page["arrears"]["contractors"]["rows"]}
    assert rows == {"甲": "100.00", "乙": "无法计算"}
    assert "不作比较" not in page["months"]["sentence"] and "另有 1 家次无法计算" in page["months"]["sum"]["owed"]
    nobody = of_months([month("乙", "b", None, due)])
    assert overview_page.view(nobody, pages(nobody), ZH)["arrears"]["nothing"] == ZH("index.owed_unknown")


def earlier(name: str, period: str, owed: str | None, run: str = "R3", **given: Any) -> dict[str, Any]:
    row = {
        "run": run, "as_of": "2026-10-20", "project": "一标段", "contractor": name, "period": period, "colour": "green",
        "workers": 1, **dict.fromkeys(SEVERITIES, 0), "six_unified_share": 0.0, "owed": owed, "unpaid": owed,
        "due": "200.00", "settled": "150.00",
    }  # fmt: skip
    return {**row, **given}


def test_months_of_kept_checks_stand_beside_those_of_this_one() -> None:
    rows = [month("甲", "a", "100.00", dt.date(2026, 11, 15))]
    told = months.section(of_months(rows, earlier=[earlier("甲", "2026-09", "30.00")]), ZH)
    assert [(row["period"], row["source"], row["owed"]) for row in told["rows"]] == [
        ("2026-09", "R3（截至 2026-10-20）", "30.00"),
        ("2026-10", "本次", "100.00"),
    ]
    assert told["rows"][0]["paid_share"] == 0.75 and told["rows"][0]["six_unified"] == 0.0
    assert "比 2026-09 多 70.00 元" in told["sentence"]
    assert told["sum"]["owed"] == "100.00", "the total is of this check alone"
    assert len(told["charts"]) == 3, "no findings, no chart of findings"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (earlier("甲", "2026-09", "130.00"), "比 2026-09 少 30.00 元"),
        (earlier("甲", "2026-09", "100.00"), "与 2026-09 相同"),
        (earlier("乙", "2026-09", "1.00"), "核对的单位不同"),
        (earlier("甲", "2026-09", None), "无法计算，两期不作比较"),
    ],
)
def test_periods_are_compared_only_where_they_can_be(kept: dict[str, Any], said: str) -> None:
    rows = [month("甲", "a", "100.00", dt.date(2026, 11, 15))]
    assert said in months.section(of_months(rows, earlier=[kept]), ZH)["sentence"]


def test_wages_not_yet_due_are_told_beside_the_trend() -> None:
    firms = [firm(unpaid=Decimal("500.00"))]
    told = months.section(result([], contractors=firms, earlier=[earlier("甲", "2026-09", "30.00")]), ZH)
    assert "500.00 元未付而尚未到支付日" in told["sentence"]


def test_what_changed_is_told_by_contractor() -> None:
    mark = [f"{number:016x}" for number in range(5)]
    rows = [
        finding(0), finding(1, contractor="乙"), finding(2, state="waived"), finding(3, contractor="乙", state="waived"),
    ]  # fmt: skip
    compared = {
        "earlier_as_of": "2026-10-20", "earlier_run": None, "new": 1, "open": 1, "fixed": 1, "waived": 1, "unwaived": 0,
        "still_waived": 1, "unseen": 0, "first_looked": 0, "new_fingerprints": [mark[1]], "waived_fingerprints": [mark[2]],
        "unwaived_fingerprints": [], "fixed_findings": [{**finding(4), "amount": None}], "unseen_findings": [],
    }  # fmt: skip
    told = changes.section(result(rows, compared=compared), ZH)
    assert told is not None
    assert told["kinds"] == ["new", "open", "fixed", "waived", "still_waived"]
    for kind in told["kinds"]:
        assert sum(row[kind] for row in told["rows"]) == told["sum"][kind] == compared[kind], kind
    assert told["rows"][0]["contractor"] == "乙" and told["rows"][0]["new"] == 1
    assert "截至 2026-10-20" in told["sentence"] and "新增 1 条" in told["sentence"]
    assert changes.section(result(rows), ZH) is None


def test_departments_speak_the_language_of_the_page() -> None:
    import dataclasses  # noqa: PLC0415

    rule = dataclasses.replace(RULE, responsible="分包单位", responsible_en="subcontractor")
    found = dataclasses.replace(result([finding(0), finding(1, responsible=None)]), rules=(rule,))
    assert [row["name"] for row in findings.departments(found, EN)["rows"]] == ["(nobody named)", "subcontractor"]
    assert {row["name"] for row in findings.departments(found, ZH)["rows"]} == {"分包单位", ZH("index.nobody")}


def test_money_of_departments_leaves_out_what_is_waived_or_only_involved() -> None:
    rows = [finding(0), finding(1, state="waived"), finding(2, money="involved"), finding(3, money="refund")]
    told = findings.departments(result(rows, contractors=[firm(owed=Decimal("200.00"))]), ZH)
    assert told["kinds"] == ["owed", "refund"] and told["sum"]["money"] == ["200.00", "200.00"]
    assert told["sum"]["waived"] == 1 and told["differs"] == ""
    other = findings.departments(result(rows, contractors=[firm(owed=Decimal("150.00"))]), ZH)
    assert "200.00" in other["differs"] and "150.00" in other["differs"]


def test_reasons_are_gathered_over_contractors() -> None:
    rows = [
        {"project": "一", "contractor": name, "period": "2026-10", "rule": "BK06", "outcome": "not_assessed",
         "reason": "没有提交银行流水", "reason_en": "no bank statement"}
        for name in "甲乙丙"
    ]  # fmt: skip
    told = checking.unjudged(result([], outcomes=rows), ZH)
    assert [(row["contractor"], row["period"]) for row in told] == [("3 家", "2026-10")]


def test_a_thousand_contractors_over_a_year_stay_under_a_megabyte_with_exact_totals() -> None:
    names = [f"示例第{number}建筑劳务有限公司" for number in range(1_000)]
    periods = [f"2025-{number:02d}" for number in range(1, 13)]
    due = dt.date(2025, 12, 1)
    rows = [month(name, f"{name}{period}", "1.25", due, period) for name in names for period in periods]
    found = of_months(rows)
    listed = {("一标段", name): f"{name}.html" for name in names}
    page = overview_page.view(found, listed, ZH)
    assert page["contractors"]["total"] == 1_000 and len(page["contractors"]["rows"]) == 50
    assert yuan(page["contractors"]["sum"]["owed"]) == Decimal("15000.00")
    text = html._render(html._environment(ZH), "index.html.j2", page)
    assert len(text.encode()) < 1_000_000
    assert "前 50 行，共 1000 行" in text and len(set(re.findall(r'href="contractors/[^"]+"', text))) == 1_000


def test_every_contractor_of_hundreds_has_a_link_under_its_project(tmp_path: Path) -> None:
    firms = [
        firm(f"示例第{number}劳务有限公司", "2026-10", project=f"示例{number % 3}号工程", workers=0)
        for number in range(120)
    ]
    found = result([], contractors=firms)
    html.write(found, tmp_path, ZH)
    page = markup.document_fromstring((tmp_path / "index.html").read_text("utf-8"))
    sites = page.xpath("//*[@class='site']")
    assert [site.get("data-name") for site in sites] == ["示例0号工程", "示例1号工程", "示例2号工程"]
    assert [len(site.xpath(".//li/a")) for site in sites] == [40, 40, 40]
    assert len(set(page.xpath("//*[@class='site']//a/@href"))) == 120
    assert len(page.xpath("//*[@id='contractors']/following::table[1]/tbody/tr")) == 50


@pytest.mark.parametrize(("agree", "shown"), [("0.99993", "99.9 %"), ("0.00004", "0.1 %"), ("1", "100 %")])
def test_no_share_is_rounded_to_all_or_nothing(agree: str, shown: str, tmp_path: Path) -> None:
    found = result(
        [], contractors=[firm("示例劳务有限公司", "2026-10", workers=100_000, six_unified_share=float(agree))]
    )
    html.write(found, tmp_path, ZH)
    page = markup.document_fromstring((tmp_path / "index.html").read_text("utf-8"))
    row = page.xpath("//*[@id='contractors']/following::table[1]/tbody/tr")[0]
    assert row.text_content().split("\n")[-2].strip() == shown
