"""Allows a script in a Content Security Policy by its hash, for pages and reports."""

from __future__ import annotations

import base64
import hashlib


def allow_script(script: bytes) -> str:
    """Return the source for a content security policy that allows this script and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
