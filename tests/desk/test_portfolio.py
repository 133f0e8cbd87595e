"""Management's table: its figures are those of the kept checks, for everybody only those of their sites."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from tests.desk.kit import Office, text_of
from tests.kept_checks import begin, checked, handed_in, keep, row
from tests.kept_checks import site as open_site
from wagecheck.register import blacklist, portfolio, portfolio_sums

HOSTILE = "<img src=x onerror=alert(1)>=1+1&amp;\u202eexe"


@pytest.fixture
def filled(room: Office) -> dict[str, str]:
    """Three sites of two bureaus over four months, and a project without a site."""
    register = room.desk.register
    north = open_site(register, "示例滨江路", region="北京市", bureau="华北局")
    south = open_site(register, "示例江北桥", region="广东省", bureau="华南局")
    late = open_site(register, "示例东湖站", region=None, bureau=None)
    for month in (7, 8, 9, 10):
        period = f"2026-{month:02d}"
        due = dt.date(2026, month + 1, 15)
        red = row("示例甲劳务", period, "red", f"{month}00.10", people=(f"a{month}", "b"), due_on=due)
        handed_in(register, north, checked(red, row("示例乙劳务", period), as_of=f"2026-{month + 1:02d}-20"), month)
        if month < 10:
            owing = row("示例甲劳务", period, "yellow", "50.00", people=("b",), due_on=due)
            handed_in(register, south, checked(owing, as_of=f"2026-{month + 1:02d}-20"), month)
    handed_in(register, south, checked(row("示例丙劳务", "2026-10", "green", None), as_of="2026-11-20"), 10)
    begin(register, late, 10)
    keep(register, checked(row("示例丁劳务", "2026-10", project="示例厂房"), bureaus={"示例厂房": "西南局"}))
    return {"north": north, "south": south, "late": late}


def read(room: Office) -> portfolio.Portfolio:
    with room.desk.register.reading() as reader:
        return portfolio.read(reader)


def listed(html: str) -> list[str]:
    """The projects of the first table, as they stand there."""
    body = html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return re.findall(r'<a href="/portfolio/projects[^"]*">([^<]*)</a>', body)


def page(room: Office, path: str, who: str = "manager", **options: Any) -> str:
    answer = room.browser(who, **options).get(path)
    assert answer.status_code == 200, text_of(answer.text)
    return str(answer.text)


def test_nothing_kept_yet_says_what_to_do(room: Office) -> None:
    assert "请管理员先登记项目" in page(room, "/portfolio")
    room.site()
    html = page(room, "/portfolio")
    assert "还没有核对结果" in html
    assert "/portfolio/export" not in html
    for path in ("/portfolio/contractors", "/portfolio/export", "/portfolio/export?format=csv"):
        assert room.browser("manager").get(path).status_code == 200


def test_the_first_page_says_where_it_burns(room: Office, filled: dict[str, str]) -> None:
    html = page(room, "/portfolio")
    said = text_of(html)
    assert "有红色项目：立即处理" in said
    assert "2026年10月，3 个项目有核对结果，到期未付工资 1,000.10 元，被欠工人 2 人。" in said
    assert "红 1 个，无法判断 1 个，绿 1 个" in said
    assert "有 1 家次（一家单位一个月算一次）材料不足，无法判断" in said
    assert listed(html) == ["示例滨江路", "示例江北桥", "示例厂房"]
    assert "示例东湖站 – 正在收集文件，还没提交" in said
    assert "2026年10月到期未付比2026年9月多 50.00 元。" in said
    assert "没有留存的核对" not in said


@pytest.mark.parametrize(
    ("query", "projects", "owed"),
    [
        ("?month=2026-09", ["示例滨江路", "示例江北桥"], "950.10"),
        ("?month=2026-09&bureau=华南局", ["示例江北桥"], "50.00"),
        ("?month=2026-09&region=北京市", ["示例滨江路"], "900.10"),
        ("?month=2026-09&colour=yellow", ["示例江北桥"], "50.00"),
        ("?month=2026-09&text=江北", ["示例江北桥"], "50.00"),
        ("?month=2026-09&text=示例乙", ["示例滨江路"], "0.00"),
        ("?month=2026-09&sort=name", ["示例江北桥", "示例滨江路"], "950.10"),
        ("?month=2026-09&sort=owed", ["示例江北桥", "示例滨江路"], "950.10"),
        ("?month=2026-09&sort=-owed", ["示例滨江路", "示例江北桥"], "950.10"),
        ("?month=2026-10&bureau=西南局", ["示例厂房"], "0.00"),
        ("?month=2026-10&region=?", ["示例厂房"], "0.00"),
        ("?month=2026-10&colour=grey", ["示例江北桥"], "无法计算"),
        (
            "?month=nonsense&colour=pink&sort=;drop&page=9999999999",
            ["示例滨江路", "示例江北桥", "示例厂房"],
            "1,000.10",
        ),
    ],
)
def test_filters_and_order(room: Office, filled: dict[str, str], query: str, projects: list[str], owed: str) -> None:
    html = page(room, f"/portfolio{query}")
    assert listed(html) == projects
    assert f"到期未付工资 {owed} " in text_of(html)


def test_nothing_fits(room: Office, filled: dict[str, str]) -> None:
    html = page(room, "/portfolio?text=没有这样的&month=2026-10")
    assert "没有符合条件的核对结果" in html
    assert "示例滨江路" not in text_of(html)


def test_what_is_awaited_is_not_hidden_by_a_month_without_anything(room: Office, filled: dict[str, str]) -> None:
    said = text_of(page(room, "/portfolio?month=2025-01"))
    assert "还没有结果的项目（3）" in said


def test_a_project(room: Office, filled: dict[str, str]) -> None:
    html = page(room, f"/portfolio/projects/{filled['north']}")
    said = text_of(html)
    assert "红色：立即处理" in said
    assert "2026年10月，到期未付工资 1,000.10 元，被欠工人 2 人。" in said
    assert [f"{month}00.10" in said for month in (7, 8, 9)] == [True] * 3
    with room.desk.register.reading() as reader:
        ids = [one["id"] for one in reader.all("hand_in", site=filled["north"])]
    assert [f'href="/hand-ins/{one}"' in html for one in ids] == [True] * 4
    assert f"/hand-ins/{ids[-1]}/report/contractors/{quote('示例甲劳务')}.html" in html
    assert "资料里写的是“一标段”" in said


def test_a_project_without_a_result_for_the_month(room: Office, filled: dict[str, str]) -> None:
    said = text_of(page(room, f"/portfolio/projects/{filled['late']}"))
    assert "这个项目还没有核对结果" in said
    assert "这个月还没有核对结果：正在收集文件，还没提交。" in said
    assert "绿" not in said


def test_a_project_that_only_has_a_name(room: Office, filled: dict[str, str]) -> None:
    said = text_of(page(room, "/portfolio/projects?name=示例厂房"))
    assert "西南局" in said
    assert "命令行留存 R" in said
    assert room.browser("manager").get("/portfolio/projects?name=没有").status_code == 404
    assert room.browser("manager").get("/portfolio/projects/P999999").status_code == 404
    assert room.browser("manager").get("/portfolio/projects").headers["location"] == "/portfolio"


def test_a_contractor_over_all_projects(room: Office, filled: dict[str, str]) -> None:
    html = page(room, "/portfolio/contractors")
    assert text_of(html).index("示例甲劳务") < text_of(html).index("示例丙劳务") < text_of(html).index("示例丁劳务")
    said = text_of(page(room, "/portfolio/contractors?name=示例甲劳务"))
    assert "示例滨江路" in said
    assert "示例江北桥" in said
    assert "2026年7月" in said
    assert room.browser("manager").get("/portfolio/contractors?name=没有").status_code == 404


def test_somebody_for_one_site_sees_only_it(room: Office, filled: dict[str, str]) -> None:
    mine = {"sites": [filled["south"]]}
    html = page(room, "/portfolio?month=2026-09", **mine)
    assert listed(html) == ["示例江北桥"]
    assert "到期未付工资 50.00 元" in text_of(html)
    for hidden in ("示例滨江路", "示例厂房", "示例乙劳务", "华北局", "西南局"):
        assert hidden not in html
    contractor = text_of(page(room, "/portfolio/contractors?name=示例甲劳务&month=2026-09"))
    assert "示例滨江路" not in contractor
    assert "900.10" not in contractor
    browser = room.browser("manager")
    expected = {
        f"/portfolio/projects/{filled['north']}": 403,
        "/portfolio/projects?name=示例厂房": 404,
        "/portfolio/projects?name=示例滨江路": 404,
        "/portfolio/contractors?name=示例乙劳务": 404,
    }
    assert {path: browser.get(path).status_code for path in expected} == expected
    book = load_workbook(io.BytesIO(browser.get("/portfolio/export?month=2026-09").content))
    text = " ".join(str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line)
    assert "示例江北桥" in text
    assert "示例滨江路" not in text
    assert "示例乙劳务" not in text


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("clerk", "/portfolio", 403),
        ("auditor", "/portfolio", 200),
        ("auditor", "/portfolio/export", 200),
        ("clerk", "/portfolio/export", 403),
        ("legal", "/portfolio/export", 200),
        ("admin", "/portfolio/contractors", 403),
    ],
)
def test_who_may_look(room: Office, filled: dict[str, str], who: str, path: str, status: int) -> None:
    assert room.browser(who).get(path).status_code == status


def test_names_from_files_are_only_names(room: Office) -> None:
    register = room.desk.register
    at = open_site(register, "示例滨江路", region="<b>区</b>", bureau="\"'><script>")
    handed_in(register, at, checked(row(HOSTILE, "2026-10", "red", "5.00", people=("a",), project=HOSTILE)), 10)
    loose = f"{HOSTILE}二标段"  # no site's own
    keep(register, checked(row("=HYPERLINK(1)", "2026-10", project=loose)))
    paths = ["/portfolio", f"/portfolio/projects/{at}", "/portfolio/contractors"]
    paths += [f"/portfolio/contractors?name={quote(HOSTILE)}", f"/portfolio/projects?name={quote(loose)}"]
    paths += ["/portfolio?text=<script>alert(1)</script>&bureau=<b>"]
    for path in paths:
        html = page(room, path)
        assert "<img src=x" not in html
        assert "<script>" not in html.replace("<script src=", "")
        assert "<b>" not in html
        assert "\u202e" not in html
    browser = room.browser("manager")
    book = load_workbook(io.BytesIO(browser.get("/portfolio/export").content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert "'=HYPERLINK(1)" in browser.get("/portfolio/export?format=csv").content.decode("utf-8-sig")


def test_what_is_exported_adds_up_to_what_is_shown(room: Office, filled: dict[str, str]) -> None:
    browser = room.browser("manager")
    answer = browser.get("/portfolio/export?month=2026-09")
    assert "attachment" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert list(sheets) == ["合计", "项目", "参建单位", "还没有结果", "逐月合计", "全部月份", "欠薪账龄"]

    def column(sheet: str, heading: str) -> list[Any]:
        head, *rows = sheets[sheet]
        return [line[head.index(heading)] for line in rows]

    def money(sheet: str) -> Decimal:
        return sum((Decimal(str(one)) for one in column(sheet, "到期未付（元）") if one is not None), Decimal())

    whole = read(room)
    month = sum(whole.rows.filter(portfolio.pl.col("month") == "2026-09")["owed"].drop_nulls(), Decimal())
    everything = sum(whole.rows["owed"].drop_nulls(), Decimal())
    assert month == Decimal("950.10")
    assert (money("合计"), money("项目"), money("参建单位")) == (month, month, month)
    assert (money("逐月合计"), money("全部月份"), money("欠薪账龄")) == (everything, everything, everything)
    assert column("合计", "筛选") == ["2026年9月"]
    assert column("合计", "被欠工人") == [portfolio_sums.total(whole_month(whole))["people"]]
    text = browser.get("/portfolio/export?month=2026-09&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(Decimal(line["到期未付（元）"]) for line in rows) == month
    assert {line["所属单位"] for line in rows} == {"华北局", "华南局"}


def test_nobody_is_said_to_be_owed_where_nothing_could_be_told(room: Office, filled: dict[str, str]) -> None:
    book = load_workbook(io.BytesIO(room.browser("manager").get("/portfolio/export?month=2026-10").content))
    head, *rows = book["项目"].iter_rows(values_only=True)
    name, people = (head.index(heading) for heading in ("项目", "被欠工人"))
    told = {line[name]: line[people] for line in rows}
    assert (told["示例江北桥"], told["示例滨江路"]) == (None, 2)


def whole_month(whole: portfolio.Portfolio) -> portfolio.Portfolio:
    here = portfolio.pl.col("month") == "2026-09"
    return portfolio.Portfolio(
        whole.rows.filter(here), whole.owing.filter(here), whole.sites, whole.hand_ins, whole.judged
    )


def test_the_export_has_the_filters_of_the_page(room: Office, filled: dict[str, str]) -> None:
    html = page(room, "/portfolio?month=2026-09&bureau=华南局")
    link = re.findall(r'href="(/portfolio/export[^"]*xlsx[^"]*)"', html)[0].replace("&amp;", "&")
    book = load_workbook(io.BytesIO(room.browser("manager").get(link).content))
    assert [line[0] for line in book["项目"].iter_rows(min_row=2, values_only=True)] == ["示例江北桥"]
    assert book["合计"]["A2"].value == "2026年9月；所属单位：华南局"


def test_what_could_not_be_told_is_no_zero_in_the_export(room: Office, filled: dict[str, str]) -> None:
    text = room.browser("manager").get("/portfolio/export?format=csv&month=2026-10").content.decode("utf-8-sig")
    lines = {line["参建单位"]: line for line in csv.DictReader(io.StringIO(text))}
    assert (lines["示例丙劳务"]["到期未付（元）"], lines["示例丙劳务"]["结论"]) == ("", "? 无法判断")
    assert lines["示例丁劳务"]["到期未付（元）"] == "0.00"


def test_where_nothing_is_known_nobody_owed_is_no_number(room: Office) -> None:
    register = room.desk.register
    north = open_site(register, "示例滨江路", region="北京市", bureau="华北局")
    handed_in(register, north, checked(row("示例丙劳务", "2026-10", "grey", None), as_of="2026-11-20"), 10)
    said = text_of(page(room, "/portfolio"))
    assert "被欠工人 无法计算" in said
    assert "0 人" not in said
    assert "没有到期未付" not in said
    assert "材料不足，到期未付工资无法计算" in said
    report = text_of(room.browser("manager").get("/portfolio/summary?first=2026-10&last=2026-10&format=html").text)
    assert "0.00" not in report
    assert "1 个单位工资期间材料不足，到期未付的工资全都无法计算" in report


def test_where_some_is_known_the_sum_says_what_it_leaves_out(room: Office, filled: dict[str, str]) -> None:
    report = text_of(room.browser("manager").get("/portfolio/summary?first=2026-07&last=2026-10&format=html").text)
    assert "以上合计和下面各表的金额都只含能够计算的" in report
    assert "1 家次（一家单位一个月算一次）材料不足" in text_of(page(room, "/portfolio")).split("欠薪有多久")[-1]


def test_the_half_year_report(room: Office, filled: dict[str, str]) -> None:
    browser = room.browser("manager")
    answer = browser.get("/portfolio/summary?first=2026-07&last=2026-10&format=html")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert "示例甲劳务" in answer.text
    docx = browser.get("/portfolio/summary?first=2026-07&last=2026-10")
    assert docx.content[:2] == b"PK"
    wrong = browser.get("/portfolio/summary?first=2026-10&last=2026-07")
    assert wrong.status_code == 400
    assert 'role="alert"' in wrong.text


def test_the_half_year_report_of_somebody_for_one_site(room: Office, filled: dict[str, str]) -> None:
    """Only their project's rows, and the report says so; the blacklists are everybody's who may see them."""
    with room.desk.register.writing("王五") as writer:
        listed_ = {"list": "other", "name": "示例列名劳务", "decided_on": dt.date(2026, 9, 2)}
        blacklist.add(writer, listed_, reason="试", four_eyes=())
    assert "只包括您所管的项目" in text_of(page(room, "/portfolio", sites=[filled["south"]]))
    said = text_of(room.browser("manager").get("/portfolio/summary?first=2026-07&last=2026-10&format=html").text)
    assert "只包括编制人所管的 1 个项目，其他项目的数字不在内" in said
    assert "示例江北桥" in said
    assert "示例列名劳务" in said
    assert "下面的变动不限于以上项目" in said
    for hidden in ("示例滨江路", "示例厂房", "示例乙劳务", "华北局", "西南局"):
        assert hidden not in said


def test_arrears_age_to_the_day_of_today(room: Office, filled: dict[str, str]) -> None:
    said = text_of(page(room, "/portfolio?text=示例甲"))
    assert "逾期时间算到 2026-11-21" in said
    assert re.search(r"1 个月以内 1,000\.10 .* 1 至 2 个月 950\.10 .* 2 个月以上 1,600\.20", said)
    assert "逾期 2 个月以上的有 1,600.20 元，涉及 3 人，请先清偿。" in said


def test_more_projects_than_a_page_holds(room: Office) -> None:
    keep(
        room.desk.register,
        checked(*(row("示例甲", "2026-10", "red", "1.00", project=f"示例{n:03d}") for n in range(120))),
    )
    html, rest = page(room, "/portfolio"), page(room, "/portfolio?page=2")
    assert (len(listed(html)), len(listed(rest))) == (100, 20)
    assert set(listed(html)).isdisjoint(listed(rest))
    assert "第 1–100 条，共 120 条" in text_of(html)
    for one in (html, rest):
        assert "到期未付工资 120.00 元" in text_of(one)


@pytest.mark.parametrize(
    "path", ["", "/contractors", "/contractors?name=示例甲劳务", "/projects/{north}", "/projects/{late}"]
)
def test_every_page_speaks_english_too(room: Office, filled: dict[str, str], path: str) -> None:
    browser = room.browser("manager")
    browser.get("/language?lang=en")
    html = browser.get(f"/portfolio{path.format(**filled)}").text
    shown = re.sub(r"示例\w*|\w*局|北京市|广东省|一标段|经理乙|中文", "", text_of(html))
    assert re.findall("[\u4e00-\u9fff]+", shown) == []
