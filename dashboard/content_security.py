"""Allows a script in a Content Security Policy by its hash, for pages and reports."""

from __future__ import annotations

import base64
import hashlib


def allow_script(script: bytes) -> str:
    """Return what a content security policy says to let this script run and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
