"""What pages and reports have in common in saying which scripts may run."""

from __future__ import annotations

import base64
import hashlib


def allow_script(script: bytes) -> str:
    """Return what a content security policy says to let this script run and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
