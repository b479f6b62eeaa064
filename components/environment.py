"""Says what of the environment a process that this one starts needs: no password, no key."""

from __future__ import annotations

import os
from collections.abc import Mapping

# Where programs and libraries are found, the language and clock, where temporary files go.
_NEEDED = frozenset((
    "PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP",
    "SYSTEMROOT", "PYTHONHOME", "PYTHONUTF8", "PYTHONHASHSEED",
))  # fmt: skip


def needed_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return what a process that works on texts needs, and nothing that opens anything.

    Args:
        environment: of the process that starts it.
    """
    needed = {name: value for name, value in environment.items() if name in _NEEDED}
    # One thread for linear algebra: each of them reserves address space, and none is asked for.
    return {**needed, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
