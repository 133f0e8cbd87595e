"""身份证信息: what the identity card of each worker says."""

from __future__ import annotations

from wagecheck.ledgers import person
from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Flag, Text, column


class Identity(Ledger):
    """One row per identity card."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    id_type: Text = person.id_type()
    id_number: Text = person.id_number(typed=True)
    id_state: Text = person.id_state()
    gender: Text = person.gender()
    birth_date: Date = person.birth_date()
    nation: Text = person.nation()
    address: Text = person.address()
    id_issuer: Text = column("签发机关", "authority that issued the card", platform="grantOrg")
    id_valid_from: Date = column("有效期起", "first day of validity", platform="startDate")
    id_valid_until: Date = column(
        "有效期止", "last day of validity; null = 长期 (id_open_ended) or not stated", platform="expiryDate"
    )
    id_open_ended: Flag = column("长期有效", "whether the validity is written as 长期")
    phone: Text = person.phone()
