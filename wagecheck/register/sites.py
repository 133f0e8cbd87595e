"""Sites (项目): what clerks hand in for, with the region and the bureau (局) that management sorts by.

States: ``open`` → ``closed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagecheck.errors import RegisterError
from wagecheck.ledgers.companies import company_key
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer


def add(writer: Writer, *, name: str, region: str | None, bureau: str | None, reason: str | None = None) -> str:
    """A new site; gives its id. Raises RegisterError: the name is empty, or an open site has it, however spelled."""
    values = {"name": _named(writer, name), "region": _text(region), "bureau": _text(bureau)}
    return writer.add("site", "open", reason, state="open", **values)


def change(writer: Writer, site_id: str, *, name: str, region: str | None, bureau: str | None) -> None:
    """Another name, region or bureau. Raises RegisterError."""
    site = standing(writer, site_id)
    values = {"name": _named(writer, name, site), "region": _text(region), "bureau": _text(bureau)}
    if any(site[key] != value for key, value in values.items()):
        writer.change("site", site["id"], "change", None, **values)


def close(writer: Writer, site_id: str, *, reason: str) -> None:
    """Nothing can be handed in any more; what was stays. Raises RegisterError."""
    site = standing(writer, site_id)
    if not reason.strip():
        raise RegisterError("请写明停用的原因。", "Say why the project is closed.")
    writer.change("site", site["id"], "close", reason.strip(), state="closed")


def standing(reader: Reader, site_id: str) -> dict[str, Any]:
    """A site that is open. Raises RegisterError where there is none."""
    site = reader.get("site", site_id)
    if site["state"] != "open":
        raise RegisterError(f"项目“{site['name']}”已停用。", f"The project {site['name']!r} is closed.")
    return site


def name_key(name: str) -> str:
    """Equal keys are one name: blanks, wide letters and kinds of brackets tell no sites apart."""
    return company_key(name) or name


def _named(reader: Reader, name: str, own: Mapping[str, Any] | None = None) -> str:
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise RegisterError("请填写项目名称。", "Give the project a name.")
    if own is not None and name == own["name"]:
        return name  # an older register may hold two that are spelled differently
    for one in reader.all("site", state="open"):
        if name_key(one["name"]) == name_key(name) and (own is None or one["id"] != own["id"]):
            raise RegisterError(f"已有名为“{one['name']}”的项目。", f"There is a project {one['name']!r} already.")
    return name


def _text(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None
