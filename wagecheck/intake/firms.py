"""The firms of a project: its name, its contractors, and what a short or former name of one of them can only mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wagecheck.intake import firm_names
from wagecheck.intake.parts import FileParts, Part
from wagecheck.intake.wordings import dictionary, squeeze

#: Characters of the shortest word that can be the name of a firm, or of the trade of a team.
_SHORTEST: Final = 2


@dataclass(frozen=True)
class Project:
    """What is known of a project before its tables are told apart: its name, its contractors, who is none of them."""

    name: str
    contractors: tuple[str, ...]
    former: dict[str, str]
    others: tuple[str, ...]
    described: bool
    folder_company: str | None = None


def project_of(files: Sequence[FileParts], folder: str, unnamed: str | None = None) -> Project:
    """The project of the standing data, else the one that titles and bands name most, ``unnamed``, or the folder."""
    parts = [part for file in files for part in file.parts]
    names = _values(parts, "project", "name")
    told = Counter(t.value for part in parts for t in part.origin.projects)
    name = names[0] if names else told.most_common(1)[0][0] if told else unnamed or folder
    listed = _values(parts, "contractor", "name")
    described = bool(listed)
    if not listed:  # without a list the full names that stand anywhere serve for the short ones
        seen = {t.value for part in parts for t in part.origin.contractors if not t.weak and _is_company(t.value)}
        seen |= {v for part in parts for v in column(part, "contractor") if _is_company(v)}
        listed = sorted(seen, key=lambda v: (-len(v), v))
        listed = [
            v
            for i, v in enumerate(listed)
            if not any(firm_names.company_key(v) == firm_names.company_key(o) for o in listed[:i])
        ]
    former: dict[str, str] = {}
    for part in parts:
        if part.ledger == "contractor":
            for now, before in part.records.select("name", "former_names").iter_rows():
                former.update(
                    {
                        one: now
                        for one in str(before or "").replace("；", "、").replace(";", "、").split("、")
                        if one and now
                    }
                )
    others = [*_values(parts, "project", "general_contractor"), *_values(parts, "project", "owner")]
    company, _ = firm_names.split_company(folder)
    return Project(name, tuple(listed), former, tuple(others), described or bool(names), company)


def full_name(name: str, project: Project) -> str:
    """The contractor's listed name for a short, former or differently written one."""
    former = {firm_names.company_key(k): v for k, v in project.former.items()}
    return former.get(firm_names.company_key(name)) or firm_names.canonical(name, project.contractors)


def listed_name(word: str, project: Project) -> str | None:
    """The listed contractor that a word of a title or file name can only mean (恒达劳务, 恒达木工班组); else None."""
    if word in project.name:
        return None
    full = full_name(word, project)
    if full in project.contractors:
        return full
    team = next((end for end in dictionary().names["team_hint"] if word.endswith(end)), None)
    if team is None:
        return None
    # in front of 木工班组 may stand whose team it is; 木工 alone is no firm's name
    for end in range(len(word) - len(team) - _SHORTEST, _SHORTEST - 1, -1):
        full = full_name(word[:end], project)
        if full in project.contractors:
            return full
    return None


def firms_and_teams(values: Sequence[str], project: Project) -> tuple[set[str], set[str]]:
    """The values of a column of contractors (单位) that are firms, and those that are teams; 工日 is neither."""
    units = {squeeze(unit) for unit in dictionary().raw["normalise"]["units"]}
    named = {value for value in values if squeeze(value) not in units and len(squeeze(value)) >= _SHORTEST}
    only = tuple(dictionary().names["team_only"])
    teams = {
        value
        for value in named
        if squeeze(value).endswith(only) and full_name(value, project) not in project.contractors
    }
    return named - teams, teams


def _is_company(name: str) -> bool:
    return any(name.endswith(word) for word in dictionary().names["company"])


def _values(parts: Sequence[Part], ledger: str, column: str) -> list[str]:
    found = [v for part in parts if part.ledger == ledger for v in part.records[column].drop_nulls().to_list()]
    return list(dict.fromkeys(map(str, found)))


def column(part: Part, name: str) -> list[str]:
    """The different texts of a column of the table's records; nothing where it has none."""
    return part.records[name].drop_nulls().unique().to_list() if name in part.records.columns else []
