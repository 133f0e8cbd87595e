"""告示牌: the board at the gate that tells workers whom to turn to."""

from __future__ import annotations

from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Money, Text, column


class Board(Ledger):
    """One record per board."""

    owner: Text = column("建设单位", "owner as posted")
    general_contractor: Text = column("施工总承包单位", "general contractor as posted")
    project_department: Text = column("项目部", "project department as posted")
    contractors: Text = column("分包单位", "subcontractors as posted")
    authority: Text = column("行业主管部门", "supervising authority as posted")
    labor_officer: Text = column("劳资专管员", "labour officer as posted", mask="name")
    minimum_wage: Money = column("当地最低工资标准（元/月）", "minimum wage as posted", unit="元/月")
    pay_day: Text = column("工资支付日期", "pay day as posted")
    complaint_phone: Text = column("劳动保障监察投诉电话", "complaint line as posted")
    arbitration: Text = column("劳动人事争议仲裁机构", "arbitration body as posted")
    legal_aid_phone: Text = column("法律援助电话", "legal-aid line as posted")
    service_hotline: Text = column("公共法律服务热线", "public legal service line as posted")
