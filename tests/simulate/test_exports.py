"""Export tables: the same laws by columns as by records, people that are all different, places that hold what they say."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from wagecheck import simulate
from wagecheck.ledgers import catalogue
from wagecheck.simulate import account_flows, bookkeeping, numbers, scenario
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.case import SampleError
from wagecheck.simulate.exports import crowd, entries, flows, headings, month, numbering, people, sample, written
from wagecheck.simulate.truth import World

MONTHS = tuple(Month(2026, number) for number in (9, 10))
WORKED = pl.Schema({"serial": pl.Int64, "date": pl.Date, "halves": pl.Int64, "overtime": pl.Int64})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven contractors in two projects, two months."""
    out = tmp_path_factory.mktemp("exports")
    simulate.write(out, format="parquet", workers=610, contractors=7, months=2, defects="BK06,PY18,SU02,IN12", seed=5)
    return out


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, pl.DataFrame]:
    return {name: pl.read_parquet(folder / "submission" / name / "*.parquet") for name in headings.TABLES}


def people_of(world: World) -> tuple[pl.DataFrame, dict[Month, pl.DataFrame]]:
    """A made-up world in the columns of ``people`` and ``month``."""
    project = world.project
    rows: list[dict[str, Any]] = []
    worked: dict[Month, list[tuple[int, dt.date, int, int]]] = {one: [] for one in world.months}
    for place, firm in enumerate(world.contractors):
        for ordinal, worker in enumerate(firm.workers):
            serial = len(rows)
            rows.append(
                {
                    **{name: getattr(worker, name, None) for name in people.PERSON},
                    "firm": place, "project": project.name, "contractor": firm.name, "uscc": firm.uscc,
                    "officer": project.labor_officer, "start_on": project.start_on,
                    "complete_on": project.complete_on, "payer_account": project.account_number,
                    "payer_name": project.account_name, "ordinal": ordinal, "serial": serial,
                    "birth_date": worker.birth, "bank_card": worker.card, "bank_name": worker.bank,
                    "team_leader": worker.leader, "daily_rate": int(worker.daily_rate), "entry_date": worker.entry_on,
                }
            )  # fmt: skip
            for one in world.months:
                days = worker.month(one).items()
                worked[one] += [(serial, day, int(work.work * 2), int(work.overtime)) for day, work in days]
    frames = {one: pl.DataFrame(found, schema=WORKED, orient="row") for one, found in worked.items()}
    return pl.DataFrame(rows, schema=people.PERSON), frames


def test_columns_say_what_records_say() -> None:
    """The ledgers of the same people, the same days: every value alike, in the same order."""
    world = scenario.make(5, workers=37, contractors=3, months=2)
    books = bookkeeping.write_down(world)
    account_flows.book(books, world)
    tables = written.Tables()
    written.standing(tables, books)
    for firm in books.contractors:
        written.contractor(tables, firm, world.project.name)
    expected = tables.frames()
    crowd_, worked = people_of(world)
    found = entries.of_people(crowd_)
    monthly = []
    for one in world.months:
        paid = month.pay(crowd_, worked[one], one)
        monthly.append({"attendance": entries.of_days(crowd_, worked[one], paid), **entries.of_month(paid)})
    order = pl.DataFrame({"contractor": [firm.name for firm in world.contractors]})
    for name in monthly[0]:
        found[name] = crowd.in_order(pl.concat([one[name] for one in monthly]), order)
    fees = account_flows.labour_fees(world, books.contractors)
    found["account_flow"] = flows.table([(world, fees)], found["payment"])
    assert [name for name, frame in found.items() if not frame.equals(expected[name])] == []
    assert all(frame.height for frame in found.values())
    assert set(headings.TABLES) - set(found) == {"project", "contractor", "account", "guarantee", "board"}


def test_numbers_by_columns_are_the_numbers() -> None:
    serials = pl.DataFrame({"serial": range(3000)})
    births, sequences = numbering.birth_and_sequence(numbering.born("女", 3).spread(pl.col("serial")), "女")
    prefix = sorted(numbers.CARD_BANKS)[0]
    rows = serials.with_columns(birth=births, sequence=sequences).with_columns(
        id_number=numbering.identity_numbers(pl.col("birth"), pl.col("sequence")),
        card=numbering.cards(pl.col("serial"), pl.lit(prefix), 3),
        phone=numbering.phones(pl.col("serial"), 3),
        name=numbering.person_names(pl.col("serial"), 3),
    )
    for name in ("id_number", "card", "phone", "name"):
        assert rows[name].n_unique() == rows.height
    assert rows["phone"].str.contains(r"^154[1-9]\d{7}$").all()
    for row in rows.to_dicts():
        assert row["id_number"] == numbers.identity_number(row["birth"], row["sequence"])
        assert int(row["id_number"][16]) % 2 == 0
        assert row["card"] == numbers.card_number(prefix, int(row["card"][6:18]))


def test_serials_go_around_what_is_taken() -> None:
    space = numbering.Space(1009, 77)
    serials = pl.DataFrame({"serial": range(900)})
    taken = serials.select(space.spread(pl.col("serial"))).to_series().to_list()[3:60:2]
    found = serials.select(space.around(pl.col("serial"), taken)).to_series()
    assert found.n_unique() == 900
    assert not set(found) & set(taken)
    number = space.serial(int(taken[0]))
    assert pl.DataFrame({"serial": [number]}).select(space.spread(pl.col("serial"))).item() == taken[0]


def test_the_sample_has_the_people_wished_for(tables: dict[str, pl.DataFrame]) -> None:
    roster, contractors = tables["roster"], tables["contractor"]
    assert contractors.height == contractors["uscc"].n_unique() == contractors["legal_rep_id"].n_unique() == 7
    assert tables["project"]["name"].to_list() == tables["board"]["project"].to_list()
    assert tables["project"].height == tables["account"]["number"].n_unique() == 2
    identity = tables["identity"].unique("id_number")
    assert identity.height == 610
    for name in ("bank_card", "contract_no"):
        assert roster[name].n_unique() == 609  # one does not stand there (SU02)
    assert identity["name"].n_unique() == identity["phone"].n_unique() == 610
    taken = {*contractors["legal_rep_id"], *tables["project"]["labor_officer_id"]}
    assert not taken & set(identity["id_number"])
    assert tables["payroll"].height == 1220


def test_tables_have_the_columns_and_types_of_the_ledgers(tables: dict[str, pl.DataFrame]) -> None:
    for name, frame in tables.items():
        assert frame.schema == headings.schema(name)
        full = catalogue.schema(name)
        assert {column: full[column] for column in frame.columns} == dict(frame.schema)


def test_rows_of_a_contractor_stand_together(tables: dict[str, pl.DataFrame]) -> None:
    order = list(tables["identity"]["contractor"].unique(maintain_order=True))
    for name in ("contract", "roster", "attendance", "payroll", "payroll_item", "payment", "notice"):
        runs = tables[name]["contractor"].rle().struct.field("value").to_list()
        assert runs == order, name
    assert tables["roster"]["project"].rle().len() == 2


def test_the_account_pays_what_the_bank_paid(tables: dict[str, pl.DataFrame]) -> None:
    flow = tables["account_flow"]
    moved = pl.col("amount_in").fill_null(0) - pl.col("amount_out").fill_null(0)
    assert flow.select((moved.cum_sum().over("project") == pl.col("balance")).all()).item()
    assert flow.select((pl.col("balance") >= 0).all()).item()
    assert flow["txn_no"].n_unique() == flow.height
    assert flow.select(
        (pl.col("booked_on").diff().dt.total_days().fill_null(0) >= 0).all().over("project").all()
    ).item()


def test_answers_point_at_rows_that_hold_what_they_say(folder: Path, tables: dict[str, pl.DataFrame]) -> None:
    found = json.loads((folder / "answers.json").read_text("utf-8"))["findings"]
    assert {one["rule"] for one in found} >= {"BK06", "PY18", "SU02", "IN12", "RN04"}
    for one in found:
        row = tables[one["file"]].row(one["row"] - 1, named=True)
        assert one["sheet"] is None
        assert one["contractor"] == row["contractor"]
        assert one["worker"] == (row["payee_name"] if one["file"] == "payment" else row["name"])


def test_same_wish_same_bytes(folder: Path, tmp_path: Path) -> None:
    simulate.write(
        tmp_path, format="parquet", workers=610, contractors=7, months=2, defects="BK06,PY18,SU02,IN12", seed=5
    )
    assert digests(tmp_path) == digests(folder)
    other = tmp_path / "other"
    simulate.write(other, format="parquet", workers=610, contractors=7, months=2, seed=6)
    first, second = (pl.read_parquet(one / "submission" / "roster" / "*.parquet") for one in (folder, other))
    assert not first["id_number"].is_in(second["id_number"].implode()).any()


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "other" not in path.parts
    }


@pytest.mark.parametrize("workers", [2_001, 10_000, 1_000_000])
def test_large_samples_have_contractors_of_likely_size(workers: int) -> None:
    wanted = sample.wish(workers=workers, contractors=None, months=1, defects="none", seed=1)
    sizes = [size for site in wanted.sites for size in site.sizes]
    made = wanted.workers * wanted.contractors + sum(sizes)
    assert made == workers if sizes else workers <= made < workers + wanted.contractors
    if workers >= 10_000:
        assert 200 <= min(sizes) <= max(sizes) <= 800
        assert {len(site.sizes) for site in wanted.sites} <= {3, 4, 5, 6}
    firms = [site.first_firm + place for site in wanted.sites for place in range(len(site.sizes))]
    assert len(set(firms)) == len(firms)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"defects": "IN10"}, "--format xlsx"),
        ({"workers": 9_000, "contractors": 2}, "--contractors 5"),
        ({"contractors": 6_000}, "5000 个参建单位"),
        ({"workers": 20, "contractors": 30, "defects": "BK06,SU02"}, "工人不够"),
        ({"layout": "messy"}, "--layout"),
    ],
)
def test_what_tables_cannot_hold_is_refused(tmp_path: Path, wish: dict[str, object], words: str) -> None:
    with pytest.raises(SampleError, match=words):
        simulate.write(tmp_path, format="parquet", **wish)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())
