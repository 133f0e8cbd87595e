"""The names of kinds, severities, statuses and evidence, for people."""

from __future__ import annotations

from typing import Final

#: code → (Chinese, English)
KIND: Final = {
    "violation": ("违规", "violation"),
    "signal": ("疑似，需核实", "signal, to be verified"),
    "data": ("数据问题", "data problem"),
}
SEVERITY: Final = {
    "red_line": ("红线", "red line"),
    "serious": ("严重", "serious"),
    "general": ("一般", "general"),
    "hint": ("提示", "hint"),
}
MONEY: Final = {
    "owed": ("欠付工资", "wages owed"),
    "restated": ("已在其他问题中计算的欠款", "wages owed that another finding counts"),
    "shortfall": ("应补差额", "pay below what the law asks"),
    "refund": ("应退还的扣款", "deductions to refund"),
    "exposure": ("可能要承担的赔付", "liability that may arise"),
    "funding": ("资金缺口", "money missing in guarantee or account"),
    "involved": ("涉及金额", "amount involved"),
}
SCOPE: Final = {
    "contractor": ("本单位在本项目的资料", "records of one contractor in one project"),
    "project": ("本项目全部资料", "all records of the project"),
    "worker": ("同一证件号码在别处的记录", "records of the same identity number elsewhere too"),
    "card": ("同一账户在别处的使用", "uses of the same account elsewhere too"),
    "file": ("同作者、同时刻、同内容的其他文件", "files of the same author, moment or content elsewhere too"),
}
STATUS: Final = {"preview": ("试行", "preview"), "stable": ("正式", "stable"), "retired": ("停用", "retired")}
EVIDENCE: Final = {
    "verified": ("已核对", "verified"),
    "secondary": ("转引", "secondary"),
    "unverified": ("待核", "unverified"),
    "policy": ("设定值", "setting"),
}
OUTCOME: Final = {1: ("不触发", "silent"), 2: ("触发", "fires"), 3: ("不能判断", "not assessed")}
INSTRUMENT: Final = {
    "law": ("法律", "law"),
    "regulation": ("行政法规", "regulation"),
    "ministry_rule": ("部门规章和规范性文件", "ministry rule"),
    "interpretation": ("司法解释", "judicial interpretation"),
    "standard": ("国家标准", "national standard"),
    "company_rule": ("公司制度", "company rule"),
}
