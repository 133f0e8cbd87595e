"""A made-up crew and what a lawful ledger says of each of them; the rows that ``site_files`` writes.

Everybody is made up: numbers of the unassigned district 110199 with valid check digits, cards that pass Luhn.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Days = dict[int, Any]

FIRM, SECOND_FIRM = "示例青松建筑劳务有限公司", "示例磐石建筑劳务有限公司"
CODES = {FIRM: "91110199MA00010185", SECOND_FIRM: "91110199MA00013841"}
GENERAL = "示例远景建设集团有限公司"
OWNER = "示例城市建设投资有限公司"
PROJECT = "示例滨江路一期工程"
ACCOUNT, ACCOUNT_NAME = "42000000000000900001", f"{GENERAL}{PROJECT}农民工工资专用账户"
OFFICER, OFFICER_ID = "钟某专", "110199199006082179"
MONEY = Decimal("0.01")


def day(month: int, number: int, year: int = 2026) -> dt.date:
    """A day of 2026, or of another year."""
    return dt.date(year, month, number)


def identity_number(birth: str, serial: int) -> str:
    """A number of the unassigned district 110199 with its check digit (GB 11643)."""
    digits = f"110199{birth}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def card_number(prefix: str, serial: int) -> str:
    """A 19-digit card number that passes Luhn."""
    digits = f"{prefix}{serial:012d}"
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def month(*rest: int, first: int = 1, last: int = 31, mark: Any = 1) -> Days:
    """Every day from ``first`` to ``last`` is worked but those of ``rest``."""
    return {d: mark for d in range(first, last + 1) if d not in rest}


@dataclass
class Worker:
    """Who somebody is and how they stand; every ledger is written from this."""

    name: str
    birth: str
    serial: int
    rate: int = 300
    #: Worked on 5 to 7 October, days off by notice, and got two days off in return.
    worked: Days = field(default_factory=lambda: month(1, 2, 3, 4, 11, 13, 18, 20, 25))
    entry: dt.date = dt.date(2026, 9, 28)
    exit: dt.date | None = None
    signed: dt.date = dt.date(2026, 9, 26)
    start: dt.date = dt.date(2026, 9, 28)
    ends: dt.date | None = dt.date(2027, 12, 31)
    contract: str = "建筑工人简易劳动合同"
    contract_type: str = "劳动合同"
    document: str = "居民身份证"
    number: str = ""
    card: str = ""
    phone: str = ""
    team: str = "钢筋班"
    firm: str = FIRM

    def __post_init__(self) -> None:
        self.number = self.number or identity_number(self.birth, self.serial)
        self.card = self.card or card_number("622848", int(self.birth[2:]) * 1000 + self.serial)
        self.phone = self.phone or f"154{int(self.birth[2:]) % 100000:05d}{self.serial:03d}"

    @property
    def days(self) -> Decimal:
        """Work of the month in days."""
        return sum((Decimal(str(v)) for v in self.worked.values() if not isinstance(v, str)), Decimal(0))

    @property
    def pay(self) -> Decimal:
        """Wage of the month."""
        return (self.days * self.rate).quantize(MONEY)

    @property
    def sex(self) -> str:
        """As the number says."""
        return "男" if self.serial % 2 else "女"


def identity(w: Worker, _: int) -> Row:
    """One line of the identity ledger."""
    return {
        "姓名": w.name, "证件类型": w.document, "身份证号码": w.number, "性别": w.sex,
        "出生日期": f"{w.birth[:4]}-{w.birth[4:6]}-{w.birth[6:]}", "民族": "汉", "住址": "湖北省示例县示例镇示例村",
        "签发机关": "示例县公安局", "有效期起": day(6, 1, 2020), "有效期止": day(6, 1, 2040), "联系电话": w.phone,
    }  # fmt: skip


def contract(w: Worker, i: int) -> Row:
    """One line of the contract ledger."""
    return {
        "姓名": w.name, "身份证号码": w.number, "联系电话": w.phone, "合同编号": f"LD-{i:03d}", "合同名称": w.contract,
        "合同类型": w.contract_type, "合同期限类型": "固定期限", "合同签订日期": w.signed, "合同开始日期": w.start,
        "合同终止日期": w.ends, "试用期": "无", "用人单位": w.firm, "用人单位统一社会信用代码": CODES[w.firm], "工种": "钢筋工",
        "用工形式": "全日制", "计量单位": "日", "计量单价": w.rate, "约定发薪日": "次月15日", "本人签字": "是",
        "合同状态": "履行中", "备注": None,
    }  # fmt: skip


def roster(w: Worker, i: int) -> Row:
    """One line of the roster ledger."""
    return {
        "姓名": w.name, "性别": w.sex, "民族": "汉", "身份证号码": w.number, "联系电话": w.phone,
        "户籍地址及现住址": "湖北省示例县示例镇示例村", "工种": "钢筋工", "班组": w.team, "班组长": "任某丙", "用人单位": w.firm, "用工形式": "全日制",
        "进场日期": w.entry, "退场日期": w.exit, "实名登记日期": w.entry, "安全教育日期": w.entry,
        "合同编号": f"LD-{i:03d}", "合同签订日期": w.signed, "日工资": w.rate, "工资卡号": w.card,
        "开户银行": "中国农业银行示例支行", "备注": None,
    }  # fmt: skip


def attendance(w: Worker, _: int) -> Row:
    """One line of the attendance ledger."""
    marks = {str(d): w.worked.get(d) for d in range(1, 32)}
    return {
        "姓名": w.name, "身份证号码": w.number, "班组": w.team, "工种": "钢筋工", **marks,
        "出勤天数": float(w.days), "本人签字": w.name,
    }  # fmt: skip


def payroll(w: Worker, _: int) -> Row:
    """One line of the payroll ledger."""
    return {
        "用人单位": w.firm, "支付周期": "2026年10月", "支付日期": day(11, 12), "姓名": w.name, "身份证号码": w.number,
        "联系电话": w.phone, "班组": w.team, "工种": "钢筋工", "日工资": w.rate, "出勤天数": float(w.days),
        "加班小时": 0, "基本工资": float(w.pay), "应发工资": float(w.pay), "个税": 0, "社保个人部分": 0, "实发工资": float(w.pay),
        "银行账号": w.card, "开户银行": "中国农业银行示例支行", "支付方式": "银行代发", "本人签字": w.name,
        "签字日期": day(11, 4), "提交总包日期": day(11, 10), "总包审核日期": day(11, 11), "劳资专管员审核": OFFICER,
        "工资清单是否送达": "是", "备注": None,
    }  # fmt: skip


def payment(w: Worker, i: int) -> Row:
    """One line of the payment ledger."""
    return {
        "交易日期": day(11, 12), "交易流水号": f"2026111210100{i:05d}", "付款账号": ACCOUNT, "付款户名": ACCOUNT_NAME,
        "收款户名": w.name, "收款账号": w.card, "收款行": "中国农业银行示例支行", "金额": float(w.pay), "代发结果": "成功",
        "失败原因": None, "附言": "2026年10月工资", "凭证号": f"HD20261112{i:03d}",
    }  # fmt: skip


def notice(w: Worker, _: int) -> Row:
    """One line of the notice ledger."""
    return {
        "姓名": w.name, "身份证号码": w.number[:6] + "********" + w.number[14:], "班组": w.team, "工种": "钢筋工",
        "出勤天数": float(w.days), "应发工资": float(w.pay), "实发工资": float(w.pay),
        "公示开始日期": day(11, 5), "公示结束日期": day(11, 9), "本人签字": w.name, "劳资专管员签字": OFFICER,
    }  # fmt: skip


def project(people: list[Worker], name: str) -> dict[str, tuple[str, list[Row]]]:
    """The sheets of the project workbook: ledger → name of the sheet, rows."""
    firms = list(dict.fromkeys(w.firm for w in people))
    return {
        "project": ("项目", [{
            "项目名称": name, "项目所在地": "湖北省武汉市示例区", "行政区划代码": "420100", "最低工资档次": "1",
            "建设单位": OWNER, "总承包单位": GENERAL, "总承包单位统一社会信用代码": "91110199MA90000110",
            "施工合同金额（元）": 40000000, "施工合同签订日期": day(8, 13), "开工日期": day(9, 27),
            "计划完工日期": day(12, 31, 2027), "人工费用拨付周期（天）": 30, "工程款支付担保": "银行保函",
            "工程款支付担保编号": "ZFBH-2026-0007", "劳资专管员": OFFICER, "劳资专管员身份证号码": OFFICER_ID,
            "劳资专管员电话": "15400900001", "项目工伤保险参保日期": day(9, 4), "项目工伤保险截止日期": day(12, 31, 2027),
            "项目状态": "在建", "考勤方式": "人脸识别", "近两年是否拖欠工资": "否",
        }]),
        "contractor": ("参建单位", [{
            "单位名称": firm, "统一社会信用代码": CODES[firm], "参建类型": "劳务分包", "法定代表人": f"刘某法{number}",
            "注册地址": f"湖北省武汉市示例区示例路{number}号", "联系电话": f"1540090010{number}",
            "注册日期": day(1, 1, 2016), "进场日期": day(9, 27), "分包合同编号": f"SLFB-2026-00{number}",
            "分包合同签订日期": day(9, 15), "计量周期": "按月", "进度结算办法": "按月计量、按月结算",
            "委托代发协议签订日期": day(9, 17), "曾用名": None,
        } for number, firm in enumerate(firms, start=1)]),
        "account": ("专户", [{
            "账户名称": f"{GENERAL}{name}农民工工资专用账户", "账号": ACCOUNT, "开户银行": "中国农业银行武汉示例支行", "开户日期": day(8, 21),
            "备案日期": day(8, 28), "三方协议签订日期": day(8, 25), "账户状态": "正常", "销户日期": None,
        }]),
        "account_flow": ("专户流水", [{
            "交易日期": day(10, 27), "摘要": "拨付人工费用", "收入": 150000, "支出": None, "余额": None, "对方户名": OWNER,
            "对方账号": "42000000000000800008", "交易流水号": "20261027110199000002",
        }, *({
            "交易日期": day(11, 12), "摘要": "2026年10月工资", "收入": None, "支出": float(w.pay), "对方户名": w.name,
            "对方账号": w.card, "交易流水号": f"2026111210100{i:05d}",
        } for i, w in enumerate(people, start=1))]),
        "guarantee": ("保证金", [{
            "存储方式": "银行保函", "保函编号": "BH-2026-000118", "存储比例": 0.015, "保证金金额（元）": 600000,
            "存储日期": day(8, 27), "保函生效日期": day(8, 27), "保函到期日期": day(6, 28, 2028),
            "受益人": "示例区人力资源和社会保障局", "是否见索即付": "是", "是否不可撤销": "是",
        }]),
        "insurance": ("参保名单", [{
            "姓名": w.name, "身份证号码": w.number, "参建单位名称": w.firm, "险种": "工伤保险", "参保开始日期": day(9, 27),
            "参保截止日期": day(12, 31, 2027), "参保登记日期": w.entry,
        } for w in people]),
        "board": ("告示牌", [{
            "建设单位": OWNER, "施工总承包单位": GENERAL, "项目部": f"{name}项目部", "分包单位": "、".join(firms),
            "行业主管部门": "示例区住房和城乡建设局", "劳资专管员": OFFICER, "当地最低工资标准（元/月）": 2400,
            "工资支付日期": "次月15日", "劳动保障监察投诉电话": "027-00012333",
            "劳动人事争议仲裁机构": "示例区劳动人事争议仲裁院", "法律援助电话": "027-00012348",
            "公共法律服务热线": "12348",
        }]),
    }  # fmt: skip
