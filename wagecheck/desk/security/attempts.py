"""How often a password may be tried: for one account, and from one address.

An attempt is counted before the password is looked at, so that many at once are no way around; one that was right is
taken back. Whoever knows a login can lock out others of the same address only: an account tried from many addresses
has a larger number. Held in memory by the clock of the desk; a restart forgets.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import math
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wagecheck.desk.settings import Login

Key = tuple[str, str, str]
#: One house has at least so much of an IPv6 network.
_HOUSE_BITS: Final = 64
#: When there are more keys than this, those whose time is over are thrown away.
_MANY: Final = 10_000


class Attempts:
    """The attempts of the last minutes."""

    def __init__(self) -> None:
        self._made: dict[Key, deque[dt.datetime]] = {}
        self._many = _MANY
        self._tidied = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._lock = threading.Lock()

    def begin(self, login: str, address: str, now: dt.datetime, limits: Login) -> int:
        """Counts one attempt and gives 0; or the seconds until the next one is listened to, and counts nothing."""
        with self._lock:
            waits = [self._wait(key, most, now, limits.window) for key, most in _keys(login, address, limits)]
            if any(waits):
                return max(waits)
            if len(self._made) > (_MANY if now - self._tidied >= limits.window else self._many):
                self._tidy(now, limits.window)
            for key, _ in _keys(login, address, limits):
                self._made.setdefault(key, deque()).append(now)
            return 0

    def right(self, login: str, address: str, limits: Login) -> None:
        """The password was right: the attempt is taken back, and this account's from this address begin anew."""
        with self._lock:
            (account, _), *others = _keys(login, address, limits)
            self._made.pop(account, None)
            for key, _ in others:
                if self._made.get(key):
                    self._made[key].pop()

    def _wait(self, key: Key, most: int, now: dt.datetime, window: dt.timedelta) -> int:
        made = self._made.get(key, deque())
        while made and made[0] <= now - window:
            made.popleft()
        return math.ceil((made[0] + window - now).total_seconds()) if len(made) >= most else 0

    def _tidy(self, now: dt.datetime, window: dt.timedelta) -> None:
        self._made = {key: made for key, made in self._made.items() if made and made[-1] > now - window}
        self._tidied = now
        self._many = max(_MANY, 2 * len(self._made))  # while many try at once, not every attempt looks through all


def _keys(login: str, address: str, limits: Login) -> list[tuple[Key, int]]:
    house = _house(address)
    return [
        (("account", login, house), limits.account_attempts),
        (("address", "", house), limits.address_attempts),
        (("account", login, ""), limits.everywhere_attempts),
    ]


def _house(address: str) -> str:
    """The address, of IPv6 the network that one house has."""
    try:
        told = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a test, a socket of another kind
        return address
    if isinstance(told, ipaddress.IPv6Address):
        return str(told.ipv4_mapped or ipaddress.ip_network((int(told), _HOUSE_BITS), strict=False).network_address)
    return str(told)
