"""PJ: the project's account and guarantee."""

from __future__ import annotations

from decimal import Decimal

from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.records import ZERO
from wagecheck.simulate.standing import FlowRecord
from wagecheck.simulate.truth import DAY


@defect("PJ01", "project")
def pj01_account_opened_too_late(case: Case) -> None:
    """The dedicated account was opened forty days after the contract was signed."""
    account = case.books.account
    account.opened_on = case.world.project.signed_on + 40 * DAY
    account.filed_on = account.tripartite_signed_on = account.opened_on + DAY
    _expect(case, "PJ01", account, "opened_on", "施工合同签订四十天后才开立专户")


@defect("PJ06", "project")
def pj06_account_used_for_material(case: Case) -> None:
    """Money of the dedicated account went to a dealer in material."""
    flow = FlowRecord(
        booked_on=case.world.as_of - 2 * DAY,
        memo="材料款",
        amount_in=None,
        amount_out=Decimal("5000.00"),
        payee_name="示例建材商贸有限公司",
        payee_account="42000000000000600024",
    )
    case.books.flows.append(flow)
    _expect(case, "PJ06", flow, "payee_name", "专户支付材料款")


@defect("PJ12", "project")
def pj12_guarantee_too_small(case: Case) -> None:
    """Half of the guarantee is missing."""
    guarantee = case.books.guarantee
    guarantee.amount = (guarantee.amount / 2).quantize(ZERO)
    _expect(case, "PJ12", guarantee, "amount", "保证金只存了一半")


def _expect(case: Case, rule: str, spot: object, cell: str, note: str) -> None:
    """Findings of the project are the general contractor's, under the latest month."""
    case.expect(rule, spot, cell, worker=None, contractor=case.world.project.general_contractor, note=note)
