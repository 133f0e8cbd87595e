"""The short run: what was found once, some mutants of every kind of file, and columns of any cells and texts."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import readers, targets, texts
from wagecheck.errors import InputError
from wagecheck.intake import containers

SEEDS = targets.seeds()
READERS = readers.targets()
BUNDLES = {"bundle", "gbk_bundle"}
#: The key of an encrypted workbook costs a hundred thousand hashes.
FEWER = {"agile": 6}
PIECES = st.lists(st.sampled_from(texts.PIECES), max_size=6).map("".join)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(dt.timedelta(-999_999), dt.timedelta(999_999)),
    PIECES,
    st.text(max_size=40),
)


@pytest.mark.parametrize("name", SEEDS)
def test_seeds_are_read(name):
    if name not in BUNDLES:
        assert containers.read_workbook(SEEDS[name], "工资表", (targets.SECRET,)).grids
    targets.run(name, [SEEDS[name]])


@pytest.mark.parametrize("name", SEEDS)
def test_mutants_are_read_or_refused(name):
    targets.run(name, targets.mutants(SEEDS[name], 0, FEWER.get(name, 30)))


@pytest.mark.parametrize("name", READERS)
def test_seeds_of_other_files_are_read(name):
    assert not isinstance(readers.read(name, READERS[name].seed), str | None)


@pytest.mark.parametrize("name", READERS)
def test_mutants_of_other_files_are_read_or_refused(name):
    readers.run(name, targets.mutants(READERS[name].seed, 0, 15))


@pytest.mark.parametrize("name", ["mapping", "people", "result"])
def test_brackets_without_an_end_are_refused(name):
    opening = b'{"findings": ' if name != "mapping" else b"a = "
    with pytest.raises(InputError):
        readers.read(name, opening + b"[" * 100_000)


@pytest.mark.parametrize(
    "said",
    [
        "[1]",
        '[{"fingerprint": "0"}]',
        '[], "outcomes": 3',
        '[], "outcomes": [[]]',
        '[], "manifest": []',
        '[], "rules": [{}]',
    ],
)
def test_a_result_of_another_shape_is_refused(said):
    with pytest.raises(InputError):
        readers.read("result", f'{{"findings": {said}}}'.encode())


@pytest.mark.parametrize("place", sorted(targets.CORPUS.glob("*-*")), ids=lambda place: place.name)
def test_what_was_found_once_stays_mended(place):
    name, data = place.name.partition("-")[0], place.read_bytes()
    if name == "texts":
        number, *lines = json.loads(data)
        texts.try_texts(lines)
        targets.try_cells(texts.column(number))
    else:
        (readers.run if name in READERS else targets.run)(name, [data])


@settings(max_examples=60)
@given(st.lists(CELLS, max_size=12))
def test_every_parser_answers_every_cell(cells):
    targets.try_cells(cells)


@settings(max_examples=60)
@given(st.lists(PIECES | st.text(max_size=40), max_size=12))
def test_every_reader_of_a_text_answers_every_text(lines):
    texts.try_texts(lines)
