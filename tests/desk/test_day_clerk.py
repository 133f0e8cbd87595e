"""The clerk's day in a real browser: hand in a messy month, look at how it was read, correct, hand in again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.conftest import SAMPLES
from tests.desk.live import PHONE, Live, axe, fits, until

#: A check on a machine where much else runs; the limit only ends a walk that hangs.
_CHECKED = 400_000
#: What makes a month of ``messy`` wrong: one net pay in a workbook of 磐石 is another one than the bank paid.
_PAYROLL = "示例磐石建筑劳务有限公司/2026年10月农民工工资表.xlsx"


def spoilt(folder: Path) -> str:
    """``samples/messy`` with a net pay that nobody was paid; gives the cell."""
    shutil.copytree(SAMPLES / "messy", folder)
    book = load_workbook(folder / _PAYROLL)
    sheet = book.worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("实发"))
    row = next(row for row in range(cell.row + 1, cell.row + 5) if isinstance(sheet.cell(row, 1).value, int | str))
    wrong = next(
        one for one in (sheet.cell(at, cell.column) for at in range(row, row + 5)) if re.search(r"\d", str(one.value))
    )
    wrong.value = "9,876.54" if isinstance(wrong.value, str) else 9876.54
    book.save(folder / _PAYROLL)
    return str(wrong.coordinate)


def sound(page: Page) -> None:
    assert axe(page) == []
    assert fits(page)


def uploaded(page: Page) -> None:
    rows = page.locator(".uploads li")
    until(lambda: rows.count() > 0 and page.locator(".uploads li.done").count() == rows.count())


def hands_in(page: Page, address: str, month: Path) -> str:
    """The month is missing; its folder is handed in. Gives the address of the hand-in once it is checked."""
    page.goto(address)
    expect(page.get_by_text("还没有交")).to_be_visible()
    sound(page)
    page.get_by_role("main").get_by_role("link", name="交资料").first.click()
    page.get_by_label("工资所属月份").fill("2026-10")
    sound(page)
    page.get_by_role("button", name="下一步：添加文件").click()
    page.set_input_files("input[webkitdirectory]", month)
    uploaded(page)
    expect(page.get_by_role("heading", name="已有文件（")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="开始核对").click()
    expect(page.locator("#progress progress")).to_be_visible()  # those of the uploads are gone or not: no matter
    expect(page.locator(".verdict")).to_be_visible(timeout=_CHECKED)
    sound(page)
    return page.url.split("?")[0]


def corrects_the_reading(page: Page, first: str) -> None:
    """Two columns may be the overtime: the clerk knows which."""
    expect(page.locator(".alert", has_text="拿不准的栏目")).to_be_visible()
    page.get_by_role("link", name="去看识别，指定栏目").click()
    sound(page)
    row = page.get_by_role("row", name=re.compile("^J 加班时数正常"))
    expect(row).to_contain_text("拿不准")
    row.get_by_role("combobox").select_option("overtime_hours")
    page.get_by_role("button", name="保存并重新核对").click()
    expect(page.locator(".verdict")).to_be_visible(timeout=_CHECKED)
    page.goto(f"{first}/reading")
    page.locator("summary", has_text="1_标准报表(2026-10).xls 考勤汇总").click()
    expect(page.get_by_role("row", name=re.compile("^J 加班时数正常"))).to_contain_text("由劳资员指定")


def takes_the_marked_copy(page: Page, first: str, cell: str, tmp_path: Path) -> None:
    """The finding names the cell, and the marked workbook shows it."""
    page.goto(first)
    expect(page.locator(".verdict.tone-red")).to_be_visible()
    expect(page.locator(".cell", has_text=cell).first).to_be_visible()
    with page.expect_download() as waiting:
        page.locator("#downloads ~ .pair").get_by_role("link", name="农民工工资表.xlsx").click()
    marked = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(marked)
    commented = [sheet.title for sheet in load_workbook(marked).worksheets if sheet[cell].comment is not None]
    assert len(commented) == 1
    with page.expect_download() as waiting:
        page.get_by_role("link", name="全部打包下载").click()
    assert waiting.value.suggested_filename.endswith(".zip")


def hands_in_again(page: Page, cell: str) -> None:
    """The corrected file goes into its place; the finding is gone, and it is said so."""
    page.get_by_role("button", name="改好再交").click()
    sound(page)
    expect(page.get_by_role("row", name=re.compile("农民工工资表")).first).to_contain_text("处问题")
    page.set_input_files("input[type=file]:not([webkitdirectory]) >> nth=0", SAMPLES / "messy" / _PAYROLL)
    uploaded(page)
    page.get_by_role("button", name=re.compile("^替换 .*农民工工资表.xlsx$")).click()
    expect(page.get_by_text("已经换上改好的文件")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("农民工工资表")).first).to_contain_text("新换上的")
    page.get_by_role("button", name="开始核对").click()
    expect(page.locator(".verdict.tone-green")).to_be_visible(timeout=_CHECKED)
    expect(page.locator(".alert", has_text="和上次比")).to_contain_text("新出现 0 条")
    page.get_by_role("link", name=re.compile("看改好的")).click()
    expect(page.locator(".cell", has_text=cell).first).to_be_visible()
    sound(page)


def test_the_day_of_a_clerk(live: Live, tmp_path: Path) -> None:
    month = tmp_path / "messy"
    cell = spoilt(month)
    page = live.page("clerk", sites=[live.site("示例滨江路一期工程")])
    first = hands_in(page, live.address, month)
    corrects_the_reading(page, first)
    takes_the_marked_copy(page, first, cell, tmp_path)
    hands_in_again(page, cell)
    page.set_viewport_size(PHONE)
    for address in (f"{live.address}/hand-ins", page.url, f"{page.url.split('?')[0]}/reading", first):
        page.goto(address)
        sound(page)
    assert live.complaints() == []


def test_without_script(live: Live, tmp_path: Path) -> None:
    site = live.site("示例滨江路一期工程")
    page = live.page("clerk", sites=[site], script=False)
    page.goto(f"{live.address}/hand-ins/new")
    page.get_by_label("工资所属月份").fill("2026-10")
    page.get_by_role("button", name="下一步：添加文件").click()
    page.set_input_files("input[name=files] >> nth=0", SAMPLES / "clean" / "项目信息.xlsx")
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("row", name=re.compile("项目信息.xlsx"))).to_be_visible()
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("还没有文件。")).to_be_visible()
    for file in sorted((SAMPLES / "clean").rglob("*.xlsx"))[:3]:
        page.set_input_files("input[name=files] >> nth=0", file)
        page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="开始核对").click()
    expect(page.locator(".verdict, .alert.tone-red:not(#trouble)")).to_be_visible(timeout=_CHECKED)
