"""Orders to pay by a deadline (责令限期支付): recorded, settled, taken back. Rule BL09 reads those that are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from wagecheck.errors import RegisterError
from wagecheck.register import blacklist, reasons
from wagecheck.register.writer import Writer

#: Decimals of yuan.
_FEN: Final = 2


def add(
    writer: Writer,
    *,
    contractor: str | None,
    uscc: str | None,
    deadline: dt.date,
    project: str | None = None,
    authority: str | None = None,
    order_no: str | None = None,
    ordered_on: dt.date | None = None,
    amount: Decimal | None = None,
    reason: str | None = None,
) -> str:
    """Records an order; gives its id. ``amount``: yuan. ``project`` None: all projects of the contractor.

    Raises RegisterError where nobody is named, the amount is no amount, or the deadline lies before the order.
    """
    if not contractor and not uscc:
        raise RegisterError("请写明分包单位名称或统一社会信用代码。", "Name the contractor or give its credit code.")
    if amount is not None and amount <= 0:
        raise RegisterError("责令支付的金额要大于零。", "The amount ordered must be above zero.")
    if amount is not None and amount >= blacklist.MOST_YUAN:
        raise RegisterError("金额太大，请检查是否多写了位数。", "The amount is too large: too many digits?")
    if amount is not None and amount != round(amount, _FEN):
        raise RegisterError(
            f"金额 {amount} 的小数超过两位，没有登记。请按文书上的金额写到分。",
            f"The amount {amount} has more than two decimals; nothing was recorded. Write it to the fen.",
        )
    if ordered_on is not None and deadline < ordered_on:
        raise RegisterError(
            f"支付期限 {deadline} 早于责令日期 {ordered_on}。", f"The deadline {deadline} lies before {ordered_on}."
        )
    stated = {
        "contractor": contractor, "uscc": uscc, "project": project, "authority": authority, "order_no": order_no,
        "ordered_on": ordered_on, "deadline": deadline, "amount": amount, "state": "open",
    }  # fmt: skip
    _refuse_twin(writer, stated)
    return writer.add("order", "add", reason, **stated)


def settle(writer: Writer, order_id: str, *, settled_on: dt.date, reason: str) -> None:
    """The order was paid in full on a day."""
    order = _open(writer, order_id)
    if order["ordered_on"] is not None and settled_on < order["ordered_on"]:
        raise RegisterError(
            f"付清日期 {settled_on} 早于责令日期 {order['ordered_on']}。",
            f"{settled_on} lies before the day of the order, {order['ordered_on']}.",
        )
    writer.change("order", order["id"], "settle", reasons.needed(reason), settled_on=settled_on, state="settled")


def revoke(writer: Writer, order_id: str, *, reason: str) -> None:
    """The order was recorded by mistake, or was taken back by who gave it."""
    order = _open(writer, order_id)
    writer.change("order", order["id"], "revoke", reasons.needed(reason), state="revoked")


def _refuse_twin(writer: Writer, stated: Mapping[str, Any]) -> None:
    """RegisterError where the order is open already: by its number, or with everything it says. Two orders without a
    number that say the same are one that was sent twice: counted twice, it would double what is overdue.
    """
    number = stated["order_no"]
    for order in writer.all("order", state="open"):
        same_number = number and number == order["order_no"]
        if same_number and (order["uscc"] or order["contractor"]) == (stated["uscc"] or stated["contractor"]):
            raise RegisterError(
                f"责令支付 {number} 已登记为 {order['id']}，没有重复登记。",
                f"The order {number} is on record as {order['id']}; nothing was added.",
            )
        if all(order[name] == said for name, said in stated.items()):
            raise RegisterError(
                f"同样的责令支付已登记为 {order['id']}，没有重复登记。确实是另一份的，请写明它的文号。",
                f"An order that says the same is on record as {order['id']}; nothing was added. "
                "If it is another one, give its number.",
            )


def _open(writer: Writer, order_id: str) -> dict[str, Any]:
    order = writer.get("order", order_id)
    if order["state"] != "open":
        raise RegisterError(
            f"责令支付 {order['id']} 已经了结，不能再改。", f"The order {order['id']} is closed and cannot be changed."
        )
    return order
