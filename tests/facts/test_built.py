"""Frames are made when they are asked for, once, and one that fails takes no other with it."""

from __future__ import annotations

import weakref
from functools import partial

import polars as pl
import pytest
from polars.exceptions import SchemaError

from wagecheck.facts import frames
from wagecheck.facts.built import Built, collected


def test_a_frame_is_made_when_it_is_asked_for_and_once() -> None:
    made: list[str] = []

    def make() -> pl.LazyFrame:
        made.append("card")
        return frames()["card"].empty()

    built = Built({"card": make})
    assert (list(built), len(built), made) == (["card"], 1, [])
    assert built["card"] is built["card"]
    assert made == ["card"]


def test_one_that_fails_takes_no_other_with_it() -> None:
    def broken() -> pl.LazyFrame:
        raise ValueError("broken")

    built = Built({"card": broken, "posting": frames()["posting"].empty})
    with pytest.raises(ValueError, match="broken"):
        built["card"]
    assert built["posting"].collect().is_empty()


def test_rows_that_are_not_what_the_frame_declares_are_refused() -> None:
    frame = frames()["card"]
    assert collected(frame, frame.empty).collect().schema == frame.schema
    with pytest.raises(SchemaError, match="card"):
        collected(frame, lambda: frame.empty().with_columns(more=1))


def test_what_a_frame_was_made_from_is_let_go() -> None:
    class Ground:
        """What a frame reads."""

    def make(_: Ground) -> pl.LazyFrame:
        return frames()["card"].empty()

    ground = Ground()
    kept = weakref.ref(ground)
    built = Built({"card": partial(make, ground)})
    del ground
    assert kept() is not None
    first = built["card"]
    assert kept() is None
    assert (list(built), len(built)) == (["card"], 1)
    assert built["card"] is first
