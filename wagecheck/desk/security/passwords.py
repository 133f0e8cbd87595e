"""Passwords: kept as argon2id hashes, checked in the same time whether or not there is such an account."""

from __future__ import annotations

import os
import re
import secrets
import threading
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from wagecheck.desk.settings import Login
from wagecheck.errors import InputError

_HASHER: Final = PasswordHasher()
#: A hash takes 64 MiB and all of a processor on purpose: no more at once than there are processors.
_TURN: Final = threading.BoundedSemaphore(os.cpu_count() or 1)
#: Bytes of a secret that nobody can guess.
_SECRET_BYTES: Final = 32
_DIGITS: Final = re.compile(r"\d")
#: A password has so many different characters that are no digits: telephones and birthdays are guessed first.
_TELLING: Final = 3


def hashed(password: str) -> str:
    """What is kept."""
    with _TURN:
        return _HASHER.hash(_bytes(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password; without a kept one it takes as long and is none."""
    try:
        with _TURN:
            return _HASHER.verify(kept or _nobody(), _bytes(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def ensure_good(password: str, again: str, login: str, limits: Login) -> None:
    """Raises InputError where the two differ, it is too short or too long, or easy to guess."""
    if password != again:
        raise InputError("两次输入的密码不一致，请重新输入。", "The two passwords differ; type them again.")
    if not limits.shortest <= len(password) <= limits.longest:
        raise InputError(
            f"密码要有 {limits.shortest} 到 {limits.longest} 个字符。",
            f"A password has {limits.shortest} to {limits.longest} characters.",
        )
    if len(set(_DIGITS.sub("", password))) < _TELLING:
        raise InputError(
            "密码不能只用数字：电话、生日、证件号码最容易被人猜到。请加上几个不相干的词。",
            "A password cannot be digits only: telephones and birthdays are guessed first. Add some words.",
        )
    letters = "".join(filter(str.isalpha, password)).casefold()
    if password.casefold() == login.casefold() or letters in {*limits.guessed, "".join(filter(str.isalpha, login))}:
        raise InputError(
            "这个密码太容易猜到，请换一个。可以用几个不相干的词连起来。",
            "This password is too easy to guess; take some words that have nothing to do with each other.",
        )


def secret() -> str:
    """A new secret for a cookie, a link or a key."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")  # whatever a browser sends is a password or is none


@cache
def _nobody() -> str:
    return _HASHER.hash(secret())
