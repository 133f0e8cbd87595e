"""What the profile in force at the desk says of the lists: which need two people, how long a listing lasts."""

from __future__ import annotations

from wagecheck.desk.desk import Desk
from wagecheck.desk.rulebook import profiles
from wagecheck.register import settings
from wagecheck.register.reader import Reader
from wagecheck.tasks.house import House


def of(desk: Desk, reader: Reader) -> House:
    """The house of today, by the profile that the same snapshot of the register has in force."""
    chosen = profiles.of(desk, settings.in_force(reader))
    return House.of(chosen.name, chosen.folders, desk.today())
