"""How many workspaces without owner an address has made, so that nobody makes thousands.

Counted in this process for a day. Addresses are kept as digests with a key that dies with the
process: who has this memory learns no address.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict, deque

from dashboard.library.addresses import digest_of_address
from dashboard.library.errors import QuotaExceededError

_SECONDS = 86_400.0
_MOST_ADDRESSES = 50_000


class Newcomers:
    """Which addresses made workspaces, and when; safe among threads."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)
        self._made: OrderedDict[str, deque[float]] = OrderedDict()
        self._guard = threading.Lock()

    def admit(self, address: str, most: int) -> None:
        """Note that an address makes a workspace.

        Args:
            address: where the reader is; empty where nobody knows.
            most: how many an address may make in a day; 0: any number.

        Raises:
            QuotaExceededError: it made so many.
        """
        if not most:
            return
        name, now = digest_of_address(address, key=self._key), time.monotonic()
        with self._guard:
            made = self._made.setdefault(name, deque())
            self._made.move_to_end(name)
            while made and made[0] <= now - _SECONDS:
                made.popleft()
            if len(made) >= most:
                raise QuotaExceededError("workspaces", limit=most, used=len(made), wanted=1)
            made.append(now)
            while len(self._made) > _MOST_ADDRESSES:
                self._made.popitem(last=False)


newcomers = Newcomers()
