"""项目: the site itself, its parties, its guarantee and its dates."""

from __future__ import annotations

from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Count, Date, Flag, Money, Text, column


class Project(Ledger):
    """One record per project."""

    name: Text = column("项目名称", "name of the project", platform="name")
    location: Text = column("项目所在地", "where the site is", platform="address")
    region: Text = column("行政区划代码", "region code of the site", platform="areaCode")
    tier: Text = column("最低工资档次", "tier of the local minimum wage")
    owner: Text = column("建设单位", "owner", platform="buildCorpName")
    general_contractor: Text = column("总承包单位", "general contractor", platform="contractorCorpName")
    general_contractor_uscc: Text = column(
        "总承包单位统一社会信用代码", "credit code of the general contractor", platform="contractorCorpCode"
    )
    bureau: Text = column("所属单位", "bureau or company of the group that manages the project, as written")
    contract_amount: Money = column("施工合同金额（元）", "price of the works contract", unit="元")
    contract_signed_on: Date = column("施工合同签订日期", "day on which the works contract was signed")
    start_on: Date = column("开工日期", "start of works", platform="startDate")
    complete_on: Date = column("计划完工日期", "planned completion", platform="completeDate")
    labor_fee_cycle_days: Count = column("人工费用拨付周期（天）", "cycle of labour-cost payments", unit="天")
    payment_guarantee: Text = column("工程款支付担保", "owner's guarantee of payment, as written")
    payment_guarantee_no: Text = column("工程款支付担保编号", "number of that guarantee")
    labor_officer: Text = column("劳资专管员", "labour officer", mask="name", platform="linkMan")
    labor_officer_id: Text = column("劳资专管员身份证号码", "identity number of the labour officer", mask="id")
    labor_officer_phone: Text = column(
        "劳资专管员电话", "phone of the labour officer", mask="phone", platform="linkPhone"
    )
    injury_insured_from: Date = column("项目工伤保险参保日期", "start of work-injury insurance")
    injury_insured_to: Date = column("项目工伤保险截止日期", "end of work-injury insurance")
    attendance_method: Text = column("考勤方式", "how attendance is taken on site, as written", platform="attendType")
    status: Text = column("项目状态", "preparing, in progress, completed, stopped", platform="prjStatus")
    arrears_in_two_years: Flag = column("近两年是否拖欠工资", "wage arrears in the last two years")
