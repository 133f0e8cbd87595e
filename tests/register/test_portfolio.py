"""The portfolio: which kept check counts for a contractor's pay period, where it belongs, and what it adds up to."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.kept_checks import TODAY, begin, checked, hand_over, handed_in, keep, row, site
from wagecheck.register import (
    audit,
    hand_ins,
    portfolio,
    portfolio_sums,
    run_sites,
    runs,
    sites,
    time_span,
    view,
)
from wagecheck.register.store import Register
from wagecheck.report import labels


def read(register: Register, only: set[str] | None = None) -> portfolio.Portfolio:
    with register.reading() as reader:
        return portfolio.read(reader, sites=only)


def told(found: portfolio.Portfolio, *names: str) -> list[tuple[Any, ...]]:
    return sorted(found.rows.select(*names).rows(), key=str)


def test_an_empty_register(register: Register) -> None:
    found = read(register)
    assert (found.rows.height, found.owing.height, found.sites.height) == (0, 0, 0)
    assert found.rows.schema == portfolio.ROWS
    assert portfolio_sums.total(found)["owed"] is None
    assert portfolio_sums.awaited(found, "2026-09").height == 0


def test_a_check_belongs_to_the_site_it_was_handed_in_for_else_to_that_of_its_name(register: Register) -> None:
    north, south = site(register, "北区"), site(register, "南区", region="广东省", bureau="华南局")
    hand_in = handed_in(register, north, checked(row("甲", "2026-09", project="文件里另有名称")))
    keep(register, checked(row("乙", "2026-09", project="南区")))
    keep(register, checked(row("丙", "2026-09", project="没有登记的项目"), bureaus={"没有登记的项目": "西南局"}))
    assert told(read(register), "contractor", "site", "name", "region", "bureau", "hand_in") == [
        ("丙", None, "没有登记的项目", None, "西南局", None),
        ("乙", south, "南区", "广东省", "华南局", None),
        ("甲", north, "北区", "北京市", "华北局", hand_in),
    ]


def test_projects_without_a_name_are_kept_apart_by_their_sites(register: Register) -> None:
    for name, owed in (("北区", "1.00"), ("南区", "2.00")):
        handed_in(register, site(register, name), checked(row("甲", "2026-09", owed=owed, project=None, people=("k",))))
    found = read(register)
    assert told(found, "name", "owed") == [("北区", Decimal("1.00")), ("南区", Decimal("2.00"))]
    assert sorted(found.owing.select("name", "owed").rows()) == [("北区", Decimal("1.00")), ("南区", Decimal("2.00"))]
    assert portfolio_sums.total(found)["people"] == 1, "the same person on two sites is one person"


def test_the_last_check_counts_and_what_it_does_not_speak_of_stays(register: Register) -> None:
    at = site(register, "北区")
    first = handed_in(
        register, at, checked(row("甲", "2026-09", "red", "9.00", people=("a",)), row("乙", "2026-09", owed="3.00"))
    )
    second = handed_in(register, at, checked(row("甲", "2026-09", owed="1.00", people=("a",))), previous=first)
    found = read(register)
    assert told(found, "contractor", "colour", "owed", "hand_in") == [
        ("乙", "green", Decimal("3.00"), first),
        ("甲", "green", Decimal("1.00"), second),
    ]
    assert found.owing["owed"].to_list() == [Decimal("1.00")]


def test_a_check_as_of_an_earlier_day_does_not_count_though_it_was_kept_later(register: Register) -> None:
    keep(register, checked(row("甲", "2026-09", owed="1.00"), as_of="2026-11-20"))
    keep(register, checked(row("甲", "2026-09", owed="9.00"), as_of="2026-10-01"))
    assert told(read(register), "owed") == [(Decimal("1.00"),)]


def test_a_hand_in_that_is_checked_again_counts_once(register: Register) -> None:
    """A column was corrected: nothing of the first reading stays, be it another month or another contractor."""
    hand_in = handed_in(register, site(register, "北区"), checked(row("甲", "2025-09", "red", "9.00", project="读错")))
    hand_over(register, hand_in, keep(register, checked(row("甲", "2026-09", owed="2.00", project="读对"))))
    assert told(read(register), "period", "owed") == [("2026-09", Decimal("2.00"))]
    hand_over(register, hand_in, None)
    assert told(read(register), "period") == []


def test_the_same_files_handed_in_for_two_sites_are_a_check_of_each(register: Register) -> None:
    north, south = site(register, "北区"), site(register, "南区")
    given = checked(row("甲", "2026-09", owed="2.00"))
    first = hand_over(register, begin(register, north), keep(register, given, north))
    second = hand_over(register, begin(register, south), keep(register, given, south))
    assert told(read(register), "site", "hand_in") == [(north, first), (south, second)]
    with register.writing("法务丙") as writer:
        hand_ins.void(writer, first, reason="选错了项目")
    assert told(read(register), "site", "hand_in") == [(south, second)]
    again = hand_over(register, begin(register, south, previous=second), keep(register, given, south))
    assert told(read(register), "site", "hand_in", "run") == [(south, again, run_of(register, second))]


def test_a_check_that_older_versions_kept_for_two_sites_is_that_of_the_newest_hand_in(register: Register) -> None:
    north, south = site(register, "北区"), site(register, "南区")
    given = checked(row("甲", "2026-09", owed="2.00"))
    run = keep(register, given)
    first = hand_over(register, begin(register, north), run)
    second = hand_over(register, begin(register, south), run)
    assert told(read(register), "site", "hand_in") == [(south, second)]
    with register.reading() as reader:
        told_now = run_sites.handed_in(reader, {run})
        assert {name: (one.hand_in, one.site, one.name) for name, one in told_now.items()} == {
            run: (second, south, "南区")
        }
    hand_over(register, first, keep(register, given, north))  # checked again: each has its own
    assert told(read(register), "site", "hand_in") == [(north, first), (south, second)]


def test_a_check_of_two_hand_ins_is_told_by_the_one_that_still_holds_it(register: Register) -> None:
    north, south = site(register, "北区"), site(register, "南区")
    run = keep(register, checked(row("甲", "2026-09", owed="2.00")))
    first = hand_over(register, begin(register, north), run)
    second = hand_over(register, begin(register, south), run)
    with register.writing("法务丙") as writer:
        hand_ins.void(writer, second, reason="选错了项目")
    assert told(read(register), "site", "hand_in") == [(north, first)]
    with register.reading() as reader:
        assert run_sites.handed_in(reader, {run}) == {run: run_sites.HandedIn(first, north, "北区", "counts")}
    with register.writing("法务丙") as writer:
        hand_ins.void(writer, first, reason="选错了项目")
    with register.reading() as reader:
        assert run_sites.handed_in(reader, {run})[run].standing == "void"


def test_a_check_is_kept_once_for_every_site_and_once_without_one(register: Register) -> None:
    north, south = site(register, "北区"), site(register, "南区")
    given = checked(row("甲", "2026-09"))
    by_hand = keep(register, given)
    assert keep(register, given) == by_hand
    of_north = keep(register, given, north)
    hand_over(register, begin(register, north), of_north)
    of_south = keep(register, given, south)
    hand_over(register, begin(register, south), of_south)
    assert len({by_hand, of_north, of_south}) == 3
    assert (keep(register, given), keep(register, given, north)) == (by_hand, of_north)
    with register.reading() as reader:
        assert audit.verify(reader).sound


def test_what_was_made_void_counts_nowhere_and_what_it_corrected_counts_again(register: Register) -> None:
    at = site(register, "北区")
    first = handed_in(register, at, checked(row("甲", "2026-09", "red", "9.00", people=("a",))))
    second = handed_in(register, at, checked(row("甲", "2026-09", owed="1.00", people=("a",))), previous=first)
    hand_over(register, second, keep(register, checked(row("甲", "2026-09", owed="2.00", people=("a",)))))
    with register.writing("法务丙") as writer:
        hand_ins.void(writer, second, reason="是别的项目的")
    found = read(register)
    assert told(found, "hand_in", "owed") == [(first, Decimal("9.00"))]
    assert found.owing["owed"].to_list() == [Decimal("9.00")]
    with register.writing("法务丙") as writer:
        hand_ins.void(writer, first, reason="也是别的项目的")
    assert read(register).rows.height == 0
    with register.reading() as reader:
        assert view.of_register(reader.connection, "r", site=at).arrears(["一标段"]).height == 0
        assert runs.months(reader).height == 0
        assert time_span.read(reader, dt.date(2026, 7, 1), dt.date(2026, 12, 31), as_of=TODAY).arrears.height == 0


def run_of(register: Register, hand_in: str) -> str:
    with register.reading() as reader:
        return str(reader.get("hand_in", hand_in)["run"])


@pytest.mark.parametrize(
    ("colour", "owed", "workers", "assessed", "expected"),
    [
        ("green", "0.00", 4, True, "green"),
        ("green", None, 4, True, "grey"),  # people, but nothing to tell their pay by
        ("green", "0.00", 4, False, "grey"),  # no rule came to a verdict
        ("grey", None, 0, True, "grey"),
        ("red", None, 4, True, "red"),
        ("yellow", "0.00", 4, False, "yellow"),
    ],
)
def test_what_could_not_be_judged_is_never_green(
    register: Register, colour: str, owed: str | None, workers: int, assessed: bool, expected: str
) -> None:
    keep(register, checked(row("甲", "2026-09", colour, owed, workers=workers, assessed=assessed)))
    assert told(read(register), "colour") == [(expected,)]


def test_the_colour_of_who_has_no_workers_is_that_of_the_check(register: Register) -> None:
    """The judge knows who may have none; of a check of an older version it is not known."""
    given = checked(
        row("总包", "2026-09", "green", None, workers=0), row("监理", "2026-09", "green", None, workers=0, assessed=False),
        row("甲", "2026-09", "grey", None, workers=0),
    )  # fmt: skip
    run = keep(register, given)
    assert told(read(register), "contractor", "colour") == [("总包", "green"), ("甲", "grey"), ("监理", "green")]
    assert portfolio_sums.by(read(register), ["place"])["colour"].to_list() == ["grey"]
    with register.working("job") as connection:
        connection.exec_driver_sql(
            "UPDATE run SET manifest = REPLACE(manifest, 'green_is_earned', 'x') WHERE id = '" + run + "'"
        )
    assert told(read(register), "contractor", "colour") == [("总包", "green"), ("甲", "grey"), ("监理", "grey")]


@pytest.mark.parametrize(
    ("period", "month"),
    [
        ("2026-09", "2026-09"),
        ("2026-08-26..2026-09-25", "2026-09"),
        ("", "2026-10"),
        ("2026-12-16..2026-12-31", "2026-12"),
    ],
)
def test_a_pay_period_belongs_to_the_month_in_which_it_ends(register: Register, period: str, month: str) -> None:
    """Without one it belongs to the month that the files were handed in for."""
    handed_in(register, site(register, "北区"), checked(row("甲", period)), month=10)
    assert told(read(register), "month") == [(month,)]


def test_no_period_found_is_out_of_date_once_one_is(register: Register) -> None:
    at = site(register, "北区")
    handed_in(register, at, checked(row("甲", "", "green", None)))
    handed_in(register, at, checked(row("甲", "2026-09", owed="5.00")))
    assert told(read(register), "period", "owed") == [("2026-09", Decimal("5.00"))]


def seen(colour: str, owed: str | None, workers: int, name: str = "甲") -> dict[str, Any]:
    people = ("k",) if owed is not None and Decimal(owed) > 0 else ()
    return row(name, "2026-09", colour, owed, workers=workers, people=people)


def waiting(colour: str = "green") -> dict[str, Any]:
    """Nothing was due yet: what is unpaid is not known to be nothing."""
    return {**seen(colour, "0.00", 4), "unpaid": "70.00"}


OWING, PAID, EMPTY = seen("red", "9.00", 4), seen("green", "0.00", 4), seen("green", None, 0)
#: What checks one after another say of a contractor's pay period, and which of them counts in the end.
UNTOLD = [
    ("only the project workbook names it", [OWING, EMPTY], 0),
    ("and again", [OWING, EMPTY, EMPTY], 0),
    ("its roster came later, nothing of its pay", [OWING, seen("green", None, 5)], 0),
    ("not due yet, then nobody can tell", [waiting(), seen("green", None, 4)], 1),
    ("not due yet, then only named", [waiting(), EMPTY], 1),
    ("not due yet and papers amiss, then only named", [waiting("orange"), EMPTY], 0),
    ("owing, not so bad, then worse", [seen("yellow", "9.00", 4), seen("red", None, 40)], 1),
    ("and then only named", [seen("yellow", "9.00", 4), seen("red", None, 40), EMPTY], 1),
    ("with findings about its papers", [OWING, seen("orange", None, 5)], 0),
    ("what is known again counts", [OWING, EMPTY, PAID], 2),
    ("paid, then only named", [OWING, PAID, EMPTY], 1),
    ("nothing owed, then only named", [PAID, EMPTY], 0),
    ("nothing owed, then red without its pay", [PAID, seen("red", None, 5)], 1),
    ("found owing in the end", [PAID, EMPTY, OWING], 2),
    ("named first", [EMPTY, PAID], 1),
    ("never anything but named", [EMPTY, EMPTY], 1),
    ("workers, their pay unknown, then only named", [seen("green", None, 5), EMPTY], 0),
    ("papers amiss, then only named", [seen("orange", None, 5), EMPTY], 0),
    ("its pay unknown twice", [seen("green", None, 5), seen("green", None, 6)], 1),
]


@pytest.mark.parametrize("linked", [False, True], ids=["another hand-in", "a correction"])
@pytest.mark.parametrize(("sentence", "checks", "counts"), UNTOLD, ids=[one[0] for one in UNTOLD])
def test_a_check_that_cannot_tell_the_pay_replaces_none_that_could(
    register: Register, sentence: str, checks: list[dict[str, Any]], counts: int, linked: bool
) -> None:
    at, made = site(register, "北区"), None
    given = []
    for number, one in enumerate(checks):
        said = checked(one, row("乙", "2026-09"), as_of=f"2026-11-{number + 2:02d}")
        made = handed_in(register, at, said, previous=made if linked else None)
        given.append(made)
    found = read(register)
    mine = found.rows.filter(pl.col("contractor") == "甲")
    assert mine.select("hand_in", "owed").rows() == [
        (given[counts], None if checks[counts]["owed"] is None else Decimal(checks[counts]["owed"]))
    ], sentence
    assert found.owing.height == len(checks[counts]["people"])
    assert found.rows.filter(pl.col("contractor") == "乙")["hand_in"].to_list() == [given[-1]]
    with register.reading() as reader:
        span = time_span.read(reader, dt.date(2026, 9, 1), dt.date(2026, 9, 30), as_of=dt.date(2026, 11, 20))
    assert span.sites.filter(pl.col("contractor") == "甲")["owed"].to_list() == mine["owed"].to_list()


TWO = [
    ("of one of two nothing is known", [("9.00", "0.00"), (None, "0.00")], ["9.00", "0.00"]),
    ("it knew of one only", [("9.00", None), (None, "5.00")], ["9.00", "5.00"]),
    ("paid since", [("9.00", "0.00"), (None, "0.00"), ("0.00", "0.00")], ["0.00", "0.00"]),
    ("of neither", [("9.00", "0.00"), (None, None)], ["9.00", "0.00"]),
]


@pytest.mark.parametrize(("sentence", "checks", "left"), TWO, ids=[one[0] for one in TWO])
def test_of_two_projects_each_stands_until_a_check_can_tell(
    register: Register, sentence: str, checks: list[tuple[str | None, str | None]], left: list[str]
) -> None:
    at = site(register, "北区")
    for number, owed in enumerate(checks):
        rows = [
            row("甲", "2026-09", "red" if one and one > "0.00" else "green", one, project=name, workers=4 if one else 0)
            for name, one in zip(("一标段", "二标段"), owed, strict=True)
        ]
        handed_in(register, at, checked(*rows, as_of=f"2026-11-{number + 2:02d}"))
    assert [str(owed) for _, owed in told(read(register), "project", "owed")] == left, sentence
    with register.reading() as reader:
        span = time_span.read(reader, dt.date(2026, 9, 1), dt.date(2026, 9, 30), as_of=dt.date(2026, 11, 20))
    assert sorted(map(str, span.sites["owed"])) == sorted(left)


def test_the_history_of_a_worker_keeps_what_is_owed(register: Register) -> None:
    """工人履历: a later check of the same months that could not tell the pay took the arrears out of it."""
    at = site(register, "北区")
    made = handed_in(register, at, checked(row("甲", "2026-09", "red", "9.00", people=("k",))))
    later = checked(row("甲", "2026-09", "green", None, people=("k",)), as_of="2026-11-20")
    unknown = later.workers.with_columns(owed=pl.lit(None, later.workers.schema["owed"]))
    handed_in(register, at, dataclasses.replace(later, workers=unknown), previous=made)
    with register.reading() as reader:
        assert runs.worker(reader, "k")["owed"].to_list() == [Decimal("9.00")]


def test_projects_of_one_check_speak_together(register: Register) -> None:
    """Of one of them the pay is unknown: that does not make the whole check one that could not tell."""
    at = site(register, "北区")
    one, two = (
        row("甲", "2026-09", "red", "9.00", project="一标段"),
        row("甲", "2026-09", "green", None, project="二标段"),
    )
    made = handed_in(register, at, checked(one, two))
    assert told(read(register), "project", "owed", "hand_in") == [
        ("一标段", Decimal("9.00"), made),
        ("二标段", None, made),
    ]


def test_two_halves_of_a_month_both_count(register: Register) -> None:
    for half in ("2026-09-01..2026-09-15", "2026-09-16..2026-09-30"):
        keep(register, checked(row("甲", half, owed="1.50", people=("a",))))
    found = portfolio_sums.by(read(register), ["place", "month"])
    assert found.select("month", "owed", "people", "contractors").rows() == [("2026-09", Decimal("3.00"), 1, 1)]


CODE = "91110199MA00000000"


def coded(*rows: dict[str, Any], as_of: str = "2026-11-02") -> runs.Checked:
    """The same with the credit code that every contractor of it gives."""
    given = checked(*rows, as_of=as_of)
    return dataclasses.replace(given, contractors=given.contractors.with_columns(uscc=pl.lit(CODE)))


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        (["示例甲劳务"], ["示例甲建筑劳务"], ["示例甲建筑劳务"]),
        (["示例甲劳务"], ["示例甲劳务", "示例甲建筑劳务"], ["示例甲劳务", "示例甲建筑劳务"]),  # a wrong code
        (["示例甲劳务", "示例甲建筑劳务"], ["示例甲建筑劳务"], ["示例甲劳务", "示例甲建筑劳务"]),  # one was left out
    ],
)
def test_a_company_spelled_otherwise_counts_once(
    register: Register, before: list[str], after: list[str], left: list[str]
) -> None:
    at = site(register, "北区")
    first = handed_in(register, at, coded(*(row(name, "2026-09", "red", "9.00", people=("a",)) for name in before)))
    handed_in(
        register, at, coded(*(row(name, "2026-09", owed="1.00", people=("a",)) for name in after)), previous=first
    )
    found = read(register)
    assert sorted(found.rows["contractor"]) == sorted(left)
    assert sorted(found.owing["contractor"]) == sorted(left)


def test_a_name_on_the_project_workbook_takes_no_place(register: Register) -> None:
    """Spelled otherwise there, and nothing of its pay: what it owes by its own files stays."""
    at = site(register, "北区")
    first = handed_in(register, at, coded(row("示例甲劳务", "2026-09", "red", "9.00", people=("a",))))
    named = row("示例甲建筑劳务", "2026-09", "green", None, workers=0)
    handed_in(register, at, coded(named), previous=first)
    handed_in(
        register, at, coded(row("示例甲劳务", "2026-08-26..2026-09-25", "green", None, workers=0)), previous=first
    )
    assert read(register).owing["contractor"].to_list() == ["示例甲劳务"]


def test_brackets_of_a_name_make_no_second_company(register: Register) -> None:
    at = site(register, "北区")
    handed_in(register, at, checked(row("示例甲（北京）劳务", "2026-09", owed="9.00")))
    handed_in(register, at, checked(row("示例甲(北京)劳务", "2026-09", owed="1.00")))
    handed_in(register, at, checked(row("示例乙劳务", "2026-09", owed="2.00")))
    assert told(read(register), "contractor", "owed") == [
        ("示例乙劳务", Decimal("2.00")),
        ("示例甲(北京)劳务", Decimal("1.00")),
    ]


@pytest.mark.parametrize(
    ("before", "after", "linked", "left"),
    [
        (["2026-09"], ["2026-08-26..2026-09-25"], True, ["2026-08-26..2026-09-25"]),
        (["2026-09"], ["2026-08-26..2026-09-25"], False, ["2026-08-26..2026-09-25", "2026-09"]),  # no correction
        (["2026-09"], ["2026-10"], True, ["2026-09", "2026-10"]),  # the next month, not another date
        (["2026-09"], ["2026-09-30..2026-10-29"], True, ["2026-09", "2026-09-30..2026-10-29"]),  # one day in common
        (["2026-09"], ["2026-09-16..2026-10-15"], True, ["2026-09-16..2026-10-15"]),  # half of it
        (["2026-09"], ["2026-09-17..2026-10-16"], True, ["2026-09", "2026-09-17..2026-10-16"]),  # less than half
        (["2026-09", "2026-09-16..2026-09-30"], ["2026-09"], True, ["2026-09", "2026-09-16..2026-09-30"]),
    ],
)
def test_a_correction_that_dates_the_pay_period_otherwise_takes_its_place(
    register: Register, before: list[str], after: list[str], linked: bool, left: list[str]
) -> None:
    at = site(register, "北区")
    first = handed_in(register, at, checked(*(row("甲", period, "red", "9.00", people=("a",)) for period in before)))
    second = handed_in(register, at, checked(row("乙", "2026-09")), previous=first if linked else None)
    last = checked(*(row("甲", period, owed="9.00", people=("a",)) for period in after))
    handed_in(register, at, last, previous=second if linked else None)
    found = read(register)
    assert sorted(found.rows.filter(pl.col("contractor") == "甲")["period"]) == left
    assert found.owing.height == len(left)


OTHER = "2026-08-26..2026-09-25"


def redated(register: Register, *given: tuple[str, dict[str, Any], int | None]) -> list[tuple[Any, ...]]:
    """The portfolio after hand-ins of 甲: the pay period, what else is told, and the number of what is corrected."""
    at = site(register, "北区")
    made: list[str] = []
    for number, (period, said, previous) in enumerate(given):
        told_so = checked({**said, "period": period}, as_of=f"2026-11-{number + 2:02d}")
        made.append(handed_in(register, at, told_so, previous=None if previous is None else made[previous]))
    return told(read(register), "period", "owed")


NINE, NOTHING = Decimal("9.00"), Decimal("0.00")
REDATED = [
    ("what the corrected one had replaced itself", [("2026-09", OWING, None), ("2026-09", OWING, None), (OTHER, PAID, 1)],
     [(OTHER, NOTHING)]),
    ("only named in between", [("2026-09", OWING, None), ("2026-09", EMPTY, None), (OTHER, PAID, 0)], [(OTHER, NOTHING)]),
    ("only named afterwards", [("2026-09", OWING, None), (OTHER, PAID, 0), ("2026-09", EMPTY, None)], [(OTHER, NOTHING)]),
    ("worse afterwards", [("2026-09", OWING, None), (OTHER, PAID, 0), ("2026-09", seen("red", None, 4), None)],
     [("2026-09", None), (OTHER, NOTHING)]),
    ("owing again by its old dates", [("2026-09", OWING, None), (OTHER, PAID, 0), ("2026-09", OWING, None)],
     [("2026-09", NINE), (OTHER, NOTHING)]),
    ("dated back", [("2026-09", OWING, None), (OTHER, OWING, 0), ("2026-09", OWING, 1)], [("2026-09", NINE)]),
    ("a correction that cannot tell", [("2026-09", OWING, None), (OTHER, EMPTY, 0)],
     [("2026-09", NINE), (OTHER, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "given", "left"), REDATED, ids=[one[0] for one in REDATED])
def test_what_a_correction_dated_otherwise_neither_comes_back_nor_is_lost(
    register: Register, sentence: str, given: list[tuple[str, dict[str, Any], int | None]], left: list[tuple[Any, ...]]
) -> None:
    assert redated(register, *given) == sorted(left, key=str), sentence


def test_a_third_name_with_the_code_of_two_takes_the_place_of_one(register: Register) -> None:
    """One check named both: it is either, and what the other one owes stays."""
    at = site(register, "北区")
    first = handed_in(
        register, at, coded(row("示例甲劳务", "2026-09", owed="9.00"), row("示例乙劳务", "2026-09", owed="5.00"))
    )
    handed_in(register, at, coded(row("示例甲乙劳务", "2026-09", owed="1.00")), previous=first)
    assert len(told(read(register), "contractor")) == 2


def test_what_nobody_registered_is_one_place_however_it_is_spelled(register: Register) -> None:
    keep(register, checked(row("甲", "2026-09", owed="9.00", project="北区（一标）")))
    keep(register, checked(row("甲", "2026-09", owed="1.00", project="北区(一标)"), as_of="2026-11-03"))
    assert told(read(register), "place", "name", "owed") == [("=北区(一标)", "北区(一标)", Decimal("1.00"))]
    with register.reading() as reader:
        assert view.of_register(reader.connection, "r").arrears(["北区（一标）"])["owed"].to_list() == [Decimal("1.00")]
        span = time_span.read(reader, dt.date(2026, 9, 1), dt.date(2026, 9, 30), as_of=TODAY)
    assert span.sites["owed"].to_list() == [Decimal("1.00")]


def test_somebody_for_some_sites_sees_nothing_of_others(register: Register) -> None:
    north, south = site(register, "北区"), site(register, "南区")
    handed_in(register, north, checked(row("甲", "2026-09", owed="1.00", people=("a",))))
    handed_in(register, south, checked(row("乙", "2026-09", owed="2.00", people=("b",))))
    keep(register, checked(row("丙", "2026-09", owed="4.00", people=("c",), project="没有登记的项目")))
    found = read(register, {south})
    assert told(found, "contractor") == [("乙",)]
    assert found.owing["worker_key"].to_list() == ["b"]
    assert found.sites["site"].to_list() == [south]
    assert set(found.hand_ins["site"]) == {south}
    assert found.judged["contractor"].to_list() == ["乙"]
    assert read(register, set()).rows.height == 0


def test_sums_are_exact_and_the_unknown_stays_apart(register: Register) -> None:
    keep(
        register,
        checked(
            row("甲", "2026-09", "yellow", "0.10", people=("a", "b")),
            row("乙", "2026-09", "red", "0.20", people=("b",)),
            row("丙", "2026-09", "green", None),
            row("丁", "2026-09", "green", None, project="二标段"),
        ),
    )
    found = read(register)
    groups = portfolio_sums.by(found, ["place"]).sort("place")
    assert groups.select("place", "colour", "owed", "unknown", "people", "contractors", "unjudged").rows() == [
        ("=一标段", "red", Decimal("0.30"), 1, 2, 3, 1),
        ("=二标段", "grey", None, 1, 0, 1, 1),
    ]
    assert portfolio_sums.colours(groups) == {"red": 1, "orange": 0, "yellow": 0, "grey": 1, "green": 0}
    whole = portfolio_sums.total(found)
    assert (whole["owed"], whole["unknown"], whole["people"], whole["projects"]) == (Decimal("0.30"), 2, 2, 2)


def test_colours_are_ordered_as_everywhere() -> None:
    assert portfolio_sums.COLOURS == labels.COLOURS


@pytest.mark.parametrize(
    ("due_on", "band"),
    [
        (dt.date(2026, 11, 20), 0),
        (dt.date(2026, 10, 21), 0),  # one month to the day
        (dt.date(2026, 10, 20), 1),
        (dt.date(2026, 9, 21), 1),
        (dt.date(2026, 9, 20), 2),
        (None, 3),
    ],
)
def test_arrears_age_by_calendar_months(register: Register, due_on: dt.date | None, band: int) -> None:
    keep(register, checked(row("甲", "2026-08", owed="6.00", people=("a", "b", "c"), due_on=due_on)))
    aged = portfolio_sums.aged(read(register).owing, [1, 2], TODAY, ["contractor"])
    late = None if due_on is None else (TODAY - due_on).days
    assert aged.rows() == [("甲", band, Decimal("6.00"), 3, 3, late)]


def test_sites_that_are_awaited_say_how_far_they_are(register: Register) -> None:
    ways = ("missing", "collecting", "withdrawn", "handed_in", "failed", "checked", "there", "closed")
    at = {way: site(register, way) for way in ways}
    given = {way: begin(register, at[way]) for way in ways if way not in ("missing", "closed")}
    begin(register, at["missing"], month=8)
    with register.writing("张三") as writer:
        hand_ins.withdraw(writer, given["withdrawn"])
        for way in ("handed_in", "failed"):
            hand_ins.hand_in(writer, given[way], files=1, size=1, digest="d", note=None)
        hand_ins.failed(writer, given["failed"], reason="读不了")
        sites.close(writer, at["closed"], reason="完工")
    hand_over(register, given["checked"], None)
    hand_over(register, given["there"], keep(register, checked(row("甲", "2026-09"))))
    begin(register, at["failed"])  # a new one is begun: what has come furthest is told
    found = portfolio_sums.awaited(read(register), "2026-09")
    assert found.select("name", "way", "hand_in").rows() == sorted(
        (way, way, given.get(way)) for way in ways if way not in ("there", "closed")
    )


def test_forgotten_checks_are_gone(register: Register) -> None:
    run = keep(register, checked(row("甲", "2026-09", owed="1.00", people=("a",))))
    with register.writing("张三") as writer:
        runs.forget(writer, run, reason="满三年")
    found = read(register)
    assert (found.rows.height, found.owing.height) == (0, 0)
