"""The profile (方案) that the desk checks by: the setting in force, else the one that comes with the program.

A setting is text in the register; here it becomes a folder of rules that holds nothing but this profile, named by the
id of the setting, so that every manifest says by which one it was made.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wagecheck import resources, rulebook
from wagecheck.desk.desk import Desk
from wagecheck.errors import RuleError
from wagecheck.register import settings
from wagecheck.report import whole_file
from wagecheck.wording import both

if TYPE_CHECKING:
    from wagecheck.rulebook import Rulebook

DEFAULT: Final = "default"
#: The name under which a text is looked at before it has an id.
_DRAFT: Final = "draft"
_LINE: Final = re.compile(r"line (\d+)")
_LONGEST: Final = 200_000


@dataclass(frozen=True)
class Chosen:
    """A profile by name, and the folders of rules it is looked for in (``tasks.check.run`` takes both)."""

    name: str
    folders: tuple[Path, ...]
    setting: str | None = None
    """The record of the register; None: the profile that comes with the program, or of the folder of own rules."""


def in_force(desk: Desk) -> Chosen:
    """What the next check is judged by."""
    with desk.register.reading() as reader:
        setting = settings.in_force(reader)
    return of(desk, setting)


def of(desk: Desk, setting: Mapping[str, Any] | None) -> Chosen:
    """The profile of a setting, written where checks find it; None: the one without any setting."""
    if setting is None:
        return Chosen(DEFAULT, desk.place.rules)
    place, name = desk.store.setting(setting["id"]), str(setting["id"])
    _put(place, name, str(setting["text"]))
    return Chosen(name, (*desk.place.rules, place), name)


def book(chosen: Chosen) -> Rulebook:
    """The rules with this profile; read again only where a file of the folders has changed."""
    return _book(chosen.name, chosen.folders, _stamp(chosen.folders))


def text(desk: Desk, setting: Mapping[str, Any] | None) -> str:
    """The profile as people read and change it."""
    if setting is not None:
        return str(setting["text"])
    places = [resources.folder("rules"), *desk.place.rules]
    files = [file for place in places if (file := place / "profiles" / f"{DEFAULT}.toml").is_file()]
    return files[-1].read_text("utf-8")


def examined(desk: Desk, given: str) -> Rulebook:
    """The rules with a profile that somebody wrote. RuleError says what is wrong with it, a line for each fault."""
    from wagecheck.judging import settings as judging  # noqa: PLC0415
    from wagecheck.tasks import house_numbers  # noqa: PLC0415

    if len(given) > _LONGEST:
        raise _wrong("long", most=_LONGEST)
    try:
        named = tomllib.loads(given)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = _LINE.search(str(error))
        raise _wrong("toml", line=found[1] if found else "?", told=error) from error
    if not isinstance(named.get("name"), str):
        raise _wrong("name")
    with tempfile.TemporaryDirectory(prefix="wagecheck-profile-") as folder:
        _put(Path(folder), _DRAFT, given)
        made = rulebook.load(extra=(*desk.place.rules, Path(folder)), profile=_DRAFT)
    house_numbers.ensure(made.values.by_name)
    judging.build(made, dt.date.max)
    return made


def _put(place: Path, name: str, given: str) -> None:
    """Writes ``profiles/<name>.toml`` whole or not at all; the name in it is that of the file."""
    import tomlkit  # noqa: PLC0415

    target = place / "profiles" / f"{name}.toml"
    document = tomlkit.parse(given)
    document["name"] = name
    wanted = tomlkit.dumps(document)
    if target.is_file() and target.read_text("utf-8") == wanted:
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole_file.put(target, wanted.encode())


@lru_cache(maxsize=8)
def _book(name: str, folders: tuple[Path, ...], _stamped: tuple[tuple[str, int, int], ...]) -> Rulebook:
    return rulebook.load(extra=folders, profile=name)


def _stamp(folders: tuple[Path, ...]) -> tuple[tuple[str, int, int], ...]:
    files = sorted(file for folder in folders for file in folder.rglob("*.toml"))
    return tuple((str(file), (told := file.stat()).st_mtime_ns, told.st_size) for file in files)


def _wrong(key: str, **values: object) -> RuleError:
    return RuleError(*both(f"desk_profile.wrong_{key}", **values))
