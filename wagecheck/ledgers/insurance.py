"""参保名单: who is insured, with whom, since when."""

from __future__ import annotations

from wagecheck.ledgers import person
from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Text, column


class Insurance(Ledger):
    """One row per insured worker and kind of insurance."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    id_number: Text = person.id_number()
    id_state: Text = person.id_state()
    insurer_contractor: Text = column("参建单位名称", "company that insured the worker", platform="corpName")
    kind: Text = column("险种", "kind of insurance as written")
    insured_from: Date = column("参保开始日期", "first day insured")
    insured_to: Date = column("参保截止日期", "last day insured; null = open")
    registered_on: Date = column("参保登记日期", "day of registration")
