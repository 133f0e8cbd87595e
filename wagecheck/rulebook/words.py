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
STATUS: Final = {"preview": ("试行", "preview"), "stable": ("正式", "stable"), "retired": ("停用", "retired")}
EVIDENCE: Final = {
    "verified": ("已核对", "verified"),
    "secondary": ("转引", "secondary"),
    "unverified": ("待核", "unverified"),
    "policy": ("设定值", "setting"),
}
OUTCOME: Final = {1: ("不触发", "silent"), 2: ("触发", "fires"), 3: ("不能判断", "not assessed")}
