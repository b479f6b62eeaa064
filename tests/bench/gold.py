"""Where the gold data lies: $WENMAI_GOLD, else `../shared/gold` beside the project."""

from __future__ import annotations

import os
from pathlib import Path

_BESIDE = Path(__file__).parents[3] / "shared" / "gold"
FOLDER = Path(os.environ.get("WENMAI_GOLD") or _BESIDE)


def gold_file(name: str) -> Path:
    """Return the path of a gold file.

    Raises:
        SystemExit: it is not there; the message says where it was looked for.
    """
    path = FOLDER / name
    if not path.is_file():
        raise SystemExit(
            f"No {name} in {FOLDER}: set WENMAI_GOLD to the folder with the gold data."
        )
    return path
