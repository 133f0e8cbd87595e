"""Days that a machine recorded: when it saw the worker, which machine it was, and what was corrected by hand."""

from __future__ import annotations

import polars as pl

from wagecheck.facts import punches
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.word_match import holds, normal
from wagecheck.intake.punches import TIME
from wagecheck.ledgers.provenance import pack


def records(ground: Groundwork, sources: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Day cells that a machine wrote: uid, pid, date, work, mark, at, times, has_seconds, device, manual, recorded_on.

    A machine's are the cells of an export (``sources.device_export``), every cell with a time of day, and every cell
    beside which a device or a way of recording stands. ``times``: seconds of the day in order (empty: no time);
    ``manual``: recorded or corrected by hand, null where neither the way of recording nor a word in the mark tells.
    ``names``: uid, pid of everybody whose cells count.
    """
    settings = ground.settings
    extra = ground.ledgers["attendance"].select(
        "device", "channel", "recorded_on", at=pack(pl.col("src"), pl.col("row"), pl.col("col"))
    )
    told = extra.filter(pl.any_horizontal(pl.all().exclude("at").is_not_null())).unique("at", keep="first")
    machines = sources.filter(pl.col("device_export").fill_null(value=False))["src"]
    words = settings.pattern_words.get("manual_punch", ())
    said = pl.col("mark").str.replace_all(TIME, "").str.strip_chars() != ""
    manual = pl.any_horizontal(holds(normal(column), words).fill_null(value=False) for column in ("channel", "mark"))
    return (
        ground.marked.join(names.select("uid", "pid").unique(), on=["uid", "pid"], how="semi")
        .join(told, on="at", how="left", maintain_order="left")
        .with_columns(moments=punches.times(pl.col("mark")))
        .filter(
            pl.col("src").is_in(machines.implode())
            | (pl.col("moments").list.len() > 0)
            | pl.any_horizontal(pl.col("device", "channel").is_not_null())
        )
        .select(
            "uid", "pid", "date", "work", "mark", "at",
            times=punches.seconds(pl.col("moments")),
            has_seconds=pl.col("moments").list.eval(pl.element().str.count_matches(":") > 1).list.any(),
            device=pl.when(pl.col("device").str.strip_chars() != "").then("device"),
            manual=pl.when(pl.col("channel").is_not_null() | said).then(manual),
            recorded_on="recorded_on",
        )
    )  # fmt: skip
