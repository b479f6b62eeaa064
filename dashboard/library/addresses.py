"""Tells readers apart by where they are, without keeping where that is."""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address


def digest_of_address(address: str, *, key: bytes) -> str:
    """Return a name for the household an address belongs to; who lacks the key learns nothing.

    Args:
        address: where a reader is; empty where nobody knows.
        key: 16 to 64 random bytes.
    """
    network = _network_of(address).encode()
    return hashlib.blake2b(network, key=key, digest_size=16).hexdigest()


def _network_of(address: str) -> str:
    """Return an address of version 4, or the network of 64 bits that one household has of six."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else found.exploded[:19]
    return str(found)
