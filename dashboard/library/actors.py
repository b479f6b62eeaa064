"""Who is asking: every function of the library takes an actor and finds nothing without one.

Tokens have 192 bits; the database and the actor know only their SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["local", "link", "person", "nobody"]
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks; made by `link` and `person`, or one of `LOCAL` and `NOBODY`.

    Attributes:
        kind: `local` sits at the machine that keeps the library, `link` knows an unguessable
            address, `person` signed in, `nobody` did neither.
        key: SHA-256 of the token or of issuer and subject, 64 hexadecimal digits; empty for
            the others. Safe to keep and to log.
    """

    kind: ActorKind
    key: str = ""

    def __post_init__(self) -> None:
        if (self.kind in ("link", "person")) != bool(self.key):
            raise ValueError(f"an actor of kind {self.kind} and its key do not fit")


LOCAL = Actor("local")
NOBODY = Actor("nobody")


def link(token: str) -> Actor:
    """Return the actor that knows the secret address of a workspace."""
    return Actor("link", hash_of_token(token))


def person(issuer: str, subject: str) -> Actor:
    """Return the person whom an identity provider calls `subject`."""
    if not issuer or not subject:
        return NOBODY
    name = f"{len(issuer)}:{issuer}{subject}"
    return Actor("person", _sha256(name))


def new_token() -> str:
    """Return 192 random bits, 32 characters that an address can hold."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of_token(token: str) -> str:
    """Return what is kept of a token; 192 random bits need no salt."""
    return _sha256(token)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
