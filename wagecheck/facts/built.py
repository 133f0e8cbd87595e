"""The fact frames of a submission, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import polars as pl
from polars.exceptions import SchemaError

from wagecheck.facts.frame import Frame


class Built(Mapping[str, pl.LazyFrame]):
    """Frames by name. One that fails fails for who asks for it, and takes no other with it.

    Made one after another by who asks, not inside a query: made there they would wait for each other's turn in Python.
    """

    def __init__(self, makers: Mapping[str, Callable[[], pl.LazyFrame]]) -> None:
        """``makers``: of every frame, what makes it. It is called once and then let go, with what it read."""
        self._names = tuple(makers)
        self._makers = dict(makers)
        self._made: dict[str, pl.LazyFrame] = {}

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """The frame, with exactly its schema."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
            del self._makers[name]
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """The names of all frames."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many frames there are."""
        return len(self._names)


def collected(frame: Frame, make: Callable[[], pl.LazyFrame]) -> pl.LazyFrame:
    """The rows of a frame, computed now. Raises SchemaError where they are not what the frame declares."""
    rows = make().collect()
    if rows.schema != frame.schema:
        raise SchemaError(f"{frame.name}: {rows.schema} is not {frame.schema}")
    return rows.lazy()
