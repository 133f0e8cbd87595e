"""Sites (项目): what clerks hand in for, with the region and the bureau (局) that management sorts by.

States: ``open`` → ``closed``.
"""

from __future__ import annotations

from typing import Any

from wagecheck.errors import RegisterError
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer


def add(writer: Writer, *, name: str, region: str | None, bureau: str | None, reason: str | None = None) -> str:
    """A new site; gives its id. Raises RegisterError where the name is empty or an open site has it."""
    values = {"name": _named(writer, name, None), "region": _text(region), "bureau": _text(bureau)}
    return writer.add("site", "open", reason, state="open", **values)


def change(writer: Writer, site_id: str, *, name: str, region: str | None, bureau: str | None) -> None:
    """Another name, region or bureau. Raises RegisterError."""
    site = standing(writer, site_id)
    values = {"name": _named(writer, name, site["id"]), "region": _text(region), "bureau": _text(bureau)}
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


def _named(reader: Reader, name: str, own: str | None) -> str:
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise RegisterError("请填写项目名称。", "Give the project a name.")
    if any(one["name"] == name and one["id"] != own for one in reader.all("site", state="open")):
        raise RegisterError(f"已有名为“{name}”的项目。", f"There is a project {name!r} already.")
    return name


def _text(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None
