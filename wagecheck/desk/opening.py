"""A desk opened: its register made or brought up to date, its folder made, its settings read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from wagecheck.desk import settings
from wagecheck.desk.desk import Clock, Desk, Place, Today
from wagecheck.desk.store import Store
from wagecheck.register import place
from wagecheck.register.store import open_register

_FOLDER: Final = "desk"


def placed(register: str, files: Path | None, rules: Sequence[Path] = ()) -> Place:
    """Where a desk stands. Without ``files`` they lie beside a register that is a file, else with the user's data.

    Beside the file itself, by whatever link it was named: one register has one folder.
    """
    if files is None:
        url = place.resolve(register)
        beside = Path(str(url.database)).resolve() if url.get_backend_name() == "sqlite" else None
        files = beside.with_name(f"{beside.stem}-{_FOLDER}") if beside else user_data_path("wagecheck") / _FOLDER
    return Place(register, files.expanduser().resolve(), tuple(folder.resolve() for folder in rules))


def strangers(desk: Desk) -> int:
    """How many hand-ins have files of which the register knows nothing: it is a new one, or an older copy.

    Raises RegisterError, OSError.
    """
    there = desk.store.handed_in()
    with desk.register.reading() as reader:
        return len(there - {one["id"] for one in reader.all("hand_in")})


@contextmanager
def opened(where: Place, *, clock: Clock, today: Today, address: str) -> Iterator[Desk]:
    """A desk at a place, closed when the block ends. Raises RegisterError, RuleError, OutputError."""
    told = settings.load(where.rules)
    store = Store(where.files)
    store.ensure()
    with open_register(where.register, clock=clock) as register:
        # where it lies on the server is nobody's business who reads a page
        register.place = register.url.database or register.url.get_backend_name()
        if register.file is not None:
            register.place = register.file.name
        yield Desk(
            place=where,
            register=register,
            store=store,
            settings=told,
            clock=clock,
            today=today,
            address=address,
            secure=address.startswith("https://"),
        )
