"""Which waivers and orders concern somebody: all of them, or those of the projects that their account is for.

Waivers and orders name a project as files do, and hold for every file that says so: a name decides nothing for an
account of some sites where another site goes by it too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from wagecheck.ledgers.companies import company_key
from wagecheck.register import places_seen

if TYPE_CHECKING:
    from wagecheck.desk.access import Actor
    from wagecheck.register.reader import Reader


def projects(reader: Reader, actor: Actor) -> set[str | None] | None:
    """Keys of the project names that the actor may read about; None: all.

    Names of the actor's sites, and those that only their files use: a file may name whatever it likes, which opens
    nothing of another site.
    """
    if actor.sites is None:
        return None
    named, others = _registered(reader, actor.sites)
    return named | (_written(reader, actor.sites) - _elsewhere(reader, others))


def decided(reader: Reader, actor: Actor) -> set[str | None] | None:
    """Keys of the project names that the actor decides about; None: all.

    Those of ``projects`` by which no other site goes. What two sites share is decided by who is for all of them.
    """
    if actor.sites is None:
        return None
    named, others = _registered(reader, actor.sites)
    return (named | _written(reader, actor.sites)) - _elsewhere(reader, others)


def concerns(mine: Collection[str | None] | None, waiver: Mapping[str, Any]) -> bool:
    """Whether a waiver is about one of these projects (``projects``); one that names none is about every project."""
    return mine is None or waiver["project"] is None or company_key(waiver["project"]) in mine


def decides(mine: Collection[str | None] | None, project: str | None) -> bool:
    """Whether what names this project is for the actor to decide (``decided``); without a project it is everybody's."""
    return mine is None or (bool(project) and company_key(project) in mine)


def _registered(reader: Reader, mine: Collection[str]) -> tuple[set[str | None], Mapping[str, str]]:
    """Keys of the names of these sites; names of all the others by their id."""
    every = reader.all("site")
    named = {company_key(site["name"]) for site in every if site["id"] in mine}
    return named, {site["id"]: site["name"] for site in every if site["id"] not in mine}


def _written(reader: Reader, sites: Collection[str]) -> set[str | None]:
    """Keys of the project names in files that were handed in for these sites."""
    return {company_key(name) for name in places_seen.projects_of(reader, sites)}


def _elsewhere(reader: Reader, others: Mapping[str, str]) -> set[str | None]:
    """Keys of the names by which other sites go: their own, and those in their files."""
    return {company_key(name) for name in others.values()} | _written(reader, others)
