"""Blanks: empty workbooks for the six ledgers and 项目信息.xlsx that read without a question once they are filled.

What stands in them is data (``templates/forms/*.toml``); headings come from the ledger models. ``forms`` reads the
data, ``workbook`` draws one workbook, ``handout`` the folder of them.
"""

from wagecheck.blanks.contents import Span
from wagecheck.blanks.handout import LEDGERS, write

__all__ = ["LEDGERS", "Span", "write"]
