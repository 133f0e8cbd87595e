"""Entries as they stand on a day: the list, and one of them with its days, its evidence and its verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wagecheck.register import shown, terms

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from wagecheck.privacy import Masker
    from wagecheck.register.evidence import Check
    from wagecheck.register.reader import Reader
    from wagecheck.register.terms import Days
    from wagecheck.tasks.house import House
    from wagecheck.wording import Wording

#: Fields in which an entry is searched, compared as names are: blanks, width, brackets and case do not matter.
NAMED: Final = ("name", "former_names", "uscc", "persons", "legal_rep", "decision_no")


def listed(
    reader: Reader,
    masker: Masker,
    *,
    house: House,
    on: dt.date,
    list_name: str | None = None,
    state: str | None = None,
    name: str | None = None,
) -> list[dict[str, Any]]:
    """``found`` as people see it."""
    entries = found(reader, house=house, on=on, list_name=list_name, state=state, name=name)
    return [shown.masked(entry, masker) for entry in entries]


def found(
    reader: Reader,
    *,
    house: House,
    on: dt.date,
    list_name: str | None = None,
    state: str | None = None,
    level: str | None = None,
    name: str | None = None,
) -> list[dict[str, Any]]:
    """Entries with their ``state`` on a day; nothing is masked. ``name`` is a part of one of ``NAMED``."""
    equal = {key: value for key, value in (("list", list_name), ("level", level)) if value}
    kept = (
        {**entry, "state": terms.state(entry, on, house.terms)}
        for entry in reader.all("entry", **equal)
        if name is None or _named(entry, name)
    )
    return [entry for entry in kept if state in (None, entry["state"])]


@dataclass(frozen=True)
class Entry:
    """One entry on a day. ``record`` has its state of that day; nothing is masked before ``masked`` is asked."""

    record: dict[str, Any]
    days: Days
    on: dt.date
    files: list[tuple[dict[str, Any], Check]]
    """Evidence, each with what became of the copy."""
    verdicts: list[dict[str, Any]]

    def masked(self, masker: Masker) -> Entry:
        """The same for people to see."""
        return Entry(
            shown.masked(self.record, masker),
            self.days,
            self.on,
            [(shown.masked(one, masker), check) for one, check in self.files],
            [shown.masked(verdict, masker) for verdict in self.verdicts],
        )

    def sentences(self, t: Wording) -> Iterator[str]:
        """What its days mean."""
        days = self.days
        yield t("register.as_of", as_of=self.on)
        if self.record["state"] not in ("in_force", "expired"):
            return  # nobody decided it, or it is over: no day follows from it
        if self.record["left_on"] is not None:
            yield t("desk_leaving.on", day=self.record["left_on"])
            return
        if days.end_computed:
            yield t("register.end_computed", end=days.end)
        elif days.end is None:
            yield t("register.no_end")
        if days.early_exit_on is not None and days.publicity_until is not None:
            yield t("register.early_exit", early=days.early_exit_on, publicity=days.publicity_until)
        elif self.record["list"] == "statutory":
            yield t("register.early_exit_unknown")

    def plain(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            **self.record,
            "computed": {**vars(self.days), "state_as_of": self.on},
            "evidence": [{**one, "check": check} for one, check in self.files],
            "verdicts": self.verdicts,
        }


def one(reader: Reader, entry_id: str, *, house: House, on: dt.date, store: Path | None) -> Entry:
    """An entry with everything about it; ``store`` is the folder of the evidence. RegisterError where there is none."""
    from wagecheck.register import evidence  # noqa: PLC0415

    entry = reader.get("entry", entry_id)
    return Entry(
        record={**entry, "state": terms.state(entry, on, house.terms)},
        days=terms.days(entry, house.terms),
        on=on,
        files=evidence.of(reader, entry["id"], store),
        verdicts=reader.all("verdict", entry=entry["id"]),
    )


def verdict_sentence(verdict: Mapping[str, Any], t: Wording) -> str:
    """Who was said to be, or not to be, the one that an entry means."""
    who = "、".join(str(verdict[name]) for name in ("contractor", "uscc", "person") if verdict[name])
    return t(f"register.verdict_{'same' if verdict['same'] else 'other'}", id=verdict["id"], who=who)


def _named(entry: Mapping[str, Any], part: str) -> bool:
    """Whether an entry is meant, by what people see of it: else a hidden number could be guessed digit by digit.

    Who has the whole number already finds the entry by it.
    """
    from wagecheck.ledgers.companies import company_key  # noqa: PLC0415
    from wagecheck.privacy import Masker, mask_free  # noqa: PLC0415

    wanted, whole, masker = company_key(part) or "", mask_free(part) != part, Masker(b"")
    said = (entry[name] if whole else shown.field(name, entry[name], masker) for name in NAMED)
    return any(wanted in (company_key(text) or "") for text in said)
