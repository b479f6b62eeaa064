"""Who may open the dashboard of one's own machine: whoever has the address from the terminal.

Every user of a machine reaches its loopback address. So the address that `wenmai serve` prints
holds a token; a browser that comes with it gets a cookie and needs it no more. The browser that
is opened at the start gets a ticket instead, good for one time: other users see the command
lines of programs. The key that makes cookies lies beside the library, so that they outlive a
restart.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from contextlib import suppress
from pathlib import Path

FILE = "access-key"
PARAMETER = "token"


class Access:
    """The token, tickets and cookie of one server; safe among threads."""

    def __init__(self, secret: bytes, *, port: int) -> None:
        self.cookie = f"wenmai_access_{port}"  # cookies know no ports
        self.pass_value = hmac.new(secret, b"cookie", hashlib.sha256).hexdigest()
        self.token = secrets.token_urlsafe(24)
        self._tickets: set[str] = set()
        self._guard = threading.Lock()

    def give_ticket(self) -> str:
        """Return what stands in an address in the place of the token, good for one time."""
        ticket = secrets.token_urlsafe(24)
        with self._guard:
            self._tickets.add(ticket)
        return ticket

    def admits(self, given: str) -> bool:
        """Tell whether a token or ticket is right; a ticket is used up."""
        with self._guard:
            if given in self._tickets:
                self._tickets.remove(given)
                return True
        return hmac.compare_digest(given.encode(), self.token.encode())

    def knows(self, cookie: str) -> bool:
        """Tell whether a cookie is one that was given here."""
        return hmac.compare_digest(cookie.encode(), self.pass_value.encode())


_asked: Access | None = None


def require(data_dir: Path, *, port: int) -> Access:
    """Let nobody in without the token from now on, in this process."""
    global _asked
    _asked = Access(_secret_in(data_dir), port=port)
    return _asked


def required() -> Access | None:
    """Return what must be shown to open the dashboard; None where everybody may."""
    return _asked


def _secret_in(data_dir: Path) -> bytes:
    """Return the key beside the library, made where there is none; a new one where it cannot be."""
    place, fresh = data_dir / FILE, secrets.token_bytes(32)
    with suppress(OSError):
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(fresh)
        kept = place.read_bytes()
        if len(kept) == len(fresh):
            return kept
        place.unlink()  # half written when the disk was full
    return fresh
