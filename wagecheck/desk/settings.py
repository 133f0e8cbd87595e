"""What ``rules/desk.toml`` says: what a role may do, how long a session lasts, how much may be sent at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wagecheck.errors import RuleError
from wagecheck.register.sessions import Lasting
from wagecheck.resources import folder, read_toml

_FILE: Final = "desk.toml"
_MEGABYTE: Final = 1 << 20
_GIGABYTE: Final = 1 << 30
#: The role that can make accounts; somebody must always have it.
ADMIN: Final = "admin"
#: What the table of accounts holds of a role.
_LONGEST_ROLE: Final = 16
#: Only the last person to whom something was sent knows this much: being seen is written down once a minute.
_NOTED_EVERY: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Limits:
    """How much of everything; sizes in bytes."""

    file: int
    hand_in: int
    files: int
    site: int
    form: int
    abandoned: dt.timedelta
    open_jobs: int
    job: dt.timedelta
    attempts: int
    silent: dt.timedelta
    check_jobs: int
    preview_projects: int
    unmasked: dt.timedelta
    api_calls: int
    token_days: int
    waiver_soon: dt.timedelta
    verify_at_once: int


@dataclass(frozen=True)
class Login:
    """How often a password may be tried, and how long a link holds."""

    account_attempts: int
    address_attempts: int
    everywhere_attempts: int
    window: dt.timedelta
    invitation: dt.timedelta
    setup: dt.timedelta
    shortest: int
    longest: int
    guessed: frozenset[str]
    """Words that a password is not made of, small letters."""


@dataclass(frozen=True)
class Settings:
    """All of it."""

    roles: Mapping[str, frozenset[str]]
    titles: Mapping[str, tuple[str, str]]
    """Role → what it is called, Chinese and English, where the file says so; ours have words in the catalogues."""
    scopes: tuple[str, ...]
    lasting: Lasting
    login: Login
    limits: Limits

    @property
    def actions(self) -> frozenset[str]:
        """Everything that some role may do."""
        return frozenset().union(*self.roles.values())


def load(folders: Sequence[Path] = ()) -> Settings:
    """The settings of the last of ``folders`` that has some, else ours. RuleError names what is missing or wrong."""
    places = [folder("rules"), *folders]
    path = [place / _FILE for place in places if (place / _FILE).is_file()][-1]
    try:
        told = read_toml(path)
        _ensure_roles(told, path)
        return _read(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleError(
            f"{path} 缺少或写错了 {error}。请对照随程序附带的 {_FILE} 修改。",
            f"{path}: missing or wrong: {error}. Compare it with the one that comes with the program.",
        ) from error


def known_actions() -> tuple[str, ...]:
    """Everything that a role can be allowed: what the roles of our own file may do between them, in its order."""
    own = read_toml(folder("rules") / _FILE)["roles"]
    return tuple(dict.fromkeys(action for actions in own.values() for action in actions))


def _ensure_roles(told: Mapping[str, Any], path: Path) -> None:
    """RuleError where a role may do what does not exist, or has a title without being a role: nobody would notice."""
    known, roles = known_actions(), told["roles"]
    for role, actions in roles.items():
        if not isinstance(actions, list):
            raise ValueError(f"[roles] {role} = {actions!r}")
        unknown = [action for action in actions if action not in known]
        if unknown:
            names, valid = "、".join(map(str, unknown)), "、".join(known)
            raise RuleError(
                f"{path} 的 [roles] 里，角色“{role}”写了不认识的动作：{names}。可以写的动作：{valid}。请改好后再启动。",
                f"{path}, [roles]: the role {role!r} has unknown actions: {names}. Valid are {valid}. "
                "Correct it and start again.",
            )
        if not 0 < len(role.strip()) <= _LONGEST_ROLE:
            raise RuleError(
                f"{path} 的 [roles] 里，角色名“{role}”要有 1 到 {_LONGEST_ROLE} 个字符。",
                f"{path}, [roles]: the name of the role {role!r} must have 1 to {_LONGEST_ROLE} characters.",
            )
    for role, title in told.get("role_titles", {}).items():
        if role not in roles:
            raise RuleError(
                f"{path} 的 [role_titles] 里写了“{role}”，[roles] 里没有这个角色。已有的角色：{'、'.join(roles)}。",
                f"{path}, [role_titles]: {role!r} is no role of [roles]. Roles there: {', '.join(roles)}.",
            )
        if not _titles(title)[0]:
            raise RuleError(
                f'{path} 的 [role_titles] 里，“{role}”的称呼看不懂。请写成 {role} = "工资主管"，'
                f'或者 {role} = {{ zh = "工资主管", en = "Payroll lead" }}。',
                f'{path}, [role_titles]: cannot understand the title of {role!r}. Write {role} = "Payroll lead" or '
                f'{role} = {{ zh = "工资主管", en = "Payroll lead" }}.',
            )


def _titles(title: object) -> tuple[str, str]:
    """Chinese and English; empty where it is no title."""
    told = title if isinstance(title, Mapping) else {"zh": title}
    zh, en = told.get("zh"), told.get("en", told.get("zh"))
    if not (isinstance(zh, str) and isinstance(en, str) and zh.strip() and en.strip()):
        return "", ""
    return zh.strip(), en.strip()


def _read(told: Mapping[str, Any]) -> Settings:
    roles = {role: frozenset(map(str, actions)) for role, actions in told["roles"].items()}
    if "accounts" not in roles[ADMIN]:
        raise ValueError(f"roles.{ADMIN}: accounts")
    uploads, jobs, login, session = (told[name] for name in ("uploads", "jobs", "login", "session"))
    return Settings(
        roles=roles,
        titles={role: _titles(title) for role, title in told.get("role_titles", {}).items()},
        scopes=tuple(map(str, told["scopes"]["names"])),
        lasting=Lasting(
            dt.timedelta(minutes=_count(session, "idle_minutes")),
            dt.timedelta(hours=_count(session, "longest_hours")),
            _NOTED_EVERY,
        ),
        login=Login(
            _count(login, "account_attempts"),
            _count(login, "address_attempts"),
            _count(login, "everywhere_attempts"),
            dt.timedelta(minutes=_count(login, "window_minutes")),
            dt.timedelta(hours=_count(login, "invitation_hours")),
            dt.timedelta(hours=_count(login, "setup_hours")),
            _count(told["password"], "shortest"),
            _count(told["password"], "longest"),
            frozenset(str(word).casefold() for word in told["password"]["guessed"]),
        ),
        limits=Limits(
            file=_count(uploads, "file_megabytes") * _MEGABYTE,
            hand_in=_count(uploads, "hand_in_megabytes") * _MEGABYTE,
            files=_count(uploads, "files"),
            site=_count(uploads, "site_gigabytes") * _GIGABYTE,
            form=_count(uploads, "form_megabytes") * _MEGABYTE,
            abandoned=dt.timedelta(days=_count(uploads, "abandoned_days")),
            open_jobs=_count(jobs, "open_per_account"),
            job=dt.timedelta(minutes=_count(jobs, "minutes")),
            attempts=_count(jobs, "attempts"),
            silent=dt.timedelta(seconds=_count(jobs, "silent_seconds")),
            check_jobs=_count(jobs, "check_jobs"),
            preview_projects=_count(jobs, "preview_projects"),
            unmasked=dt.timedelta(hours=_count(told["results"], "unmasked_hours")),
            api_calls=_count(told["api"], "calls_per_minute"),
            token_days=_count(told["api"], "token_days"),
            waiver_soon=dt.timedelta(days=_count(told["waivers"], "soon_days")),
            verify_at_once=_count(told["trail"], "verify_at_once"),
        ),
    )


def _count(table: Mapping[str, Any], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{key} = {value!r}")
    return value
