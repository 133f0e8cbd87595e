"""A result cut into those of its contractors, so that the page of one of thousands does not look through all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from wagecheck.result import Result

Row = Mapping[str, Any]
_Site = tuple[str | None, str | None]
_Frames = dict[tuple[Any, ...], pl.DataFrame]


class OwnResults:
    """``of`` a contractor: its rows of findings, outcomes, contractors and workers, and the inputs that concern it.

    What else the manifest says stays whole.
    """

    def __init__(self, result: Result) -> None:
        """Looks through the result once."""
        self._result = result
        self._frames = {
            name: _cut(getattr(result, name), "name" if name == "contractors" else "contractor")
            for name in ("findings", "outcomes", "contractors", "workers")
        }
        self._files = _Files(result.manifest["inputs"])

    def of(self, project: str, contractor: str) -> Result:
        """The result of one contractor of one project."""
        whole = self._result
        own: dict[str, Any] = {
            name: parts.get((project, contractor), getattr(whole, name).clear()) for name, parts in self._frames.items()
        }
        inputs = self._files.of(project, contractor)
        return replace(whole, **own, manifest={**whole.manifest, "inputs": inputs})


def _cut(frame: pl.DataFrame, name: str) -> _Frames:
    return frame.partition_by("project", name, as_dict=True, maintain_order=True)


@dataclass(frozen=True)
class _Shared:
    """A table of several owners: ``parts`` are owners by whose they are, in the order of the table."""

    parts: Mapping[_Site, list[tuple[int, Row]]]

    @classmethod
    def of(cls, owners: Iterable[Row]) -> _Shared:
        parts: dict[_Site, list[tuple[int, Row]]] = defaultdict(list)
        for at, owner in enumerate(owners):
            parts[owner["project"], owner["contractor"]].append((at, owner))
        return cls(parts)

    def named(self, project: str, contractor: str) -> list[Row]:
        """The owners that are this contractor of this project, or are not told apart from it."""
        sites = ((project, contractor), (project, None), (None, contractor), (None, None))
        return [owner for _, owner in sorted((one for site in sites for one in self.parts.get(site, ())), key=_place)]


def _place(numbered: tuple[int, Row]) -> int:
    return numbered[0]


class _Files:
    """The inputs of a manifest by contractor."""

    def __init__(self, inputs: list[Row]) -> None:
        self._inputs = inputs
        self._nobodys: list[int] = []
        self._own: dict[str, list[int]] = defaultdict(list)
        self._shared: dict[tuple[int, int], _Shared] = {}
        for at, file in enumerate(inputs):
            for contractor in file.get("contractors") or ():
                self._own[contractor].append(at)
            if not file.get("contractors"):
                self._nobodys.append(at)
            for number, table in enumerate(file.get("tables", ())):
                if "owners" in table:
                    self._shared[at, number] = _Shared.of(table["owners"])

    def of(self, project: str, contractor: str) -> list[Row]:
        """The files of a contractor and those of nobody, of shared tables its own part."""
        return [self._file(at, project, contractor) for at in sorted({*self._nobodys, *self._own.get(contractor, ())})]

    def _file(self, at: int, project: str, contractor: str) -> Row:
        file = self._inputs[at]
        tables = [
            {**table, "owners": self._shared[at, number].named(project, contractor)} if "owners" in table else table
            for number, table in enumerate(file.get("tables", ()))
        ]
        return {**file, "tables": tables}
