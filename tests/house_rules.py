"""The rules of the house, read once per process of the tests: a rulebook is frozen, so that all may look at the same one."""

from __future__ import annotations

from wagecheck import rulebook
from wagecheck.rulebook import Rulebook

BOOK: Rulebook = rulebook.load()
