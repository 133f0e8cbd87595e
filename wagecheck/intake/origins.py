"""To whom a table belongs and for which period: told by column, band, title, sheet, file and folder, in that order.

What the sources say is kept side by side, so that a contradiction can be named (IN14). Names are compared normalised:
brackets, 有限公司/有限责任公司, and a short form of the full name are no contradiction.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import PurePosixPath

from wagecheck.intake import values
from wagecheck.intake.bands import Bands
from wagecheck.intake.firm_names import EDGES, company_in, same_name, split_company
from wagecheck.intake.grid import text
from wagecheck.intake.wordings import dictionary, squeeze, words_found

#: Sources from the nearest to the farthest.
SOURCES = ("column", "band", "title", "sheet", "file", "folder")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True)
class Span:
    """A pay period: first and last day."""

    start: dt.date
    end: dt.date

    def overlaps(self, other: Span) -> bool:
        """Whether any day lies in both."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True)
class Told:
    """One statement: which source says what."""

    source: str
    value: str
    weak: bool = False
    """A company that may as well be the general contractor (it stands before a project name in a title)."""


@dataclass
class Origin:
    """Everything the surroundings of a table say about where it belongs, nearest source first."""

    contractors: list[Told] = field(default_factory=list)
    projects: list[Told] = field(default_factory=list)
    teams: list[Told] = field(default_factory=list)
    names: list[Told] = field(default_factory=list)
    """Words that are left of a title, sheet or file name: perhaps the short name of a firm (恒达劳务, 架设队)."""
    spans: list[tuple[str, Span]] = field(default_factory=list)
    written: tuple[str, ...] = ()
    """Title, sheet and file as they are written, for a month whose year other tables tell."""

    @property
    def span(self) -> Span | None:
        """The period by the nearest source."""
        return self.spans[0][1] if self.spans else None

    @property
    def span_from(self) -> str | None:
        """Which source told the period."""
        return self.spans[0][0] if self.spans else None


def of_table(path: str, sheet: str, bands: Bands) -> Origin:
    """What band, title, sheet, file and folders say. ``path`` is relative to the project, ``/`` separated."""
    pure = PurePosixPath(path)
    origin = Origin(written=(bands.title, sheet, pure.stem))
    told = year(path, sheet, bands)
    _from_bands(origin, bands, told)
    _from_title(origin, bands.title, told)
    _add_span(origin, "sheet", sheet, told)
    _from_name(origin, "sheet", sheet)
    _add_span(origin, "file", pure.stem, told)
    _from_name(origin, "file", pure.stem)
    for part in reversed(pure.parts[:-1]):
        _add_span(origin, "folder", part, told)
    _from_folders(origin, pure.parts[:-1])
    return origin


def year(path: str, sheet: str, bands: Bands) -> int | None:
    """The year that the surroundings of a table name; None where they name none or several."""
    pure = PurePosixPath(path)
    around = [sheet, pure.stem, *reversed(pure.parts[:-1])]
    return _year([text(cell) for cells in bands.values.values() for cell in cells] + [bands.title, *around])


def contradictions(told: Iterable[Told]) -> list[Told]:
    """The first statement and those that cannot mean the same; empty if all agree."""
    statements = list(told)
    others = [other for other in statements[1:] if not same_name(statements[0].value, other.value)]
    return [statements[0], *others] if others else []


def _year(around: Iterable[str]) -> int | None:
    years = {int(y) for part in around for y in _YEAR.findall(unicodedata.normalize("NFKC", part))}
    return years.pop() if len(years) == 1 else None


def _add_span(origin: Origin, source: str, written: str, year: int | None) -> None:
    span = find_span(written, year)
    if span is not None:
        origin.spans.append((source, span))


@lru_cache(maxsize=4096)  # folders, sheets and titles are called alike all over a submission
def find_span(written: str, year: int | None = None) -> Span | None:
    """The pay period inside a text, with ``year`` where the text names none."""
    found = values.find_period(written, year_hint=year) if written else None
    return Span(*found) if found is not None else None


def _from_bands(origin: Origin, bands: Bands, year: int | None) -> None:
    for cell in bands.values.get("period", ()):
        span = _cell_span(cell, year)
        if span is not None:
            origin.spans.append(("band", span))
            break
    else:
        month = bands.text("month") or bands.text("period")
        if bands.text("year") and month:
            _add_span(origin, "band", f"{bands.text('year')}年{month.rstrip('月份')}月", None)
    for value in map(text, bands.values.get("contractor", ())):
        company, rest = split_company(value)
        if company:
            origin.contractors.append(Told("band", company))
            if rest and _is_project(rest):
                origin.projects.append(Told("band", rest))
        elif _is_project(value):
            origin.projects.append(Told("band", value))
        elif _is_name(value):
            origin.contractors.append(Told("band", value))
    builders = (split_company(text(cell))[0] for cell in bands.values.get("builder", ()))
    origin.contractors.extend(Told("band", company, weak=True) for company in builders if company)
    for value in map(text, bands.values.get("project", ())):
        if _is_name(value):
            origin.projects.append(Told("band", value))
    origin.teams.extend(Told("band", v) for v in map(text, bands.values.get("team", ())) if _is_name(v))


def _cell_span(cell: object, year: int | None) -> Span | None:
    if isinstance(cell, dt.date | dt.datetime):
        first = dt.date(cell.year, cell.month, 1)
        return Span(first, _month_end(first))
    return find_span(str(cell), year)


def _month_end(first: dt.date) -> dt.date:
    following = first.replace(day=28) + dt.timedelta(days=4)
    return following.replace(day=1) - dt.timedelta(days=1)


def _from_title(origin: Origin, title: str, year: int | None) -> None:
    if not title:
        return
    _add_span(origin, "title", title, year)
    company, rest = company_in(title)
    if company:
        origin.contractors.append(
            Told("title", company, weak=any(word in rest for word in dictionary().names["project_hint"]))
        )
    else:
        origin.names.extend(Told("title", name) for name in _loose(title))
    project = re.search(r"([^\s\-—_/、，,：:（）()]*?(?:项目部|工程项目|标段))", rest if company else title)
    if project and len(project.group(1)) >= 4:
        origin.projects.append(Told("title", project.group(1)))
    team = _team_in(rest if company else title)
    if team:
        origin.teams.append(Told("title", team))


def _is_project(value: str) -> bool:
    return any(value.endswith(word) for word in dictionary().names["project_hint"])


def _is_name(value: str) -> bool:
    """Whether a band value is a name at all: not a unit of money, not a row of blanks to fill in."""
    clean = squeeze(value)
    units = {squeeze(unit) for unit in dictionary().raw["normalise"]["units"]}
    return len(clean) >= 2 and clean not in units and "__" not in clean


def _team_in(written: str) -> str | None:
    found = re.search(r"([\u4e00-\u9fa5A-Za-z0-9]{1,6}?(?:班组|作业队|施工队))", _without_noise(written))
    return found.group(1) if found and found.group(1) not in dictionary().names["no_team"] else None


@lru_cache(maxsize=4096)
def _without_noise(written: str) -> str:
    """A name without months, numbers of people and the words of ledgers: what is left may be a company or a team."""
    left = unicodedata.normalize("NFKC", written)
    left = re.sub(
        r"20\d{2}[年.\-/]?\s*\d{0,2}[月.\-/]?\d{0,2}[日号]?|\d{1,2}月(?:份|\d{1,2}日)?|\(\d+人\)|\d+人|\(.*?版\)|\d{6,8}",
        " ",
        left,
    )
    for word in _dropped():
        left = left.replace(word, " ")
    return left


@cache
def _dropped() -> tuple[str, ...]:
    """Words of ledgers in names, the longest first."""
    return tuple(sorted(dictionary().names["drop"], key=len, reverse=True))


def _from_name(origin: Origin, source: str, written: str) -> None:
    """Company or team in a sheet or file name; words of ledgers and months are no names."""
    for piece in re.split(r"[-_—、,，\s]+", written):
        company, rest = split_company(piece)
        if company:
            origin.contractors.append(Told(source, _strip_leading(company)))
            written = written.replace(piece, rest)
            break
    loose = _loose(written)
    origin.names.extend(Told(source, name) for name in loose)
    team = _team_in(written)
    if team:
        origin.teams.append(Told(source, team))
        return
    for name in loose:
        if len(name) <= 10 and any(name.endswith(word) for word in dictionary().names["team_hint"]):
            origin.teams.append(Told(source, name))
            return


def _loose(written: str) -> list[str]:
    """The words of a name that are no month, no kind of ledger and no number of people."""
    words = (part.strip(EDGES) for part in re.split(r"[-_—、,，\s+&()（）【】\[\]《》]+", _without_noise(written)))
    return [word for word in words if len(word) >= 2 and word not in dictionary().names["no_team"]]


def _strip_leading(company: str) -> str:
    """A company name without the ledger words glued in front of it by a file name (考勤表-甲公司 is split before)."""
    for word in _dropped():
        if len(word) >= 3 and company.startswith(word):
            return company[len(word) :].strip(EDGES)
    return company


def _from_folders(origin: Origin, folders: Sequence[str]) -> None:
    """The contractor by the folders that are no month and no kind of ledger; before it there may be teams."""
    names: list[str] = []
    for part in folders:
        name = folder_name(part)
        if name is None:
            continue
        if not any(name.endswith(word) for word in ("班组", "班")):
            names.append(name)
        elif not names:
            origin.teams.append(Told("folder", name))
    if names:
        origin.contractors.append(Told("folder", _firm_among(names)))


def _firm_among(names: Sequence[str]) -> str:
    """The first folder, unless it looks like no company and one below it does.

    What a packed folder, or the folder of a project, is called is no firm where a full name stands below it. A short
    name of a firm (恒达) looks like no company either: it gives way to a full name only, never to 建筑资料.
    """
    first, *below = names
    if is_company_like(first) and not _is_project(first):
        return first
    full = next((name for name in below if split_company(name)[0]), None)
    if full is not None or not first.isascii():
        return full or first
    return next((name for name in below if is_company_like(name)), first)


def is_company_like(name: str) -> bool:
    """Whether a name holds a word that names of companies hold."""
    return any(word in name for word in dictionary().names["company_hint"])


def folder_name(part: str) -> str | None:
    """A folder name without numbering and months; None where nothing but a month or a kind of ledger is left."""
    written = unicodedata.normalize("NFKC", part).strip()
    company, _ = split_company(re.sub(r"^[\d\s._\-、()]+", "", written))
    if company:
        return company
    left = _without_noise(written).replace(" ", "").strip(EDGES)
    if len(left) < 2 or (words_found(part) and len(left) < 2):
        return None
    return re.sub(r"^[\d\s._\-、()]+", "", written).strip()
