"""From a wish to files on disk: world → books → defects → layout → files and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wagecheck.simulate import account_flows, answers, bookkeeping, plan, scenario
from wagecheck.simulate.books import Books
from wagecheck.simulate.case import Defect, Expectation, SampleError
from wagecheck.simulate.layouts import habits, messy, project_file, tidy
from wagecheck.simulate.sheets import File
from wagecheck.simulate.truth import World
from wagecheck.simulate.writers import WRITERS

Format = Literal["xlsx", "csv", "parquet"]
"""``parquet``: export tables (``exports``), not drawn as files of contractors."""
Layout = Literal["tidy", "messy", "archetypes"]
"""``archetypes`` is as messy as it gets, and for lawful books only."""

#: People of a submission when nobody says how many, unless the defects need more.
USUAL = 60
#: As many as there are made-up phone numbers.
MOST_PEOPLE = 800_000
#: Old Excel has 65 536 rows, and half of the people stand there in three rows each.
_MOST_UNTIDY = 40_000


@dataclass
class Made:
    """A made-up submission in memory: what is true, what the files will say, what must be found."""

    world: World
    books: Books
    expected: list[Expectation]
    seed: int

    def draw(self, *, kind: Format = "xlsx", layout: Layout = "tidy") -> list[File]:
        """The files of the submission; ``kind`` is the kind of the contractors' ledgers in the tidy layout."""
        contractors = self.books.contractors
        if layout == "archetypes":
            files = [file for index, one in enumerate(contractors) for file in habits.draw(one, index)]
            return [project_file.draw(self.books, by_hand=True), *files]
        if layout == "messy":
            if any(len(one.contractor.workers) > _MOST_UNTIDY for one in contractors):
                raise SampleError(
                    f"杂乱版式每个参建单位最多 {_MOST_UNTIDY} 人（旧版 Excel 的行数有限）。",
                    f"The untidy layout takes at most {_MOST_UNTIDY} people per contractor (old Excel has few rows).",
                )
            files = [file for index, one in enumerate(contractors) for file in messy.draw(one, index)]
        else:
            files = [file for index, one in enumerate(contractors) for file in tidy.draw(one, index, kind)]
        return [project_file.draw(self.books), *files]


def make(
    *, workers: int | None = None, contractors: int = 3, months: int = 1, defects: str = "none", seed: int = 1
) -> Made:
    """A submission in memory; see :func:`wagecheck.simulate.write`. ``workers`` of each contractor.

    Without a number there are :data:`USUAL` in all, or as many as the defects need.
    """
    chosen = plan.chosen(defects, months)
    needed = plan.fewest(chosen, contractors=contractors, months=months, seed=seed)
    if workers is None:
        workers = max(-(-USUAL // contractors), needed)
    if workers * contractors > MOST_PEOPLE:
        raise SampleError(f"最多生成 {MOST_PEOPLE} 人。", f"At most {MOST_PEOPLE} people can be made up.")
    ensure_enough(chosen, workers=workers, contractors=contractors, needed=needed)
    return spoiled(chosen, workers=workers, contractors=contractors, months=months, seed=seed)


def ensure_enough(defects: Sequence[Defect], *, workers: int, contractors: int, needed: int) -> None:
    """Raises SampleError where a contractor has fewer workers than ``needed`` (``plan.fewest``)."""
    if workers < needed:
        raise SampleError(
            f"工人不够：{len(defects)} 个缺陷各要有自己的工人，{contractors} 个参建单位一共至少要 "
            f"{needed * contractors} 人。请用 --workers {needed * contractors} 或更多，或者不写 --workers。",
            f"Too few workers: {len(defects)} defects need workers of their own, {contractors} contractors at least "
            f"{needed * contractors} in all. Use --workers {needed * contractors} or more, or leave --workers out.",
        )


def spoiled(defects: Sequence[Defect], *, workers: int, contractors: int, months: int, seed: int) -> Made:
    """A project of ``contractors`` with ``workers`` people each, with these defects."""
    world = scenario.make(seed, workers=workers, contractors=contractors, months=months)
    books = bookkeeping.write_down(world)
    expected = plan.apply(world, books, defects)
    account_flows.book(books, world)
    return Made(world, books, expected, seed)


def save(files: list[File], folder: Path) -> None:
    """Writes the files below ``folder``, which must not hold any file yet."""
    ensure_empty(folder)
    for file in files:
        save_one(file, folder)


def ensure_empty(folder: Path) -> None:
    """Raises SampleError where the folder holds something."""
    if folder.exists() and any(folder.iterdir()):
        raise SampleError(
            f"目录不是空的：{folder}。请另选一个。", f"The folder is not empty: {folder}. Choose another."
        )


def save_one(file: File, folder: Path) -> None:
    """Writes one file below ``folder``."""
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.content is not None:
        path.write_bytes(file.content)
    else:
        WRITERS[file.kind](file, path)


def save_answers(made: Made, files: list[File], path: Path) -> Path:
    """Writes the answers and returns their path."""
    answers.write(path, made.expected, files, seed=made.seed, as_of=made.world.as_of)
    return path
