"""Files that a page offers for download: made on demand, fetched by a short-lived ticket.

A ticket is an unguessable name that lives for a quarter of an hour and for one file. It stands
in a link instead of the key of a workspace, so an address that is copied, kept in a history or
written into a log opens nothing for long. Tickets live in this process, like the pictures of a
page: a proxy sends a reader to the dashboard that drew the page.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from components import i18n
from components.i18n import Locale
from dashboard.library.actors import hash_of_token, new_token

SECONDS = 900.0
_MOST, _MOST_OF_ONE = 4096, 32


@dataclass(frozen=True, slots=True)
class Export:
    """A file that can be fetched.

    Attributes:
        name: what it is called on the reader's disk.
        mime: its type.
        make: gives its bytes; raises NotFoundError where the reader may no longer have it.
        language: what it is written in.
    """

    name: str
    mime: str
    make: Callable[[], bytes]
    language: Locale

    def data(self) -> bytes:
        """Make the file, in its language."""
        i18n.use(self.language)
        return self.make()


class Tickets:
    """Maps tickets to files, each until a time; safe among threads."""

    def __init__(
        self, *, seconds: float = SECONDS, most: int = _MOST, most_of_one: int = _MOST_OF_ONE
    ) -> None:
        self._seconds, self._most, self._most_of_one = seconds, most, most_of_one
        self._kept: OrderedDict[str, tuple[float, str, Export]] = OrderedDict()
        self._guard = threading.Lock()

    def offer(self, export: Export, *, to: str) -> str:
        """Return a new ticket for a file.

        Where a reader has too many their oldest goes; where all together have too many, the
        oldest of whoever has the most.

        Args:
            export: the file.
            to: names the reader's session.
        """
        token, now = new_token(), time.monotonic()
        with self._guard:
            for old in [k for k, (until, _, _) in self._kept.items() if until <= now]:
                del self._kept[old]
            self._kept[hash_of_token(token)] = (now + self._seconds, to, export)
            held = Counter(reader for _, reader, _ in self._kept.values())
            if held[to] > self._most_of_one:
                self._drop_oldest(to)
            elif len(self._kept) > self._most:
                self._drop_oldest(held.most_common(1)[0][0])
        return token

    def _drop_oldest(self, reader: str) -> None:
        del self._kept[next(k for k, (_, own, _) in self._kept.items() if own == reader)]

    def redeem(self, token: str) -> Export | None:
        """Return the file of a ticket; None for one that never was or is too old."""
        with self._guard:
            until, _, export = self._kept.get(hash_of_token(token), (0.0, "", None))
        return export if until > time.monotonic() else None


tickets = Tickets()
