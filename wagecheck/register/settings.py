"""Profiles (方案) of the desk: thresholds and weights that legal staff change, proposed by one, approved by another.

States: ``proposed`` → ``in_force`` → ``replaced``; ``rejected``. At most one is in force; without one the profile that
comes with the program holds. Whether the text is a profile at all is not the register's business.
"""

from __future__ import annotations

from typing import Any

from wagecheck.errors import RegisterError
from wagecheck.register import actor
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer


def propose(writer: Writer, *, text: str, reason: str) -> str:
    """A proposal, by which nothing is checked yet; gives its id.

    Raises RegisterError where the reason is missing, or the same is proposed already.
    """
    if not reason.strip():
        raise RegisterError("请写明为什么要改。", "Say why it is to be changed.")
    for one in writer.all("setting", state="proposed"):
        if one["text"].strip() == text.strip():
            raise RegisterError(
                f"同样的方案已经提出，编号 {one['id']}，正待批准，没有重复登记。",
                f"The same profile waits for approval as {one['id']}; nothing was added.",
            )
    return writer.add(
        "setting",
        "propose",
        reason.strip(),
        state="proposed",
        text=text,
        reason=reason.strip(),
        proposed_by=writer.actor,
    )


def approve(writer: Writer, setting_id: str, *, reason: str | None) -> None:
    """Lets it hold from now on, instead of the one in force; somebody else than the proposer. Raises RegisterError."""
    setting = _proposed(writer, setting_id)
    if actor.same(writer.actor, setting["proposed_by"]):
        raise RegisterError(
            f"方案 {setting['id']} 由 {writer.actor} 提出，须由另一个人批准。",
            f"{writer.actor} proposed {setting['id']}; somebody else must approve it.",
        )
    before = in_force(writer)
    if before is not None:
        writer.change("setting", before["id"], "replace", setting["id"], state="replaced")
    writer.change("setting", setting["id"], "approve", reason, state="in_force", approved_by=writer.actor)


def reject(writer: Writer, setting_id: str, *, reason: str) -> None:
    """It will not hold. Raises RegisterError."""
    setting = _proposed(writer, setting_id)
    if not reason.strip():
        raise RegisterError("请写明不采纳的理由。", "Say why it is rejected.")
    writer.change("setting", setting["id"], "reject", reason.strip(), state="rejected")


def in_force(reader: Reader) -> dict[str, Any] | None:
    """The profile that the desk checks by; None: the one that comes with the program."""
    found = reader.all("setting", state="in_force")
    return found[0] if found else None


def _proposed(reader: Reader, setting_id: str) -> dict[str, Any]:
    setting = reader.get("setting", setting_id)
    if setting["state"] != "proposed":
        raise RegisterError(
            f"方案 {setting['id']} 不是待批准的建议。", f"{setting['id']} is {setting['state']}, not a proposal."
        )
    return setting
