"""参建单位: the companies on the project."""

from __future__ import annotations

from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Text, column


class Contractor(Ledger):
    """One record per company."""

    name: Text = column("单位名称", "name of the company", platform="corpName")
    uscc: Text = column("统一社会信用代码", "credit code of the company", platform="corpCode")
    corp_type: Text = column("参建类型", "role on the project", platform="corpType")
    legal_rep: Text = column("法定代表人", "legal representative", mask="name", platform="legalMan")
    legal_rep_id: Text = column(
        "法定代表人身份证号", "identity number of the legal representative", mask="id", platform="legalManIDCardNumber"
    )
    address: Text = column("注册地址", "registered address", platform="address")
    phone: Text = column("联系电话", "phone of the company", mask="phone", platform="officePhone")
    registered_on: Date = column("注册日期", "day of registration", platform="registerDate")
    entered_on: Date = column("进场日期", "day of entry", platform="entryTime")
    subcontract_no: Text = column("分包合同编号", "number of the subcontract")
    subcontract_signed_on: Date = column("分包合同签订日期", "day on which the subcontract was signed")
    measure_cycle: Text = column("计量周期", "cycle of measurement as written")
    settlement_method: Text = column("进度结算办法", "method of progress settlement")
    deposits: Text = column("已收保证金种类", "kinds of deposits taken from the company, as written")
    entrust_signed_on: Date = column(
        "委托代发协议签订日期", "day of the agreement on payment by the general contractor"
    )
    former_names: Text = column("曾用名", "former names, as written")
