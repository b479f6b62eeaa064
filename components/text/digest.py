"""Names content by a digest of 32 digits that is the same in every process."""

from __future__ import annotations

import hashlib


def digest_of(*parts: object) -> str:
    """Name content by SHA-256: equal parts give equal names, in any process.

    Args:
        *parts: values whose `repr` is stable: strings, numbers, tuples, frozen dataclasses.

    Returns:
        32 hexadecimal digits (the first 128 bits).
    """
    hasher = hashlib.sha256()
    for part in parts:
        blob = (part if isinstance(part, str) else repr(part)).encode("utf-8", "surrogatepass")
        hasher.update(len(blob).to_bytes(8, "little"))
        hasher.update(blob)
    return hasher.hexdigest()[:32]
