"""What a kept password costs whoever guesses: tests with people use a cheap hasher, this is the one of the house."""

from __future__ import annotations

from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from wagecheck.desk.security import passwords


def test_a_kept_password_costs_what_rfc_9106_asks_for() -> None:
    kept = passwords.hashed("四个不相干的词 lantern")
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
    assert passwords.fits("四个不相干的词 lantern", kept)
    assert not passwords.fits("四个不相干的词 lanterN", kept)


def test_a_login_that_nobody_has_costs_the_same() -> None:
    assert extract_parameters(passwords._nobody.__wrapped__()) == RFC_9106_LOW_MEMORY
